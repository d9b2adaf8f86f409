from __future__ import annotations

from dataclasses import replace

import pytest

from studio.brush.sample import PenSample
from studio.canvas.pressing import Pressing
from studio.panels.pen_pressure import pressure_curve
from studio.session.preferences import PreferencesFile
from studio.tools.tool import Pointer, PointerEvent


def felt(pressing: Pressing, pressure: float) -> float:
    event = PointerEvent(Pointer.move, PenSample(1, 2, pressure))
    return pressing.felt(event).sample.pressure


def test_a_pen_is_felt_as_it_is_until_the_painter_says_otherwise(tmp_path):
    preferences = PreferencesFile(tmp_path / "preferences.json")
    pressing = Pressing(preferences)
    assert felt(pressing, 0.3) == 0.3
    firm = replace(preferences.current, pressure_curve=pressure_curve(1.0))
    preferences.change(firm)
    assert felt(pressing, 0.5) == pytest.approx(0.25)
    assert felt(pressing, 1.0) == 1.0


def test_the_curve_is_kept_for_the_next_start(tmp_path):
    preferences = PreferencesFile(tmp_path / "preferences.json")
    soft = replace(preferences.current, pressure_curve=pressure_curve(-1.0))
    preferences.change(soft)
    again = Pressing(PreferencesFile(tmp_path / "preferences.json"))
    assert felt(again, 0.25) == pytest.approx(0.5)
