"""Tools that select what is dragged around: rectangle, ellipse and lasso."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from studio.brush.polygon import ellipse, polygon
from studio.session.painting import ToolName
from studio.text import tr
from studio.tools.boxes import corners_of, dragging_box
from studio.tools.joining import dragging_selected, join
from studio.tools.snapping import snapped
from studio.tools.tool import Gesture, Outline, Pointer, PointerEvent

if TYPE_CHECKING:
    from studio.session.session import Session


@dataclass(frozen=True, slots=True)
class RectangleTool:
    """Select a rectangle of whole pixels; Shift while dragging makes it a square."""

    name: ToolName = ToolName.rectangle

    def gesture(self, session: Session, press: PointerEvent) -> Gesture:
        """From corner to corner."""
        latest = yield from dragging_selected(session, press)
        if latest is None:
            return
        dragging = partial(dragging_box, outline_of=corners_of)
        bounds = yield from snapped(session, dragging, press, latest)
        inside = bounds.intersection(session.easel.document.bounds)
        coverage = np.full((inside.height, inside.width), 255, np.uint8)
        join(session, press, (inside, coverage), tr("Select rectangle"))


@dataclass(frozen=True, slots=True)
class EllipseTool:
    """Select an ellipse; Shift while dragging makes it a circle."""

    name: ToolName = ToolName.ellipse

    def gesture(self, session: Session, press: PointerEvent) -> Gesture:
        """From corner to corner of the rectangle around it."""
        latest = yield from dragging_selected(session, press)
        if latest is None:
            return
        dragging = partial(dragging_box, outline_of=ellipse)
        bounds = yield from snapped(session, dragging, press, latest)
        shape = polygon(ellipse(bounds), session.easel.document.bounds)
        join(session, press, shape, tr("Select ellipse"))


@dataclass(frozen=True, slots=True)
class LassoTool:
    """Select what is drawn around."""

    name: ToolName = ToolName.lasso

    def gesture(self, session: Session, press: PointerEvent) -> Gesture:
        """Follow the pointer; the ends are joined."""
        event = yield from dragging_selected(session, press)
        if event is None:
            return
        corners = [(press.sample.x, press.sample.y)]
        while event.kind is not Pointer.release:
            event = yield Outline(tuple(corners), closed=True)
            if corners[-1] != (event.sample.x, event.sample.y):
                corners.append((event.sample.x, event.sample.y))
        shape = polygon(corners, session.easel.document.bounds)
        join(session, press, shape, tr("Select freehand"))
