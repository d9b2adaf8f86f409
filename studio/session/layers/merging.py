"""Several layers made one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from studio.document.blending import BlendMode
from studio.document.commands import AddLayer, PaintTiles, RemoveLayer, SetProperties
from studio.document.composite import flatten
from studio.document.document import Document
from studio.document.layers import (
    AdjustmentLayer,
    FillLayer,
    GroupLayer,
    Layer,
    LayerId,
    LayerProperties,
    PaintLayer,
    Pictured,
)
from studio.document.masks import SetMask
from studio.document.tiles import Pixels, bounds_of, keys_covering
from studio.errors import InputError
from studio.session.easel import Easel
from studio.session.layers.layering import Layering, refuse_locked
from studio.text import tr


class Merging:
    """Makes one layer of several, each time one step of the history."""

    def __init__(self, easel: Easel, layering: Layering) -> None:
        self._easel = easel
        self._layering = layering

    def merge_down(self, id: LayerId) -> None:  # noqa: A002
        """Paint a layer onto the paint layer beneath it and take it away.

        Raises:
            InputError: there is no paint layer beneath, or one of the two is locked.
        """
        document = self._easel.document
        parent, index = document.place_of(id)
        lower = document.group(parent).children[index - 1] if index else None
        if not isinstance(lower, PaintLayer):
            raise InputError(
                tr("There is no paint layer beneath to merge into."),
                tr("Move the layer above one first."),
            )
        refuse_locked(document.layer(id))
        refuse_locked(lower)
        merged = _merged(document, lower, document.layer(id))
        with document.history.one_step(tr("Merge down")):
            document.do(RemoveLayer(document.layer(id), parent, index, tr("Delete layer")))
            before = lower.tiles.snapshot()
            lower.tiles.apply({**dict.fromkeys(before), **merged})
            patch = lower.tiles.patch_since(before)
            document.do(PaintTiles(lower.id, patch, tr("Merge down")))
            plain = replace(lower.properties, opacity=1.0)
            document.do(SetProperties(lower.id, lower.properties, plain, tr("Opacity")))
            if lower.mask is not None:
                document.do(SetMask(lower.id, lower.mask, None, tr("Delete mask")))
        self._easel.activate(lower.id)

    def merge(self, layers: Sequence[Layer]) -> None:
        """Make one layer of several, where the topmost is; those that are hidden stay.

        layers: bottom to top, none within another.

        Raises:
            InputError: fewer than two are seen, or one is locked.
        """
        document = self._easel.document
        seen = [layer for layer in layers if layer.properties.visible]
        if len(seen) < 2:
            raise InputError(
                tr("There are not two layers to merge."),
                tr("Choose several that are shown, with Ctrl or Shift."),
            )
        for layer in seen:
            refuse_locked(layer)
        look = LayerProperties(seen[-1].properties.name, label=seen[-1].properties.label)
        merged = PaintLayer(document.new_id(), look)
        merged.tiles.apply(_flat_tiles(_by_themselves(document, seen)))
        with document.history.one_step(tr("Merge layers")):
            parent, index = document.place_of(seen[-1].id)
            document.do(AddLayer(merged, parent, index + 1, tr("Add layer")))
            for layer in reversed(seen):
                place = document.place_of(layer.id)
                document.do(RemoveLayer(layer, *place, tr("Delete layer")))
        self._easel.activate(merged.id)

    def merge_visible(self) -> None:
        """Make one layer of what is seen; hidden layers stay, those in groups that are seen go.

        Raises:
            InputError: one that is seen is locked.
        """
        document = self._easel.document
        seen = [layer for layer in document.root.children if layer.properties.visible]
        if len(seen) < 2 and not any(isinstance(layer, GroupLayer) for layer in seen):
            return
        for layer in seen:
            refuse_locked(layer)
        merged = PaintLayer(
            document.new_id(), LayerProperties(self._layering.free_name(tr("Merged")))
        )
        merged.tiles.apply(_flat_tiles(document))
        with document.history.one_step(tr("Merge visible")):
            for layer in reversed(seen):
                index = document.root.children.index(layer)
                document.do(RemoveLayer(layer, document.root.id, index, tr("Delete layer")))
            document.do(AddLayer(merged, document.root.id, index, tr("Add layer")))

    def flatten_image(self) -> None:
        """Make one layer of all that is seen."""
        document = self._easel.document
        layers = document.layers
        if len(layers) < 2 and all(isinstance(layer, PaintLayer) for layer in layers):
            return
        flat = PaintLayer(document.new_id(), LayerProperties(tr("Background")))
        flat.tiles.apply(_flat_tiles(document))
        with document.history.one_step(tr("Flatten image")):
            for layer in reversed(document.root.children[:]):
                index = document.root.children.index(layer)
                document.do(RemoveLayer(layer, document.root.id, index, tr("Delete layer")))
            document.do(AddLayer(flat, document.root.id, 0, tr("Add layer")))


def _merged(document: Document, lower: PaintLayer, upper: Layer) -> dict[tuple[int, int], Pixels]:
    """The tiles of two layers seen together, by themselves."""
    shown = replace(lower.properties, blend=BlendMode.normal, visible=True, clipped=False)
    beneath = PaintLayer(lower.id, shown, lower.tiles, mask=lower.mask)
    return _flat_tiles(_by_themselves(document, (beneath, upper)))


def _by_themselves(document: Document, layers: Sequence[Layer]) -> Document:
    scratch = Document(document.extent)
    scratch.root.children[:] = layers
    return scratch


def _flat_tiles(document: Document) -> dict[tuple[int, int], Pixels]:
    painted = {
        key for layer in document.layers if isinstance(layer, Pictured) for key in layer.tiles.keys
    }
    inside = set(keys_covering(document.bounds))
    if not any(isinstance(layer, FillLayer | AdjustmentLayer) for layer in document.layers):
        inside &= painted
    flat = {key: flatten(document, bounds_of(key)) for key in inside}
    for pixels in flat.values():
        pixels.flags.writeable = False
    return {key: pixels for key, pixels in flat.items() if pixels.any()}
