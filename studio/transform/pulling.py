"""What pulling at a quad makes of it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum

import numpy as np

from studio.transform.quad import (
    Matrix,
    Quad,
    Spot,
    frame_matrix,
    shifted_by,
    turned_by,
)
from studio.transform.turning import Turn

# Degrees that turning goes by while it is held to steps.
STEP = 15.0
# A side never gets shorter than this part of what it was: there would be no way back.
_LEAST = 1e-3


class Pull(Enum):
    """What a pull does."""

    move = "move"
    scale = "scale"
    turn = "turn"
    shear = "shear"
    corner = "corner"


@dataclass(frozen=True, slots=True)
class Grip:
    """What is pulled: across -1 the left, 1 the right; down -1 the top, 1 the bottom."""

    pull: Pull
    across: int = 0
    down: int = 0


def pulled(
    quad: Quad, grip: Grip, start: Spot, now: Spot, *, held: bool = False, centred: bool = False
) -> Quad:
    """The quad after its grip went from one spot to another, canvas px.

    held: keep the aspect, one axis, or steps of the turn. centred: the middle stays.
    Where that would turn it inside out, it stays as it was.
    """
    by = now[0] - start[0], now[1] - start[1]
    match grip.pull:
        case Pull.move:
            made = quad.through(shifted_by(*pulled_by(start, now, held=held)))
        case Pull.turn:
            already = math.degrees(math.atan2(quad.across[1], quad.across[0]))
            turn = turn_between(quad.middle, start, now, held=held, already=already)
            made = quad.through(turned_by(turn, quad.middle))
        case Pull.scale:
            made = quad.through(_scaling(quad, grip, by, held=held, centred=centred))
        case Pull.shear:
            made = quad.through(_shearing(quad, grip, by))
        case Pull.corner:
            made = _with_corner(quad, grip, by)
    return made if made.is_sound else quad


def turned_quad(quad: Quad, turn: Turn) -> Quad:
    """The quad turned or mirrored about its middle, a corner on whole pixels: none is blurred."""
    across, down = {Turn.mirror: (-1, 1), Turn.flip: (1, -1), Turn.half: (-1, -1)}.get(turn, (1, 1))
    degrees = {Turn.clockwise: 90.0, Turn.anticlockwise: -90.0}.get(turn, 0.0)
    x, y = quad.middle
    mirror = shifted_by(x, y) @ np.diag((across, down, 1.0)) @ shifted_by(-x, -y)
    made = quad.through(turned_by(degrees, quad.middle) @ mirror)
    (left, top), (was_left, was_top) = made.corners[0], quad.corners[0]
    is_whole = was_left == round(was_left) and was_top == round(was_top)
    by = (round(left) - left, round(top) - top) if is_whole else (0.0, 0.0)
    return made.through(shifted_by(*by))


def spot_of(quad: Quad, grip: Grip) -> Spot:
    """Where a handle is."""
    return quad.at((grip.across + 1) / 2, (grip.down + 1) / 2)


def pulled_by(start: Spot, now: Spot, *, held: bool) -> Spot:
    """How far to move, canvas px; along one axis if held."""
    dx, dy = now[0] - start[0], now[1] - start[1]
    if not held:
        return dx, dy
    return (dx, 0.0) if abs(dx) >= abs(dy) else (0.0, dy)


def turn_between(
    middle: Spot, start: Spot, now: Spot, *, held: bool, already: float = 0.0
) -> float:
    """Degrees to turn by; to the next step of the whole turn if held. already: turned before."""
    x, y = middle
    before = math.degrees(math.atan2(start[1] - y, start[0] - x))
    turn = math.degrees(math.atan2(now[1] - y, now[0] - x)) - before
    return round((already + turn) / STEP) * STEP - already if held else turn


def _scaling(quad: Quad, grip: Grip, by: Spot, *, held: bool, centred: bool) -> Matrix:
    """Scales along the quad's own edges; what is opposite to the handle stays, or the middle."""
    frame = _frame(quad)
    across, down = _in_frame(frame, by)
    reach = 2.0 if centred else 1.0
    wider = 1 + reach * across * grip.across if grip.across else 1.0
    taller = 1 + reach * down * grip.down if grip.down else 1.0
    if held:
        wider = taller = _alike(quad, grip, by, reach)
    fixed = (0.0, 0.0) if centred else (-grip.across / 2, -grip.down / 2)
    scale = np.diag((_off_zero(wider), _off_zero(taller), 1.0))
    about = shifted_by(*fixed) @ scale @ shifted_by(-fixed[0], -fixed[1])
    return frame @ about @ np.linalg.inv(frame)


def _alike(quad: Quad, grip: Grip, by: Spot, reach: float) -> float:
    """How much larger, when both sides are to grow alike: along the way through the handle."""
    (ax, ay), (dx, dy) = quad.across, quad.down
    x, y = ax * grip.across + dx * grip.down, ay * grip.across + dy * grip.down
    return 1 + reach * (by[0] * x + by[1] * y) / (x * x + y * y)


def _shearing(quad: Quad, grip: Grip, by: Spot) -> Matrix:
    """Slides an edge along itself; the opposite one stays."""
    frame = _frame(quad)
    across, down = _in_frame(frame, by)
    slide = np.eye(3)
    if grip.down:
        slide[0, 1] = across * grip.down
    else:
        slide[1, 0] = down * grip.across
    fixed = (-grip.across / 2, -grip.down / 2)
    about = shifted_by(*fixed) @ slide @ shifted_by(-fixed[0], -fixed[1])
    return frame @ about @ np.linalg.inv(frame)


def _with_corner(quad: Quad, grip: Grip, by: Spot) -> Quad:
    index = ((-1, -1), (1, -1), (1, 1), (-1, 1)).index((grip.across, grip.down))
    corners = list(quad.corners)
    corners[index] = corners[index][0] + by[0], corners[index][1] + by[1]
    first, second, third, fourth = corners
    return Quad((first, second, third, fourth))


def _frame(quad: Quad) -> Matrix:
    """From (−½, −½)…(½, ½), with the middle in the middle."""
    return frame_matrix(quad.middle, quad.across, quad.down)


def _in_frame(frame: Matrix, by: Spot) -> Spot:
    x, y = np.linalg.solve(frame[:2, :2], np.array(by)).tolist()
    return x, y


def _off_zero(factor: float) -> float:
    return math.copysign(max(abs(factor), _LEAST), factor)
