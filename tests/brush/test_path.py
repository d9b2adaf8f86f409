from __future__ import annotations

import math
from itertools import pairwise

import pytest

from studio.brush.path import Path, PathPoint
from studio.brush.sample import PenSample


def walked(samples: list[tuple[float, float]], step: float = 2.0) -> list[PathPoint]:
    path = Path(lambda _: step)
    return [point for x, y in samples for point in path.add(PenSample(x, y))]


def gaps(points: list[PathPoint]) -> list[float]:
    return [math.hypot(b.x - a.x, b.y - a.y) for a, b in pairwise(points)]


def test_points_are_a_step_apart_whatever_the_samples_are():
    straight = walked([(0, 0), (3, 0), (3.5, 0), (20, 0), (21, 0)])
    assert [point.x for point in straight] == pytest.approx([2.0 * i for i in range(11)])


def test_points_on_a_curve_are_a_step_apart():
    turn = [i / 3 for i in range(19)]
    points = walked([(100 * math.cos(a), 100 * math.sin(a)) for a in turn])
    assert gaps(points) == pytest.approx([2.0] * (len(points) - 1), rel=0.02)


def test_the_curve_stays_near_the_circle_its_samples_are_on():
    turn = [i * math.pi / 8 for i in range(18)]
    points = walked([(100 * math.cos(a), 100 * math.sin(a)) for a in turn])
    beyond_first = points[40:]  # the first piece cannot know that it will bend
    assert all(abs(math.hypot(p.x, p.y) - 100) < 0.2 for p in beyond_first)


def test_what_was_painted_reaches_the_pen_without_waiting_for_the_next_sample():
    points = walked([(0, 0), (50, 10), (90, 60)], step=1.0)
    assert math.hypot(points[-1].x - 90, points[-1].y - 60) < 1.0


def test_a_sharp_turn_stays_a_corner():
    points = walked([(0, 0), (100, 0), (0, 10)], step=1.0)
    assert max(point.x for point in points) <= 100.0


def test_standing_still_adds_nothing():
    path = Path(lambda _: 2.0)
    path.add(PenSample(5, 5))
    assert path.add(PenSample(5, 5)) == []


def test_pressure_is_interpolated_and_sets_the_step():
    path = Path(lambda point: 1.0 + 9.0 * point.pressure)
    path.add(PenSample(0, 0, 0.0))
    points = path.add(PenSample(200, 0, 1.0))
    pressures = [point.pressure for point in points]
    assert pressures == sorted(pressures)
    assert all(point.pressure == pytest.approx(point.x / 200, abs=0.01) for point in points)
    wide = gaps(points)
    assert wide[0] < 1.5
    assert wide[-1] > 8.0
