"""Guides, grid, vanishing points and axes as text in a file: JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping

from studio.colour import Colour
from studio.document.aids import Aids, Axes, Grid
from studio.document.placement import Spot
from studio.foreign_json import read_json

# More than anyone places; a file made to harm has more.
_MOST_GUIDES = 512
_MOST_POINTS = 3
_FARTHEST = float(1 << 20)
_MOST_PARTS = 64


def aids_text(aids: Aids) -> str:
    """JSON that `parse_aids` reads; nothing where there are none."""
    if aids == Aids():
        return ""
    grid, axes = aids.grid, aids.axes
    return json.dumps(
        {
            "upright": aids.upright,
            "level": aids.level,
            "vanishing": aids.vanishing,
            "grid": [grid.across, grid.down, grid.parts, grid.x, grid.y, grid.colour.hex],
            "axes": [axes.middle, axes.angle],
        }
    )


def parse_aids(text: str) -> Aids | None:
    """What text says; None when it is damaged."""
    try:
        found = read_json(text)
        return _aids_of(found)
    except (ValueError, KeyError, TypeError):
        return None


def _aids_of(found: Mapping[str, object]) -> Aids:
    vanishing = tuple(_spot(one) for one in _list(found["vanishing"], _MOST_POINTS))
    middle, angle = _list(found["axes"], 2)
    return Aids(
        tuple(_number(one) for one in _list(found["upright"], _MOST_GUIDES)),
        tuple(_number(one) for one in _list(found["level"], _MOST_GUIDES)),
        _grid(found["grid"]),
        vanishing,
        Axes(None if middle is None else _spot(middle), _number(angle)),
    )


def _grid(found: object) -> Grid:
    across, down, parts, x, y, colour = _list(found, 6)
    grid = Grid(
        _number(across),
        _number(down),
        int(_number(parts)),
        _number(x),
        _number(y),
        Colour.from_hex(str(colour)),
    )
    if min(grid.across, grid.down, grid.parts) < 1 or grid.parts > _MOST_PARTS:
        raise ValueError(found)
    return grid


def _spot(found: object) -> Spot:
    x, y = _list(found, 2)
    return _number(x), _number(y)


def _list(found: object, most: int) -> list[object]:
    if not isinstance(found, list) or len(found) > most:
        raise ValueError(found)
    return found


def _number(value: object) -> float:
    # NaN is no farther and no nearer.
    if not isinstance(value, int | float) or not abs(value) <= _FARTHEST:
        raise ValueError(value)
    return float(value)
