"""The layer tree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import NewType, TypeAlias

from studio.document.adjustments import Adjustment
from studio.document.blending import BlendMode
from studio.document.fills import FillContent
from studio.document.texts import Text
from studio.document.tiles import TileStore

LayerId = NewType("LayerId", int)


class Label(Enum):
    """A colour that marks a layer in the list, and nothing else."""

    none = ""
    red = "red"
    orange = "orange"
    yellow = "yellow"
    green = "green"
    blue = "blue"
    violet = "violet"
    grey = "grey"


@dataclass(frozen=True, slots=True)
class LayerProperties:
    """What the layer panel shows; replaced whole, so undo is trivial.

    opacity: 0..1. locked: no pixel may change. alpha_locked: alpha stays, colours may change.
    clipped: shown only where the nearest unclipped layer beneath is opaque.
    foreign_blend: the name of a blend mode that another program gave and we do not know; drawn as
    `blend`, written back as it came until `blend` is changed.
    pass_through: a group's layers are laid over what is beneath the group, as if it were not there,
    while it is wholly opaque, normal and neither masked nor clipped.
    """

    name: str
    visible: bool = True
    opacity: float = 1.0
    blend: BlendMode = BlendMode.normal
    locked: bool = False
    alpha_locked: bool = False
    clipped: bool = False
    foreign_blend: str = ""
    label: Label = Label.none
    pass_through: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class LayerMask:
    """What of a layer is seen.

    hidden: coverage, 255 = not seen; kept this way round, a mask that hides nothing is empty.
    """

    hidden: TileStore = field(default_factory=lambda: TileStore(channels=1))
    is_on: bool = True


@dataclass(slots=True, eq=False)
class PaintLayer:
    """Pixels. A generated layer is one with a recipe (JSON; `generation.recipe.LayerRecipe`)."""

    id: LayerId
    properties: LayerProperties
    tiles: TileStore = field(default_factory=TileStore)
    recipe: str = ""
    mask: LayerMask | None = None


@dataclass(slots=True, eq=False)
class GroupLayer:
    """Layers taken together, composited on their own; `children` from bottom to top."""

    id: LayerId
    properties: LayerProperties
    children: list[Layer] = field(default_factory=list)
    mask: LayerMask | None = None


@dataclass(slots=True, eq=False)
class FillLayer:
    """A colour, a gradient or a pattern over the whole canvas."""

    id: LayerId
    properties: LayerProperties
    content: FillContent
    mask: LayerMask | None = None


@dataclass(slots=True, eq=False)
class AdjustmentLayer:
    """Shows all beneath it in its group otherwise than it is, and leaves it as it is."""

    id: LayerId
    properties: LayerProperties
    adjustment: Adjustment
    mask: LayerMask | None = None


@dataclass(slots=True, eq=False)
class TextLayer:
    """Words that stay words; `tiles` is what they look like, drawn anew whenever they change.

    As read from a file they look as they did where it was written, even with a font not here.
    """

    id: LayerId
    properties: LayerProperties
    text: Text
    tiles: TileStore = field(default_factory=TileStore)
    mask: LayerMask | None = None


Layer: TypeAlias = PaintLayer | GroupLayer | FillLayer | AdjustmentLayer | TextLayer
# Layers with pixels of their own; only those of a paint layer can be painted on.
Pictured: TypeAlias = PaintLayer | TextLayer


def walk(layer: Layer) -> Iterator[Layer]:
    """The layer and all beneath it in the tree, bottom to top, a group before its children."""
    yield layer
    if isinstance(layer, GroupLayer):
        for child in layer.children:
            yield from walk(child)
