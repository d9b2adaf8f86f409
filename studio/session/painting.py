"""What the user paints with, and painting."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from enum import Enum
from functools import partial

from studio.brush.brush import Brush
from studio.brush.dab import DabCache, tip_of
from studio.brush.dynamics import Response, Sense, Trait
from studio.brush.ink import DESELECTING, ERASING, SELECTING, Ink
from studio.brush.limits import Limits
from studio.brush.sample import PenSample
from studio.brush.sources import StrengthCoat
from studio.brush.stroke import Stroke
from studio.colour import BLACK, WHITE, Colour
from studio.document.document import Document
from studio.document.layers import PaintLayer, Pictured
from studio.document.tiles import Tiles
from studio.errors import InputError
from studio.session.aids.mirroring import Mirroring
from studio.session.easel import Easel
from studio.session.layers.masking import ink_on_mask
from studio.signals import Signal
from studio.text import tr


class ToolName(Enum):
    """The tools, in the order of the toolbar."""

    brush = "brush"
    eraser = "eraser"
    mask = "mask"
    strength = "strength"
    smudge = "smudge"
    blur = "blur"
    liquify = "liquify"
    clone = "clone"
    heal = "heal"
    rectangle = "rectangle"
    ellipse = "ellipse"
    lasso = "lasso"
    polygon = "polygon"
    magnetic = "magnetic"
    wand = "wand"
    fill = "fill"
    gradient = "gradient"
    line = "line"
    draw_rectangle = "draw_rectangle"
    draw_ellipse = "draw_ellipse"
    draw_polygon = "draw_polygon"
    picker = "picker"
    move = "move"
    crop = "crop"
    pen = "pen"
    text = "text"


_STRENGTH = (Response(Trait.opacity, Sense.pressure),)
# Both change the selection, and show it as a tint meanwhile.
MASKING = frozenset({ToolName.mask, ToolName.strength})


def plain_brushes() -> dict[ToolName, Brush]:
    """What each tool that has a brush begins with."""
    return {
        ToolName.brush: Brush(),
        ToolName.eraser: Brush(size=60.0),
        ToolName.mask: Brush(size=80.0, hardness=0.9, responses=()),
        ToolName.strength: Brush(size=120.0, hardness=0.2, responses=_STRENGTH),
        ToolName.smudge: Brush(size=60.0, hardness=0.3, flow=0.8, spacing=0.08),
        ToolName.blur: Brush(size=60.0, hardness=0.3, flow=0.5),
        ToolName.liquify: Brush(size=120.0, hardness=0.4, spacing=0.08, responses=()),
        ToolName.clone: Brush(size=60.0, hardness=0.6),
        ToolName.heal: Brush(size=50.0, hardness=0.7, responses=()),
    }


class Painting:
    """The tool in hand, its brush, the colours; and the verbs that use them.

    last_sample: where the latest stroke on a layer ended; None when there is none to go on from.
    """

    def __init__(self, easel: Easel) -> None:
        self.tool_changed: Signal[ToolName] = Signal()
        self.brush_changed: Signal[ToolName] = Signal()
        self.colours_changed: Signal[None] = Signal()
        self.mirroring = Mirroring(easel)
        self.last_sample: PenSample | None = None
        self._easel = easel
        self._tool = self._tool_before_mask = ToolName.brush
        self._brushes = plain_brushes()
        self._foreground, self._background = BLACK, WHITE
        self._dabs = DabCache(tip_of(self._brushes[ToolName.brush]))
        easel.document_replaced.connect(self._on_document_replaced)

    @property
    def tool(self) -> ToolName:
        """The tool in hand."""
        return self._tool

    @tool.setter
    def tool(self, name: ToolName) -> None:
        before, self._tool = self._tool, name
        if name is before:
            return
        if before not in MASKING:
            self._tool_before_mask = before
        self.tool_changed.emit(name)

    @property
    def quick_mask(self) -> bool:
        """Whether the mask or strength brush is in hand, and the selection shown as a tint.

        Ending it takes up the tool that was in hand before.
        """
        return self._tool in MASKING

    @quick_mask.setter
    def quick_mask(self, on: bool) -> None:
        if on != self.quick_mask:
            self.tool = ToolName.mask if on else self._tool_before_mask

    def brush_of(self, tool: ToolName) -> Brush:
        """The brush of a tool that has one.

        Raises:
            KeyError: the tool has none.
        """
        return self._brushes[tool]

    def set_brush(self, tool: ToolName, brush: Brush) -> None:
        """Give a tool another brush."""
        if brush != self._brushes[tool]:
            self._brushes[tool] = brush
            self.brush_changed.emit(tool)

    @property
    def foreground(self) -> Colour:
        """What the brush paints with."""
        return self._foreground

    @property
    def background(self) -> Colour:
        """The colour kept beside it."""
        return self._background

    def set_colours(self, foreground: Colour, background: Colour) -> None:
        """Choose both colours."""
        if (foreground, background) != (self._foreground, self._background):
            self._foreground, self._background = foreground, background
            self.colours_changed.emit(None)

    def swap_colours(self) -> None:
        """Exchange foreground and background."""
        self.set_colours(self._background, self._foreground)

    def reset_colours(self) -> None:
        """Black on white."""
        self.set_colours(BLACK, WHITE)

    @contextmanager
    def stroke(
        self, *, erase: bool = False, in_hand: bool = False, shape: str = ""
    ) -> Iterator[Stroke]:
        """A stroke on the active layer, one step; an exception takes it back.

        erase: with the brush of the eraser, unless `in_hand` has it be the paint brush.
        shape: what the step is called if it draws one; then the hand is not steadied.

        Raises:
            InputError: the layer cannot be painted on.
        """
        brush = self._brush_for(erase=erase and not in_hand, exact=bool(shape))
        if self._easel.on_mask:
            with self._layer_mask_stroke(brush, erase=erase, shape=shape) as stroke:
                yield stroke
            return
        document, layer = self._easel.document, self._easel.target()
        erase = erase or brush.erases
        ink = _erasing(layer) if erase else self._ink(layer)
        title = shape or (tr("Erase") if erase else tr("Brush stroke"))
        with document.painting(layer.id, title) as tiles:
            stroke = Stroke(
                tiles,
                brush,
                ink,
                limits=limits_of(document),
                painted=partial(document.touched, layer.id),
                dabs=self._dabs_of(brush),
                symmetry=self.mirroring.on(document.extent),
            )
            yield stroke
            stroke.finish()
        self.last_sample = stroke.last

    @contextmanager
    def _layer_mask_stroke(self, brush: Brush, *, erase: bool, shape: str) -> Iterator[Stroke]:
        document, layer = self._easel.document, self._easel.masked()
        with document.masking(layer.id, shape or tr("Paint layer mask")) as hidden:
            stroke = Stroke(
                hidden,
                brush,
                ink_on_mask(self._foreground, erase=erase or brush.erases),
                limits=limits_of(document),
                painted=partial(document.touched, layer.id),
                dabs=self._dabs_of(brush),
                symmetry=self.mirroring.on(document.extent),
            )
            yield stroke
            stroke.finish()
        self.last_sample = stroke.last

    @contextmanager
    def mask_stroke(
        self, *, erase: bool = False, tool: ToolName = ToolName.mask
    ) -> Iterator[Stroke]:
        """A stroke that selects, or with `erase` deselects; one step.

        tool: with the strength brush it selects just as much as the pen is pressed.
        """
        document, brush = self._easel.document, self._brushes[tool]
        title = tr("Erase mask") if erase else tr("Paint mask")
        ink = DESELECTING if erase else SELECTING
        with document.selecting(title) as selection:
            stroke = Stroke(
                selection.tiles,
                brush,
                StrengthCoat(lowers=erase) if tool is ToolName.strength else ink,
                limits=Limits(document.bounds),
                painted=document.selection_touched,
                dabs=self._dabs_of(brush),
            )
            yield stroke
            stroke.finish()

    def _ink(self, layer: PaintLayer) -> Ink:
        return Ink.of(self._foreground, keeps_alpha=layer.properties.alpha_locked)

    def _brush_for(self, *, erase: bool, exact: bool) -> Brush:
        brush = self._brushes[ToolName.eraser if erase else ToolName.brush]
        return replace(brush, smoothing=0.0, string=0.0) if exact else brush

    def _dabs_of(self, brush: Brush) -> DabCache:
        tip = tip_of(brush)
        if self._dabs.tip != tip:
            self._dabs = DabCache(tip)
        return self._dabs

    def _on_document_replaced(self, _: Document) -> None:
        self.last_sample = None


def _selected(document: Document) -> Tiles | None:
    """The selection's tiles as they are; None when nothing is selected."""
    selection = document.selection
    return None if selection.is_none else selection.tiles.snapshot()


def limits_of(document: Document) -> Limits:
    """Where paint may go: on the canvas, and where it is selected."""
    return Limits(document.bounds, _selected(document))


def _erasing(layer: PaintLayer) -> Ink:
    if layer.properties.alpha_locked:
        raise alpha_is_locked(layer)
    return ERASING


def alpha_is_locked(layer: Pictured) -> InputError:
    """What to raise where a layer would gain or lose paint and may not."""
    name = layer.properties.name
    return InputError(
        tr("The transparency of “{name}” is locked.", name=name),
        tr("Unlock its alpha in the layer list."),
    )
