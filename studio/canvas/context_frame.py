"""The box the model sees: its handles, and what dragging one makes of it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from studio.canvas.viewport import Spot, Viewport
from studio.geometry import Bounds

# View px from a handle's middle, or from an edge, that still take hold of it.
HANDLE_REACH = 7.0
EDGE_REACH = 4.0
SMALLEST_SIDE = 64


@dataclass(frozen=True, slots=True)
class Handle:
    """Which edges move: across -1 the left, 1 the right; down -1 the top, 1 the bottom."""

    across: int
    down: int


HANDLES = tuple(
    Handle(across, down) for across in (-1, 0, 1) for down in (-1, 0, 1) if across or down
)


def spot_of(box: Bounds, handle: Handle) -> Spot:
    """Where a handle is, canvas px."""
    return (
        box.x + box.width * (handle.across + 1) / 2,
        box.y + box.height * (handle.down + 1) / 2,
    )


def handle_at(viewport: Viewport, box: Bounds, place: Spot, *, edges: bool) -> Handle | None:
    """The handle at a place of the view; with `edges` anywhere along an edge takes hold of it."""
    for handle in HANDLES:
        x, y = viewport.to_view(*spot_of(box, handle))
        if max(abs(x - place[0]), abs(y - place[1])) <= HANDLE_REACH:
            return handle
    return _edge_at(viewport, box, place) if edges else None


def dragged(box: Bounds, handle: Handle, by: Spot, *, around: Bounds, canvas: Bounds) -> Bounds:
    """The box with a handle moved by canvas px: not past the region, not off the canvas."""
    left, right = _moved(handle.across, by[0], (box.x, box.right), (around.x, around.right))
    top, bottom = _moved(handle.down, by[1], (box.y, box.bottom), (around.y, around.bottom))
    return Bounds.from_edges(left, top, right, bottom).intersection(canvas)


def direction_of(viewport: Viewport, handle: Handle) -> int:
    """The way a handle moves on screen, in eighths of a turn: 0 across, 2 down, modulo 4."""
    (x0, y0), (x1, y1) = viewport.to_view(0, 0), viewport.to_view(handle.across, handle.down)
    return round(math.degrees(math.atan2(y1 - y0, x1 - x0)) / 45) % 4


def _edge_at(viewport: Viewport, box: Bounds, place: Spot) -> Handle | None:
    x, y = viewport.to_canvas(*place)
    reach = EDGE_REACH / viewport.scale
    across = -1 if abs(x - box.x) <= reach else 1 if abs(x - box.right) <= reach else 0
    down = -1 if abs(y - box.y) <= reach else 1 if abs(y - box.bottom) <= reach else 0
    is_near = box.x - reach <= x <= box.right + reach and box.y - reach <= y <= box.bottom + reach
    return Handle(across, down) if is_near and (across or down) else None


def _moved(
    which: int, by: float, edges: tuple[int, int], region: tuple[int, int]
) -> tuple[int, int]:
    """One edge of two moved, at most to the region and to the smallest side."""
    near, far = edges
    if which < 0:
        near = min(near + round(by), region[0], far - SMALLEST_SIDE)
    elif which > 0:
        far = max(far + round(by), region[1], near + SMALLEST_SIDE)
    return near, far
