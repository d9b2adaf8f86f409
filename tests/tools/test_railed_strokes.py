"""Strokes that run to vanishing points."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from studio.document.aids import Aids
from studio.session.aids.guiding import Switch
from studio.session.painting import ToolName
from tests.tools.desk import PLAIN, Desk, Painter, desk


@pytest.fixture
def at() -> Desk:
    """A vanishing point at the top left corner, and a thin brush."""
    made = desk()
    made.guiding.change(Aids(vanishing=((0.0, 0.0),)), "Point")
    made.guiding.toggle(Switch.strokes)
    made.painting.set_brush(ToolName.brush, replace(PLAIN, size=4.0))
    return made


def painted(at: Desk) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    rows, columns = np.nonzero(at.composite()[..., 3] > 128)
    return rows, columns


def test_a_wavering_stroke_is_straight(at: Desk):
    painter = Painter(at, ToolName.brush).press(40, 40).move(60, 55).move(100, 110)
    painter.move(150, 140).release()
    rows, columns = painted(at)
    assert np.abs(rows - columns).max() <= 3
    assert columns.max() > 140
    assert at.document.history.position == 2


def test_nothing_is_drawn_until_it_is_clear_which_line_is_meant(at: Desk):
    painter = Painter(at, ToolName.brush).press(40, 40).move(42, 39)
    assert len(painted(at)[0]) < 20
    painter.move(41, 90).release()
    rows, columns = painted(at)
    assert np.abs(columns - 40).max() <= 2
    assert rows.max() >= 88


def test_a_click_is_a_dab(at: Desk):
    Painter(at, ToolName.brush).click(40, 40)
    assert 0 < len(painted(at)[0]) < 20


def test_a_cancelled_one_leaves_no_trace(at: Desk):
    Painter(at, ToolName.brush).press(40, 40).move(100, 110).cancel()
    assert not at.composite().any()


def test_a_mask_is_painted_freely(at: Desk):
    Painter(at, ToolName.mask).press(40, 40).move(100, 40).move(100, 110).release()
    assert at.selected()[110, 100] > 0
