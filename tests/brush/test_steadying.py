from __future__ import annotations

import math

import pytest

from studio.brush.sample import PenSample
from studio.brush.steadying import Steadying


def trembling(count: int = 80) -> list[PenSample]:
    return [PenSample(4.0 * i, 100 + 6 * math.sin(2.2 * i)) for i in range(count)]


@pytest.mark.parametrize("how", [{"smoothing": 0.8}, {"string": 30.0}], ids=["weighted", "string"])
def test_a_trembling_line_becomes_calm(how: dict[str, float]):
    steady = Steadying(**how)
    drawn = [steady.add(sample) for sample in trembling()]
    assert max(abs(one.y - 100) for one in drawn[30:]) < 4


@pytest.mark.parametrize("how", [{"smoothing": 0.8}, {"string": 30.0}], ids=["weighted", "string"])
def test_the_line_catches_up_when_the_pen_is_lifted(how: dict[str, float]):
    steady = Steadying(**how)
    for sample in trembling():
        behind = steady.add(sample)
    assert behind.x < 4.0 * 79 - 10
    ends = steady.finish()
    assert (ends[-1].x, ends[-1].y) == (trembling()[-1].x, trembling()[-1].y)


def test_within_the_string_the_line_stays():
    steady = Steadying(string=20.0)
    start = steady.add(PenSample(50, 50))
    held = steady.add(PenSample(60, 55))
    assert (held.x, held.y) == (start.x, start.y)
    pulled = steady.add(PenSample(80, 50))
    assert math.hypot(pulled.x - 80, pulled.y - 50) == pytest.approx(20)


def test_an_unsteadied_line_is_the_pens_own():
    steady = Steadying()
    assert [steady.add(one) for one in trembling(5)] == trembling(5)
    assert steady.finish() == []
