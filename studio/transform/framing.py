"""A box of whole pixels pulled at by its handles, its aspect kept where asked."""

from __future__ import annotations

from dataclasses import dataclass

from studio.geometry import Bounds
from studio.transform.quad import Spot


@dataclass(frozen=True, slots=True)
class Hold:
    """What of a box is held: across -1 the left, 1 the right; down -1 the top, 1 the bottom.

    Neither: all of it.
    """

    across: int = 0
    down: int = 0

    @property
    def is_all(self) -> bool:
        """Whether the box is moved, not sized."""
        return not (self.across or self.down)


def hold_at(box: Bounds, spot: Spot, reach: float) -> Hold | None:
    """What a press takes hold of: an edge or corner within reach, all of it, or nothing."""
    x, y = spot
    if not (box.x - reach <= x <= box.right + reach and box.y - reach <= y <= box.bottom + reach):
        return None
    return Hold(_side(x, box.x, box.right, reach), _side(y, box.y, box.bottom, reach))


def pulled_box(
    box: Bounds, hold: Hold, by: Spot, *, aspect: float | None = None, centred: bool = False
) -> Bounds:
    """The box after what is held of it went by canvas px; at least a pixel is left.

    aspect: width to height that it is to have. centred: its middle stays.
    """
    if hold.is_all:
        return box.translated(round(by[0]), round(by[1]))
    reach = 2 if centred else 1
    width = max(1.0, box.width + reach * by[0] * hold.across)
    height = max(1.0, box.height + reach * by[1] * hold.down)
    if aspect is not None:
        width, height = _with_aspect(hold, width, height, aspect)
    left = _near_edge(box.x, box.right, width, 0 if centred else hold.across)
    top = _near_edge(box.y, box.bottom, height, 0 if centred else hold.down)
    return _rounded(left, top, width, height)


def box_between(
    start: Spot, end: Spot, *, aspect: float | None = None, centred: bool = False
) -> Bounds:
    """The box dragged out from one spot to another."""
    across, down = (-1 if a < b else 1 for a, b in zip(end, start, strict=True))
    width, height = abs(end[0] - start[0]), abs(end[1] - start[1])
    if aspect is not None:
        width, height = _with_aspect(Hold(across, down), width, height, aspect)
    if centred:
        return _rounded(start[0] - width, start[1] - height, 2 * width, 2 * height)
    left = start[0] - (width if across < 0 else 0)
    top = start[1] - (height if down < 0 else 0)
    return _rounded(left, top, width, height)


def with_aspect(box: Bounds, aspect: float) -> Bounds:
    """The largest box of an aspect that lies in another, about the same middle."""
    width = min(float(box.width), box.height * aspect)
    height = width / aspect
    left = _near_edge(box.x, box.right, width, 0)
    return _rounded(left, _near_edge(box.y, box.bottom, height, 0), width, height)


def _side(at: float, near: float, far: float, reach: float) -> int:
    """Which of two edges is within reach: the nearer one, -1 or 1; 0 for neither."""
    to_near, to_far = abs(at - near), abs(at - far)
    if min(to_near, to_far) > reach:
        return 0
    return -1 if to_near < to_far else 1


def _with_aspect(hold: Hold, width: float, height: float, aspect: float) -> tuple[float, float]:
    """By the side that is pulled; at a corner by whichever makes it larger."""
    if hold.across and hold.down:
        width = max(width, height * aspect)
    elif hold.down:
        width = height * aspect
    return width, width / aspect


def _near_edge(near: float, far: float, side: float, held: int) -> float:
    """Where a side begins: the edge that is not held stays, or the middle."""
    if held == 0:
        return (near + far - side) / 2
    return near if held > 0 else far - side


def _rounded(left: float, top: float, width: float, height: float) -> Bounds:
    x, y = round(left), round(top)
    return Bounds(x, y, round(width), round(height))
