"""What Photoshop calls the ways in which layers are laid over each other."""

from __future__ import annotations

from studio.document.blending import BlendMode

PASS_THROUGH, NORMAL = b"pass", b"norm"

_KEYS = {
    BlendMode.normal: NORMAL,
    BlendMode.darken: b"dark",
    BlendMode.multiply: b"mul ",
    BlendMode.colour_burn: b"idiv",
    BlendMode.linear_burn: b"lbrn",
    BlendMode.darker_colour: b"dkCl",
    BlendMode.lighten: b"lite",
    BlendMode.screen: b"scrn",
    BlendMode.colour_dodge: b"div ",
    BlendMode.linear_dodge: b"lddg",
    BlendMode.lighter_colour: b"lgCl",
    BlendMode.overlay: b"over",
    BlendMode.soft_light: b"sLit",
    BlendMode.hard_light: b"hLit",
    BlendMode.vivid_light: b"vLit",
    BlendMode.linear_light: b"lLit",
    BlendMode.pin_light: b"pLit",
    BlendMode.hard_mix: b"hMix",
    BlendMode.difference: b"diff",
    BlendMode.exclusion: b"smud",
    BlendMode.subtract: b"fsub",
    BlendMode.divide: b"fdiv",
    BlendMode.hue: b"hue ",
    BlendMode.saturation: b"sat ",
    BlendMode.colour: b"colr",
    BlendMode.luminosity: b"lum ",
}
_MODES = {key: mode for mode, key in _KEYS.items()}


def key_of(mode: BlendMode) -> bytes | None:
    """Its four letters; None where Photoshop has no such mode."""
    # To add and to dodge linearly differ in the alpha alone.
    return b"lddg" if mode is BlendMode.plus else _KEYS.get(mode)


def mode_of(key: bytes) -> BlendMode | None:
    """The mode of four letters; None where it is not known here."""
    return BlendMode.normal if key == PASS_THROUGH else _MODES.get(key)
