"""A session's painting part, and a hand that points at it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from studio.brush.brush import Brush
from studio.brush.sample import PenSample
from studio.document.commands import AddLayer
from studio.document.composite import flatten
from studio.document.document import Document
from studio.document.layers import LayerProperties, PaintLayer
from studio.document.tiles import Pixels
from studio.geometry import Bounds, Extent
from studio.session.aids.guiding import Guiding, Switch
from studio.session.aids.perspective import Perspective
from studio.session.aids.snapping import Snapping
from studio.session.drawing import Drawing
from studio.session.easel import Easel
from studio.session.filling import Filling
from studio.session.layers.chosen import Chosen
from studio.session.layers.layering import Layering
from studio.session.layers.together import Together
from studio.session.painting import Painting, ToolName
from studio.session.pathing import Pathing
from studio.session.picking import Picking
from studio.session.preferences import PreferencesFile
from studio.session.retouching import Retouching
from studio.session.selecting import Selecting
from studio.session.shaping.cropping import Cropping
from studio.session.shaping.resizing import Resizing
from studio.session.tool_groups import WITH_BRUSH
from studio.session.unfinished import Unfinished
from studio.session.wand import Wand
from studio.session.writing import Caret, Writing
from studio.tools.tool import Buttons, Gesture, Modifiers, Outline, Pointer, PointerEvent
from studio.tools.toolbox import all_tools

if TYPE_CHECKING:
    from studio.session.session import Session

# No preferences can be kept there: a device is no folder.
_NOWHERE = Path(os.devnull) / "preferences.json"
PLAIN = Brush(size=20.0, hardness=1.0, responses=())


@dataclass
class Desk:
    """What tools use of a session."""

    easel: Easel
    painting: Painting
    filling: Filling
    drawing: Drawing
    selecting: Selecting
    wand: Wand
    retouching: Retouching
    picking: Picking
    guiding: Guiding
    snapping: Snapping
    perspective: Perspective
    chosen: Chosen
    together: Together
    resizing: Resizing
    cropping: Cropping
    pathing: Pathing
    writing: Writing
    preferences: PreferencesFile

    @property
    def document(self) -> Document:
        return self.easel.document

    @property
    def unfinished(self) -> Unfinished:
        return Unfinished(self.writing, self.cropping, self.pathing)

    @property
    def layer(self) -> PaintLayer:
        return self.document.paint_layer(self.easel.active)

    def composite(self) -> Pixels:
        return flatten(self.document, self.document.bounds)

    def selected(self) -> Pixels:
        return self.document.selection.read(self.document.bounds)


def desk(width: int = 400, height: int = 300) -> Desk:
    """A canvas with one empty layer, and plain brushes."""
    document = Document(Extent(width, height))
    layer = PaintLayer(document.new_id(), LayerProperties("Paint"))
    AddLayer(layer, document.root.id, 0, "Add").do(document)
    easel = Easel(document)
    painting = Painting(easel)
    for name in WITH_BRUSH:
        painting.set_brush(name, PLAIN)
    filling, selecting = Filling(easel, painting), Selecting(easel)
    drawing, wand = Drawing(painting, filling), Wand(easel, selecting)
    retouching, resizing = Retouching(easel, painting), Resizing(easel)
    chosen, layering = Chosen(easel), Layering(easel)
    preferences = PreferencesFile(_NOWHERE)
    guiding = Guiding(easel, preferences)
    if guiding.has(Switch.snap):
        guiding.toggle(Switch.snap)
    return Desk(
        easel,
        painting,
        filling,
        drawing,
        selecting,
        wand,
        retouching,
        Picking(easel),
        guiding,
        Snapping(easel, guiding),
        Perspective(easel, guiding),
        chosen,
        Together(easel, chosen, layering),
        resizing,
        Cropping(easel, resizing),
        Pathing(easel, painting, drawing=drawing, filling=filling, selecting=selecting),
        Writing(easel, painting, layering),
        preferences,
    )


def write(desk: Desk, bounds: Bounds, pixel: tuple[int, int, int, int]) -> None:
    """Put premultiplied BGRA on the active layer, outside of history."""
    pixels = desk.layer.tiles.read(bounds)
    pixels[...] = pixel
    desk.layer.tiles.write(bounds, pixels)
    desk.document.touched(desk.layer.id, bounds)


class Painter:
    """Points with one tool: `painter.press(10, 10).move(200, 10).release()`."""

    def __init__(self, desk: Desk, tool: ToolName) -> None:
        self.desk = desk
        self.outline: Outline | None = None
        self._tool = all_tools()[tool]
        self._gesture: Gesture | None = None
        self._at = (0.0, 0.0)
        desk.painting.tool = tool

    @property
    def is_busy(self) -> bool:
        return self._gesture is not None

    def press(
        self,
        x: float,
        y: float,
        *,
        pressure: float = 1.0,
        buttons: Buttons = Buttons.left,
        modifiers: Modifiers = Modifiers.none,
    ) -> Painter:
        self._at = (x, y)
        event = PointerEvent(Pointer.press, PenSample(x, y, pressure), buttons, modifiers)
        self._gesture = self._tool.gesture(cast("Session", self.desk), event)
        try:
            self.outline = next(self._gesture)
        except BaseException:
            self._gesture = None
            raise
        return self

    def move(
        self, x: float, y: float, *, pressure: float = 1.0, modifiers: Modifiers = Modifiers.none
    ) -> Painter:
        self._at = (x, y)
        sample = PenSample(x, y, pressure)
        self._send(PointerEvent(Pointer.move, sample, Buttons.left, modifiers))
        return self

    def release(self, *, modifiers: Modifiers = Modifiers.none) -> Painter:
        sample = PenSample(*self._at, 0.0)
        self._send(PointerEvent(Pointer.release, sample, Buttons.none, modifiers))
        goes_on = self.outline is not None and self.outline.goes_on
        assert self._gesture is None or goes_on, "a gesture returns at the release, or goes on"
        return self

    def end(self) -> Painter:
        """Let go, and end what goes from click to click."""
        self.release()
        if self.is_busy:
            self.key(Pointer.finish)
            assert not self.is_busy, "a gesture returns when it is finished"
        if self.desk.writing.is_on:
            self.desk.writing.write("words", Caret(5, 5))
        self.desk.unfinished.commit()
        return self

    def key(self, kind: Pointer) -> Painter:
        self._send(PointerEvent(kind, PenSample(*self._at), Buttons.none))
        return self

    def press_again(self, x: float, y: float) -> Painter:
        """Another click of a gesture that goes on: press and release."""
        self._at = (x, y)
        self._send(PointerEvent(Pointer.press, PenSample(x, y)))
        return self.release() if self.is_busy else self

    def click(self, x: float, y: float, modifiers: Modifiers = Modifiers.none) -> Painter:
        return self.press(x, y, modifiers=modifiers).release(modifiers=modifiers)

    def cancel(self) -> Painter:
        assert self._gesture is not None
        self._gesture.close()
        self._gesture = None
        return self

    def interrupt(self, error: BaseException) -> None:
        """Let an error happen where the gesture waits."""
        assert self._gesture is not None
        gesture, self._gesture = self._gesture, None
        gesture.throw(error)

    def _send(self, event: PointerEvent) -> None:
        assert self._gesture is not None
        try:
            self.outline = self._gesture.send(event)
        except StopIteration:
            self._gesture = None
