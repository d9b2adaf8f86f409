"""Where the canvas lies in the widget: pan, zoom, rotation, mirror."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from studio.geometry import Bounds, Extent

MIN_ZOOM = 0.05
MAX_ZOOM = 32.0
# What the zoom keys and one notch of a wheel step through.
STEPS = (
    *(0.05, 0.0625, 1 / 12, 0.125, 1 / 6, 0.25, 1 / 3, 0.5, 2 / 3),
    *(1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 16.0, 24.0, 32.0),
)
# Two zooms closer than this (relatively) count as the same step.
SAME = 1e-3
# Share of the view that stays free around the canvas when it is fitted.
FIT_MARGIN = 0.04

Spot: TypeAlias = tuple[float, float]
Matrix: TypeAlias = tuple[float, float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class Viewport:
    """Maps canvas px to view px (the widget's own, device independent) and back.

    zoom: screen pixels a canvas pixel is wide, so 1 is sharp at any pixel ratio.
    pixel_ratio: screen pixels per view px. centre: the canvas spot in the middle of the view.
    rotation: degrees clockwise, as seen, applied after the mirror (left and right swapped).
    matrix: (a, b, c, d, e, f), so that view x = a·x + c·y + e and view y = b·x + d·y + f. Its
        translation lies on whole screen pixels: at 100 % half a pixel blurs, and a pan by whole
        pixels moves the picture without redrawing it.
    """

    extent: Extent
    width: float = 1.0
    height: float = 1.0
    pixel_ratio: float = 1.0
    zoom: float = 1.0
    centre: Spot = (0.0, 0.0)
    rotation: float = 0.0
    is_mirrored: bool = False
    matrix: Matrix = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Every event and every exposed rectangle maps through the matrix: it is made once."""
        a, b, c, d = self._linear
        x, y = self.centre
        left = self.width / 2 - a * x - c * y
        top = self.height / 2 - b * x - d * y
        ratio = self.pixel_ratio
        snapped = round(left * ratio) / ratio, round(top * ratio) / ratio
        object.__setattr__(self, "matrix", (a, b, c, d, *snapped))

    @property
    def scale(self) -> float:
        """View px a canvas pixel is wide."""
        return self.zoom / self.pixel_ratio

    @property
    def visible(self) -> Bounds:
        """Canvas px around everything in view, cut to the canvas."""
        return self.canvas_bounds(0, 0, self.width, self.height).intersection(self.extent.bounds)

    def to_view(self, x: float, y: float) -> Spot:
        """Where a canvas spot is in the view."""
        a, b, c, d, e, f = self.matrix
        return a * x + c * y + e, b * x + d * y + f

    def to_canvas(self, x: float, y: float) -> Spot:
        """Which canvas spot is at a place in the view."""
        a, b, c, d, e, f = self.matrix
        determinant = a * d - b * c
        x, y = x - e, y - f
        return (d * x - c * y) / determinant, (a * y - b * x) / determinant

    def view_box(self, bounds: Bounds) -> tuple[float, float, float, float]:
        """Left, top, right, bottom in view px around a canvas rectangle."""
        return _box(self.to_view(*corner) for corner in corners(bounds))

    def canvas_bounds(self, left: float, top: float, right: float, bottom: float) -> Bounds:
        """Canvas px around a rectangle of the view."""
        places = ((left, top), (right, top), (right, bottom), (left, bottom))
        x0, y0, x1, y1 = _box(self.to_canvas(*place) for place in places)
        return Bounds.from_edges(math.floor(x0), math.floor(y0), math.ceil(x1), math.ceil(y1))

    def resized(self, width: float, height: float, pixel_ratio: float) -> Viewport:
        """For another size of the widget; the spot in the middle stays there."""
        return replace(
            self, width=max(1.0, width), height=max(1.0, height), pixel_ratio=pixel_ratio
        )

    def panned(self, dx: float, dy: float) -> Viewport:
        """Moved by view px; part of the canvas stays in sight."""
        x, y = self._centre_for(self.centre, self.width / 2 + dx, self.height / 2 + dy)
        # 0.35 of a side each way: even diagonally less than half the view away.
        slack = 0.35 * min(self.width, self.height) / self.scale
        return replace(
            self,
            centre=(
                _held(x, self.centre[0], self.extent.width, slack),
                _held(y, self.centre[1], self.extent.height, slack),
            ),
        )

    def zoomed(self, zoom: float, place: Spot | None = None) -> Viewport:
        """At another zoom; the canvas at a place of the view (its middle) stays there.

        Beside the canvas the nearest spot of the canvas stays, so that zooming in never loses it.
        """
        place = place or (self.width / 2, self.height / 2)
        x, y = self.to_canvas(*place)
        spot = (min(max(x, 0.0), self.extent.width), min(max(y, 0.0), self.extent.height))
        held = self.to_view(*spot)
        closer = replace(self, zoom=min(max(zoom, MIN_ZOOM), MAX_ZOOM))
        return replace(closer, centre=closer._centre_for(spot, *held))

    def stepped(self, steps: int, place: Spot | None = None) -> Viewport:
        """Zoomed in (positive) or out by so many of the usual steps."""
        return self.zoomed(_step_from(self.zoom, steps), place)

    def fitted(self) -> Viewport:
        """The whole canvas in view: as large as it goes, from 200 % on by one of the steps."""
        left, top, right, bottom = replace(self, zoom=1.0, pixel_ratio=1.0).view_box(
            self.extent.bounds
        )
        room = 1 - 2 * FIT_MARGIN
        fit = min(self.width * room / (right - left), self.height * room / (bottom - top))
        zoom = max(fit * self.pixel_ratio, MIN_ZOOM)
        if zoom >= 2:  # drawn as squares, and those had better be even
            zoom = max(step for step in STEPS if step <= zoom)
        return replace(self, zoom=zoom, centre=self._middle)

    def rotated(self, degrees: float, place: Spot | None = None) -> Viewport:
        """Turned clockwise about a place of the view (its middle)."""
        place = place or (self.width / 2, self.height / 2)
        spot = self.to_canvas(*place)
        turned = replace(self, rotation=_upright(self.rotation + degrees))
        return replace(turned, centre=turned._centre_for(spot, *place))

    def mirrored(self) -> Viewport:
        """Left and right swapped, as seen."""
        return replace(self, is_mirrored=not self.is_mirrored, rotation=_upright(-self.rotation))

    def upright(self) -> Viewport:
        """Neither turned nor mirrored; the spot in the middle stays there."""
        return replace(self, rotation=0.0, is_mirrored=False)

    @property
    def _middle(self) -> Spot:
        return self.extent.width / 2, self.extent.height / 2

    @property
    def _linear(self) -> tuple[float, float, float, float]:
        sine, cosine = _turn(self.rotation)
        across = -self.scale if self.is_mirrored else self.scale
        return cosine * across, sine * across, -sine * self.scale, cosine * self.scale

    def _centre_for(self, spot: Spot, x: float, y: float) -> Spot:
        """The centre that puts a canvas spot at (x, y) of the view."""
        a, b, c, d = self._linear
        determinant = a * d - b * c
        dx, dy = self.width / 2 - x, self.height / 2 - y
        return (
            spot[0] + (d * dx - c * dy) / determinant,
            spot[1] + (a * dy - b * dx) / determinant,
        )


def corners(bounds: Bounds) -> tuple[Spot, Spot, Spot, Spot]:
    """The four corners of a rectangle, in order around it."""
    left, top, right, bottom = bounds.x, bounds.y, bounds.right, bounds.bottom
    return (left, top), (right, top), (right, bottom), (left, bottom)


def _box(spots: Iterable[Spot]) -> tuple[float, float, float, float]:
    across, down = zip(*spots, strict=True)
    return min(across), min(down), max(across), max(down)


def _turn(degrees: float) -> tuple[float, float]:
    """Sine and cosine, exact at quarter turns: those keep whole pixels whole."""
    if degrees % 90 == 0:
        return ((0.0, 1.0), (1.0, 0.0), (0.0, -1.0), (-1.0, 0.0))[round(degrees / 90) % 4]
    radians = math.radians(degrees)
    return math.sin(radians), math.cos(radians)


def _upright(degrees: float) -> float:
    """The same turn within -180 (not included) to 180 degrees."""
    return 180.0 - (180.0 - degrees) % 360.0


def _held(wanted: float, now: float, side: int, slack: float) -> float:
    """A centre that keeps the canvas in sight, though never one moved against the hand."""
    return min(max(wanted, min(-slack, now)), max(side + slack, now))


def _step_from(zoom: float, steps: int) -> float:
    larger = [step for step in STEPS if step > zoom * (1 + SAME)]
    smaller = [step for step in reversed(STEPS) if step < zoom * (1 - SAME)]
    way = larger if steps > 0 else smaller
    return way[min(abs(steps), len(way)) - 1] if steps and way else zoom
