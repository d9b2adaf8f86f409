"""The verbs of layer masks."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from studio.brush.ink import Ink
from studio.colour import Colour
from studio.document.commands import PaintTiles
from studio.document.layers import Layer, LayerMask, PaintLayer
from studio.document.laying import opaque
from studio.document.masks import SetMask, mask_showing, masked_tiles
from studio.document.tiles import TILE, Pixels, Tiles, keys_covering
from studio.errors import InputError
from studio.geometry import Bounds
from studio.session.easel import Easel
from studio.text import tr


class Masking:
    """What can be done with the mask of the active layer, each one step of the history."""

    def __init__(self, easel: Easel) -> None:
        self._easel = easel

    @property
    def mask(self) -> LayerMask | None:
        """The active layer's mask, if it has one."""
        return self._easel.document.layer(self._easel.active).mask

    def add(self) -> None:
        """Give the active layer a mask that shows what is selected, or everything.

        Raises:
            InputError: there is no layer, or it has a mask.
        """
        selection = self._easel.document.selection
        if selection.is_none:
            self._give(LayerMask())
            return
        self._give(mask_showing(self._easel.document.bounds, selection.read))

    def add_from_alpha(self) -> None:
        """Move the active layer's transparency into a mask; what is seen stays as it is.

        Colours beneath transparency are opaque then, as far as they are known.

        Raises:
            InputError: it is no paint layer, has a mask already, or is locked.
        """
        layer, document = self._painted(), self._easel.document
        self._refuse_masked()
        tiles = layer.tiles.snapshot()
        mask = mask_showing(document.bounds, lambda at: _alpha_in(tiles, at))
        on_canvas = set(keys_covering(document.bounds))
        with document.history.one_step(tr("Transparency to mask")):
            with document.painting(layer.id, tr("Transparency to mask")) as store:
                store.apply({key: _without_alpha(tiles[key]) for key in on_canvas & tiles.keys()})
            document.do(SetMask(layer.id, None, mask, tr("Add mask")))
        self._easel.activate(layer.id, mask=True)

    def toggle(self) -> None:
        """Let the mask hide what it hides, or not."""
        mask = self.mask
        if mask is not None:
            title = tr("Turn mask off") if mask.is_on else tr("Turn mask on")
            self._set(replace(mask, is_on=not mask.is_on), title)

    def remove(self) -> None:
        """Take the mask away; the layer is seen whole."""
        if self.mask is not None:
            self._set(None, tr("Delete mask"))

    def apply(self) -> None:
        """Make what the mask hides transparent, and take the mask away.

        Raises:
            InputError: the layer is no paint layer, or is locked.
        """
        if self.mask is None:
            return
        layer, document = self._painted(), self._easel.document
        with document.history.one_step(tr("Apply mask")):
            before = layer.tiles.snapshot()
            layer.tiles.apply({**dict.fromkeys(before), **masked_tiles(layer)})
            patch = layer.tiles.patch_since(before)
            document.do(PaintTiles(layer.id, patch, tr("Apply mask")))
            document.do(SetMask(layer.id, layer.mask, None, tr("Delete mask")))

    def _give(self, mask: LayerMask) -> None:
        self._refuse_masked()
        self._set(mask, tr("Add mask"))
        self._easel.activate(self._easel.active, mask=True)

    def _set(self, mask: LayerMask | None, title: str) -> None:
        self._easel.document.do(SetMask(self._easel.active, self.mask, mask, title))

    def _refuse_masked(self) -> None:
        layer = self._active()
        if layer.mask is not None:
            raise InputError(
                tr("“{name}” has a mask already.", name=layer.properties.name),
                tr("Apply or delete it first, or put the layer into a group and mask that."),
            )

    def _active(self) -> Layer:
        document, active = self._easel.document, self._easel.active
        if active == document.root.id:
            raise InputError(tr("There is no layer to mask."), tr("Add a layer first."))
        return document.layer(active)

    def _painted(self) -> PaintLayer:
        layer = self._active()
        name = layer.properties.name
        if not isinstance(layer, PaintLayer):
            raise InputError(
                tr("“{name}” is not a paint layer.", name=name), tr("Choose one that is.")
            )
        if layer.properties.locked:
            raise InputError(
                tr("“{name}” is locked.", name=name), tr("Unlock it in the layer list.")
            )
        return layer


def ink_on_mask(colour: Colour, *, erase: bool) -> Ink:
    """What painting does to what a mask hides: white shows; black and erasing hide."""
    return Ink((255 if erase else hidden_by(colour),))


def hidden_by(colour: Colour) -> int:
    """How much a mask hides where it is painted in a colour, 0..255: all of it in black."""
    return 255 - round(0.3 * colour.red + 0.59 * colour.green + 0.11 * colour.blue)


def _alpha_in(tiles: Tiles, at: Bounds) -> Pixels | None:
    tile = tiles.get((at.x // TILE, at.y // TILE))
    return None if tile is None else np.asarray(cv2.extractChannel(tile, 3), np.uint8)


def _without_alpha(tile: Pixels) -> Pixels:
    solid = opaque(tile)
    solid.flags.writeable = False
    return solid
