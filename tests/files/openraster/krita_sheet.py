"""A document that shows every blend mode and every kind of layer, each in a cell of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np

from studio.colour import Colour
from studio.document.blending import BlendMode
from studio.document.document import Document
from studio.document.layers import (
    FillLayer,
    GroupLayer,
    Layer,
    LayerMask,
    LayerProperties,
    PaintLayer,
)
from studio.document.masks import mask_showing
from studio.document.tiles import Pixels
from studio.files.pictures.straight import premultiplied_bgra
from studio.geometry import Bounds, Extent

SIDE, COLUMNS = 64, 8
_RAMP: Pixels = np.repeat(np.linspace(0, 255, SIDE).round().astype(np.uint8)[:, None], SIDE, axis=1)
_OPAQUE: Pixels = np.full((SIDE, SIDE), 255, np.uint8)
# How opaque what is beneath and what is laid over it are, and the layer's opacity.
_OPACITIES = (
    (_OPAQUE, _OPAQUE, 1.0),
    (_OPAQUE, _OPAQUE, 0.6),
    (_OPAQUE, _RAMP, 1.0),
    (np.ascontiguousarray(_RAMP.T), _RAMP, 1.0),
)
_Cell: TypeAlias = Callable[[Document, Bounds], Sequence[Layer]]


def sheet() -> tuple[Document, dict[str, list[Bounds]]]:
    """The document, and where on it each mode and kind is to be seen."""
    cells: list[tuple[str, _Cell]] = list(_KINDS.items())
    for mode in BlendMode:
        # Krita's sum of layers that are not opaque is not OpenRaster's.
        kinds = _OPACITIES[:2] if mode is BlendMode.plus else _OPACITIES
        cells += [(mode.name, _blended(mode, *kind)) for kind in kinds]
    rows = -(-len(cells) // COLUMNS)
    document = Document(Extent(COLUMNS * SIDE, rows * SIDE))
    shown: dict[str, list[Bounds]] = {}
    for number, (name, make) in enumerate(cells):
        at = Bounds(number % COLUMNS * SIDE, number // COLUMNS * SIDE, SIDE, SIDE)
        group = GroupLayer(document.new_id(), LayerProperties(name), [*make(document, at)])
        document.root.children.append(group)
        shown.setdefault(name, []).append(at)
    return document, shown


def _blended(mode: BlendMode, beneath: Pixels, above: Pixels, opacity: float) -> _Cell:
    def cell(document: Document, at: Bounds) -> Sequence[Layer]:
        over = LayerProperties(mode.name, blend=mode, opacity=opacity)
        return _painted(document, at, beneath), _painted(document, at, above, over)

    return cell


def _painted(
    document: Document,
    at: Bounds,
    alpha: Pixels = _OPAQUE,
    properties: LayerProperties | None = None,
) -> PaintLayer:
    id = document.new_id()  # noqa: A001
    layer = PaintLayer(id, properties or LayerProperties("beneath"))
    layer.tiles.write(at, _noise(int(id), alpha))
    return layer


def _noise(seed: int, alpha: Pixels) -> Pixels:
    straight = np.random.default_rng(seed).integers(0, 256, (SIDE, SIDE, 3), dtype=np.uint8)
    return premultiplied_bgra(np.dstack((straight, alpha)))


def _mask(at: Bounds) -> LayerMask:
    mask = LayerMask()
    mask.hidden.write(at, _RAMP)
    return mask


def _masked_layer(document: Document, at: Bounds) -> Sequence[Layer]:
    masked = _painted(document, at)
    masked.mask = _mask(at)
    return _painted(document, at), masked


def _masked_group(document: Document, at: Bounds) -> Sequence[Layer]:
    held: list[Layer] = [_painted(document, at)]
    group = GroupLayer(document.new_id(), LayerProperties("masked"), held, _mask(at))
    return _painted(document, at), group


def _fill(document: Document, at: Bounds) -> Sequence[Layer]:
    def shown(tile: Bounds) -> Pixels:
        cover = np.zeros((tile.height, tile.width), np.uint8)
        cover[at.intersection(tile).relative_to(tile).slices] = 200
        return cover

    look = LayerProperties("fill", blend=BlendMode.multiply)
    mask = mask_showing(document.bounds, shown)
    return _painted(document, at), FillLayer(document.new_id(), look, Colour(200, 120, 40), mask)


def _clipped(document: Document, at: Bounds) -> Sequence[Layer]:
    look = LayerProperties("clipped", clipped=True, opacity=0.7)
    return _painted(document, at, _RAMP), _painted(document, at, properties=look)


def _clipped_above_others(document: Document, at: Bounds) -> Sequence[Layer]:
    base = LayerProperties("base", opacity=0.8, blend=BlendMode.multiply)
    look = LayerProperties("clipped", clipped=True, opacity=0.7)
    return (
        _painted(document, at),
        _painted(document, at, _RAMP, base),
        _painted(document, at, properties=look),
        _painted(document, at, _RAMP.T.copy(), look),
    )


def _pass_through(document: Document, at: Bounds) -> Sequence[Layer]:
    look = LayerProperties("multiplies", blend=BlendMode.multiply)
    held: list[Layer] = [_painted(document, at, _RAMP, look)]
    through = LayerProperties("through", pass_through=True)
    return _painted(document, at), GroupLayer(document.new_id(), through, held)


def _faint_group(document: Document, at: Bounds) -> Sequence[Layer]:
    held: list[Layer] = [_painted(document, at, _RAMP), _painted(document, at, _RAMP.T.copy())]
    look = LayerProperties("faint", opacity=0.5, blend=BlendMode.screen)
    return _painted(document, at), GroupLayer(document.new_id(), look, held)


def _hidden(document: Document, at: Bounds) -> Sequence[Layer]:
    look = LayerProperties("hidden", visible=False)
    return _painted(document, at), _painted(document, at, properties=look)


def _beyond_the_canvas(document: Document, at: Bounds) -> Sequence[Layer]:
    return (_painted(document, at.translated(-SIDE // 2, -SIDE // 2)),)


_KINDS: dict[str, _Cell] = {
    "beyond the canvas": _beyond_the_canvas,
    "masked layer": _masked_layer,
    "masked group": _masked_group,
    "fill layer": _fill,
    "clipped layer": _clipped,
    "clipped above others": _clipped_above_others,
    "pass-through group": _pass_through,
    "faint group": _faint_group,
    "hidden layer": _hidden,
}

# What is to be seen on the sheet.
NAMES = (*_KINDS, *(mode.name for mode in BlendMode))
