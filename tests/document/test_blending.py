"""Blend modes against the formulas of W3C Compositing and Blending Level 1, in float64.

The modes that W3C does not have are as Krita has them. All are within one step of 255.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from studio.document.blending import BlendMode
from studio.document.composite import flatten
from studio.document.layers import LayerProperties
from studio.document.laying import opaque
from studio.document.mixes import MIXES
from studio.document.mixing import mix_over
from studio.geometry import Bounds
from tests.document.paintings import add_paint, document_of, noise, paint

AREA = Bounds(0, 0, 200, 200)
Mix = Callable[[np.ndarray, np.ndarray], np.ndarray]


def hard_light(cb: np.ndarray, cs: np.ndarray) -> np.ndarray:
    return np.asarray(np.where(cs <= 0.5, cb * 2 * cs, cb + (2 * cs - 1) * (1 - cb)))


def colour_dodge(cb: np.ndarray, cs: np.ndarray) -> np.ndarray:
    dodged = np.minimum(1, cb / np.maximum(1e-9, 1 - cs))
    return np.where(cb == 0, 0, np.where(cs >= 1, 1, dodged))


def colour_burn(cb: np.ndarray, cs: np.ndarray) -> np.ndarray:
    burnt = 1 - np.minimum(1, (1 - cb) / np.maximum(cs, 1e-9))
    return np.where(cb >= 1, 1, np.where(cs <= 0, 0, burnt))


def soft_light(cb: np.ndarray, cs: np.ndarray) -> np.ndarray:
    d = np.where(cb <= 0.25, ((16 * cb - 12) * cb + 4) * cb, np.sqrt(cb))
    darkened, lightened = cb - (1 - 2 * cs) * cb * (1 - cb), cb + (2 * cs - 1) * (d - cb)
    return np.asarray(np.where(cs <= 0.5, darkened, lightened))


def vivid_light(cb: np.ndarray, cs: np.ndarray) -> np.ndarray:
    return np.where(cs <= 0.5, colour_burn(cb, 2 * cs), colour_dodge(cb, 2 * cs - 1))


def divide(cb: np.ndarray, cs: np.ndarray) -> np.ndarray:
    return np.asarray(np.where(cb == 0, 0, np.minimum(1, cb / np.maximum(cs, 1e-9))))


def luminosity_of(colour: np.ndarray) -> np.ndarray:
    return np.asarray(colour @ np.array([[0.11], [0.59], [0.3]]))


def saturation_of(colour: np.ndarray) -> np.ndarray:
    return np.asarray(colour.max(-1, keepdims=True) - colour.min(-1, keepdims=True))


def set_luminosity(colour: np.ndarray, luminosity: np.ndarray) -> np.ndarray:
    moved = colour + luminosity - luminosity_of(colour)
    grey = luminosity_of(moved)
    least, most = moved.min(-1, keepdims=True), moved.max(-1, keepdims=True)
    up = grey + (moved - grey) * grey / np.maximum(grey - least, 1e-12)
    moved = np.where(least < 0, up, moved)
    down = grey + (moved - grey) * (1 - grey) / np.maximum(most - grey, 1e-12)
    return np.asarray(np.where(most > 1, down, moved))


def set_saturation(colour: np.ndarray, saturation: np.ndarray) -> np.ndarray:
    least = colour.min(-1, keepdims=True)
    return np.asarray((colour - least) * saturation / np.maximum(saturation_of(colour), 1e-12))


def hue(cb: np.ndarray, cs: np.ndarray) -> np.ndarray:
    return set_luminosity(set_saturation(cs, saturation_of(cb)), luminosity_of(cb))


def saturation(cb: np.ndarray, cs: np.ndarray) -> np.ndarray:
    return set_luminosity(set_saturation(cb, saturation_of(cs)), luminosity_of(cb))


def darker(cb: np.ndarray, cs: np.ndarray) -> np.ndarray:
    return np.where(luminosity_of(cs) < luminosity_of(cb) - 1e-6, cs, cb)


def lighter(cb: np.ndarray, cs: np.ndarray) -> np.ndarray:
    return np.where(luminosity_of(cs) > luminosity_of(cb) + 1e-6, cs, cb)


# B(cb, cs) of each mode that blends: backdrop and source colours, BGR, not premultiplied.
BLENDING: dict[BlendMode, Mix] = {
    BlendMode.normal: lambda _cb, cs: cs,
    BlendMode.multiply: lambda cb, cs: cb * cs,
    BlendMode.screen: lambda cb, cs: cb + cs - cb * cs,
    BlendMode.overlay: lambda cb, cs: hard_light(cs, cb),
    BlendMode.darken: np.minimum,
    BlendMode.lighten: np.maximum,
    BlendMode.colour_dodge: colour_dodge,
    BlendMode.colour_burn: colour_burn,
    BlendMode.hard_light: hard_light,
    BlendMode.soft_light: soft_light,
    BlendMode.difference: lambda cb, cs: abs(cb - cs),
    BlendMode.exclusion: lambda cb, cs: cb + cs - 2 * cb * cs,
    BlendMode.linear_burn: lambda cb, cs: np.maximum(0, cb + cs - 1),
    BlendMode.linear_dodge: lambda cb, cs: np.minimum(1, cb + cs),
    BlendMode.vivid_light: vivid_light,
    BlendMode.linear_light: lambda cb, cs: np.clip(cb + 2 * cs - 1, 0, 1),
    BlendMode.pin_light: lambda cb, cs: np.maximum(2 * cs - 1, np.minimum(cb, 2 * cs)),
    BlendMode.hard_mix: lambda cb, cs: np.where(cb + cs > 1 + 1e-9, 1, 0),
    BlendMode.subtract: lambda cb, cs: np.maximum(0, cb - cs),
    BlendMode.divide: divide,
    BlendMode.darker_colour: darker,
    BlendMode.lighter_colour: lighter,
    BlendMode.hue: hue,
    BlendMode.saturation: saturation,
    BlendMode.colour: lambda cb, cs: set_luminosity(cs, luminosity_of(cb)),
    BlendMode.luminosity: lambda cb, cs: set_luminosity(cb, luminosity_of(cs)),
}
# Fa and Fb of each Porter-Duff operator: how much of source and backdrop stays, by alphas s, b.
PORTER_DUFF: dict[BlendMode, tuple[Mix, Mix]] = {
    BlendMode.plus: (lambda _s, b: np.ones_like(b), lambda s, _b: np.ones_like(s)),
    BlendMode.destination_in: (lambda _s, b: np.zeros_like(b), lambda s, _b: s),
    BlendMode.destination_out: (lambda _s, b: np.zeros_like(b), lambda s, _b: 1 - s),
    BlendMode.source_atop: (lambda _s, b: b, lambda s, _b: 1 - s),
    BlendMode.destination_atop: (lambda _s, b: 1 - b, lambda s, _b: s),
}
# Greatest difference, of 255.
TOLERANCE = 1.0


def straight(pixels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Colour, not premultiplied, and alpha, 0..1."""
    alpha = pixels[..., 3:] / 255
    colour = np.divide(pixels[..., :3] / 255, alpha, out=np.zeros(pixels[..., :3].shape),
                       where=alpha > 0)  # fmt: skip
    return colour, alpha


