from PySide6.QtCore import QPoint, Qt

from studio.canvas.drop import has_pictures
from studio.panels import outgoing
from studio.panels.outgoing import DragLabel, OutgoingPicture
from studio.session.files.outgoing import OWN_DRAG


def test_a_file_is_made_when_it_is_asked_for_and_once(qapp, tmp_path):
    made = []

    def make():
        made.append(tmp_path / "ä b.png")
        return made[0]

    dragged = OutgoingPicture(make)
    assert dragged.hasFormat("text/uri-list")
    assert not made

    assert [url.toLocalFile() for url in dragged.urls()] == [str(tmp_path / "ä b.png")]
    assert dragged.data("text/uri-list")
    assert len(made) == 1


def test_what_cannot_be_made_leaves_nothing(qapp):
    assert OutgoingPicture(lambda: None).urls() == []


def test_it_does_not_come_in_again(qapp, tmp_path):
    dragged = OutgoingPicture(lambda: tmp_path / "a.png")

    assert dragged.hasFormat(OWN_DRAG)
    assert not has_pictures(dragged)


def test_words_are_dragged_out_after_some_way(qtbot, monkeypatch, tmp_path):
    begun = []
    monkeypatch.setattr(outgoing, "begin_drag", lambda _, dragged: begun.append(dragged))
    label = DragLabel(lambda: tmp_path / "a.png")
    label.resize(100, 20)
    qtbot.addWidget(label)
    left = Qt.MouseButton.LeftButton

    qtbot.mousePress(label, left, pos=QPoint(10, 10))
    move(label, QPoint(12, 10))
    assert not begun
    move(label, QPoint(60, 10))
    assert len(begun) == 1
    move(label, QPoint(90, 10))
    assert len(begun) == 1


def move(label, place):
    from PySide6.QtCore import QEvent, QPointF
    from PySide6.QtGui import QMouseEvent

    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    spot = QPointF(place)
    event = QMouseEvent(QEvent.Type.MouseMove, spot, label.mapToGlobal(spot), left, left, none)
    label.mouseMoveEvent(event)
