from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from studio.geometry import Bounds
from studio.panels.history import HistoryPanel


@pytest.fixture
def panel(session, qtbot):
    panel = HistoryPanel(session)
    qtbot.addWidget(panel)
    panel.resize(260, 400)
    panel.show()
    return panel


def paint(session, value: int):
    document = session.easel.document
    with document.painting(session.easel.active, f"Stroke {value}") as tiles:
        tiles.write(Bounds(0, 0, 30, 30), np.full((30, 30, 4), value, np.uint8))


def words(panel, row: int) -> str:
    return str(panel.list.model().index(row, 0).data())


def test_a_click_goes_to_that_step(session, panel, qtbot):
    for value in (10, 20, 30):
        paint(session, value)
    assert words(panel, 0) == "As opened"
    assert words(panel, 2) == "Stroke 20"
    place = panel.list.visualRect(panel.list.model().index(1, 0)).center()
    qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert session.easel.document.history.position == 1


def test_the_memory_of_the_steps_is_shown_of_what_they_may_take(session, panel):
    for value in (10, 20, 30, 40, 50):
        paint(session, value)
    assert panel.memory.caption(panel.memory.shown) == "1 of 1024 MB"
    assert panel.memory.accessibleName() == "Undo memory"


def test_the_limit_typed_is_kept_and_holds(session, panel, qtbot):
    qtbot.keyClicks(panel.memory, "2")
    entry = panel.memory.findChild(QLineEdit)
    qtbot.keyClicks(entry, "56")
    qtbot.keyClick(entry, Qt.Key.Key_Return)
    assert session.preferences.current.undo_megabytes == 256
    assert session.easel.document.history.limit_bytes == 256 << 20
