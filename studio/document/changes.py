"""What a command did; listeners re-read, they are told what changed, never the value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from studio.document.layers import LayerId
from studio.geometry import Bounds, Extent


@dataclass(frozen=True, slots=True)
class PixelsChanged:
    """Pixels of one layer differ within bounds (canvas px)."""

    layer: LayerId
    bounds: Bounds


@dataclass(frozen=True, slots=True)
class LayerShownDifferently:
    """A layer's properties differ; its pixels within bounds may look otherwise."""

    layer: LayerId
    bounds: Bounds


@dataclass(frozen=True, slots=True)
class TreeChanged:
    """Layers came, went or moved; the picture within bounds may look otherwise.

    came: the layer that is new to the tree, if one is.
    """

    bounds: Bounds
    came: LayerId | None = None


@dataclass(frozen=True, slots=True)
class SelectionChanged:
    """The selection differs within bounds."""

    bounds: Bounds


@dataclass(frozen=True, slots=True)
class ExtentChanged:
    """The canvas has another size or way up, and with it every layer and the selection."""

    before: Extent
    after: Extent


@dataclass(frozen=True, slots=True)
class AidsChanged:
    """Guides, grid, vanishing points or axes differ; the picture does not."""


@dataclass(frozen=True, slots=True)
class SeveralChanges:
    """What a command made of several did, in order."""

    changes: tuple[Change, ...]


Change: TypeAlias = (
    PixelsChanged
    | LayerShownDifferently
    | TreeChanged
    | SelectionChanged
    | ExtentChanged
    | AidsChanged
    | SeveralChanges
)


def each(change: Change) -> tuple[Change, ...]:
    """The simple changes a change is made of."""
    if isinstance(change, SeveralChanges):
        return tuple(simple for part in change.changes for simple in each(part))
    return (change,)
