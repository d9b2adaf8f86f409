"""Keys that change the brush while it is over the canvas."""

from __future__ import annotations

from dataclasses import replace

from studio.brush.brush import Brush
from studio.canvas.drags import LARGEST_BRUSH
from studio.session.painting import Painting
from studio.session.tool_groups import WITH_BRUSH

# A step is this part of the size, but at least a pixel.
SIZE_STEP = 0.15
HARDNESS_STEP = 0.25


def press_brush_key(painting: Painting, key: str) -> bool:
    """Change the brush of the current tool; False when the key means nothing here."""
    if painting.tool not in WITH_BRUSH:
        return False
    before = painting.brush_of(painting.tool)
    after = brush_after(before, key)
    if after is None:
        return False
    painting.set_brush(painting.tool, after)
    return True


def brush_after(brush: Brush, key: str) -> Brush | None:
    """`[` and `]` size, `{` and `}` hardness, digits opacity (0 is all of it); else None."""
    match key:
        case "[" | "]":
            return replace(brush, size=_sized(brush.size, larger=key == "]"))
        case "{" | "}":
            hardness = brush.hardness + (HARDNESS_STEP if key == "}" else -HARDNESS_STEP)
            return replace(brush, hardness=min(max(hardness, 0.0), 1.0))
        case _ if key in tuple("0123456789"):
            return replace(brush, opacity=(int(key) or 10) / 10)
        case _:
            return None


def _sized(size: float, *, larger: bool) -> float:
    step = max(1.0, round(size * SIZE_STEP))
    return min(max(round(size) + (step if larger else -step), 1.0), LARGEST_BRUSH)
