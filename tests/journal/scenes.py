"""Paintings with everything in them, and how they are compared."""

from __future__ import annotations

import numpy as np

from studio.colour import Colour
from studio.document.adjustments import Curves
from studio.document.aids import Aids, Grid
from studio.document.blending import BlendMode
from studio.document.document import Document
from studio.document.layers import (
    AdjustmentLayer,
    FillLayer,
    GroupLayer,
    LayerMask,
    LayerProperties,
    PaintLayer,
    TextLayer,
)
from studio.document.placement import Placement
from studio.document.texts import Style, Text
from studio.generation.events import Result
from studio.generation.request import GenerationRequest
from studio.geometry import Bounds, Extent
from studio.journal.moment import Finished, Moment, painted_of
from tests.fakes.requests import small_request

STROKE = Bounds(250, 10, 40, 30)


def rich_document() -> Document:
    """Every kind of layer, masks, a selection, guides and an entry of somebody else's."""
    document = Document(Extent(600, 300))
    rng = np.random.default_rng(1)
    noise = rng.integers(0, 256, (300, 600, 4), np.uint8)
    noise[..., 3] = 255
    ground = PaintLayer(document.new_id(), LayerProperties("Ground\n<&"), recipe='{"a": 1}')
    ground.tiles.write(document.bounds, noise)
    masked = PaintLayer(document.new_id(), LayerProperties("Masked", opacity=0.3), mask=LayerMask())
    masked.tiles.write(Bounds(0, 0, 90, 90), noise[:90, :90])
    assert masked.mask is not None
    masked.mask.hidden.write(Bounds(5, 5, 20, 20), noise[:20, :20, 0])
    look = LayerProperties("Group", opacity=0.5, pass_through=True, blend=BlendMode.multiply)
    group = GroupLayer(document.new_id(), look, [masked], LayerMask(is_on=False))
    fill = FillLayer(document.new_id(), LayerProperties("Fill", clipped=True), Colour(9, 8, 7))
    curves = Curves(((0.0, 0.1), (1.0, 0.9)))
    adjusting = AdjustmentLayer(document.new_id(), LayerProperties("Curves"), curves)
    text = Text("Hello", Style("Sans", 20), Colour(1, 2, 3), Placement(e=4.0, f=5.0))
    words = TextLayer(document.new_id(), LayerProperties("Words"), text)
    document.root.children += [ground, group, fill, adjusting, words]
    document.selection.tiles.write(Bounds(3, 3, 9, 9), np.full((9, 9), 77, np.uint8))
    document.attachments["other/thing"] = b"not ours"
    document.aids = Aids(upright=(30.0,), grid=Grid(across=7.0))
    return document


def paint(document: Document, value: int, at: Bounds = STROKE) -> None:
    """One stroke on the lowest layer."""
    with document.painting(document.layers[0].id, "Stroke") as tiles:
        tiles.write(at, np.full((at.height, at.width, 4), value, np.uint8))


def moment_of(
    document: Document,
    title: str = "Sea",
    candidates: tuple[Finished, ...] = (),
    asked: tuple[GenerationRequest, ...] = (),
) -> Moment:
    """A document that was never saved."""
    painted = painted_of(document, document.layers[-1].id)
    return Moment(painted, title, candidates=candidates, asked=asked)


def a_candidate(seed: int = 1) -> Finished:
    """A repaint that waits."""
    request = small_request(seed)
    return Finished(request, Result(np.full((16, 32, 3), seed, np.uint8), seed, 1.0, None, 0))


def same(one: Document, other: Document) -> bool:
    """Whether two documents hold the very same, ids apart."""
    return told(one) == told(other)


def told(document: Document) -> list[object]:
    """All that a document is."""
    painted = painted_of(document, document.root.id)
    places = {0: 0} | {row.id: at for at, row in enumerate(painted.rows, 1)}
    rows = [
        (places[row.parent], row.kind, row.properties, row.words, row.is_masked)
        for row in painted.rows
    ]
    tiles = {
        (places[name[0]], name[1], key): tile.tobytes()
        for name, store in painted.stores.items()
        for key, tile in store.items()
        if tile.any()
    }
    return [document.extent, rows, tiles, painted.attachments, document.aids]