def by_formula(mode: BlendMode, backdrop: np.ndarray, source: np.ndarray) -> np.ndarray:
    """Premultiplied, 0..255."""
    (cb, ab), (cs, as_) = straight(backdrop), straight(source)
    if mode in BLENDING:
        mixed = (1 - as_) * ab * cb + (1 - ab) * as_ * cs + as_ * ab * BLENDING[mode](cb, cs)
        alpha = as_ + ab - as_ * ab
    else:
        fa, fb = (factor(as_, ab) for factor in PORTER_DUFF[mode])
        mixed = np.minimum(1, fa * as_ * cs + fb * ab * cb)
        alpha = np.minimum(1, fa * as_ + fb * ab)
    return np.concatenate((mixed, alpha), -1) * 255


def composited(mode: BlendMode, backdrop: np.ndarray, source: np.ndarray) -> np.ndarray:
    document = document_of()
    paint(document, add_paint(document), AREA, backdrop)
    paint(document, add_paint(document, LayerProperties("", blend=mode)), AREA, source)
    return flatten(document, AREA)


@pytest.mark.parametrize("mode", BlendMode, ids=lambda mode: mode.name)
def test_every_mode_is_what_its_name_says(mode):
    rng = np.random.default_rng(0)
    backdrop, source = noise(rng, AREA), noise(rng, AREA)
    error = abs(composited(mode, backdrop, source) - by_formula(mode, backdrop, source))
    assert error.max() <= TOLERANCE


@pytest.mark.parametrize("mode", MIXES, ids=lambda mode: mode.name)
def test_opacity_thins_what_is_laid_over(mode):
    """Beyond what 8-bit alpha can hold: opacity and mode are rounded once, together."""
    rng = np.random.default_rng(2)
    backdrop, source = opaque(noise(rng, AREA)), opaque(noise(rng, AREA))
    seen = backdrop.copy()
    mix_over(seen, source, 0.3, mode)
    whole = by_formula(mode, backdrop, source)
    assert abs(seen - (0.7 * backdrop + 0.3 * whole)).max() <= TOLERANCE


@pytest.mark.parametrize(
    "mode", [mode for mode in PORTER_DUFF if mode is not BlendMode.plus], ids=lambda mode: mode.name
)
def test_opacity_thins_the_layer_before_it_keeps_or_erases(mode):
    rng = np.random.default_rng(4)
    backdrop, source = noise(rng, AREA), noise(rng, AREA)
    document = document_of()
    paint(document, add_paint(document), AREA, backdrop)
    faint = LayerProperties("", blend=mode, opacity=0.6)
    paint(document, add_paint(document, faint), AREA, source)
    error = abs(flatten(document, AREA) - by_formula(mode, backdrop, 0.6 * source))
    assert error.max() <= 2 * TOLERANCE


def test_no_mode_makes_a_colour_brighter_than_its_alpha():
    rng = np.random.default_rng(3)
    for mode in MIXES:
        seen = noise(rng, AREA)
        mix_over(seen, noise(rng, AREA), 0.77, mode)
        assert (seen[..., :3] <= seen[..., 3:]).all(), mode


def test_every_mode_is_in_one_of_the_two_tables():
    assert set(BLENDING) | set(PORTER_DUFF) == set(BlendMode)


def test_a_mode_is_either_drawn_by_qpainter_or_mixed():
    assert {mode for mode in BlendMode if mode.painter_mode is None} == set(MIXES)


def test_every_mode_has_its_own_title_and_file_name():
    assert len({mode.title for mode in BlendMode}) == len(BlendMode)
    assert all(mode.value.startswith(("svg:", "krita:")) for mode in BlendMode)


@pytest.mark.parametrize("mode", BlendMode, ids=lambda mode: mode.name)
def test_only_two_modes_erase_where_they_have_no_pixels(mode):
    rng = np.random.default_rng(1)
    backdrop = noise(rng, AREA)
    seen = composited(mode, backdrop, np.zeros_like(backdrop))
    assert (seen == backdrop).all() != mode.erases_where_empty
