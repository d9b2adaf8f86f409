from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLineEdit

from studio.panels.slider import Scale, ValueSlider

SIZE = Scale(1, 2000, 1, " px", bend=3.0)
SHARE = Scale(0.0, 1.0, 0.01, " %", factor=100)


@pytest.fixture
def slider(qtbot):
    slider = ValueSlider("Opacity", SHARE)
    qtbot.addWidget(slider)
    slider.resize(200, 24)
    slider.show_value(0.5)
    slider.show()
    return slider


@pytest.fixture
def edits(slider):
    told: list[float] = []
    slider.edited.connect(lambda value: told.append(round(value, 4)))
    return told


@pytest.mark.parametrize("value", [1, 12, 40, 350, 2000])
def test_a_bent_scale_finds_its_values_again(value):
    assert SIZE.value_at(SIZE.share(value)) == pytest.approx(value)


def test_a_bent_scale_gives_small_values_more_room():
    assert SIZE.share(100) > 0.3


@pytest.mark.parametrize(
    ("value", "words"), [(0.5, "50 %"), (1.0, "100 %"), (0.07, "7 %")], ids=str
)
def test_a_value_is_shown_in_its_unit(value, words):
    assert SHARE.words(value) == words


def test_showing_a_value_is_not_an_edit(slider, edits):
    slider.show_value(0.25)
    assert slider.shown == pytest.approx(0.25)
    assert edits == []


def test_a_press_sets_the_value_there(slider, edits, qtbot):
    qtbot.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(150, 12))
    assert edits == [0.75]


def test_a_drag_scrubs_and_is_one_gesture(slider, edits, qtbot):
    before = slider.gesture
    qtbot.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(100, 12))
    qtbot.mouseMove(slider, QPoint(120, 12))
    qtbot.mouseMove(slider, QPoint(140, 12))
    qtbot.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(140, 12))
    assert edits[-1] == pytest.approx(0.7)
    assert slider.gesture == before + 1


def test_a_drag_with_shift_is_ten_times_finer(slider, edits, qtbot):
    shift = Qt.KeyboardModifier.ShiftModifier
    qtbot.mousePress(slider, Qt.MouseButton.LeftButton, shift, QPoint(100, 12))
    assert edits == []
    slider._edit(0.5)
    from PySide6.QtCore import QEvent, QPointF
    from PySide6.QtGui import QMouseEvent
    from PySide6.QtWidgets import QApplication

    move = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(180, 12),
        QPointF(180, 12),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.LeftButton,
        shift,
    )
    QApplication.sendEvent(slider, move)
    assert edits == [0.54]


def test_keys_step_and_stay_within_the_range(slider, edits, qtbot):
    qtbot.keyClick(slider, Qt.Key.Key_Right)
    qtbot.keyClick(slider, Qt.Key.Key_End)
    qtbot.keyClick(slider, Qt.Key.Key_Right)
    assert edits == [0.51, 1.0]


def test_a_number_can_be_typed(slider, edits, qtbot):
    qtbot.keyClicks(slider, "3")
    entry = slider.findChild(QLineEdit)
    qtbot.keyClicks(entry, "5")
    qtbot.keyClick(entry, Qt.Key.Key_Return)
    assert edits == [0.35]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape])
def test_once_a_number_is_typed_no_other_is_asked_for(slider, edits, qtbot, key):
    qtbot.keyClicks(slider, "3")
    qtbot.keyClicks(slider.findChild(QLineEdit), "5")
    qtbot.keyClick(slider.findChild(QLineEdit), key)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert slider.findChildren(QLineEdit) == []
    assert edits == ([] if key == Qt.Key.Key_Escape else [0.35])


def test_escape_leaves_the_number_as_it_was(slider, edits, qtbot):
    qtbot.keyClicks(slider, "9")
    qtbot.keyClick(slider.findChild(QLineEdit), Qt.Key.Key_Escape)
    assert edits == []
    assert slider.shown == pytest.approx(0.5)


def test_words_instead_of_a_number_change_nothing(slider, edits, qtbot):
    qtbot.mouseDClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(100, 12))
    entry = slider.findChild(QLineEdit)
    entry.setText("lots")
    qtbot.keyClick(entry, Qt.Key.Key_Return)
    assert edits == []


def test_a_number_beyond_the_range_is_held_at_its_end(slider, edits, qtbot):
    qtbot.keyClicks(slider, "9")
    entry = slider.findChild(QLineEdit)
    entry.setText("900")
    qtbot.keyClick(entry, Qt.Key.Key_Return)
    assert edits == [1.0]


def test_a_screen_reader_finds_a_slider_with_its_name(slider):
    found = QAccessible.queryAccessibleInterface(slider)
    assert found.role() is QAccessible.Role.Slider
    assert found.text(QAccessible.Text.Name) == "Opacity"
