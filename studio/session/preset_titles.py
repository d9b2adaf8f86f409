"""What the brushes that ship with the program, and their tags, are called."""

from __future__ import annotations

from studio.brush.preset import Preset
from studio.text import tr


def title_of(preset: Preset) -> str:
    """The name in the painter's language; of their own brushes the name they gave."""
    return _titles().get(preset.name, preset.name)


def tag_title(tag: str) -> str:
    """The tag in the painter's language."""
    return _tags().get(tag, tag)


def _titles() -> dict[str, str]:
    return {
        "Hard round": tr("Hard round"),
        "Soft round": tr("Soft round"),
        "Opacity round": tr("Opacity round"),
        "Airbrush": tr("Airbrush"),
        "Pencil": tr("Pencil"),
        "Soft pencil": tr("Soft pencil"),
        "Shading pencil": tr("Shading pencil"),
        "Ink pen": tr("Ink pen"),
        "Fineliner": tr("Fineliner"),
        "Brush pen": tr("Brush pen"),
        "Calligraphy nib": tr("Calligraphy nib"),
        "Dry ink brush": tr("Dry ink brush"),
        "Charcoal": tr("Charcoal"),
        "Charcoal block": tr("Charcoal block"),
        "Chalk": tr("Chalk"),
        "Flat oil": tr("Flat oil"),
        "Round oil": tr("Round oil"),
        "Fan brush": tr("Fan brush"),
        "Gouache": tr("Gouache"),
        "Watercolour wash": tr("Watercolour wash"),
        "Wet round": tr("Wet round"),
        "Splatter": tr("Splatter"),
        "Sponge": tr("Sponge"),
        "Clouds": tr("Clouds"),
        "Foliage": tr("Foliage"),
        "Grass": tr("Grass"),
        "Glow": tr("Glow"),
        "Hard eraser": tr("Hard eraser"),
        "Soft eraser": tr("Soft eraser"),
        "Kneaded eraser": tr("Kneaded eraser"),
        "Finger": tr("Finger"),
        "Blender": tr("Blender"),
        "Wet paint": tr("Wet paint"),
    }


def _tags() -> dict[str, str]:
    return {
        "air": tr("Air"),
        "basic": tr("Basic"),
        "charcoal": tr("Charcoal"),
        "dry": tr("Dry"),
        "eraser": tr("Eraser"),
        "ink": tr("Ink"),
        "light": tr("Glowing"),
        "line": tr("Lines"),
        "nature": tr("Nature"),
        "oil": tr("Oil"),
        "paint": tr("Paint"),
        "pencil": tr("Pencil"),
        "round": tr("Round"),
        "sketch": tr("Sketch"),
        "smudge": tr("Smudge"),
        "texture": tr("Texture"),
        "watercolour": tr("Watercolour"),
    }
