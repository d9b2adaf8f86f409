"""The formulas of blend modes that QPainter has not: W3C Compositing and Blending Level 1.

A mode is a function B(cb, cs) of backdrop and source colours that are not premultiplied. Each here
takes them times what both cover, which is what is wanted in the end and spares dividing by alpha:
p = m·cb, q = m·cs and m = αb·αs give m·B. In units of 1/255 all three are whole numbers below
2¹⁶, so that float32 compares them exactly. A colour is blue, green, red.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeAlias

from studio.document.blending import BlendMode
from studio.document.lanes import Lane, greatest, least

Colour: TypeAlias = tuple[Lane, Lane, Lane]
Mix: TypeAlias = Callable[[Colour, Colour, Lane], Colour]

# Less than any whole number but 0: what is divided by it is nothing or more than any colour.
_LITTLE = 1e-6
# How bright each is to the eye, as the W3C has it.
_BLUE, _GREEN, _RED = 0.11, 0.59, 0.3


def _each(mix: Callable[[Lane, Lane, Lane], Lane]) -> Mix:
    """A mode that knows one channel at a time."""

    def colour(p: Colour, q: Colour, m: Lane) -> Colour:
        blue, green, red = (mix(below, above, m) for below, above in zip(p, q, strict=True))
        return blue, green, red

    return colour


def _exclusion(p: Lane, q: Lane, m: Lane) -> Lane:
    return p + q - p * q * 2 / greatest(m, _LITTLE)


def _soft_light(p: Lane, q: Lane, m: Lane) -> Lane:
    backdrop = p / greatest(m, _LITTLE)
    # Beneath a quarter the polynomial of the formula is less than the root, above it is more.
    lifted = least(((backdrop * 16 - 12) * backdrop + 4) * backdrop, backdrop.root()) - backdrop
    darkened = backdrop - backdrop * backdrop
    towards = q + q - m
    return p + least(towards, 0) * darkened + greatest(towards, 0) * lifted


def _colour_dodge(p: Lane, q: Lane, m: Lane) -> Lane:
    return _dodge(p, m - q, m)


def _colour_burn(p: Lane, q: Lane, m: Lane) -> Lane:
    return _burn(p, q, m)


def _vivid_light(p: Lane, q: Lane, m: Lane) -> Lane:
    """Burn below half, which is never above p; dodge above it, which is never below."""
    burnt, dodged = _burn(p, q + q, m), _dodge(p, (m - q) * 2, m)
    return least(burnt, p) + greatest(dodged, p) - p


def _dodge(p: Lane, divisor: Lane, m: Lane) -> Lane:
    return least(p * m / greatest(divisor, _LITTLE), m)


def _burn(p: Lane, divisor: Lane, m: Lane) -> Lane:
    return m - _dodge(m - p, divisor, m)


def _linear_burn(p: Lane, q: Lane, m: Lane) -> Lane:
    return greatest(p + q - m, 0)


def _linear_dodge(p: Lane, q: Lane, m: Lane) -> Lane:
    return least(p + q, m)


def _linear_light(p: Lane, q: Lane, m: Lane) -> Lane:
    return least(greatest(q + q + p - m, 0), m)


def _pin_light(p: Lane, q: Lane, m: Lane) -> Lane:
    return greatest(q + q - m, least(p, q + q))


def _hard_mix(p: Lane, q: Lane, m: Lane) -> Lane:
    return (p + q).is_above(m).choose(m, m - m)


def _subtract(p: Lane, q: Lane, _m: Lane) -> Lane:
    return greatest(p - q, 0)


def _divide(p: Lane, q: Lane, m: Lane) -> Lane:
    return _dodge(p, q, m)


def _luminosity_of(colour: Colour) -> Lane:
    blue, green, red = colour
    return blue * _BLUE + green * _GREEN + red * _RED


def _saturation_of(colour: Colour) -> Lane:
    return greatest(*colour) - least(*colour)


def _with_luminosity(
    colour: Colour, luminosity: Lane, m: Lane, saturation: Lane | None = None
) -> Colour:
    """SetLum(colour, luminosity), of SetSat(colour, saturation) if that is given.

    A colour is its luminosity and what it is off grey. Both SetSat and ClipColor only scale what
    it is off grey; and as that never spans more than m, only one side can need clipping.
    """
    lowest, span = least(*colour), _saturation_of(colour)
    above = _offset(colour, lowest)
    off = _luminosity_of(above)
    # What the clipping at 0 and at m leaves of it: the least channel is `off` below grey.
    low = luminosity / greatest(off, _LITTLE)
    high = (m - luminosity) / greatest(span - off, _LITTLE)
    wanted = 1 if saturation is None else saturation / greatest(span, _LITTLE)
    scale = least(low, high, wanted)
    blue, green, red = (channel * scale + luminosity for channel in _offset(above, off))
    return blue, green, red


def _offset(colour: Colour, by: Lane) -> Colour:
    blue, green, red = colour
    return blue - by, green - by, red - by


def _hue(p: Colour, q: Colour, m: Lane) -> Colour:
    return _with_luminosity(q, _luminosity_of(p), m, _saturation_of(p))


def _saturation(p: Colour, q: Colour, m: Lane) -> Colour:
    return _with_luminosity(p, _luminosity_of(p), m, _saturation_of(q))


def _colour(p: Colour, q: Colour, m: Lane) -> Colour:
    return _with_luminosity(q, _luminosity_of(p), m)


def _luminosity(p: Colour, q: Colour, m: Lane) -> Colour:
    return _with_luminosity(p, _luminosity_of(q), m)


def _chosen_colour(p: Colour, q: Colour, _m: Lane, *, darker: bool) -> Colour:
    """The colour whose luminosity is less, or more; the backdrop's where they are equal."""
    below, above = _luminosity_of(p), _luminosity_of(q)
    chosen = below.is_above(above) if darker else above.is_above(below)
    blue, green, red = (chosen.choose(cs, cb) for cb, cs in zip(p, q, strict=True))
    return blue, green, red


MIXES: dict[BlendMode, Mix] = {
    BlendMode.colour_dodge: _each(_colour_dodge),
    BlendMode.colour_burn: _each(_colour_burn),
    BlendMode.soft_light: _each(_soft_light),
    BlendMode.exclusion: _each(_exclusion),
    BlendMode.linear_burn: _each(_linear_burn),
    BlendMode.linear_dodge: _each(_linear_dodge),
    BlendMode.vivid_light: _each(_vivid_light),
    BlendMode.linear_light: _each(_linear_light),
    BlendMode.pin_light: _each(_pin_light),
    BlendMode.hard_mix: _each(_hard_mix),
    BlendMode.subtract: _each(_subtract),
    BlendMode.divide: _each(_divide),
    BlendMode.darker_colour: partial(_chosen_colour, darker=True),
    BlendMode.lighter_colour: partial(_chosen_colour, darker=False),
    BlendMode.hue: _hue,
    BlendMode.saturation: _saturation,
    BlendMode.colour: _colour,
    BlendMode.luminosity: _luminosity,
}
