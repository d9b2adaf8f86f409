"""A start after a crash: what was left behind is offered, and what is painted then is kept."""

from __future__ import annotations

import os

import numpy as np
import pytest

from studio.document.composite import flatten
from studio.document.document import Document
from studio.journal.journal import Journal
from studio.journal.shelf import left_behind
from studio.window.asking import Unsaved
from studio.window.recovery import RecoveryDialog
from studio.window.safety import SafetyNet
from tests.journal.scenes import moment_of, paint, rich_document, same


@pytest.fixture
def journals(tmp_path):
    return tmp_path / "journals"


@pytest.fixture
def hang(desk, journals):
    nets: list[SafetyNet] = []

    def hung() -> SafetyNet:
        nets.append(SafetyNet(desk.window, journals))
        nets[-1].hang()
        return nets[-1]

    yield hung
    for dialog in desk.window.findChildren(RecoveryDialog):
        dialog.reject()
    for net in nets:
        net.take_away()


def leave_behind(journals, *titles: str) -> Document:
    document = rich_document()
    for title in titles:
        paint(document, len(title))
        journal = Journal(journals)
        journal.keep(moment_of(document, title=title))
        journal.close()
    return document


def dialog_of(desk):
    (found,) = desk.window.findChildren(RecoveryDialog)
    return found


def picture_of(document: Document):
    return flatten(document, document.bounds)


def test_without_a_crash_nothing_is_asked(desk, hang):
    hang()
    assert desk.window.findChildren(RecoveryDialog) == []


def test_what_was_left_behind_is_shown_with_name_time_and_picture(desk, hang, journals, qtbot):
    leave_behind(journals, "Sea", "Land")
    hang()
    dialog = dialog_of(desk)
    assert dialog.isVisible()
    assert [row.left.state.title for row in dialog.rows] == ["Land", "Sea"]
    assert all("600 × 300 px · 6 layers" in row.words.text() for row in dialog.rows)
    qtbot.waitUntil(lambda: all(not row.picture.pixmap().isNull() for row in dialog.rows))


def test_opening_one_goes_on_with_it_and_leaves_the_others(desk, hang, journals):
    leave_behind(journals, "Sea")
    document = leave_behind(journals, "Land")
    net = hang()
    dialog_of(desk).rows[0].open.click()
    assert desk.session.filing.title == "Land"
    assert desk.session.filing.is_modified
    assert np.array_equal(picture_of(desk.document), picture_of(document))
    assert net.autosave is not None
    net.autosave.journal.wait()
    assert len(list(journals.iterdir())) == 2


def test_opening_one_asks_first_whether_the_painting_may_go(desk, answers, hang, journals):
    leave_behind(journals, "Sea")
    hang()
    desk.stroke()
    answers.unsaved = Unsaved.stay
    dialog_of(desk).rows[0].open.click()
    assert desk.session.filing.title == "Untitled"
    assert dialog_of(desk).isVisible()


def test_what_is_discarded_goes_when_the_dialog_is_closed(desk, hang, journals):
    leave_behind(journals, "Sea")
    document = leave_behind(journals, "Land")
    hang()
    dialog = dialog_of(desk)
    for row in dialog.rows:
        row.discard.click()
    assert dialog.close_button.text() == "Discard all"
    assert not dialog.rows[0].open.isEnabled()
    dialog.rows[0].discard.click()
    assert dialog.close_button.text() == "Keep for later"
    assert len(list(journals.iterdir())) == 2
    dialog.close_button.click()
    (left,) = left_behind(journals)
    assert same(left.restored().document, document)
    left.folder.let_go()


def test_what_is_kept_for_later_is_offered_at_the_next_start(desk, hang, journals):
    leave_behind(journals, "Sea")
    for _ in range(2):
        hang()
        dialog = next(one for one in desk.window.findChildren(RecoveryDialog) if one.isVisible())
        assert [row.left.state.title for row in dialog.rows] == ["Sea"]
        dialog.close_button.click()


def test_a_journal_whose_painting_is_broken_says_so_and_stays(desk, hang, journals, qtbot):
    leave_behind(journals, "Sea")
    hang()
    row = dialog_of(desk).rows[0]
    (journals / row.left.folder.path.name / "journal").write_bytes(b"gone")
    row.open.click()
    assert desk.document.layers
    assert desk.window.notice.isVisible()


def test_what_is_painted_is_kept_and_a_clean_end_leaves_nothing(desk, answers, hang, journals):
    net = hang()
    desk.stroke()
    assert net.autosave is not None
    net.autosave.flush()
    net.autosave.journal.wait()
    assert len(list(journals.iterdir())) == 1
    answers.unsaved = Unsaved.discard
    desk.window.close()
    net.take_away()
    assert list(journals.iterdir()) == []


def test_an_end_that_nobody_agreed_to_keeps_the_latest_stroke(desk, hang, journals):
    net = hang()
    desk.stroke()
    net.take_away()
    assert len(list(journals.iterdir())) == 1


def test_what_killed_saves_left_is_swept(desk, hang, tmp_path, qtbot):
    left = tmp_path / ".repaint-studio-1.part"
    desk.session.filing.save(tmp_path / "sea.ora")
    left.write_bytes(b"")
    os.utime(left, (0, 0))
    hang()
    qtbot.waitUntil(lambda: not left.exists())
