"""How a layer is laid over what is beneath it."""

from __future__ import annotations

from enum import Enum

from PySide6.QtGui import QPainter

from studio.text import tr

_Mode = QPainter.CompositionMode


class BlendMode(Enum):
    """The modes; each value is what OpenRaster calls it.

    Exclusion has no OpenRaster name; Krita's is used.
    """

    normal = "svg:src-over"
    multiply = "svg:multiply"
    screen = "svg:screen"
    overlay = "svg:overlay"
    darken = "svg:darken"
    lighten = "svg:lighten"
    colour_dodge = "svg:color-dodge"
    colour_burn = "svg:color-burn"
    hard_light = "svg:hard-light"
    soft_light = "svg:soft-light"
    difference = "svg:difference"
    exclusion = "krita:exclusion"
    plus = "svg:plus"
    destination_in = "svg:dst-in"
    destination_out = "svg:dst-out"
    source_atop = "svg:src-atop"
    destination_atop = "svg:dst-atop"

    @property
    def painter_mode(self) -> QPainter.CompositionMode:
        """The same in QPainter, whose loops are 6 to 30 times faster than numpy's."""
        return _PAINTER_MODES[self]

    @property
    def erases_where_empty(self) -> bool:
        """Whether a layer in this mode changes what is beneath also where it has no pixels."""
        return self in {BlendMode.destination_in, BlendMode.destination_atop}

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
    BlendMode.colour_dodge: _Mode.CompositionMode_ColorDodge,
    BlendMode.colour_burn: _Mode.CompositionMode_ColorBurn,
    BlendMode.hard_light: _Mode.CompositionMode_HardLight,
    BlendMode.soft_light: _Mode.CompositionMode_SoftLight,
    BlendMode.difference: _Mode.CompositionMode_Difference,
    BlendMode.exclusion: _Mode.CompositionMode_Exclusion,
    BlendMode.plus: _Mode.CompositionMode_Plus,
    BlendMode.destination_in: _Mode.CompositionMode_DestinationIn,
    BlendMode.destination_out: _Mode.CompositionMode_DestinationOut,
    BlendMode.source_atop: _Mode.CompositionMode_SourceAtop,
    BlendMode.destination_atop: _Mode.CompositionMode_DestinationAtop,
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
        BlendMode.destination_in: tr("Keep beneath"),
        BlendMode.destination_out: tr("Erase beneath"),
        BlendMode.source_atop: tr("Atop"),
        BlendMode.destination_atop: tr("Beneath, atop"),
    }
    return titles[mode]
