from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from studio.document.layers import TextLayer
from studio.errors import StudioError
from studio.geometry import Bounds, Extent
from studio.journal.journal import Journal
from studio.journal.moment import painted_of
from studio.session.files.autosave import LOOK_AGAIN_SECONDS, PAUSE_SECONDS, Autosave
from studio.session.files.recovering import Recovering
from studio.session.notice import Notice
from studio.session.writing import Caret
from tests.fakes.sessions import document_of, session_of


class Clock:
    """Goes when it is told to."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


class Safe:
    """A session whose work is kept, and what is found after it died."""

    def __init__(self, session, folder: Path) -> None:
        self.session = session
        self.clock = Clock()
        self.autosave = Autosave(session, Journal(folder), self.clock)
        self.recovering = Recovering(session, self.autosave)
        self.wanted: list[float] = []
        self.notices: list[Notice] = []
        self.autosave.wanted.connect(self.wanted.append)
        session.notice.connect(self.notices.append)

    @property
    def document(self):
        return self.session.easel.document

    def stroke(self, value: int = 200) -> None:
        with self.document.painting(self.document.layers[0].id, "Stroke") as tiles:
            tiles.write(Bounds(10, 10, 9, 9), np.full((9, 9, 4), value, np.uint8))

    def flush(self) -> None:
        self.autosave.flush()
        self.autosave.journal.wait()

    @property
    def folders(self) -> list[Path]:
        self.autosave.journal.wait()
        root = self.autosave.journal.root
        return list(root.iterdir()) if root.is_dir() else []

    def pixel(self) -> int:
        return int(self.document.paint_layer(self.document.layers[0].id).tiles.read(PIXEL).max())


PIXEL = Bounds(12, 12, 1, 1)


@pytest.fixture
def begun(qapp, tmp_path):
    """Begin sessions on one folder of journals; the n-th is whoever comes after a crash."""
    made: list[Safe] = []

    def begin() -> Safe:
        home = tmp_path / f"home{len(made)}"
        home.mkdir()
        made.append(Safe(session_of(document_of(400, 300), home), tmp_path / "journal"))
        return made[-1]

    yield begin
    for safe in made:
        safe.autosave.close(is_clean=True)
        safe.session.close()


def crash(safe: Safe) -> None:
    """It goes without a word; what is on the disk stays."""
    safe.autosave.close(is_clean=False)


def test_an_edit_is_written_at_once(begun):
    safe = begun()
    assert safe.folders == []
    safe.clock.now += 5
    safe.stroke()
    assert safe.wanted[-1] == 0
    safe.flush()
    assert len(safe.folders) == 1


def test_edits_that_follow_at_once_are_written_together(begun):
    safe = begun()
    safe.stroke(1)
    safe.flush()
    for value in range(2, 10):
        safe.clock.now += PAUSE_SECONDS / 10
        safe.stroke(value)
    due = safe.clock.now + safe.wanted[-1]
    assert due == pytest.approx(100 + PAUSE_SECONDS)


def test_a_look_that_takes_long_is_taken_less_often(begun, monkeypatch):
    safe = begun()
    safe.stroke(1)

    def slow(*_):
        safe.clock.now += 1
        return painted_of(safe.document, safe.session.easel.active)

    monkeypatch.setattr("studio.session.files.autosave.painted_of", slow)
    safe.flush()
    safe.stroke(2)
    assert safe.wanted[-1] == pytest.approx(20)


def test_nothing_is_written_when_nothing_is_new(begun):
    safe = begun()
    safe.stroke()
    safe.flush()
    (folder,) = safe.folders
    before = (folder / "journal").stat().st_size
    safe.flush()
    assert (folder / "journal").stat().st_size == before


def test_what_was_painted_comes_back_modified_under_its_name(begun, tmp_path):
    first = begun()
    first.session.filing.save(tmp_path / "sea.ora")
    first.stroke(123)
    first.flush()
    crash(first)
    second = begun()
    (left,) = second.recovering.found()
    assert left.state.title == "sea.ora"
    second.recovering.open(left)
    filing = second.session.filing
    assert second.pixel() == 123
    assert (filing.path, filing.is_modified, filing.title) == (
        tmp_path / "sea.ora",
        True,
        "sea.ora",
    )
    assert second.document.history.titles == ()
    filing.save(tmp_path / "sea.ora")
    assert not filing.is_modified
    assert second.folders == []


def test_a_painting_never_saved_comes_back_too_and_is_kept_until_it_is_saved(begun):
    first = begun()
    first.stroke(50)
    first.flush()
    crash(first)
    second = begun()
    journals = second.folders
    second.recovering.open(second.recovering.found()[0])
    assert second.session.filing.path is None
    assert second.session.filing.is_modified
    assert second.folders == journals
    second.stroke(60)
    second.flush()
    crash(second)
    third = begun()
    third.recovering.open(third.recovering.found()[0])
    assert third.pixel() == 60


def test_a_clean_end_leaves_nothing(begun):
    safe = begun()
    safe.stroke()
    safe.flush()
    safe.autosave.close(is_clean=True)
    assert safe.folders == []


def test_saving_another_painting_or_undoing_leaves_nothing_to_keep(begun, tmp_path):
    safe = begun()
    safe.stroke()
    safe.flush()
    safe.document.history.undo()
    safe.flush()
    assert safe.folders == []
    safe.stroke()
    safe.flush()
    safe.session.filing.save(tmp_path / "sea.ora")
    assert safe.folders == []
    safe.stroke(1)
    safe.flush()
    safe.session.filing.new(Extent(20, 20))
    assert safe.folders == []


def test_a_painting_that_goes_back_to_what_was_saved_and_on_again_is_kept(begun, tmp_path):
    safe = begun()
    safe.session.filing.save(tmp_path / "sea.ora")
    for value in (7, 8):
        safe.stroke(value)
        safe.flush()
        safe.document.history.undo()
        safe.flush()
    safe.document.history.redo()
    safe.flush()
    crash(safe)
    second = begun()
    second.recovering.open(second.recovering.found()[0])
    assert second.pixel() == 8


def test_candidates_are_kept_though_the_painting_is_saved(begun, tmp_path, qtbot):
    first = begun()
    first.session.repainting.repaint()
    qtbot.waitUntil(lambda: bool(first.session.candidates.waiting))
    first.session.filing.save(tmp_path / "sea.ora")
    assert not first.session.filing.is_modified
    first.flush()
    crash(first)
    second = begun()
    journals = second.folders
    second.recovering.open(second.recovering.found()[0])
    assert second.folders == journals
    (candidate,) = second.session.candidates.waiting
    was = first.session.candidates.waiting[0]
    assert np.array_equal(candidate.result.pixels, was.result.pixels)
    assert not second.session.filing.is_modified
    second.session.candidates.drop(candidate.id)
    second.flush()
    assert second.folders == []


def test_a_repaint_that_was_cut_off_runs_again_by_one_click(begun, qtbot):
    first = begun()
    first.session.repainting.jobs.pause()
    first.session.repainting.repaint()
    first.flush()
    crash(first)
    second = begun()
    second.recovering.open(second.recovering.found()[0])
    notice = second.notices[-1]
    assert notice.verb is not None
    second.flush()
    assert len(second.folders) == 1
    notice.verb.run()
    qtbot.waitUntil(lambda: bool(second.session.candidates.waiting))
    assert second.autosave.interrupted == ()


def test_a_live_repaint_that_was_cut_off_is_not_missed(begun):
    first = begun()
    first.session.repainting.jobs.pause()
    first.session.live.switch()
    first.session.live.ask()
    first.flush()
    assert first.session.repainting.jobs.jobs
    assert first.folders == []


def test_what_could_not_be_written_is_told_once_and_tried_again(begun, monkeypatch):
    safe = begun()
    told: list[StudioError] = []
    safe.autosave.failed.connect(told.append)
    with monkeypatch.context() as full:
        full.setattr("os.fsync", failing)
        safe.stroke(77)
        for _ in range(3):
            safe.flush()
            assert safe.wanted[-1] == LOOK_AGAIN_SECONDS
    assert len(told) == 1
    safe.flush()  # there is room again, and nothing was painted since
    safe.flush()
    crash(safe)
    second = begun()
    second.recovering.open(second.recovering.found()[0])
    assert second.pixel() == 77


def failing(*_):
    raise OSError(28, "No space left on device")


def test_words_that_are_being_typed_come_back(begun):
    first = begun()
    first.session.writing.begin_at((50.0, 60.0))
    first.session.writing.write("Hello", Caret(5, 5))
    first.flush()
    crash(first)
    second = begun()
    second.recovering.open(second.recovering.found()[0])
    layer = second.document.layers[-1]
    assert isinstance(layer, TextLayer)
    assert layer.text.words == "Hello"
    assert second.session.filing.is_modified


def test_words_that_were_given_up_do_not_come_back(begun):
    safe = begun()
    safe.session.writing.begin_at((50.0, 60.0))
    safe.session.writing.write("Hello", Caret(5, 5))
    safe.flush()
    safe.session.writing.cancel()
    safe.flush()
    assert safe.folders == []


def test_a_file_changed_after_the_crash_is_not_overwritten_unasked(begun, tmp_path):
    first = begun()
    path = tmp_path / "sea.ora"
    first.session.filing.save(path)
    first.stroke()
    first.flush()
    crash(first)
    second = begun()
    second.session.filing.save(tmp_path / "other.ora")
    shutil.copy(tmp_path / "other.ora", path)
    with path.open("ab") as stream:
        stream.write(b"more")
    second.recovering.open(second.recovering.found()[0])
    assert second.session.filing.doubt_about(path) is not None


def test_what_is_discarded_is_gone_and_what_is_left_is_offered_again(begun):
    first = begun()
    first.stroke()
    first.flush()
    crash(first)
    second = begun()
    (left,) = second.recovering.found()
    assert second.recovering.found() == ()  # it is held
    second.recovering.leave(left)
    (left,) = second.recovering.found()
    second.recovering.discard(left)
    assert second.recovering.found() == ()
    assert second.folders == []
