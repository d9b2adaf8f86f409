"""What there is to be set of fills and adjustments: which fields, what they are called."""

from __future__ import annotations

from dataclasses import asdict
from typing import TypeAlias

from studio.colour import BLACK, Colour
from studio.document.adjustments import (
    Blur,
    BrightnessContrast,
    ColourBalance,
    GradientMap,
    HueSaturation,
    Levels,
    Posterise,
    Sharpen,
)
from studio.document.contents import Content
from studio.document.fills import GradientFill, PatternFill
from studio.document.gradients import GradientShape
from studio.document.patterns import PatternKind
from studio.panels.slider import Scale
from studio.text import tr

_EITHER_WAY = Scale(-1.0, 1.0, 0.01, factor=100)
_TONE = Scale(0.0, 1.0, 1 / 255, factor=255)
_BEND = Scale(0.1, 10.0, 0.01, bend=2.6)
_DEGREES = Scale(-180.0, 180.0, 1.0, "°")
_TONES = Scale(2.0, 64.0, 1.0, bend=2.0)
_RADIUS = Scale(0.2, 100.0, 0.1, " px", bend=3.0)
_AMOUNT = Scale(0.0, 5.0, 0.01, " %", bend=2.0, factor=100)
_LENGTH = Scale(0.05, 4.0, 0.01, " %", bend=2.0, factor=100)
_PERIOD = Scale(2.0, 1024.0, 1.0, " px", bend=3.0)
Choices: TypeAlias = tuple[tuple[GradientShape | PatternKind, str], ...]


def numbers_of(content: Content) -> tuple[tuple[str, str, Scale], ...]:
    """Each setting that is a number: its field, what it is called, and its values."""
    kinds: dict[type[Content], tuple[tuple[str, str, Scale], ...]] = {
        BrightnessContrast: (
            ("brightness", tr("Brightness"), _EITHER_WAY),
            ("contrast", tr("Contrast"), _EITHER_WAY),
        ),
        Levels: (
            ("black", tr("Black from"), _TONE),
            ("gamma", tr("Midtones"), _BEND),
            ("white", tr("White from"), _TONE),
            ("out_black", tr("Black becomes"), _TONE),
            ("out_white", tr("White becomes"), _TONE),
        ),
        HueSaturation: (
            ("hue", tr("Hue"), _DEGREES),
            ("saturation", tr("Saturation"), _EITHER_WAY),
            ("lightness", tr("Lightness"), _EITHER_WAY),
        ),
        ColourBalance: (
            ("red", tr("Cyan – red"), _EITHER_WAY),
            ("green", tr("Magenta – green"), _EITHER_WAY),
            ("blue", tr("Yellow – blue"), _EITHER_WAY),
        ),
        GradientFill: (("angle", tr("Angle"), _DEGREES), ("scale", tr("Length"), _LENGTH)),
        PatternFill: (("size", tr("Size"), _PERIOD), ("angle", tr("Angle"), _DEGREES)),
        Posterise: (("tones", tr("Tones"), _TONES),),
        Blur: (("radius", tr("Radius"), _RADIUS),),
        Sharpen: (("amount", tr("Amount"), _AMOUNT), ("radius", tr("Radius"), _RADIUS)),
    }
    return kinds.get(type(content), ())


def colours_of(content: Content) -> tuple[tuple[str, str], ...]:
    """Each setting that is a colour: its field and what it is called; no field if that is all."""
    match content:
        case Colour():
            return (("", tr("Colour")),)
        case GradientMap():
            return ("dark", tr("Shadows")), ("light", tr("Lights"))
        case GradientFill():
            return ("first", tr("From")), ("last", tr("To"))
        case PatternFill():
            return ("ink", tr("Pattern")), ("ground", tr("Ground"))
        case _:
            return ()


def choice_of(content: Content) -> tuple[str, str, Choices] | None:
    """The setting that is one of several kinds: its field, what it is called, and the kinds."""
    match content:
        case GradientFill():
            linear, radial = GradientShape.linear, GradientShape.radial
            return "shape", tr("Shape"), ((linear, tr("Linear")), (radial, tr("Radial")))
        case PatternFill():
            return "kind", tr("Pattern"), tuple((one, one.title) for one in PatternKind)
        case _:
            return None


def switch_of(content: Content) -> tuple[str, str] | None:
    """The setting that is on or off: its field and what it is called."""
    match content:
        case GradientFill():
            return "fades", tr("Fade to nothing")
        case PatternFill():
            return "is_clear", tr("Clear ground")
        case _:
            return None


def number_in(content: Content, name: str) -> float:
    """A setting that is a number."""
    return float(asdict(content)[name])


def kind_in(content: Content) -> str:
    """The value of the setting that is one of several kinds."""
    match content:
        case GradientFill():
            return content.shape.value
        case PatternFill():
            return content.kind.value
        case _:
            return ""


def is_on(content: Content) -> bool:
    """Whether the setting that is a switch is on."""
    match content:
        case GradientFill():
            return content.fades
        case PatternFill():
            return content.is_clear
        case _:
            return False


def colour_in(content: Content, name: str) -> Colour:
    """A setting that is a colour."""
    colours: dict[str, Colour] = {}
    match content:
        case Colour():
            return content
        case GradientMap():
            colours = {"dark": content.dark, "light": content.light}
        case GradientFill():
            colours = {"first": content.first, "last": content.last}
        case PatternFill():
            colours = {"ink": content.ink, "ground": content.ground}
    return colours.get(name, BLACK)
