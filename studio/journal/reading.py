"""A painting made again from a journal, as much of it as is there."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from studio.document.document import MAX_SIDE, Document
from studio.document.layers import (
    AdjustmentLayer,
    FillLayer,
    GroupLayer,
    Layer,
    LayerId,
    LayerMask,
    PaintLayer,
    TextLayer,
)
from studio.document.tiles import TILE, Pixels, TileStore
from studio.errors import StudioError
from studio.files.openraster.adjusting import parse_adjustment
from studio.files.openraster.aids import parse_aids
from studio.files.openraster.covering import parse_fill
from studio.files.openraster.wording import parse_wording
from studio.generation.events import Result
from studio.generation.request import GenerationRequest
from studio.generation.wire import Ask, Message, unpack
from studio.geometry import Extent
from studio.journal.known import Known
from studio.journal.moment import SELECTION, Finished, LayerKind, LayerRow, Part, stores_of
from studio.journal.records import DamageError, RecordKind, RecordReader
from studio.journal.state import (
    IN_BASE,
    MOST_STATE_BYTES,
    MOST_TABLE_BYTES,
    Place,
    State,
    Table,
    state_of,
    store_in_base,
    table_of,
)

_MOST_MESSAGE_BYTES = _MOST_ATTACHED_BYTES = 1 << 30

_DEEPEST = 200

_M = TypeVar("_M", bound=Message)


@dataclass(frozen=True, slots=True, eq=False)
class Restored:
    """A painting as it was. lost: how many of its parts could not be read.

    active: the layer that was worked on, 0 for none. known: where all of it lies.
    """

    document: Document
    state: State
    active: LayerId
    candidates: tuple[Finished, ...]
    asked: tuple[GenerationRequest, ...]
    known: Known
    lost: int = 0


def last_state(records: RecordReader) -> tuple[State, int]:
    """The newest whole state, and the place at which its record ends.

    Raises:
        DamageError: there is none.
    """
    for head in reversed([head for head in records.heads() if head.kind is RecordKind.state]):
        with suppress(DamageError):
            return state_of(records.read(head.place, MOST_STATE_BYTES)), head.end
    raise DamageError("no state")


def restored(records: RecordReader, state: State, base: Document | None) -> Restored:
    """The painting that a state tells of; `base` is what it began as.

    Raises:
        DamageError: the state is impossible.
    """
    return _Restorer(records, state, base).restored()


class _Restorer:
    def __init__(self, records: RecordReader, state: State, base: Document | None) -> None:
        self._records = records
        self._state = state
        self._base = base
        self._in_base = {} if base is None else _stores_by_place(base)
        self._tiles: dict[Place, Pixels] = {}
        self._known = Known()
        self._lost = 0

    def restored(self) -> Restored:
        state = self._state
        extent = Extent(state.width, state.height)
        if not 1 <= extent.shortest_side <= extent.longest_side <= MAX_SIDE:
            raise DamageError(extent)
        document = Document(extent)
        layers = self._grow(document)
        self._fill(document, layers)
        document.aids = parse_aids(state.aids) or document.aids
        self._attach(document)
        candidates = [self._candidate(*places) for places in state.candidates]
        asked = [self._asked(place) for place in state.asked]
        active = layers.get(state.active)
        return Restored(
            document,
            state,
            document.root.id if active is None else active.id,
            tuple(one for one in candidates if one is not None),
            tuple(one for one in asked if one is not None),
            self._known,
            self._lost,
        )

    def _grow(self, document: Document) -> dict[int, Layer]:
        """The tree; the layers by the ids they had, still empty.

        Raises:
            DamageError: it is deeper than any painting, and than what draws it could go.
        """
        layers: dict[int, Layer] = {}
        depths: dict[int, int] = {}
        for row in self._state.rows:
            depth = depths[row.id] = depths.get(row.parent, 0) + 1
            if depth > _DEEPEST:
                raise DamageError(depth)
            parent = layers.get(row.parent, document.root)
            layer = layers[row.id] = self._layer(document, row)
            home = parent if isinstance(parent, GroupLayer) else document.root
            home.children.append(layer)
        return layers

    def _layer(self, document: Document, row: LayerRow) -> Layer:
        id, look = document.new_id(), row.properties  # noqa: A001
        mask = None if row.is_masked is None else LayerMask(is_on=row.is_masked)
        if row.kind is LayerKind.group:
            return GroupLayer(id, look, mask=mask)
        if row.kind is LayerKind.fill:
            content = parse_fill(row.words)
            if content is not None:
                return FillLayer(id, look, content, mask)
        adjustment = parse_adjustment(row.words) if row.kind is LayerKind.adjustment else None
        if adjustment is not None:
            return AdjustmentLayer(id, look, adjustment, mask)
        text = parse_wording(row.words) if row.kind is LayerKind.text else None
        if text is not None:
            return TextLayer(id, look, text, mask=mask)
        self._lost += row.kind is not LayerKind.paint
        recipe = row.words if row.kind is LayerKind.paint else ""
        return PaintLayer(id, look, recipe=recipe, mask=mask)

    def _fill(self, document: Document, layers: Mapping[int, Layer]) -> None:
        stores = dict(stores_of(document))
        for table in self._state.tables:
            layer = layers.get(table.layer)
            id = SELECTION[0] if layer is None else int(layer.id)  # noqa: A001
            name = id, Part(table.part) if table.part in (0, 1) else Part.pixels
            if name in stores and (layer is not None or table.layer == SELECTION[0]):
                self._read(table, stores[name])
            else:
                self._lost += 1

    def _read(self, table: Table, store: TileStore) -> None:
        try:
            places = table_of(self._records.read(table.place, MOST_TABLE_BYTES))
        except DamageError:
            self._lost += 1
            return
        for key, place in places.items():
            tile = self._tile(place, store.shape)
            if tile is None or tile.shape != store.shape:
                self._lost += 1
            else:
                store.apply({key: tile})

    def _tile(self, place: Place, shape: tuple[int, ...]) -> Pixels | None:
        """A tile, shared by all places that name it; None when it is lost."""
        if place not in self._tiles:
            found = self._based(place) if place[0] < 0 else self._recorded(place[0], shape)
            if found is None:
                return None
            self._tiles[place] = found
            self._known.note(found, place)
        return self._tiles[place]

    def _recorded(self, at: int, shape: tuple[int, ...]) -> Pixels | None:
        try:
            content = self._records.read(at, TILE * TILE * 4)
            return np.frombuffer(content, np.uint8).reshape(shape)
        except (DamageError, ValueError):
            return None

    def _based(self, place: Place) -> Pixels | None:
        store = self._in_base.get(store_in_base(place[0]))
        return None if store is None else store.get((place[1], place[2]))

    def _attach(self, document: Document) -> None:
        before = {} if self._base is None else self._base.attachments
        for one in self._state.attachments:
            try:
                content = (
                    before[one.name]
                    if one.place == IN_BASE
                    else self._records.read(one.place, _MOST_ATTACHED_BYTES)
                )
            except (DamageError, KeyError):
                self._lost += 1
                continue
            document.attachments[one.name] = content
            self._known.attached[content] = one.place

    def _candidate(self, request: int, result: int) -> Finished | None:
        asked, made = self._said(request, Ask), self._said(result, Result)
        if asked is None or made is None:
            return None
        self._known.note_said(asked.request, request)
        self._known.note_said(made, result)
        return Finished(asked.request, made)

    def _asked(self, place: int) -> GenerationRequest | None:
        asked = self._said(place, Ask)
        if asked is not None:
            self._known.note_said(asked.request, place)
        return None if asked is None else asked.request

    def _said(self, place: int, kind: type[_M]) -> _M | None:
        """A message; None when it is lost, or in the words of another version."""
        try:
            _, message = unpack(self._records.read(place, _MOST_MESSAGE_BYTES))
        except (DamageError, StudioError):
            message = None
        if isinstance(message, kind):
            return message
        self._lost += 1
        return None


def _stores_by_place(base: Document) -> Mapping[tuple[int, int], TileStore]:
    layers = {SELECTION[0]: 0} | {int(layer.id): at for at, layer in enumerate(base.layers, 1)}
    return {(layers[name[0]], name[1].value): store for name, store in stores_of(base)}
