"""Errors nobody foresaw: told beside the window, copied, and told after a hard end."""

from __future__ import annotations

import logging
import sys
from logging.handlers import RotatingFileHandler

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from studio.window.crash import CrashLog, fault_notice, log_file, notice_of, watch_for_crashes
from studio.window.crash_dialog import CrashDialog, tell_crash


@pytest.fixture
def dialog(qapp, qtbot):
    dialog = CrashDialog(None)
    qtbot.addWidget(dialog)
    return dialog


def error_of(words):
    return ValueError(words)


def test_an_error_on_the_windows_thread_opens_the_dialog(dialog):
    end = watch_for_crashes(dialog.tell)
    try:
        sys.excepthook(ValueError, error_of("surprise"), None)
    finally:
        end()
    assert dialog.isVisible()
    assert "surprise" in dialog.details.toPlainText()


def test_the_same_error_over_and_over_is_told_once(dialog):
    notice = notice_of(error_of("again"))
    for _ in range(5):
        dialog.tell(notice)
    assert dialog.details.toPlainText().count("ValueError: again") == 1
    dialog.tell(notice_of(error_of("another")))
    assert "again" in dialog.details.toPlainText()
    assert "another" in dialog.details.toPlainText()


def test_what_was_closed_is_not_told_again(dialog):
    dialog.tell(notice_of(error_of("first")))
    dialog.reject()
    dialog.tell(notice_of(error_of("second")))
    assert "first" not in dialog.details.toPlainText()


def test_the_details_can_be_copied(dialog):
    dialog.tell(notice_of(error_of("to copy")))
    dialog.copy.click()
    assert "to copy" in QGuiApplication.clipboard().text()


def test_the_log_is_offered_where_there_is_one(qapp, qtbot, tmp_path):
    assert log_file() is None
    log = CrashLog(tmp_path)
    try:
        assert log_file() == tmp_path / "repaint-studio.log"
        dialog = CrashDialog(None)
        qtbot.addWidget(dialog)
        assert dialog.open_log.isEnabled()
    finally:
        log.close()


def test_the_log_rotates(tmp_path):
    log = CrashLog(tmp_path)
    [kept] = [one for one in logging.getLogger().handlers if isinstance(one, RotatingFileHandler)]
    kept.maxBytes = 300
    for number in range(20):
        logging.getLogger("studio.test").warning("line %d", number)
    log.close()
    files = sorted(path.name for path in tmp_path.glob("repaint-studio.log*"))
    assert files == ["repaint-studio.log", *(f"repaint-studio.log.{n}" for n in (1, 2, 3))]


def test_a_crash_below_python_is_told_once_at_the_next_start(tmp_path):
    CrashLog(tmp_path).close()
    (tmp_path / "faults.log").write_text("Fatal Python error: Segmentation fault\n")
    log = CrashLog(tmp_path)
    log.close()
    assert "Segmentation" in log.last_fault
    assert "Segmentation" in fault_notice(log.last_fault).details
    after = CrashLog(tmp_path)
    after.close()
    assert after.last_fault == ""
    assert (tmp_path / "faults.old.log").exists()


def test_one_dialog_beside_a_window_tells_all(qapp, qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    for words in ("one", "two"):
        tell_crash(window, notice_of(error_of(words)))
    [dialog] = window.findChildren(CrashDialog)
    assert "one" in dialog.details.toPlainText()
    assert "two" in dialog.details.toPlainText()
