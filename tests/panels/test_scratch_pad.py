"""A sheet of paper to try the brush on."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QInputDevice, QPointingDevice, QTabletEvent

from studio.brush.brush import Brush
from studio.brush.dynamics import Sense, Trait
from studio.colour import WHITE, Colour
from studio.panels.pen_pressure import pressure_curve
from studio.panels.scratch_pad import ScratchPad
from studio.session.painting import ToolName

LEFT = Qt.MouseButton.LeftButton
PLAIN = Brush(size=20.0, hardness=1.0, responses=())


@pytest.fixture
def pad(session, qtbot):
    for tool in (ToolName.brush, ToolName.eraser, ToolName.smudge):
        session.painting.set_brush(tool, PLAIN)
    session.painting.set_colours(Colour(255, 0, 0), WHITE)
    pad = ScratchPad(session)
    qtbot.addWidget(pad)
    pad.show()
    return pad


@pytest.fixture
def draw(pad, qtbot):
    def draw(*way: tuple[int, int]) -> None:
        first, *others = (QPoint(*spot) for spot in way)
        qtbot.mousePress(pad, LEFT, pos=first)
        for spot in others:
            qtbot.mouseMove(pad, pos=spot)
        qtbot.mouseRelease(pad, LEFT, pos=others[-1])

    return draw


def colour(pad: ScratchPad, x: int, y: int) -> str:
    return pad.grab().toImage().pixelColor(x, y).name()


def test_the_brush_in_hand_draws_on_it_and_the_painting_stays_as_it_is(pad, draw, session):
    assert pad.is_bare
    draw((40, 50), (140, 50))
    assert colour(pad, 90, 50) == "#ff0000"
    assert colour(pad, 90, 75) == "#ffffff"
    assert session.easel.document.history.titles == ()


def test_it_can_be_cleared(pad, draw):
    assert pad.clear.isHidden()
    draw((40, 50), (140, 50))
    assert pad.clear.isVisible()
    pad.clear.click()
    assert pad.is_bare
    assert pad.clear.isHidden()


def test_erasers_and_smudges_work_on_what_is_there(pad, draw, session):
    draw((40, 50), (140, 50))
    session.painting.tool = ToolName.eraser
    draw((90, 20), (90, 80))
    assert colour(pad, 90, 50) == "#ffffff"
    assert colour(pad, 60, 50) == "#ff0000"
    session.painting.tool = ToolName.smudge
    draw((60, 55), (60, 80))
    assert colour(pad, 60, 68) != "#ffffff"


def test_the_pen_is_felt_as_on_the_canvas(pad, session):
    session.painting.set_brush(ToolName.brush, PLAIN.responding(Trait.opacity, Sense.pressure))
    kept = session.preferences
    kept.change(replace(kept.current, pressure_curve=pressure_curve(1.0)))
    device = QPointingDevice(
        *("pen", 7, QInputDevice.DeviceType.Stylus, QPointingDevice.PointerType.Pen),
        *(QInputDevice.Capability.Pressure, 1, 3),
    )
    for kind, x in (("TabletPress", 40), ("TabletMove", 140), ("TabletRelease", 140)):
        spot, none = QPointF(x, 50), Qt.KeyboardModifier.NoModifier
        event = QTabletEvent(
            *(QEvent.Type[kind], device, spot, spot, 0.5, 0, 0, 0, 0, 0, none, LEFT, LEFT),
        )
        QCoreApplication.sendEvent(pad, event)
        assert event.isAccepted()
    shown = pad.grab().toImage().pixelColor(90, 50)
    assert shown.green() == pytest.approx(0.75 * 255, abs=2)
