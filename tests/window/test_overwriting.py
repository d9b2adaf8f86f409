"""A file that others may have work in is asked about before it is replaced."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QMessageBox

from studio.session.files.kept_file import Doubt
from studio.session.notice import Notice, NoticeKind, NoticeVerb
from studio.window.asking import Dialogs, Overwriting, Unsaved


@pytest.fixture
def changed(desk, tmp_path):
    """A painting with a stroke more, whose file somebody else has written since."""
    path = tmp_path / "sea.ora"
    desk.session.filing.save(path)
    desk.stroke()
    path.write_bytes(b"somebody else's")
    return path


def test_what_somebody_else_wrote_is_not_replaced_without_a_question(desk, answers, changed):
    desk.do("save")
    assert answers.asked == ["changed sea.ora"]
    assert changed.read_bytes() == b"somebody else's"
    assert desk.session.filing.is_modified


def test_it_is_replaced_where_the_painter_says_so_and_stays_as_the_backup(desk, answers, changed):
    answers.overwriting = Overwriting.overwrite
    desk.do("save")
    assert changed.read_bytes().startswith(b"PK")
    assert changed.with_name("sea.ora~").read_bytes() == b"somebody else's"
    assert not desk.session.filing.is_modified


def test_the_painting_is_saved_elsewhere_where_the_painter_says_so(desk, answers, changed):
    answers.overwriting, answers.path = Overwriting.save_as, changed.with_name("mine.ora")
    desk.do("save")
    assert desk.session.filing.path == changed.with_name("mine.ora")
    assert changed.read_bytes() == b"somebody else's"


def test_a_question_that_is_not_answered_keeps_the_window_open(desk, answers, changed):
    answers.unsaved = Unsaved.save
    assert not desk.window.close()
    assert desk.window.isVisible()


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("Overwrite", Overwriting.overwrite),
        ("Save as…", Overwriting.save_as),
        ("Cancel", Overwriting.stay),
    ],
)
@pytest.mark.parametrize("doubt", list(Doubt))
def test_the_dialog_has_a_button_for_each_answer(desk, monkeypatch, words, answer, doubt):
    def click(box: QMessageBox) -> None:
        next(one for one in box.buttons() if one.text() == words).click()

    monkeypatch.setattr(QMessageBox, "exec", click)
    assert Dialogs(desk.window).about_overwriting("sea.ora", doubt) is answer


def test_a_notice_may_offer_what_to_do_about_it(desk):
    done: list[str] = []
    bar = desk.window.notice
    verb = NoticeVerb("Run it again", lambda: done.append("run"))
    desk.session.notice.emit(Notice(NoticeKind.info, "A repaint was cut off.", verb=verb))
    assert bar.verb.isVisible()
    bar.verb.click()
    assert done == ["run"]
    assert not bar.isVisible()
    desk.session.notice.emit(Notice(NoticeKind.info, "Another."))
    assert not bar.verb.isVisible()
