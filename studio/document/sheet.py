"""All that a painting is at one moment."""

from __future__ import annotations

import itertools

from studio.document.aids import Aids
from studio.document.changes import Change
from studio.document.layers import (
    GroupLayer,
    Layer,
    LayerId,
    LayerMask,
    LayerProperties,
    PaintLayer,
    walk,
)
from studio.document.selection import Selection
from studio.geometry import Bounds, Extent
from studio.signals import Signal


class Sheet:
    """Layers and selection of one painting, without its past: what commands change.

    attachments: entries of the file it came from that we do not know, kept for the next save.
    aids: what helps to draw on it; no part of the picture.
    """

    def __init__(self, extent: Extent) -> None:
        self.extent = extent
        self.changed: Signal[Change] = Signal()
        self.selection = Selection(extent)
        self.attachments: dict[str, bytes] = {}
        self.aids = Aids()
        self.root = GroupLayer(LayerId(0), LayerProperties(""))
        self._ids = itertools.count(1)

    @property
    def bounds(self) -> Bounds:
        """The whole canvas."""
        return self.extent.bounds

    @property
    def layers(self) -> tuple[Layer, ...]:
        """Every layer and group, bottom to top, a group before its children."""
        return tuple(walk(self.root))[1:]

    def new_id(self) -> LayerId:
        """An id no layer of this sheet has had."""
        return LayerId(next(self._ids))

    def layer(self, id: LayerId) -> Layer:  # noqa: A002
        """The layer of that id.

        Raises:
            KeyError: it is not in the tree.
        """
        for layer in walk(self.root):
            if layer.id == id:
                return layer
        raise KeyError(id)

    def paint_layer(self, id: LayerId) -> PaintLayer:  # noqa: A002
        """The paint layer of that id.

        Raises:
            KeyError: it is not in the tree, or is a group.
        """
        layer = self.layer(id)
        if not isinstance(layer, PaintLayer):
            raise KeyError(id)
        return layer

    def group(self, id: LayerId) -> GroupLayer:  # noqa: A002
        """The group of that id; 0 is the root.

        Raises:
            KeyError: it is not in the tree, or is no group.
        """
        layer = self.layer(id)
        if not isinstance(layer, GroupLayer):
            raise KeyError(id)
        return layer

    def parent_of(self, id: LayerId) -> GroupLayer:  # noqa: A002
        """The group a layer is in.

        Raises:
            KeyError: it is not in the tree.
        """
        for group in walk(self.root):
            if isinstance(group, GroupLayer) and any(one.id == id for one in group.children):
                return group
        raise KeyError(id)

    def place_of(self, id: LayerId) -> tuple[LayerId, int]:  # noqa: A002
        """The group a layer is in and its index there, from the bottom."""
        parent = self.parent_of(id)
        return parent.id, next(i for i, one in enumerate(parent.children) if one.id == id)

    def mask_of(self, id: LayerId) -> LayerMask:  # noqa: A002
        """The mask of a layer.

        Raises:
            KeyError: it is not in the tree, or has none.
        """
        mask = self.layer(id).mask
        if mask is None:
            raise KeyError(id)
        return mask
