"""What is said of brushes: their traits, what leads them, tips and papers."""

from __future__ import annotations

from studio.brush.brush import Brush
from studio.brush.dynamics import Sense, Trait
from studio.brush.numbers import Number
from studio.brush.own_picture import OwnPicture
from studio.session.painting import ToolName
from studio.text import tr

_SHIFTED = (Trait.hue, Trait.saturation, Trait.lightness)


def tool_title(tool: ToolName) -> str:
    """What the brush of a tool is called."""
    titles = {
        ToolName.eraser: tr("Eraser"),
        ToolName.mask: tr("Mask brush"),
        ToolName.strength: tr("Strength brush"),
        ToolName.smudge: tr("Smudge"),
        ToolName.blur: tr("Blur"),
        ToolName.liquify: tr("Liquify"),
        ToolName.clone: tr("Clone"),
        ToolName.heal: tr("Heal"),
    }
    return titles.get(tool, tr("Brush"))


def number_title(number: Number) -> str:
    """What a number of a brush is called."""
    return {
        Number.size: tr("Size"),
        Number.hardness: tr("Hardness"),
        Number.opacity: tr("Opacity"),
        Number.flow: tr("Flow"),
        Number.spacing: tr("Spacing"),
        Number.angle: tr("Angle"),
        Number.roundness: tr("Roundness"),
        Number.scatter: tr("Scatter"),
        Number.hue: tr("Hue strays"),
        Number.saturation: tr("Saturation strays"),
        Number.lightness: tr("Lightness strays"),
        Number.grain: tr("Paper grain"),
        Number.texture_scale: tr("Paper scale"),
        Number.fade: tr("Fades within"),
        Number.smoothing: tr("Smoothing"),
        Number.string: tr("Pulled by a string"),
        Number.charge: tr("Fresh paint"),
    }[number]


def trait_title(trait: Trait) -> str:
    """What a trait is called."""
    return {
        Trait.size: tr("Size"),
        Trait.opacity: tr("Opacity"),
        Trait.flow: tr("Flow"),
        Trait.angle: tr("Angle"),
        Trait.roundness: tr("Roundness"),
        Trait.scatter: tr("Scatter"),
        Trait.hue: tr("Hue"),
        Trait.saturation: tr("Saturation"),
        Trait.lightness: tr("Lightness"),
    }[trait]


def trait_tip(trait: Trait) -> str:
    """What the curves of a trait do to it."""
    if trait is Trait.angle:
        return tr("Each curve turns the tip further, up to a whole turn.")
    if trait in _SHIFTED:
        return tr("A curve shifts it up or down, not at all in its middle; else chance does.")
    return tr("Each curve takes some of it away: 100 % leaves it as it is.")


def sense_title(sense: Sense) -> str:
    """What leads a trait."""
    return {
        Sense.pressure: tr("Pressure"),
        Sense.tilt: tr("Tilt"),
        Sense.azimuth: tr("Direction of the tilt"),
        Sense.rotation: tr("Rotation of the pen"),
        Sense.speed: tr("Speed"),
        Sense.direction: tr("Direction of the stroke"),
        Sense.random: tr("Chance"),
        Sense.fade: tr("Fade"),
    }[sense]


def sense_ends(sense: Sense) -> tuple[str, str]:
    """What its curve begins and ends with, left and right."""
    turn = tr("none"), tr("a whole turn")
    return {
        Sense.pressure: (tr("light"), tr("firm")),
        Sense.tilt: (tr("upright"), tr("flat")),
        Sense.speed: (tr("slow"), tr("fast")),
        Sense.random: (tr("least"), tr("most")),
        Sense.fade: (tr("where it begins"), tr("where it has faded")),
    }.get(sense, turn)


def led_by(brush: Brush, trait: Trait) -> str:
    """What leads a trait of a brush, in a few words."""
    senses = (sense for sense in Sense if brush.response(trait, sense) is not None)
    return ", ".join(map(sense_title, senses))


def tip_title(tip: str | OwnPicture) -> str:
    """What a tip is called."""
    if isinstance(tip, OwnPicture):
        return tip.name
    titles = {
        "": tr("Round"),
        "blades": tr("Blades"),
        "bristles": tr("Bristles"),
        "chalk": tr("Chalk"),
        "charcoal": tr("Charcoal"),
        "cloud": tr("Cloud"),
        "fan": tr("Fan"),
        "leaves": tr("Leaves"),
        "round_bristles": tr("Round bristles"),
        "splatter": tr("Splatter"),
        "sponge": tr("Sponge"),
        "wash": tr("Wash"),
    }
    return titles.get(tip, tip)


def paper_title(paper: str | OwnPicture) -> str:
    """What a paper is called."""
    if isinstance(paper, OwnPicture):
        return paper.name
    titles = {
        "": tr("None"),
        "canvas": tr("Canvas"),
        "fine_paper": tr("Fine paper"),
        "paper": tr("Paper"),
        "rough": tr("Rough"),
    }
    return titles.get(paper, paper)
