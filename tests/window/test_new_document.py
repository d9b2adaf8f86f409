from PySide6.QtWidgets import QSpinBox

from studio.geometry import Extent
from studio.window.new_document import NewDocument, NewDocumentDialog
from studio.window.theme import ThemeName, use_theme


def test_the_sides_can_be_read_whole(qapp, qtbot):
    use_theme(qapp, ThemeName.dark)
    dialog = NewDocumentDialog(None, 16384)
    qtbot.addWidget(dialog)
    dialog.show()
    for box in (dialog.width_box, dialog.height_box):
        assert box.lineEdit().width() > _width_of(box)


def test_a_preset_sets_both_sides(qtbot):
    dialog = NewDocumentDialog(None, 16384)
    qtbot.addWidget(dialog)
    dialog.presets.setCurrentText("1920 × 1080")
    dialog.presets.activated.emit(dialog.presets.currentIndex())
    assert dialog.chosen() == NewDocument(Extent(1920, 1080), is_white=True)


def _width_of(box: QSpinBox) -> int:
    return box.fontMetrics().horizontalAdvance(box.text())
