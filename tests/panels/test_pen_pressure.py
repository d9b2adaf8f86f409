"""The pressure curve of the preferences."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt
from PySide6.QtGui import QInputDevice, QPointingDevice, QTabletEvent

from studio.panels.pen_pressure import PenPressure, firmness_of, firmness_words, pressure_curve


@pytest.fixture
def pen(session, qtbot):
    pen = PenPressure(session.preferences)
    qtbot.addWidget(pen)
    pen.resize(240, 320)
    pen.show()
    return pen


def push(pen: PenPressure, kind: QEvent.Type, pressure: float) -> None:
    device = QPointingDevice(
        *("pen", 7, QInputDevice.DeviceType.Stylus, QPointingDevice.PointerType.Pen),
        *(QInputDevice.Capability.Pressure, 1, 3),
    )
    place, none = QPointF(9, 9), Qt.KeyboardModifier.NoModifier
    buttons = Qt.MouseButton.LeftButton, Qt.MouseButton.LeftButton
    QCoreApplication.sendEvent(
        pen.pad,
        QTabletEvent(kind, device, place, place, pressure, 0, 0, 0, 0, 0, none, *buttons),
    )


def test_what_is_bent_is_kept(pen, session, qtbot):
    qtbot.keyClick(pen.field, Qt.Key.Key_Insert)
    qtbot.keyClick(pen.field, Qt.Key.Key_Up)
    kept = session.preferences.current.pressure_curve
    assert kept == ((0.0, 0.0), (0.5, 0.52), (1.0, 1.0))
    assert pen.firmness.shown < 0


def test_a_firmer_pen_has_to_be_pressed_harder_and_reset_makes_it_straight(pen, session):
    pen.firmness.edited.emit(1.0)
    assert session.preferences.current.pressure_curve == pressure_curve(1.0)
    pen.reset.click()
    assert session.preferences.current.pressure_curve == ((0.0, 0.0), (1.0, 1.0))


@pytest.mark.parametrize("firmness", [-1.5, 0.0, 0.7])
def test_the_slider_shows_the_firmness_of_its_curve(firmness: float):
    assert firmness_of(pressure_curve(firmness)) == pytest.approx(firmness, abs=1e-6)


def test_firmness_is_said_in_words():
    assert [firmness_words(one) for one in (-1, 0, 1)] == ["softer", "as it is", "firmer"]


def test_the_pad_shows_how_the_pen_is_felt(pen, session):
    pen.firmness.edited.emit(1.0)
    empty = pen.pad.grab().toImage()
    push(pen, QEvent.Type.TabletPress, 0.5)
    firm = pen.pad.grab().toImage()
    assert firm != empty
    push(pen, QEvent.Type.TabletRelease, 0.5)
    assert pen.pad.grab().toImage() == empty
