"""What the program keeps for the painter, damaged: it starts, and says what it set aside."""

from __future__ import annotations

import gc
from pathlib import Path
from shutil import rmtree

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from studio.app import App, Places, build_app
from studio.session.notice import Notice
from studio.window.recovery import RecoveryDialog
from studio.window.safety import SafetyNet
from tests.fakes.engines import FakeEngine
from tests.faults import times
from tests.faults.journals import a_journal
from tests.faults.scenes import SCENES
from tests.files.corpus import flipped

# The offscreen platform says so of every dialog.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

DAMAGED = {
    "preferences.json": (b"", b"{", b"[]", b"\xff\xfe", b"[" * 5000, b'"words"', bytes(4096)),
    "brushes/mine.json": (b"", b"{", b'{"format": 3}', b"\xff\xfe", b"[" * 5000),
    "palettes/mine.gpl": (b"", b"GIMP Palette\n1 2 x\n", b"\xff\xfe", bytes(4096)),
}
SCENE_OF = {
    "preferences.json": SCENES["preferences.json"],
    "brushes/mine.json": SCENES["brush.json"],
    "palettes/mine.gpl": SCENES["colours.gpl"],
}


class Starts:
    """Starts of the program over such files."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._apps: list[App] = []

    def app(self) -> App:
        """One more."""
        places = Places(self._home, self._home / "logs")
        self._apps.append(build_app(places, make_engine=lambda _: FakeEngine()))
        return self._apps[-1]

    def __call__(self) -> list[Notice]:
        """One more; what it told."""
        session, told = self.app().session, []
        session.preferences.set_aside.tell_to(told.append)
        assert session.brushes.presets
        assert session.palettes.ids
        return told

    def close(self) -> None:
        """End them all, and leave nothing of them in memory."""
        for app in self._apps:
            app.session.close()
            app.window.deleteLater()
        self._apps.clear()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()


@pytest.fixture
def started(qapp, tmp_path):
    found = Starts(tmp_path)
    yield found
    found.close()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param(name, content, id=f"{name} {content[:6]!r}")
        for name, contents in DAMAGED.items()
        for content in contents
    ],
)
def test_a_damaged_file_is_set_aside_and_told_and_the_program_starts(
    started, tmp_path, name, content
):
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    if name.startswith("palettes"):
        (tmp_path / "preferences.json").write_text('{"palette": "mine"}')
    told = started()
    assert [notice.message for notice in told] == [f"{path.name} is damaged and was set aside."]
    assert path.with_name(f"{path.name}.damaged").read_bytes() == content
    assert not path.exists()


@pytest.mark.parametrize("name", SCENE_OF)
def test_with_any_byte_of_it_changed_the_program_starts(started, tmp_path, name):
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    SCENE_OF[name].write(path, 100)
    for damaged in flipped(path.read_bytes(), times(3, 200)):
        path.write_bytes(damaged)
        started()
        started.close()


class Nets:
    """Nets under the program's windows."""

    def __init__(self, started: Starts) -> None:
        self._started = started
        self._nets: list[SafetyNet] = []

    def __call__(self, folder: Path) -> tuple[list[str], list[str]]:
        """Hang one under one more; what was offered of crashes, and what was told."""
        app, told = self._started.app(), []
        app.session.preferences.set_aside.tell_to(told.append)
        self._nets.append(SafetyNet(app.window, folder))
        self._nets[-1].hang()
        dialogs = app.window.findChildren(RecoveryDialog)
        offered = [row.left.state.title for one in dialogs for row in one.rows]
        for one in dialogs:
            one.reject()
        return offered, [notice.message for notice in told]

    def close(self) -> None:
        """Take them all away, and end the programs."""
        for net in self._nets:
            net.take_away()
        self._nets.clear()
        self._started.close()


@pytest.fixture
def hung(started):
    found = Nets(started)
    yield found
    found.close()


@pytest.mark.parametrize(
    "content", [b"noise", b"RepaintJournal9\n", bytes(4096), a_journal()[:16] + bytes(400)]
)
def test_a_journal_that_nobody_can_read_is_set_aside_and_told(hung, tmp_path, content):
    for name, words in (("one", content), ("two", a_journal())):
        (tmp_path / "journals" / name).mkdir(parents=True)
        (tmp_path / "journals" / name / "journal").write_bytes(words)
    offered, told = hung(tmp_path / "journals")
    assert offered == ["Sea"]
    assert told == ["What a crash left of a painting is damaged and was set aside."]
    aside = tmp_path / "journals" / "one.damaged" / "journal"
    assert aside.read_bytes() == content
    assert hung(tmp_path / "journals") == (["Sea"], [])


def test_with_any_byte_of_a_journal_changed_the_program_starts(hung, tmp_path):
    path = tmp_path / "journals" / "one" / "journal"
    for damaged in flipped(a_journal(), times(3, 200)):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(damaged)
        hung(tmp_path / "journals")
        hung.close()
        rmtree(tmp_path / "journals")


def test_locks_and_journals_that_are_folders_are_no_hindrance(hung, tmp_path):
    root = tmp_path / "journals"
    (root / "one" / "lock").mkdir(parents=True)
    (root / "two" / "journal").mkdir(parents=True)
    (root / "three").write_bytes(b"a file")
    offered, told = hung(root)
    assert (offered, len(told)) == ([], 1)
    assert sorted(one.name for one in root.iterdir()) == ["one", "three", "two.damaged"]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b"[" * 5000, bytes(4096)])
def test_notes_of_a_download_that_nobody_can_read_are_set_aside_and_told(
    started, tmp_path, content
):
    notes = tmp_path / "models" / ".model.downloading" / "download.json"
    notes.parent.mkdir(parents=True)
    notes.write_bytes(content)
    (notes.parent / "model.bin.part").write_bytes(b"half of it")
    app, told = started.app(), []
    app.session.preferences.set_aside.tell_to(told.append)
    app.session.downloading.remember()
    assert app.session.downloading.items == ()
    assert [notice.message for notice in told] == [
        "What is known of an unfinished download is damaged and was set aside."
    ]
    assert sorted(one.name for one in notes.parent.iterdir()) == [
        *("download.json.damaged", "model.bin.part")
    ]


def test_damaged_places_of_windows_do_not_keep_the_program_from_starting(started, tmp_path):
    noise = np.random.default_rng(1).bytes(2000)
    (tmp_path / "window.ini").write_bytes(b"[General]\ngeometry=@ByteArray(" + noise + b")\n")
    assert started() == []
