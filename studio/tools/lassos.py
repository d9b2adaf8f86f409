"""Lassos that go from click to click: straight, and clinging to edges."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from studio.brush.polygon import Corner, polygon
from studio.brush.wire import Wire
from studio.document.composite import flatten
from studio.session.painting import ToolName
from studio.text import tr
from studio.tools.clicking import clicking, ends, spot_of
from studio.tools.joining import dragging_selected, join
from studio.tools.snapping import snapped
from studio.tools.tool import Gesture, Outline, Pointer, PointerEvent

if TYPE_CHECKING:
    from studio.session.session import Session


@dataclass(frozen=True, slots=True)
class PolygonTool:
    """Select what lies between corners; Enter or a double click ends, Backspace takes one back."""

    name: ToolName = ToolName.polygon

    def gesture(self, session: Session, press: PointerEvent) -> Gesture:
        """From corner to corner; the ends are joined."""
        latest = yield from dragging_selected(session, press)
        if latest is None:
            return
        corners = yield from snapped(session, clicking, press, latest)
        shape = polygon(corners, session.easel.document.bounds)
        join(session, press, shape, tr("Select polygon"))


@dataclass(frozen=True, slots=True)
class MagneticTool:
    """Select along edges: the line clings to them; a click holds it fast, Enter closes it."""

    name: ToolName = ToolName.magnetic

    def gesture(self, session: Session, press: PointerEvent) -> Gesture:
        """From click to click, the pointer held or not."""
        latest = yield from dragging_selected(session, press)
        if latest is None:
            return
        document = session.easel.document
        line = _Line(Wire(partial(flatten, document), document.bounds), spot_of(press))
        event = latest
        while True:
            outline = line.to(spot_of(event))
            event = yield Outline(outline, closed=False, goes_on=True)
            if event.kind is Pointer.finish or (event.kind is Pointer.press and line.ends(event)):
                break
            line.follow(event)
        shape = polygon(line.closed(), document.bounds)
        join(session, press, shape, tr("Select along edges"))


class _Line:
    """The line so far: pieces between places where it is held, and the wire from the last one."""

    def __init__(self, wire: Wire, start: Corner) -> None:
        self.held = start
        self._wire = wire
        self._pieces: list[tuple[Corner, ...]] = [(start,)]
        wire.anchor(start)

    def to(self, spot: Corner) -> tuple[Corner, ...]:
        """All of it, as far as a spot."""
        pieces = [*self._pieces, self._wire.to(spot)]
        return tuple(corner for piece in pieces for corner in piece)

    def closed(self) -> tuple[Corner, ...]:
        """All of it, and back to where it began."""
        start = self._pieces[0][0]
        return self.to(start if self._wire.reaches(start) else self.held)

    def ends(self, press: PointerEvent) -> bool:
        """Whether a click closes it."""
        return ends((self._pieces[0][0], self.held), press)

    def follow(self, event: PointerEvent) -> None:
        """Hold it where it was clicked or let go, and wherever the wire does not reach on."""
        spot = spot_of(event)
        if event.kind is Pointer.back:
            self._take_back()
            return
        while not self._wire.reaches(spot):
            # Not at its end: that is where the reach ends, not where an edge is.
            way = self._wire.to(spot)
            self._hold(way[len(way) * 2 // 3])
        is_away = math.dist(self.held, spot) > event.slack
        if event.kind is Pointer.press or (event.kind is Pointer.release and is_away):
            self._hold(spot)

    def _hold(self, spot: Corner) -> None:
        self._pieces.append(self._wire.to(spot))
        self._move_to(spot)

    def _take_back(self) -> None:
        if len(self._pieces) > 1:
            self._pieces.pop()
            self._move_to(self._pieces[-1][-1])

    def _move_to(self, spot: Corner) -> None:
        self.held = spot
        self._wire.anchor(spot)
