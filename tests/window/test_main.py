from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QSettings, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage, QKeySequence

from studio.document.composite import flatten
from studio.document.selection import Combine
from studio.files.exporting import ExportChoice
from studio.geometry import Bounds, Extent
from studio.session.notice import Notice, NoticeKind
from studio.session.painting import ToolName
from studio.window.asking import Unsaved
from studio.window.new_document import NewDocument
from studio.window.pictures import PLACE


def picture(desk):
    return flatten(desk.document, desk.document.bounds)


def save_red(path):
    image = QImage(32, 24, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    assert image.save(str(path))
    return path


def test_a_stroke_paints_and_the_title_shows_that_it_is_not_saved(desk):
    assert not desk.window.isWindowModified()
    desk.stroke()
    assert picture(desk)[20, 20, :3].tolist() == [0, 0, 0]
    assert desk.window.isWindowModified()
    desk.do("undo")
    assert not desk.window.isWindowModified()


def test_paint_repaint_keep_undo_save_and_open_again(desk, qtbot, tmp_path):
    desk.stroke()
    desk.do("repaint")
    qtbot.waitUntil(lambda: desk.session.candidates.shown is not None)
    desk.do("keep")
    assert len(desk.document.layers) == 2
    before = picture(desk)
    desk.answers.path = tmp_path / "sea.ora"
    desk.do("save")
    assert desk.window.windowTitle().startswith("sea.ora")
    assert not desk.window.isWindowModified()
    desk.session.filing.new(Extent(8, 8))
    desk.window.open_path(tmp_path / "sea.ora")
    assert np.array_equal(picture(desk), before)
    assert desk.document.layers[1].recipe


def test_the_status_line_shows_the_promise_after_landing(desk, qtbot):
    desk.do("repaint")
    qtbot.waitUntil(lambda: desk.session.candidates.shown is not None)
    desk.do("keep")
    assert desk.window.status.promise.text() == "0 bytes changed outside the selection"
    desk.do("undo")
    assert desk.window.status.promise.text() == ""


def test_the_status_line_shows_steps_and_stops_them(desk, qtbot):
    strip = desk.window.status.progress
    desk.engine.hold_at(3)
    desk.session.repainting.set_count(2)
    desk.do("repaint")
    qtbot.waitUntil(lambda: strip.words.text() == "Step 2 of 3 · 1 waiting")
    assert strip.isVisible()
    assert (strip.bar.value(), strip.bar.maximum()) == (2, 3)
    desk.do("cancel_all")
    qtbot.waitUntil(lambda: not strip.isVisible())
    qtbot.waitUntil(lambda: desk.session.repainting.jobs.is_idle)


def test_escape_is_free_for_the_canvas_while_nothing_runs(desk):
    desk.window.menus.show_states()
    assert not desk.window.menus.action("cancel").isEnabled()
    assert not desk.window.menus.action("keep").isEnabled()


def live_keys(desk):
    desk.window.menus.show_states()
    live = [action for action in desk.window.actions() if action.isEnabled()]
    return [key.toString() for action in live for key in action.shortcuts()]


def test_no_key_ever_means_two_things(desk, qtbot):
    keys = live_keys(desk)
    assert sorted(keys) == sorted(set(keys))
    desk.stroke()
    desk.session.selecting.select_all()
    desk.do("repaint")
    qtbot.waitUntil(lambda: desk.session.candidates.shown is not None)
    keys = live_keys(desk)
    assert sorted(keys) == sorted(set(keys))
    assert "Return" in keys


def test_every_action_says_what_it_does(desk):
    for action in desk.window.actions():
        assert action.text()
        assert action.statusTip()


def test_every_key_is_one_that_qt_knows(desk):
    for action in desk.window.actions():
        for key in action.shortcuts():
            assert key.toString(QKeySequence.SequenceFormat.PortableText)


@pytest.mark.parametrize(
    ("answer", "is_left"),
    [(Unsaved.stay, False), (Unsaved.discard, True)],
    ids=["stay", "discard"],
)
def test_unsaved_changes_are_asked_about_before_a_new_painting(desk, answer, is_left):
    desk.stroke()
    desk.answers.unsaved = answer
    desk.answers.new = NewDocument(Extent(64, 48), is_white=False)
    desk.do("new")
    assert desk.answers.asked[0] == "unsaved Untitled"
    assert (desk.document.extent == Extent(64, 48)) is is_left


def test_save_in_the_question_saves_and_goes_on(desk, tmp_path):
    desk.stroke()
    desk.answers.unsaved = Unsaved.save
    desk.answers.path = tmp_path / "kept.ora"
    desk.answers.new = NewDocument(Extent(64, 48), is_white=True)
    desk.do("new")
    assert (tmp_path / "kept.ora").is_file()
    assert desk.document.extent == Extent(64, 48)


def test_save_in_the_question_then_cancel_stays(desk):
    desk.stroke()
    desk.answers.unsaved = Unsaved.save
    desk.answers.path = None
    desk.answers.new = NewDocument(Extent(64, 48), is_white=True)
    desk.do("new")
    assert desk.document.extent == Extent(256, 192)


def test_closing_with_unsaved_changes_can_be_thought_better_of(desk):
    desk.stroke()
    assert not desk.window.close()
    assert desk.window.isVisible()


def test_a_file_that_is_no_picture_is_told_without_a_dialog(desk, tmp_path):
    bad = tmp_path / "note.png"
    bad.write_text("not a picture")
    desk.stroke()
    desk.answers.unsaved = Unsaved.discard
    desk.window.open_path(bad)
    assert desk.window.notice.isVisible()
    assert "note.png" in desk.window.notice.words.text()
    assert picture(desk)[20, 20, :3].tolist() == [0, 0, 0]


def test_a_notice_shows_its_details_on_demand_and_can_be_closed(desk):
    bar = desk.window.notice
    notice = Notice(NoticeKind.error, "It <broke>.", "Try again.", "Traceback")
    desk.session.notice.emit(notice)
    assert "It &lt;broke&gt;." in bar.words.text()
    assert not bar.details.isVisible()
    bar.more.click()
    assert bar.details.toPlainText() == "Traceback"
    assert bar.details.isVisible()
    bar.close_button.click()
    assert not bar.isVisible()


def test_a_failed_repaint_is_told_and_the_next_one_works(desk, qtbot):
    desk.engine.fail_at = (1, RuntimeError("no memory"))
    desk.do("repaint")
    qtbot.waitUntil(desk.window.notice.isVisible)
    assert "no memory" in desk.window.notice.words.text()
    desk.engine.fail_at = None
    desk.do("repaint")
    qtbot.waitUntil(lambda: len(desk.session.candidates.waiting) == 1)


def test_copy_and_paste_go_by_the_clipboard(desk):
    desk.stroke()
    desk.do("copy_merged")
    copied = QGuiApplication.clipboard().image()
    assert (copied.width(), copied.height()) == (256, 192)
    desk.do("paste")
    assert [layer.properties.name for layer in desk.document.layers][-1] == "Pasted"
    assert picture(desk)[20, 20, :3].tolist() == [0, 0, 0]


def test_what_was_copied_is_pasted_where_it_was(desk):
    desk.stroke()
    place = Bounds(10, 20, 60, 40)
    full = np.full((place.height, place.width), 255, np.uint8)
    desk.session.selecting.select(place, full, Combine.replace, "Select")
    before = picture(desk)
    desk.do("copy")
    desk.do("paste")
    assert np.array_equal(picture(desk), before)
    assert desk.document.paint_layer(desk.session.easel.active).tiles.read(place).any()


@pytest.mark.parametrize("told", [b"", b"a b", b"9000 0", b"-1 " * 4])
def test_a_picture_from_elsewhere_is_pasted_in_the_middle(desk, told):
    copied = QMimeData()
    copied.setImageData(QImage(56, 92, QImage.Format.Format_RGB32))
    copied.setData(PLACE, told)
    QGuiApplication.clipboard().setMimeData(copied)
    desk.do("paste")
    tiles = desk.document.paint_layer(desk.session.easel.active).tiles
    assert tiles.read(Bounds(100, 50, 56, 92))[..., 3].all()
    assert not tiles.read(Bounds(0, 0, 100, 192)).any()


def test_cut_takes_what_is_selected_away(desk):
    desk.do("select_all")
    desk.do("cut")
    assert not desk.document.paint_layer(desk.session.easel.active).tiles.keys


def test_files_that_were_copied_are_pasted_as_layers(desk, tmp_path):
    paths = (save_red(tmp_path / "one.png"), save_red(tmp_path / "two.png"))
    copied = QMimeData()
    copied.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    QGuiApplication.clipboard().setMimeData(copied)
    desk.do("paste")
    assert [layer.properties.name for layer in desk.document.layers][1:] == ["one", "two"]


def test_paste_without_a_picture_says_so(desk):
    QGuiApplication.clipboard().clear()
    desk.do("paste")
    assert "no picture" in desk.window.notice.words.text()


def test_a_picture_dropped_on_an_untouched_canvas_is_opened(desk, tmp_path):
    desk.window.canvas.pictures_dropped.emit((save_red(tmp_path / "red.png"),))
    assert desk.document.extent == Extent(32, 24)


def test_pictures_dropped_on_a_painting_become_layers(desk, tmp_path):
    desk.stroke()
    paths = (save_red(tmp_path / "one.png"), save_red(tmp_path / "two.png"))
    desk.window.canvas.pictures_dropped.emit(paths)
    names = [layer.properties.name for layer in desk.document.layers]
    assert names == ["Background", "one", "two"]
    assert picture(desk)[96, 128, :3].tolist() == [0, 0, 255]


def test_of_pictures_dropped_on_an_untouched_canvas_the_first_is_opened_beneath(desk, tmp_path):
    paths = (save_red(tmp_path / "one.png"), save_red(tmp_path / "two.png"))
    desk.window.canvas.pictures_dropped.emit(paths)
    assert [layer.properties.name for layer in desk.document.layers] == ["one", "two"]


def test_a_picture_dropped_on_one_that_was_opened_becomes_a_layer(desk, tmp_path):
    desk.session.filing.open(save_red(tmp_path / "one.png"))
    desk.window.canvas.pictures_dropped.emit((save_red(tmp_path / "two.png"),))
    assert [layer.properties.name for layer in desk.document.layers] == ["one", "two"]


def test_recent_files_are_offered(desk, tmp_path):
    desk.answers.path = tmp_path / "one.ora"
    desk.do("save")
    desk.session.filing.new(Extent(8, 8))
    recent = desk.window.recent
    recent.aboutToShow.emit()
    assert [shown.text() for shown in recent.actions()] == ["one.ora"]
    recent.actions()[0].trigger()
    assert desk.document.extent == Extent(256, 192)


def test_tab_leaves_nothing_but_the_canvas_and_brings_all_back(desk):
    window = desk.window
    desk.do("canvas_only")
    assert not any(dock.isVisible() for dock in window.docks.all)
    assert not window.menuBar().isVisible()
    assert not window.status.isVisible()
    desk.do("canvas_only")
    assert window.docks.repaint.isVisible()
    assert window.menuBar().isVisible()
    assert window.tools.isVisible()


def test_keys_work_while_nothing_but_the_canvas_is_seen(desk, qtbot):
    desk.do("canvas_only")
    qtbot.keyClick(desk.window.canvas, Qt.Key.Key_E)
    assert desk.session.painting.tool is ToolName.eraser


def test_a_slash_goes_to_the_prompt_even_from_the_bare_canvas(desk, qtbot):
    prompt = desk.window.docks.repaint.widget().prompt
    desk.do("canvas_only")
    qtbot.keyClick(desk.window.canvas, Qt.Key.Key_Slash)
    assert prompt.hasFocus()
    qtbot.keyClicks(prompt, "a/b")
    assert desk.session.repainting.recipe.prompt == "a/b"


def test_single_keys_in_the_prompt_are_words_not_tools(desk, qtbot):
    prompt = desk.window.docks.repaint.widget().prompt
    prompt.setFocus()
    qtbot.keyClicks(prompt, "be")
    assert desk.session.painting.tool is ToolName.brush
    assert desk.session.repainting.recipe.prompt == "be"


@pytest.mark.parametrize(
    "modifier",
    [Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier],
    ids=["Ctrl", "Shift"],
)
def test_enter_in_the_prompt_repaints(desk, qtbot, modifier):
    prompt = desk.window.docks.repaint.widget().prompt
    prompt.setFocus()
    qtbot.keyClick(prompt, Qt.Key.Key_Return, modifier)
    qtbot.waitUntil(lambda: len(desk.session.candidates.waiting) == 1)


def test_a_moved_layout_can_be_reset(desk):
    docks = desk.window.docks
    docks.layers.setFloating(True)
    docks.history.hide()
    desk.do("reset_layout")
    assert not docks.layers.isFloating()
    assert desk.window.tabifiedDockWidgets(docks.layers) == [docks.history]


def test_the_layout_is_kept_from_one_start_to_the_next(desk, tmp_path):
    desk.window.docks.history.hide()
    desk.window.close()
    kept = QSettings(str(tmp_path / "config" / "window.ini"), QSettings.Format.IniFormat)
    assert kept.value("layout") is not None
    assert kept.value("geometry") is not None


def test_a_title_is_shown_only_where_no_tab_shows_it(desk):
    docks = desk.window.docks
    assert docks.repaint.titleBarWidget() is None
    for dock in (docks.candidates, docks.jobs, docks.colour, docks.brush, docks.layers):
        assert dock.titleBarWidget() is not None


def test_the_theme_changes_at_once_and_is_kept(desk):
    desk.window._choose_theme("light")
    assert desk.window.palette().window().color().lightness() > 200
    assert desk.session.preferences.current.theme == "light"
    desk.window._choose_theme("dark")
    assert desk.window.palette().window().color().lightness() < 60


def test_the_language_is_kept_for_the_next_start(desk):
    desk.window._choose_language("zh_CN")
    assert desk.session.preferences.current.language == "zh_CN"
    assert "next start" in desk.window.notice.words.text()


def test_the_pointer_and_the_zoom_are_shown(desk):
    desk.painter.move(31, 17)
    assert desk.window.status.pointer.text() == "31, 17"
    desk.do("zoom_actual")
    assert desk.window.status.zoom.text() == "100 %"


def test_the_options_follow_the_tool(desk, qtbot):
    options = desk.window.options
    desk.session.painting.tool = ToolName.fill
    assert options.title.text() == "Fill"
    desk.session.painting.tool = ToolName.move
    qtbot.waitUntil(options.tip.isVisible)


def test_undo_in_the_bar_is_lit_only_when_there_is_something_to_take_back(desk):
    assert not desk.window.options.undo.isEnabled()
    desk.stroke()
    assert desk.window.options.undo.isEnabled()


def test_export_writes_a_picture_and_the_painting_stays_unsaved(desk, tmp_path):
    desk.stroke()
    desk.answers.path = tmp_path / "flat.png"
    desk.answers.export = ExportChoice(percent=50)
    desk.do("export")
    assert QImage(str(tmp_path / "flat.png")).width() == 128
    assert desk.window.isWindowModified()
    assert desk.answers.asked == ["how to export .png", "export Untitled.png"]


def test_export_again_asks_nothing(desk, tmp_path):
    assert not desk.window.menus.action("export_again").isEnabled()
    desk.answers.path = tmp_path / "flat.jpg"
    desk.answers.export = ExportChoice(".jpg", quality=50)
    desk.do("export")
    (tmp_path / "flat.jpg").unlink()
    desk.answers.asked.clear()
    desk.do("export_again")
    assert (tmp_path / "flat.jpg").is_file()
    assert not desk.answers.asked


def test_a_full_disk_is_told_and_the_painting_stays(desk, tmp_path):
    desk.stroke()
    desk.answers.path = tmp_path / "no such folder" / "x.ora"
    desk.do("save")
    assert desk.window.notice.isVisible()
    assert desk.window.isWindowModified()


def test_the_selection_menu_lights_up_with_a_selection(desk, qtbot):
    shrink = desk.window.menus.action("shrink_selection")
    assert not shrink.isEnabled()
    desk.session.selecting.select_all()
    qtbot.waitUntil(shrink.isEnabled)
    assert desk.document.selection.bounds == Bounds(0, 0, 256, 192)
