from __future__ import annotations

import cv2
import numpy as np
import pytest

from studio.brush.gaps import connected
from studio.brush.likeness import Likeness, alike, all_like, area_like
from studio.document.tiles import Pixels
from studio.geometry import Bounds, Point

CANVAS = Bounds(0, 0, 1500, 1200)
CRISP = Likeness(20, smooth=False)
WHITE = np.full(4, 255, np.uint8)


def walls(*boxes: Bounds) -> Pixels:
    """White paper with black frames, 3 px wide."""
    picture = np.full((CANVAS.height, CANVAS.width, 4), 255, np.uint8)
    for box in boxes:
        picture[box.padded(3).slices] = (0, 0, 0, 255)
        picture[box.slices] = 255
    return picture


def reader(picture: Pixels, asked: list[Bounds]):
    def read(bounds: Bounds) -> Pixels:
        asked.append(bounds)
        return picture[bounds.slices]

    return read


@pytest.mark.parametrize(
    ("tolerance", "found"), [(0, [255, 0, 0, 0]), (10, [255, 255, 0, 0]), (255, [255] * 4)]
)
def test_like_colours_differ_by_the_tolerance_at_most(tolerance: int, found: list[int]):
    row = np.array([[[90] * 4, [90, 90, 100, 90], [90, 90, 90, 101], [250] * 4]], np.uint8)
    assert alike(reader(row, []), Bounds(0, 0, 4, 1), row[0, 0], tolerance).tolist() == [found]


def test_corners_that_touch_do_not_connect():
    mask = np.array([[255, 0], [0, 255]], np.uint8)
    assert connected(mask, Point(0, 0)).tolist() == [[255, 0], [0, 0]]


def test_a_small_area_is_found_without_looking_at_the_whole_canvas():
    box, asked = Bounds(700, 500, 80, 60), []
    area, coverage = area_like(reader(walls(box), asked), Point(710, 510), CRISP, CANVAS)
    assert area == box
    assert (coverage == 255).all()
    assert max(one.width for one in asked) < 600


def test_an_area_larger_than_the_first_window_is_found_whole():
    box, asked = Bounds(20, 30, 1300, 900), []
    area, coverage = area_like(reader(walls(box), asked), Point(710, 510), CRISP, CANVAS)
    assert area == box
    assert (coverage == 255).all()


def test_an_area_around_another_leaves_it_out():
    box = Bounds(700, 500, 80, 60)
    area, coverage = area_like(reader(walls(box), []), Point(3, 3), CRISP, CANVAS)
    assert area == CANVAS
    assert (coverage == 0).sum() == 86 * 66


def test_an_area_that_leaves_the_window_and_comes_back_is_one():
    """A spiral: its arms meet outside of the first window only."""
    picture = walls()
    picture[0:800, 748:752] = 0
    area, coverage = area_like(reader(picture, []), Point(740, 400), CRISP, CANVAS)
    assert area == CANVAS
    assert coverage[400, 760] == 255


def everything_like(picture: Pixels, likeness: Likeness) -> Pixels:
    """What is white."""
    height, width = picture.shape[:2]
    return all_like(reader(picture, []), Bounds(0, 0, width, height), WHITE, likeness)


def disc(*, smooth: bool) -> tuple[Pixels, float]:
    """Black on white, and how much of the picture is white."""
    picture = np.full((200, 200, 4), 255, np.uint8)
    line = cv2.LINE_AA if smooth else cv2.LINE_8
    cv2.circle(picture, (100, 100), 60, (0, 0, 0, 255), -1, line)
    return picture, float(picture[..., 0].sum()) / 255


def test_a_smooth_edge_is_taken_by_its_share():
    picture, white = disc(smooth=True)
    soft = everything_like(picture, Likeness(32, contiguous=False))
    crisp = everything_like(picture, Likeness(32, contiguous=False, smooth=False))
    assert soft.sum() / 255 == pytest.approx(white, abs=15)
    assert abs(crisp.sum() / 255 - white) > 60
    assert not soft[100, 45:155].any()


def test_a_hard_edge_stays_hard():
    picture, white = disc(smooth=False)
    assert everything_like(picture, Likeness(32)).sum() / 255 == white


def test_a_thin_smooth_line_is_not_crossed():
    picture = np.full((100, 200, 4), 255, np.uint8)
    cv2.line(picture, (80, -10), (120, 110), (0, 0, 0, 255), 1, cv2.LINE_AA)
    within = Bounds(0, 0, 200, 100)
    area, coverage = area_like(reader(picture, []), Point(10, 50), Likeness(), within)
    assert area.right < 130
    assert not coverage[:, 125:].any()


def test_the_soft_edge_is_found_whole_wherever_tiles_and_windows_end():
    picture = np.full((CANVAS.height, CANVAS.width, 4), 255, np.uint8)
    cv2.circle(picture, (700, 600), 256, (0, 0, 0, 255), -1, cv2.LINE_AA)
    whole = everything_like(picture, Likeness(contiguous=False))
    area, coverage = area_like(reader(picture, []), Point(5, 5), Likeness(), CANVAS)
    np.testing.assert_array_equal(coverage, whole[area.slices])


@pytest.mark.parametrize(("gap", "leaks"), [(0, True), (6, True), (12, False), (40, False)])
def test_gaps_up_to_a_width_count_as_closed(gap: int, leaks: bool):
    box = Bounds(300, 200, 200, 150)
    picture = walls(box)
    picture[250:260, 490:510] = 255
    found = Likeness(20, smooth=False, gap=gap)
    area, coverage = area_like(reader(picture, []), Point(400, 270), found, CANVAS)
    assert (area == CANVAS) is leaks
    if not leaks:
        assert area.padded(-4).width <= box.width
        assert coverage[box.slices_in(area)].mean() > 254


def test_closing_gaps_keeps_narrow_corners():
    """A wedge: where it is narrower than the gap, it is filled nevertheless."""
    picture = np.zeros((200, 300, 4), np.uint8)
    corners = np.array([(20, 100), (280, 20), (280, 180)])
    cv2.fillPoly(picture, [corners], (255, 255, 255, 255))
    within = Bounds(0, 0, 300, 200)
    plain = area_like(reader(picture, []), Point(200, 100), CRISP, within)[1].sum()
    found = Likeness(20, smooth=False, gap=20)
    assert area_like(reader(picture, []), Point(200, 100), found, within)[1].sum() == plain


def test_a_place_too_narrow_for_any_gap_is_filled_all_the_same():
    picture = np.zeros((100, 100, 4), np.uint8)
    picture[48:52, 10:90] = 255
    picture[10:30, 10:30] = 255
    found = Likeness(20, smooth=False, gap=30)
    area, _ = area_like(reader(picture, []), Point(50, 50), found, Bounds(0, 0, 100, 100))
    assert area == Bounds(10, 48, 80, 4)
