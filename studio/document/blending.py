"""How a layer is laid over what is beneath it."""

from __future__ import annotations

from enum import Enum

from PySide6.QtGui import QPainter

from studio.text import tr

_Mode = QPainter.CompositionMode


class BlendMode(Enum):
    """The modes, as menus list them; each value is what OpenRaster calls it.

    Those OpenRaster has no name for have Krita's, which is written so by Krita too.
    """

    normal = "svg:src-over"
    darken = "svg:darken"
    multiply = "svg:multiply"
    colour_burn = "svg:color-burn"
    linear_burn = "krita:linear_burn"
    darker_colour = "krita:darker color"
    lighten = "svg:lighten"
    screen = "svg:screen"
    colour_dodge = "svg:color-dodge"
    linear_dodge = "krita:linear_dodge"
    plus = "svg:plus"
    lighter_colour = "krita:lighter color"
    overlay = "svg:overlay"
    soft_light = "svg:soft-light"
    hard_light = "svg:hard-light"
    vivid_light = "krita:vivid_light"
    linear_light = "krita:linear light"
    pin_light = "krita:pin_light"
    hard_mix = "krita:hard_mix_photoshop"
    difference = "svg:difference"
    exclusion = "krita:exclusion"
    subtract = "krita:subtract"
    divide = "krita:divide"
    hue = "svg:hue"
    saturation = "svg:saturation"
    colour = "svg:color"
    luminosity = "svg:luminosity"
    destination_in = "svg:dst-in"
    destination_out = "svg:dst-out"
    source_atop = "svg:src-atop"
    destination_atop = "svg:dst-atop"

    # As quick as that of any object: enum's own is Python, and an event asks it sixteen times.
    __hash__ = object.__hash__

    @property
    def painter_mode(self) -> QPainter.CompositionMode | None:
        """The same in QPainter, whose loops are the fastest; None where it is not exact or slow."""
        return _PAINTER_MODES.get(self)

    @property
    def erases_where_empty(self) -> bool:
        """Whether a layer in this mode changes what is beneath also where it has no pixels."""
        return self in {BlendMode.destination_in, BlendMode.destination_atop}

    @property
    def is_steep(self) -> bool:
        """Whether it makes much of the least difference in what is beneath."""
        return self in _STEEP

    @property
    def title(self) -> str:
        """What menus call it."""
        return _title_of(self)


_PAINTER_MODES = {
    BlendMode.normal: _Mode.CompositionMode_SourceOver,
    BlendMode.multiply: _Mode.CompositionMode_Multiply,
    BlendMode.screen: _Mode.CompositionMode_Screen,
    BlendMode.overlay: _Mode.CompositionMode_Overlay,
    BlendMode.darken: _Mode.CompositionMode_Darken,
    BlendMode.lighten: _Mode.CompositionMode_Lighten,
    BlendMode.hard_light: _Mode.CompositionMode_HardLight,
    BlendMode.difference: _Mode.CompositionMode_Difference,
    BlendMode.plus: _Mode.CompositionMode_Plus,
    BlendMode.destination_in: _Mode.CompositionMode_DestinationIn,
    BlendMode.destination_out: _Mode.CompositionMode_DestinationOut,
    BlendMode.source_atop: _Mode.CompositionMode_SourceAtop,
    BlendMode.destination_atop: _Mode.CompositionMode_DestinationAtop,
}


_STEEP = {
    BlendMode.colour_dodge,
    BlendMode.colour_burn,
    BlendMode.vivid_light,
    BlendMode.soft_light,
    BlendMode.hard_mix,
    BlendMode.divide,
    BlendMode.darker_colour,
    BlendMode.lighter_colour,
    BlendMode.hue,
    BlendMode.saturation,
    BlendMode.colour,
    BlendMode.luminosity,
}


def _title_of(mode: BlendMode) -> str:
    titles = {
        BlendMode.normal: tr("Normal"),
        BlendMode.multiply: tr("Multiply"),
        BlendMode.screen: tr("Screen"),
        BlendMode.overlay: tr("Overlay"),
        BlendMode.darken: tr("Darken"),
        BlendMode.lighten: tr("Lighten"),
        BlendMode.colour_dodge: tr("Colour dodge"),
        BlendMode.colour_burn: tr("Colour burn"),
        BlendMode.hard_light: tr("Hard light"),
        BlendMode.soft_light: tr("Soft light"),
        BlendMode.difference: tr("Difference"),
        BlendMode.exclusion: tr("Exclusion"),
        BlendMode.plus: tr("Add"),
        BlendMode.linear_burn: tr("Linear burn"),
        BlendMode.linear_dodge: tr("Linear dodge"),
        BlendMode.vivid_light: tr("Vivid light"),
        BlendMode.linear_light: tr("Linear light"),
        BlendMode.pin_light: tr("Pin light"),
        BlendMode.hard_mix: tr("Hard mix"),
        BlendMode.subtract: tr("Subtract"),
        BlendMode.divide: tr("Divide"),
        BlendMode.darker_colour: tr("Darker colour"),
        BlendMode.lighter_colour: tr("Lighter colour"),
        BlendMode.hue: tr("Hue"),
        BlendMode.saturation: tr("Saturation"),
        BlendMode.colour: tr("Colour"),
        BlendMode.luminosity: tr("Luminosity"),
        BlendMode.destination_in: tr("Keep beneath"),
        BlendMode.destination_out: tr("Erase beneath"),
        BlendMode.source_atop: tr("Atop"),
        BlendMode.destination_atop: tr("Beneath, atop"),
    }
    return titles[mode]
