"""All that would be lost, at one moment: what the writer is given, frozen, for any thread."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from studio.document.aids import Aids
from studio.document.document import Document
from studio.document.layers import (
    AdjustmentLayer,
    FillLayer,
    GroupLayer,
    Layer,
    LayerId,
    LayerProperties,
    PaintLayer,
    TextLayer,
)
from studio.document.tiles import Tiles, TileStore
from studio.files.openraster.adjusting import adjustment_text
from studio.files.openraster.covering import fill_text
from studio.files.openraster.wording import wording_of
from studio.files.stamp import Stamp
from studio.generation.events import Result
from studio.generation.request import GenerationRequest
from studio.geometry import Extent


class LayerKind(Enum):
    """What a layer is."""

    paint = "paint"
    group = "group"
    fill = "fill"
    adjustment = "adjustment"
    text = "text"


class Part(Enum):
    """What of a layer has tiles."""

    pixels = 0
    hidden = 1


# Whose tiles they are; the root, which has none of its own, stands for the selection.
StoreName: TypeAlias = tuple[int, Part]
SELECTION: StoreName = (0, Part.hidden)


@dataclass(frozen=True, slots=True)
class LayerRow:
    """A layer without its tiles. parent: the group it is in, 0 is the root.

    words: the recipe of paint, else what a fill, an adjustment or a text is made of.
    is_masked: None without a mask, else whether it is on.
    """

    id: int
    parent: int
    kind: LayerKind
    properties: LayerProperties
    words: str = ""
    is_masked: bool | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Painted:
    """A document; `rows` from bottom to top, a group before its children."""

    extent: Extent
    rows: tuple[LayerRow, ...]
    stores: Mapping[StoreName, Tiles]
    attachments: Mapping[str, bytes]
    aids: Aids
    active: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Finished:
    """A repaint that waits to be kept or dropped."""

    request: GenerationRequest
    result: Result


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """A painting and what is asked for it.

    title: what it is called. path: where it is saved, and how that file was left; empty while it
    never was saved.
    """

    painted: Painted
    title: str
    path: str = ""
    stamp: Stamp | None = None
    is_modified: bool = True
    candidates: tuple[Finished, ...] = ()
    asked: tuple[GenerationRequest, ...] = ()


def painted_of(document: Document, active: LayerId) -> Painted:
    """A document as it is now, without what is being done to it: some hundred dict copies at most.

    Its tiles are shared and read-only, so it never changes.
    """
    stores = {name: document.settled(tiles) for name, tiles in stores_of(document)}
    return Painted(
        document.extent,
        tuple(_row(layer, group.id) for group, layer in _placed(document.root)),
        stores,
        dict(document.attachments),
        document.aids,
        int(active),
    )


def stores_of(document: Document) -> Iterator[tuple[StoreName, TileStore]]:
    """Everything with tiles, by name."""
    yield SELECTION, document.selection.tiles
    for layer in document.layers:
        if isinstance(layer, PaintLayer | TextLayer):
            yield (layer.id, Part.pixels), layer.tiles
        if layer.mask is not None:
            yield (layer.id, Part.hidden), layer.mask.hidden


def _placed(group: GroupLayer) -> Iterator[tuple[GroupLayer, Layer]]:
    for layer in group.children:
        yield group, layer
        if isinstance(layer, GroupLayer):
            yield from _placed(layer)


def _row(layer: Layer, parent: LayerId) -> LayerRow:
    kind, words = _made_of(layer)
    mask = None if layer.mask is None else layer.mask.is_on
    return LayerRow(int(layer.id), int(parent), kind, layer.properties, words, mask)


def _made_of(layer: Layer) -> tuple[LayerKind, str]:
    match layer:
        case PaintLayer():
            return LayerKind.paint, layer.recipe
        case GroupLayer():
            return LayerKind.group, ""
        case FillLayer():
            return LayerKind.fill, fill_text(layer.content)
        case AdjustmentLayer():
            return LayerKind.adjustment, adjustment_text(layer.adjustment)
        case TextLayer():
            return LayerKind.text, wording_of(layer.text)
