"""The verbs of the layer panel."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np

from studio.brush.fill import cover
from studio.brush.ink import HIDING
from studio.document.commands import AddLayer, MoveLayer, SetProperties
from studio.document.document import Document
from studio.document.layers import (
    AdjustmentLayer,
    FillLayer,
    GroupLayer,
    Layer,
    LayerId,
    LayerProperties,
    PaintLayer,
    walk,
)
from studio.document.masks import copy_of
from studio.document.tiles import Pixels, TileStore, bounds_of
from studio.errors import InputError
from studio.geometry import Bounds
from studio.session.easel import Easel
from studio.session.painting import alpha_is_locked, limits_of
from studio.text import tr


class Layering:
    """What can be done with layers, each one step of the history."""

    def __init__(self, easel: Easel) -> None:
        self._easel = easel

    def add_layer(self, pixels: Pixels | None = None, at: Bounds | None = None) -> LayerId:
        """Add a paint layer above the active one; `pixels` premultiplied BGRA at canvas px."""
        document = self._easel.document
        layer = PaintLayer(document.new_id(), LayerProperties(self.free_name(tr("Layer"))))
        if pixels is not None and at is not None:
            layer.tiles.write(at, pixels)
            layer.tiles.snapshot()
        self.put_above(layer, tr("Add layer"))
        return layer.id

    def add_group(self) -> LayerId:
        """Add an empty group above the active layer."""
        document = self._easel.document
        group = GroupLayer(document.new_id(), LayerProperties(self.free_name(tr("Group"))))
        self.put_above(group, tr("Add group"))
        return group.id

    def move(self, id: LayerId, parent: LayerId, index: int) -> None:  # noqa: A002
        """Move a layer into a group; `index` from the bottom, with the layer taken out."""
        document = self._easel.document
        if parent in {one.id for one in walk(document.layer(id))}:
            return
        origin = document.place_of(id)
        if origin != (parent, index):
            document.do(MoveLayer(id, origin, (parent, index)))

    def set_properties(
        self,
        id: LayerId,  # noqa: A002
        properties: LayerProperties,
        title: str,
        *,
        scrub: str = "",
    ) -> None:
        """Change how a layer is shown; changes with the same `scrub` word become one step."""
        document = self._easel.document
        before = document.layer(id).properties
        properties = shown_as(before, properties)
        if properties != before:
            document.do(SetProperties(id, before, properties, title, scrub))

    def toggle_pass_through(self, id: LayerId) -> None:  # noqa: A002
        """Let a group's layers through to what is beneath it, or keep them together."""
        look = self._easel.document.layer(id).properties
        title = tr("Isolate group") if look.pass_through else tr("Pass through group")
        self.set_properties(id, replace(look, pass_through=not look.pass_through), title)

    def clear(self) -> None:
        """Erase what is selected on the active layer, or all of it; on its mask, hide it.

        Raises:
            InputError: the layer, or its mask, cannot be painted on.
        """
        document = self._easel.document
        if self._easel.on_mask:
            with document.masking(self._easel.masked().id, tr("Clear")) as hidden:
                cover(hidden, HIDING, limits_of(document), document.bounds)
            return
        layer = self._easel.target()
        if layer.properties.alpha_locked:
            raise alpha_is_locked(layer)
        with document.painting(layer.id, tr("Clear")) as tiles:
            for key in tiles.keys:
                _erase_tile(document, tiles, key)

    def put_above(self, layer: Layer, title: str) -> None:
        """Add a layer above the active one."""
        self._easel.document.do(AddLayer(layer, *self.place_above(), title))

    def place_above(self) -> tuple[LayerId, int]:
        """The group and the index where a new layer goes: above the active one."""
        document, active = self._easel.document, self._easel.active
        if active == document.root.id:
            return active, len(document.root.children)
        parent, index = document.place_of(active)
        return parent, index + 1

    def free_name(self, word: str) -> str:
        """The word with the first number no layer's name has yet."""
        taken = {layer.properties.name for layer in self._easel.document.layers}
        names = (f"{word} {number}" for number in itertools.count(1))
        return next(name for name in names if name not in taken)


def refuse_locked(layer: Layer) -> None:
    """See that a layer may be changed.

    Raises:
        InputError: it is locked.
    """
    if layer.properties.locked:
        raise InputError(
            tr("“{name}” is locked.", name=layer.properties.name),
            tr("Unlock it in the layer list."),
        )


def shown_as(before: LayerProperties, after: LayerProperties) -> LayerProperties:
    """What a layer is to be shown as: a mode chosen here takes the place of a foreign one."""
    is_chosen = after.blend is not before.blend
    return replace(after, foreign_blend="") if is_chosen else after


def copied(layer: Layer, document: Document) -> Layer:
    """A layer of its own that looks the same, with all it holds; tiles are shared."""
    if isinstance(layer, GroupLayer):
        children = [copied(child, document) for child in layer.children]
        return GroupLayer(document.new_id(), layer.properties, children, copy_of(layer.mask))
    if isinstance(layer, FillLayer | AdjustmentLayer):
        return replace(layer, id=document.new_id(), mask=copy_of(layer.mask))
    tiles = TileStore()
    tiles.apply(layer.tiles.snapshot())
    return replace(layer, id=document.new_id(), tiles=tiles, mask=copy_of(layer.mask))


def _erase_tile(document: Document, tiles: TileStore, key: tuple[int, int]) -> None:
    bounds = bounds_of(key)
    limit = document.selection.limit(bounds)
    if limit is None:
        tiles.apply({key: None})
    elif limit.any():
        kept = (255 - limit.astype(np.uint16))[..., None]
        tile = tiles.edit(key)
        tile[:] = (tile * kept + 127) // 255
