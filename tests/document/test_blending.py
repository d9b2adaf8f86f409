"""Blend modes against the formulas of W3C Compositing and Blending Level 1, in float64.

QPainter rounds within one step of them, but for three modes. Exclusion and soft light round in
between: up to 3.1 of 255. Colour dodge is right on opaque pixels only: with partial alpha it is
up to 18.3 off. Both are QPainter's own and kept, as nothing else comes near its speed.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from studio.document.blending import BlendMode
from studio.document.composite import flatten
from studio.document.layers import LayerProperties
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


# B(cb, cs) of each separable mode: backdrop and source colours, not premultiplied.
SEPARABLE: dict[BlendMode, Mix] = {
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
}
# Fa and Fb of each Porter-Duff operator: how much of source and backdrop stays, by alphas s, b.
PORTER_DUFF: dict[BlendMode, tuple[Mix, Mix]] = {
    BlendMode.plus: (lambda _s, b: np.ones_like(b), lambda s, _b: np.ones_like(s)),
    BlendMode.destination_in: (lambda _s, b: np.zeros_like(b), lambda s, _b: s),
    BlendMode.destination_out: (lambda _s, b: np.zeros_like(b), lambda s, _b: 1 - s),
    BlendMode.source_atop: (lambda _s, b: b, lambda s, _b: 1 - s),
    BlendMode.destination_atop: (lambda _s, b: 1 - b, lambda s, _b: s),
}
# Greatest difference, of 255, for any alpha and for opaque pixels.
TOLERANCE = {
    BlendMode.exclusion: (3.1, 3.1),
    BlendMode.soft_light: (3.1, 3.1),
    BlendMode.colour_dodge: (18.3, 1.0),
}


def straight(pixels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Colour, not premultiplied, and alpha, 0..1."""
    alpha = pixels[..., 3:] / 255
    colour = np.divide(pixels[..., :3] / 255, alpha, out=np.zeros(pixels[..., :3].shape),
                       where=alpha > 0)  # fmt: skip
    return colour, alpha


def by_formula(mode: BlendMode, backdrop: np.ndarray, source: np.ndarray) -> np.ndarray:
    """Premultiplied, 0..255."""
    (cb, ab), (cs, as_) = straight(backdrop), straight(source)
    if mode in SEPARABLE:
        mixed = (1 - as_) * ab * cb + (1 - ab) * as_ * cs + as_ * ab * SEPARABLE[mode](cb, cs)
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
    error = abs(composited(mode, backdrop, source) - by_formula(mode, backdrop, source)).max(-1)
    any_alpha, opaque = TOLERANCE.get(mode, (1.0, 1.0))
    assert error.max() <= any_alpha
    assert error[(backdrop[..., 3] == 255) & (source[..., 3] == 255)].max() <= opaque


def test_every_mode_is_in_one_of_the_two_tables():
    assert set(SEPARABLE) | set(PORTER_DUFF) == set(BlendMode)


def test_every_mode_has_its_own_title_and_file_name():
    assert len({mode.title for mode in BlendMode}) == len(BlendMode)
    assert all(mode.value.startswith(("svg:", "krita:")) for mode in BlendMode)


@pytest.mark.parametrize("mode", BlendMode, ids=lambda mode: mode.name)
def test_only_two_modes_erase_where_they_have_no_pixels(mode):
    rng = np.random.default_rng(1)
    backdrop = noise(rng, AREA)
    seen = composited(mode, backdrop, np.zeros_like(backdrop))
    assert (seen == backdrop).all() != mode.erases_where_empty
