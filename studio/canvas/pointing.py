"""What the pointer is doing over the canvas, and what a press there would do."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Qt

from studio.canvas.aid_grips import aid_for, shape_over_aid
from studio.canvas.context_frame import direction_of
from studio.canvas.crop_frame import crop_shape
from studio.canvas.cursor import shape_of, sizing_shape
from studio.canvas.drags import Looking
from studio.canvas.grips import PICKING, grip_for, handle_under, moves_view
from studio.canvas.hand import Hand
from studio.canvas.net_frame import shape_over_net
from studio.canvas.pressing import Pressing
from studio.canvas.transform_frame import shape_over
from studio.canvas.viewport import Spot
from studio.geometry import Point
from studio.session.painting import ToolName
from studio.session.session import Session
from studio.session.tool_groups import SELECTING, WITH_BRUSH
from studio.signals import Signal
from studio.tools.joining import takes_hold
from studio.tools.picker import picking_key
from studio.tools.tool import Buttons, Gesture, Modifiers, Outline, Pointer, PointerEvent, Tool

# What keys mean to a gesture that waits for its next click.
_KINDS: Mapping[int, Pointer] = {
    Qt.Key.Key_Return: Pointer.finish,
    Qt.Key.Key_Enter: Pointer.finish,
    Qt.Key.Key_Backspace: Pointer.back,
}


class Pointing:
    """One gesture at a time, begun by whatever is pressed; and the cursor that foretells it."""

    def __init__(self, session: Session, tools: Mapping[ToolName, Tool], look: Looking) -> None:
        self.changed: Signal[None] = Signal()
        self._session = session
        self._tools = tools
        self._look = look
        self._hand = Hand(session.tell)
        # Moves the view while a gesture waits for its next click.
        self._other_hand = Hand(session.tell)
        self.outline_changed = self._hand.outline_changed
        self._pressing = Pressing(session.preferences)
        self._place: Spot | None = None
        self._latest: PointerEvent | None = None
        self._modifiers = Modifiers.none
        self._is_space_held = False
        self._moves_view = False

    @property
    def is_busy(self) -> bool:
        """Whether a gesture is going on."""
        return self._hand.is_busy

    @property
    def is_held(self) -> bool:
        """Whether something is held down for a gesture."""
        return self._other_hand.is_busy or (self._hand.is_busy and not self._hand.is_waiting)

    @property
    def outline(self) -> Outline | None:
        """The rubber band of the gesture."""
        return self._hand.outline

    def press(self, event: PointerEvent) -> bool:
        """Begin a gesture; a second press takes the first one's back. False if it is not ours."""
        event, held = self._pressing.felt(event), self._is_space_held
        if self._hand.is_waiting and Buttons.right not in event.buttons:
            self._press_again(event)
            return True
        if self._hand.is_busy:
            self.let_go()
            return True
        gesture = grip_for(self._session, self._tools, self._look, event, is_space_held=held)
        if gesture is None:
            return False
        self._moves_view = moves_view(event, is_space_held=held)
        self._hand.press(gesture)
        self._follow(event)
        return True

    def begin(self, gesture: Gesture, press: PointerEvent) -> None:
        """Begin a gesture that a press beside the canvas asks for."""
        self.let_go()
        self._moves_view = False
        self._hand.press(gesture)
        self._follow(press)

    def move(self, event: PointerEvent) -> None:
        """Go on with the gesture, if there is one."""
        event = self._pressing.felt(event)
        self._current.move(event)
        self._follow(event)

    def release(self, event: PointerEvent) -> None:
        """End the gesture."""
        self._current.release(event)
        self._follow(event)

    def let_go(self) -> None:
        """Take back the gesture that is going on."""
        if self._hand.is_busy:
            self._other_hand.let_go()
            self._hand.let_go()
            self.changed.emit(None)

    def let_go_unheld(self) -> None:
        """Take back a gesture that holds something down: nothing is held any more."""
        if self.is_held:
            self.let_go()

    def press_key(self, key: int) -> None:
        """Escape takes the gesture back; Enter ends it, Backspace takes its latest part back."""
        kind = _KINDS.get(key)
        if key == Qt.Key.Key_Escape:
            self.let_go()
        elif self._latest is not None and kind is not None and self._hand.is_waiting:
            self._hand.move(replace(self._latest, kind=kind))
            self.changed.emit(None)

    def leave(self) -> None:
        """The pointer is no longer over the canvas."""
        self._place = None
        self._session.pathing.hover(None)
        self.changed.emit(None)

    def hold_space(self, *, on: bool) -> None:
        """Space went down or up: held, a press moves the view."""
        self._is_space_held = on
        self.changed.emit(None)

    def hold(self, modifiers: Modifiers) -> None:
        """Other keys are held."""
        self._modifiers = modifiers
        self.changed.emit(None)

    @property
    def spot(self) -> Spot | None:
        """The canvas spot under the pointer."""
        return None if self._place is None else self._look.viewport.to_canvas(*self._place)

    @property
    def shape(self) -> Qt.CursorShape:
        """The system's cursor."""
        if self._is_space_held or (self._moves_view and self.is_busy):
            return (
                Qt.CursorShape.ClosedHandCursor if self.is_busy else Qt.CursorShape.OpenHandCursor
            )
        viewport, tool = self._look.viewport, self._session.painting.tool
        if self._place is not None and (over := self._shape_over_frame(self._place)):
            return over
        if self._place is not None and not self.is_busy:
            handle = handle_under(self._session, viewport, self._place)
            if handle is not None:
                return sizing_shape(direction_of(viewport, handle))
            if aid := aid_for(self._session, viewport, self._place, self._modifiers):
                return shape_over_aid(viewport, aid)
        picks = picking_key(self._session) in self._modifiers and tool in PICKING
        if picks and not self.is_busy:
            return Qt.CursorShape.CrossCursor
        if not self.is_busy and tool in SELECTING and self._is_over_selected:
            return Qt.CursorShape.SizeAllCursor
        return shape_of(tool, self._diameter)

    def _shape_over_frame(self, place: Spot) -> Qt.CursorShape | None:
        """The same over what is transformed or cropped."""
        viewport, transforming = self._look.viewport, self._session.transforming
        if transforming.quad is not None:
            return shape_over(viewport, transforming.quad, place, self._modifiers)
        if transforming.net is not None:
            return shape_over_net(viewport, transforming.net, place)
        if self._session.painting.tool is ToolName.crop:
            return crop_shape(viewport, self._session.cropping, place)
        return None

    @property
    def _is_over_selected(self) -> bool:
        """Whether a drag from here moves the selection."""
        spot = self.spot
        if spot is None or self._modifiers != Modifiers.none:
            return False
        return takes_hold(self._session, Point(math.floor(spot[0]), math.floor(spot[1])))

    @property
    def ring(self) -> tuple[Spot, float] | None:
        """Where to draw the brush ring and its diameter, in view px; None to draw none."""
        middle, diameter = self._look.ring_pinned or self._place, self._diameter
        if middle is None or diameter is None or self.shape != Qt.CursorShape.BlankCursor:
            return None
        return middle, diameter

    @property
    def _diameter(self) -> float | None:
        painting = self._session.painting
        if painting.tool not in WITH_BRUSH:
            return None
        return painting.brush_of(painting.tool).size * self._look.viewport.scale

    @property
    def _current(self) -> Hand:
        return self._other_hand if self._other_hand.is_busy else self._hand

    def _press_again(self, event: PointerEvent) -> None:
        """The next click of a gesture that waits for it, or a drag of the view meanwhile."""
        held = self._is_space_held
        if not moves_view(event, is_space_held=held):
            self._hand.move(event)
        elif not self._other_hand.is_busy:
            gesture = grip_for(self._session, self._tools, self._look, event, is_space_held=held)
            if gesture is not None:
                self._other_hand.press(gesture)
        self._follow(event)

    def _follow(self, event: PointerEvent) -> None:
        self._latest = event
        self._place = self._look.viewport.to_view(event.sample.x, event.sample.y)
        self._modifiers = event.modifiers
        self._session.pathing.hover(None if self.is_busy else self.spot)
        self.changed.emit(None)
