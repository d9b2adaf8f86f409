import pytest
from PySide6.QtCore import QPoint, QRect, QRectF
from PySide6.QtGui import QPolygonF, QRegion

from studio.canvas.picture import (
    is_resampled,
    keys_seen,
    level_for,
    outline_of,
    rect_of,
    rects_of,
    shift_between,
)
from studio.canvas.viewport import Viewport
from studio.document.tiles import TILE
from studio.geometry import Bounds, Extent

LOOK = Viewport(Extent(4000, 3000), width=800, height=600, centre=(2000.0, 1500.0))


@pytest.mark.parametrize(
    ("zoom", "level"),
    [(32, 0), (1, 0), (0.75, 0), (0.5, 1), (0.3, 1), (0.25, 2), (0.0625, 4), (0.05, 4)],
)
def test_no_mip_is_ever_enlarged(zoom, level):
    assert level_for(LOOK.zoomed(zoom)) == level


@pytest.mark.parametrize(
    ("zoom", "rotation", "level"), [(0.75, 0, 0), (0.75, 15, 1), (1.5, 15, 1), (2.0, 15, 0)]
)
def test_a_turned_view_moves_at_a_coarser_mip(zoom, rotation, level):
    assert level_for(LOOK.zoomed(zoom).rotated(rotation), is_moving=True) == level


@pytest.mark.parametrize(
    ("zoom", "rotation", "expected"),
    [
        *((1, 0, False), (0.5, 0, False), (0.25, 90, False), (2, 30, False)),
        *((0.75, 0, True), (1.5, 0, True), (1, 30, True)),
    ],
)
def test_smooth_only_where_it_can_be_told_from_nearest(zoom, rotation, expected):
    assert is_resampled(LOOK.rotated(rotation).zoomed(zoom)) is expected


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        pytest.param(LOOK.panned(10, -4), QPoint(10, -4), id="panned"),
        pytest.param(LOOK.zoomed(1.5), None, id="zoomed"),
        pytest.param(LOOK.rotated(1), None, id="turned"),
    ],
)
def test_what_only_moved_can_be_moved_on_screen(after, expected):
    assert shift_between(LOOK, after) == expected


def test_half_a_view_pixel_cannot_be_moved_by():
    dense = LOOK.resized(800, 600, 2.0)
    assert shift_between(dense, dense.panned(0.5, 0)) is None
    assert shift_between(dense, dense.panned(3, 0)) == QPoint(3, 0)


def test_near_rectangles_are_drawn_as_one_and_far_ones_apart():
    near = QRegion(0, 0, 20, 20).united(QRegion(40, 40, 20, 20))
    far = QRegion(0, 0, 20, 20).united(QRegion(1500, 900, 20, 20))
    assert rects_of(near) == [QRect(0, 0, 60, 60)]
    assert rects_of(far) == [QRect(0, 0, 20, 20), QRect(1500, 900, 20, 20)]


@pytest.mark.parametrize(("zoom", "reach"), [(1.0, 1), (0.25, 1), (8.0, 8)])
def test_changed_pixels_are_drawn_with_their_neighbours(zoom, reach):
    viewport = LOOK.zoomed(zoom)
    left, top, right, bottom = viewport.view_box(Bounds(2000, 1500, 16, 16))
    rect = rect_of(viewport, Bounds(2000, 1500, 16, 16))
    assert rect.left() <= left - reach
    assert rect.top() <= top - reach
    assert rect.right() + 1 >= right + reach
    assert rect.bottom() + 1 >= bottom + reach


@pytest.mark.parametrize(("zoom", "rotation"), [(1.0, 0), (0.75, 15), (0.4, 45), (3.0, 80)])
def test_only_tiles_that_are_seen_are_made(zoom, rotation):
    view, shown = LOOK.rotated(rotation).zoomed(zoom), QRect(30, 40, 700, 500)
    level = level_for(view)
    side = TILE << level
    every = {
        (column, row): outline_of(view, Bounds(column * side, row * side, side, side))
        for column in range(-(-4000 // side))
        for row in range(-(-3000 // side))
    }
    less, more = (
        {key for key, outline in every.items() if outline.intersects(QPolygonF(QRectF(rect)))}
        for rect in (shown, shown.adjusted(-8, -8, 8, 8))
    )
    assert less <= set(keys_seen(view, level, shown)) <= more
