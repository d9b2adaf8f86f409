"""Everything has a name, and the keyboard reaches all of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QMenu,
    QMenuBar,
    QPlainTextEdit,
    QScrollBar,
    QTabBar,
    QTextEdit,
    QWidget,
)

from studio.document.aids import Axes
from studio.files.exporting import ExportChoice, ExportSource
from studio.generation.hardware import AUTOMATIC, Processor
from studio.geometry import Extent
from studio.journal.journal import Journal
from studio.models.programs import Place
from studio.panels.brush_editor import BrushEditor
from studio.runtime.manifest import offered
from studio.runtime.shelf import Shelf
from studio.session.models.equipping import Equipping
from studio.session.notice import Notice, NoticeKind
from studio.session.repaint.repainting import Progress
from studio.window.about import AboutDialog
from studio.window.axes import AxesDialog
from studio.window.canvas_size import CanvasSizeDialog
from studio.window.crash_dialog import CrashDialog
from studio.window.downloads import DownloadsDialog
from studio.window.export import ExportDialog
from studio.window.grid import GridDialog
from studio.window.hardware import HardwareDialog
from studio.window.help import HelpWindow
from studio.window.image_size import ImageSizeDialog
from studio.window.model_places import PlacesDialog
from studio.window.new_document import NewDocumentDialog
from studio.window.panel_focus import stops_of
from studio.window.recovery import RecoveryDialog
from studio.window.runtime import RuntimeDialog
from studio.window.safety import SafetyNet
from studio.window.speech import Speech, announce
from studio.window.welcome import Welcome
from tests.journal.scenes import moment_of
from tests.session.repaint.test_found_settings import WEB_UI, picture_with

CONTROLS = (
    *(QAbstractButton, QComboBox, QAbstractSpinBox, QLineEdit, QTextEdit, QPlainTextEdit),
    *(QAbstractItemView, QAbstractSlider, QKeySequenceEdit),
)
# Qt's own, or named by what they are a part of.
PARTS = (QScrollBar, QMenu, QMenuBar, QHeaderView, QLabel)
WHOLES = (QComboBox, QAbstractSpinBox, QKeySequenceEdit, QLineEdit)
Shown = TypeVar("Shown", bound=QWidget)
SIZE = Extent(640, 480)
PIXELS = np.full((30, 40, 4), 255, np.uint8)
DIALOGS = {
    "new": lambda: NewDocumentDialog(None, 4096),
    "about": lambda: AboutDialog(None),
    "canvas size": lambda: CanvasSizeDialog(None, SIZE, 4096),
    "image size": lambda: ImageSizeDialog(None, SIZE, 4096),
    "axes": lambda: AxesDialog(None, Axes(), SIZE),
    "hardware": lambda: HardwareDialog(None, AUTOMATIC, None),
    "crash": lambda: CrashDialog(None),
    "places": lambda: PlacesDialog(
        None, (Place("ComfyUI", Path("/a")), Place("Forge", Path("/b")))
    ),
    "export": lambda: ExportDialog(None, ExportSource(PIXELS, {}), ExportChoice()),
    "help": lambda: HelpWindow(None, "en"),
    # Of several kinds Tab reaches the chosen one; arrows lead to the others, as everywhere.
    "runtime": lambda: RuntimeDialog(
        None, Equipping(print, print, shelf=Shelf(Path("/a")), offers=offered()[:1]), Processor.cpu
    ),
}
# Beneath the frame of a window and above a task bar.
SMALL_SCREEN = Extent(1280, 680)


def controls_in(root: QWidget) -> Iterator[QWidget]:
    for widget in root.findChildren(QWidget):
        if isinstance(widget, PARTS) or isinstance(widget.parentWidget(), WHOLES):
            continue
        above = widget.parentWidget()
        if above is not None and isinstance(above.parentWidget(), QComboBox):
            continue
        if isinstance(widget, CONTROLS) or widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
            yield widget


def name_of(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name).strip()


def nameless_in(root: QWidget) -> list[str]:
    return [
        f"{type(one).__name__} {one.objectName()} in {type(one.parentWidget()).__name__}"
        for one in controls_in(root)
        if not name_of(one) and not _is_unused(one)
    ]


def _is_unused(widget: QWidget) -> bool:
    """A button that has nothing to do yet and has no words, or tabs that Qt keeps in store."""
    if isinstance(widget, QTabBar):
        return not widget.count()
    return isinstance(widget, QAbstractButton) and not widget.isVisible() and not widget.text()


def unreached_in(root: QWidget) -> list[str]:
    """What is seen and enabled, but where Tab never comes."""
    reached = set(stops_of(root))
    return [
        f"{type(one).__name__} {one.objectName()} “{name_of(one)}”"
        for one in controls_in(root)
        if isinstance(one, CONTROLS)
        and one.isEnabled()
        and not one.visibleRegion().isEmpty()
        and one not in reached
        and one.focusProxy() is None
        # What they do is in the View menu too, under Panels.
        and not one.objectName().startswith("qt_dockwidget_")
    ]


def test_every_control_of_the_window_has_a_name(desk):
    assert nameless_in(desk.window) == []


def test_every_control_of_the_window_is_reached_by_tab(desk):
    assert unreached_in(desk.window) == []


@pytest.mark.parametrize("name", ["palette", "brush"])
def test_so_it_is_in_a_panel_that_is_made_when_it_is_first_seen(desk, qtbot, name):
    dock = getattr(desk.window.docks, name)
    dock.raise_()
    qtbot.waitUntil(lambda: dock.widget() is not None)
    assert nameless_in(dock) == []
    assert unreached_in(dock) == []


@pytest.mark.parametrize("name", DIALOGS)
def test_every_control_of_a_dialog_has_a_name_and_is_reached_by_tab(qapp, qtbot, name):
    with opened(qtbot, DIALOGS[name]()) as dialog:
        assert nameless_in(dialog) == []
        assert unreached_in(dialog) == []


@pytest.mark.parametrize("name", DIALOGS)
def test_a_dialog_fits_a_small_screen_and_its_first_focus_is_on_a_control(qapp, qtbot, name):
    with opened(qtbot, DIALOGS[name]()) as dialog:
        assert dialog.width() <= SMALL_SCREEN.width
        assert dialog.height() <= SMALL_SCREEN.height
        assert isinstance(dialog.focusWidget(), CONTROLS)


@pytest.mark.parametrize("name", ["new", "canvas size", "image size", "axes", "hardware"])
def test_enter_accepts_what_a_dialog_asks(qapp, qtbot, name):
    with opened(qtbot, DIALOGS[name]()) as dialog:
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
        assert dialog.result() == QDialog.DialogCode.Accepted


@pytest.fixture
def beside(desk, tmp_path):
    """What is opened over or beside the painting, by name."""
    journals = tmp_path / "journals"
    for title in ("Sea", "Land"):
        journal = Journal(journals)
        journal.keep(moment_of(desk.document, title=title))
        journal.close()
    net = SafetyNet(desk.window, journals)

    def recovery() -> RecoveryDialog:
        net.hang()
        found: RecoveryDialog = desk.window.findChild(RecoveryDialog)
        return found

    yield {
        "brush editor": lambda: BrushEditor(desk.session, desk.window),
        "downloads": lambda: DownloadsDialog(desk.window, desk.session),
        "grid": lambda: GridDialog(desk.window, desk.session),
        "recovery": recovery,
        "welcome": lambda: Welcome(desk.window.canvas, desk.session, desk.window.files),
    }
    net.take_away()


@pytest.mark.parametrize("name", ["brush editor", "downloads", "grid", "recovery", "welcome"])
def test_so_it_is_beside_the_painting(beside, qtbot, name):
    with opened(qtbot, beside[name]()) as shown:
        assert nameless_in(shown) == []
        assert unreached_in(shown) == []
        assert shown.height() <= SMALL_SCREEN.height
        assert isinstance(shown.focusWidget(), CONTROLS)


def test_enter_accepts_the_grid_too(beside, qtbot):
    with opened(qtbot, beside["grid"]()) as dialog:
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
        assert dialog.result() == QDialog.DialogCode.Accepted


@contextmanager
def opened(qtbot, shown: Shown) -> Iterator[Shown]:
    """Shown, and closed as Escape closes it."""
    shown.show()
    shown.activateWindow()
    qtbot.waitUntil(lambda: shown.focusWidget() is not None)
    yield shown
    if isinstance(shown, QDialog):
        shown.reject()
    else:
        shown.close()


def test_so_it_is_on_every_page_of_the_preferences(desk):
    desk.do("preferences")
    dialog = desk.window.desktop.preferences
    for subject in dialog.subjects:
        page = dialog.open_page(subject.name)
        assert nameless_in(page) == [], subject.name
        assert unreached_in(dialog) == [], subject.name


def test_tab_goes_down_a_page_of_the_preferences(desk):
    desk.do("preferences")
    dialog = desk.window.desktop.preferences
    for name in ("general", "canvas", "performance"):
        page = dialog.open_page(name)
        heights = [one.mapTo(dialog, QPoint(0, 0)).y() for one in stops_of(page)]
        assert heights == sorted(heights)


def test_tab_comes_to_the_button_that_closes_after_the_page(desk):
    desk.do("preferences")
    dialog = desk.window.desktop.preferences
    for subject in dialog.subjects:
        page = dialog.open_page(subject.name)
        stops = list(stops_of(dialog))
        assert stops[0] is dialog.list
        assert stops[-1] is dialog._close, subject.name
        assert page.isAncestorOf(stops[1]) or len(stops) == 2, subject.name


def test_the_keyboard_begins_on_the_canvas(desk):
    assert desk.window.focusWidget() is desk.window.canvas
    desk.session.notice.emit(Notice(NoticeKind.info, "By the way."))
    assert desk.window.focusWidget() is desk.window.canvas


def test_a_word_by_the_way_goes_with_its_painting(desk):
    notice = desk.window.notice
    for kind in (NoticeKind.info, NoticeKind.error):
        desk.session.notice.emit(Notice(kind, "Something"))
        desk.session.filing.new(SIZE)
        assert notice.isVisible() == (kind is not NoticeKind.info)


def test_what_is_said_of_a_picture_as_it_is_opened_stays(desk, tmp_path):
    desk.window.open_path(picture_with(tmp_path, parameters=WEB_UI))
    assert desk.window.notice.isVisible()


def test_a_key_goes_from_panel_to_panel_and_back(desk, qtbot):
    window = desk.window
    window.activateWindow()
    window.canvas.setFocus()
    seen = []
    for _ in range(20):
        desk.do("next_part")
        held = QApplication.focusWidget()
        seen.append(
            next(part for part in window._parts() if part is held or part.isAncestorOf(held))
        )
        if held is window.canvas:
            break
    assert seen[-1] is window.canvas
    assert {window.tools, window.docks.repaint, window.docks.layers} <= set(seen)
    assert window.docks.history not in seen  # it is behind another
    desk.do("previous_part")
    assert window.docks.all[-2].isAncestorOf(QApplication.focusWidget())


class TestSpeech:
    @pytest.fixture
    def said(self, desk):
        said: list[tuple[str, bool]] = []
        self.speech = Speech(
            desk.session,
            lambda words: said.append((words, False)),
            lambda words: said.append((words, True)),
        )
        return said

    def test_a_repaint_is_told_by_quarters(self, desk, said):
        for index in range(9):
            desk.session.repainting.progress_changed.emit(Progress("", index, 8, 0))
        assert [words for words, _ in said] == ["Repainting", "25 %", "50 %", "75 %"]

    def test_loading_is_told_once(self, desk, said):
        for _ in range(5):
            desk.session.repainting.progress_changed.emit(Progress("Loading", 0, 0, 0))
        desk.session.repainting.progress_changed.emit(Progress("", 1, 8, 0))
        assert said == [("Repainting", False)]

    def test_what_came_of_it_is_told(self, desk, qtbot, said):
        desk.do("repaint")
        qtbot.waitUntil(lambda: bool(desk.session.candidates.waiting))
        assert said[-1] == ("A candidate is there; Enter keeps it.", False)
        desk.do("keep")
        assert ("0 bytes changed outside the selection", False) in said

    def test_an_error_interrupts_and_a_hint_does_not(self, desk, said):
        desk.session.notice.emit(Notice(NoticeKind.error, "It broke.", "Mend it."))
        desk.session.notice.emit(Notice(NoticeKind.info, "By the way."))
        assert said == [("It broke. Mend it.", True), ("By the way.", False)]

    def test_saying_it_needs_no_screen_reader(self, qapp, qtbot):
        widget = QWidget()
        qtbot.addWidget(widget)
        announce(widget, "hello", is_urgent=True)
