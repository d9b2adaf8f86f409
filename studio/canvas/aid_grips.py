"""Taking hold of what helps to draw: guides, vanishing points, the middle of symmetry."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from PySide6.QtCore import Qt

from studio.canvas.drags import Looking
from studio.canvas.viewport import Spot, Viewport
from studio.document.aids import Aids
from studio.session.aids.guiding import Guide, Switch, guides_of, with_guide
from studio.session.aids.snapping import NO_LINES, Catching
from studio.session.painting import ToolName
from studio.session.session import Session
from studio.text import tr
from studio.tools.clicking import spot_of
from studio.tools.snapping import with_lines
from studio.tools.tool import Gesture, Modifiers, Pointer, PointerEvent

# View px from a guide, and from a point, within which it is taken hold of.
_GUIDE_REACH = 4.0
_POINT_REACH = 9.0


@dataclass(frozen=True, slots=True)
class Handle:
    """A point that can be dragged: where it is, what the step is called, and what it makes."""

    spot: Spot
    title: str
    moved_to: Callable[[Aids, Spot], Aids]


Held: TypeAlias = Guide | Handle


def aid_for(session: Session, viewport: Viewport, place: Spot, modifiers: Modifiers) -> Held | None:
    """What a press would take hold of: with the move tool, or with Ctrl.

    Any other press is the tool's, even on a guide: strokes begin at vanishing points.
    """
    if session.painting.tool is not ToolName.move and Modifiers.ctrl not in modifiers:
        return None
    return None if session.unfinished.is_on else aid_under(session, viewport, place)


def aid_under(session: Session, viewport: Viewport, place: Spot) -> Held | None:
    """What can be dragged at a place of the view; points lie above guides."""
    for handle in _handles(session, viewport):
        if math.dist(viewport.to_view(*handle.spot), place) <= _POINT_REACH:
            return handle
    guiding = session.guiding
    if not guiding.has(Switch.guides) or guiding.has(Switch.locked):
        return None
    spot = viewport.to_canvas(*place)
    away = {abs(one.at - spot[not one.is_upright]): one for one in guides_of(guiding.aids)}
    nearest = min(away, default=math.inf)
    return away[nearest] if nearest * viewport.scale <= _GUIDE_REACH else None


def shape_over_aid(viewport: Viewport, held: Held) -> Qt.CursorShape:
    """The cursor that says what a drag would do."""
    if isinstance(held, Handle):
        return Qt.CursorShape.SizeAllCursor
    is_across = held.is_upright == (viewport.rotation % 180 < 45 or viewport.rotation % 180 > 135)
    return Qt.CursorShape.SplitHCursor if is_across else Qt.CursorShape.SplitVCursor


def drag_aid(session: Session, look: Looking, press: PointerEvent, held: Held) -> Gesture:
    """Drag what was taken hold of."""
    if isinstance(held, Guide):
        return drag_guide(session, look, press, held, instead_of=held)
    return _drag_handle(session, press, held)


def drag_guide(
    session: Session,
    look: Looking,
    press: PointerEvent,
    guide: Guide,
    *,
    instead_of: Guide | None = None,
) -> Gesture:
    """A guide, new or instead of one that is there; dragged out of the view it is gone."""
    guiding, event = session.guiding, press
    aids, catching = guiding.aids, session.snapping.catching(guides=False)
    apart = instead_of.at - spot_of(press)[not guide.is_upright] if instead_of else 0.0
    if instead_of is None:
        guiding.show(Switch.guides)
    with guiding.changing(tr("Move guide") if instead_of else tr("New guide")) as show:
        while True:
            wanted = spot_of(event)[not guide.is_upright] + apart
            there = _caught_guide(catching, replace(guide, at=wanted), press, event)
            if event is not press or instead_of is None:
                seen = there if _is_in_view(look, event) else None
                show(with_guide(aids, seen, instead_of=instead_of))
            if event.kind is Pointer.release:
                return
            event = yield with_lines(None, catching.caught)


def _caught_guide(
    catching: Catching, guide: Guide, press: PointerEvent, event: PointerEvent
) -> Guide:
    """A guide where it catches, else on a whole pixel; Ctrl held since the press frees it."""
    catching.let_go()
    way = (0.0, 0.0)
    if Modifiers.ctrl not in event.modifiers or Modifiers.ctrl in press.modifiers:
        places = ((guide.at,), ()) if guide.is_upright else ((), (guide.at,))
        way = catching.way(places, event.slack)
    is_free = catching.caught == NO_LINES
    return replace(guide, at=float(round(guide.at)) if is_free else guide.at + sum(way))


def _drag_handle(session: Session, press: PointerEvent, handle: Handle) -> Gesture:
    guiding, event = session.guiding, press
    aids, catching = guiding.aids, session.snapping.catching()
    (x, y), start = handle.spot, spot_of(press)
    with guiding.changing(handle.title) as show:
        while event.kind is not Pointer.release:
            event = yield with_lines(None, catching.caught)
            now = spot_of(event)
            wanted = x + now[0] - start[0], y + now[1] - start[1]
            show(
                handle.moved_to(aids, catching.spot(wanted, event.slack)) if now != start else aids
            )


def _handles(session: Session, viewport: Viewport) -> Iterator[Handle]:
    aids, mirroring = session.guiding.aids, session.painting.mirroring
    if session.guiding.has(Switch.perspective):
        for index, spot in enumerate(aids.vanishing):
            yield Handle(spot, tr("Move vanishing point"), _vanishing(index))
    symmetry = mirroring.on(viewport.extent)
    if not symmetry.is_none:
        yield Handle((symmetry.x, symmetry.y), tr("Move symmetry"), _with_middle)


def _vanishing(index: int) -> Callable[[Aids, Spot], Aids]:
    def moved(aids: Aids, spot: Spot) -> Aids:
        points = aids.vanishing
        return replace(aids, vanishing=(*points[:index], spot, *points[index + 1 :]))

    return moved


def _with_middle(aids: Aids, spot: Spot) -> Aids:
    return replace(aids, axes=replace(aids.axes, middle=spot))


def _is_in_view(look: Looking, event: PointerEvent) -> bool:
    x, y = look.viewport.to_view(event.sample.x, event.sample.y)
    return 0 <= x < look.viewport.width and 0 <= y < look.viewport.height
