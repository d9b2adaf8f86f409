"""The journal while the program is killed, and while the disk fails."""

from __future__ import annotations

import errno
import json
import shutil
import subprocess
import sys

import pytest

from studio.errors import StorageError
from studio.files.openraster.format import load, save
from studio.files.stamp import Source
from studio.geometry import Bounds
from studio.journal import script
from studio.journal.journal import Journal
from studio.journal.moment import painted_of
from studio.journal.shelf import left_behind
from tests.faults import IS_LONG, NUMBERS, times
from tests.faults.calls import at_call, fails
from tests.journal.scenes import moment_of, paint, rich_document, same

KILLS = 501
STROKES = (50, 60, 70)
PIXEL = Bounds(255, 20, 1, 1)


@pytest.mark.skipif(not IS_LONG, reason="tests/journal/test_killed.py has the short one")
@pytest.mark.skipif(sys.platform == "win32", reason="forks and signals as POSIX has them")
def test_whoever_is_killed_amid_painting_loses_the_stroke_at_most(tmp_path):
    command = [sys.executable, "-m", "tests.journal.killed", str(tmp_path), str(KILLS), "7"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    told = json.loads(done.stdout)
    assert told["wrong"] == []
    assert told["killed"] == KILLS


@pytest.fixture
def begun(tmp_path, monkeypatch):
    """A journal of an opened painting that has a first state, and is written anew by the next."""
    monkeypatch.setattr(script, "SPARED_BYTES", 0)
    save(rich_document(), tmp_path / "sea.ora")
    made = []

    def begin(name: str, *, grown: int):
        monkeypatch.setattr(script, "GROWN", grown)
        document, source = load(tmp_path / "sea.ora").document, Source.of(tmp_path / "sea.ora")
        journal = Journal(tmp_path / name)
        made.append(journal)
        journal.begin(painted_of(document, document.root.id), source)
        return journal, document

    yield begin
    for journal in made:
        journal.close()


@pytest.mark.parametrize("number", NUMBERS, ids=errno.errorcode.get)
@pytest.mark.parametrize("stays", [False, True], ids=["once", "from then on"])
@pytest.mark.parametrize("grown", [1, 1000], ids=["written anew", "appended"])
def test_a_disk_that_fails_at_any_change_is_told_and_the_journal_goes_on_by_itself(
    begun, tmp_path, grown, stays, number
):
    for nth in range(1, times(4, 1000)):
        journal, document = begun(f"journal {nth}", grown=grown)
        kept = None
        with at_call(nth, fails(number), stays=stays) as counter:
            for value in STROKES:
                failure = painted(journal, document, value)
                assert failure is None or (failure.message and failure.hint)
                kept = kept if failure else value
        # What could not be said to be kept may be so all the same.
        likely = (None, *STROKES) if kept is None else [one for one in STROKES if one >= kept]
        assert found_in(journal, tmp_path / f"copy {nth}") in likely
        assert painted(journal, document, 80) is None
        journal.close()
        (left,) = left_behind(journal.root)
        assert same(left.restored().document, document)
        left.folder.remove()
        assert list(journal.root.iterdir()) == []
        if counter.count < nth:
            break


def painted(journal: Journal, document, value: int) -> StorageError | None:
    """A stroke, and why it could not be kept."""
    paint(document, value)
    journal.keep(moment_of(document))
    journal.wait()
    return journal.failure()


def found_in(journal: Journal, copy) -> int | None:
    """The stroke that would come back if the program were killed now."""
    if not journal.root.exists():
        return None
    shutil.copytree(journal.root, copy)
    found = None
    for left in left_behind(copy):
        restored = left.restored()
        assert restored.lost == 0
        lowest = restored.document.paint_layer(restored.document.layers[0].id)
        found = int(lowest.tiles.read(PIXEL).max())
        left.folder.let_go()
    return found
