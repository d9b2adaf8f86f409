"""What helps to draw and is never painted: guides, a grid, vanishing points, axes of symmetry."""

from __future__ import annotations

from dataclasses import dataclass, replace

from studio.colour import Colour
from studio.document.placement import Placement, Spot

# Seen on light and on dark pictures, and loud on neither.
_PALE_BLUE = Colour(120, 150, 190)


@dataclass(frozen=True, slots=True)
class Grid:
    """Lines at even distances, canvas px.

    parts: how many cells lie between two of its stronger lines. x, y: where one of those crosses
    another.
    """

    across: float = 64.0
    down: float = 64.0
    parts: int = 4
    x: float = 0.0
    y: float = 0.0
    colour: Colour = _PALE_BLUE


@dataclass(frozen=True, slots=True)
class Axes:
    """Where strokes are mirrored, and repeated around.

    middle: canvas px; None for the middle of the canvas, whatever its size.
    angle: how far the axes are turned clockwise, degrees.
    """

    middle: Spot | None = None
    angle: float = 0.0


@dataclass(frozen=True, slots=True)
class Aids:
    """All of them on one canvas.

    upright: x of guides from top to bottom; level: y of those from side to side.
    vanishing: up to three points, which may lie far beside the canvas.
    """

    upright: tuple[float, ...] = ()
    level: tuple[float, ...] = ()
    grid: Grid = Grid()
    vanishing: tuple[Spot, ...] = ()
    axes: Axes = Axes()

    @property
    def has_guides(self) -> bool:
        """Whether there are any."""
        return bool(self.upright or self.level)

    def placed(self, at: Placement) -> Aids:
        """On the canvas reshaped; the cells of the grid keep their size."""
        upright = tuple(at.of((x, 0.0))[at.is_quarter] for x in self.upright)
        level = tuple(at.of((0.0, y))[not at.is_quarter] for y in self.level)
        if at.is_quarter:
            upright, level = level, upright
        vanishing = tuple(map(at.of, self.vanishing))
        return Aids(upright, level, _grid_at(self.grid, at), vanishing, _axes_at(self.axes, at))


def _grid_at(grid: Grid, at: Placement) -> Grid:
    x, y = at.of((grid.x, grid.y))
    across, down = (grid.down, grid.across) if at.is_quarter else (grid.across, grid.down)
    wide, tall = across * grid.parts, down * grid.parts
    return replace(grid, across=across, down=down, x=x % wide, y=y % tall)


def _axes_at(axes: Axes, at: Placement) -> Axes:
    """Upright axes stay upright: that is what mirroring left and right means."""
    middle = None if axes.middle is None else at.of(axes.middle)
    angle = axes.angle
    if angle:
        angle = ((-angle if at.is_mirror else angle) + (90 if at.is_quarter else 0)) % 180
    return Axes(middle, angle)
