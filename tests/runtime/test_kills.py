"""Killed at any change of the disk, a set-up leaves the former runtime or the new one, whole."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from studio.downloads.line import Line
from studio.errors import StudioError
from studio.runtime.manifest import Manifest, read, written
from studio.runtime.setting_up import set_up
from studio.runtime.shelf import Shelf, contents_of
from studio.runtime.wheels import is_whole
from tests.downloads.conftest import Recorder
from tests.fakes.wheels import manifest_of, told, wheel_of
from tests.faults import times
from tests.faults.calls import at_call, dies, fails
from tests.patience import PATIENCE

_ENOSPC = 28


def manifest_in(folder: Path, version: str) -> Manifest:
    same, _ = wheel_of(folder / "wheels", "same", {"same/__init__.py": b"", "same/x.bin": b"x"})
    text = f"VERSION = '{version}'".encode()
    other, _ = wheel_of(folder / "wheels", "other", {"other/__init__.py": text}, version=version)
    return manifest_of(*(told(one, "http://127.0.0.1:9") for one in (same, other)))


def made(folder: Path, manifest: Manifest) -> None:
    """Set up from wheels that have arrived."""
    shelf = Shelf(folder / "runtime")
    shelf.wheels.mkdir(parents=True, exist_ok=True)
    for one in manifest.wheels:
        shutil.copyfile(folder / "wheels" / one.name, shelf.wheels / one.name)
    set_up(
        manifest,
        shelf,
        Line(),
        Recorder(),
        at_stage=lambda _: None,
        try_it=lambda *_: None,
    )


def chosen_is_whole(folder: Path, *wanted: Manifest) -> bool:
    chosen = Shelf(folder / "runtime").chosen
    contents = contents_of(chosen) if chosen else None
    if contents is None or chosen is None:
        return False
    is_wanted = contents.manifest.id in [one.id for one in wanted]
    records = contents.records.values()
    return is_wanted and all(is_whole(chosen, one, lambda: None) for one in records)


@pytest.mark.skipif(sys.platform == "win32", reason="forks")
def test_killed_anywhere_it_is_the_old_one_or_the_new_one_and_the_next_set_up_works(tmp_path):
    old, new = manifest_in(tmp_path, "1.0"), manifest_in(tmp_path, "2.0")
    (tmp_path / "new.json").write_bytes(written(new))
    made(tmp_path, old)
    first = tmp_path / "first"
    shutil.copytree(tmp_path / "runtime", first)
    killed = 0
    for nth in range(1, 500, times(7, 1)):
        shutil.rmtree(tmp_path / "runtime")
        shutil.copytree(first, tmp_path / "runtime")
        was_killed = _killed_at(tmp_path, nth)
        assert chosen_is_whole(tmp_path, old, new), nth
        if not was_killed:
            break
        killed += 1
        made(tmp_path, new)
        assert chosen_is_whole(tmp_path, new), nth
        left = [one.name for one in (tmp_path / "runtime").iterdir() if one.name.startswith(".")]
        assert left == [], nth
    assert killed >= times(3, 25)


@pytest.mark.parametrize("number", [_ENOSPC])
def test_a_disk_that_fails_at_any_call_is_told_and_the_old_one_stays(tmp_path, number):
    old, new = manifest_in(tmp_path, "1.0"), manifest_in(tmp_path, "2.0")
    made(tmp_path, old)
    for nth in range(1, 500, times(7, 1)):
        try:
            with at_call(nth, fails(number)):
                made(tmp_path, new)
        except (StudioError, OSError):  # an OSError is this test's own copying
            assert chosen_is_whole(tmp_path, old, new), nth
        else:
            break
    assert chosen_is_whole(tmp_path, old, new)


def _killed_at(folder: Path, nth: int) -> bool:
    """In a program of its own: threads of this one would not survive a fork."""
    words = [sys.executable, "-m", "tests.runtime.test_kills", str(folder), str(nth)]
    return subprocess.run(words, check=False, timeout=PATIENCE).returncode < 0


if __name__ == "__main__":
    place, number = Path(sys.argv[1]), int(sys.argv[2])
    wanted = read(place / "new.json")
    assert wanted is not None
    with at_call(number, dies):
        made(place, wanted)
    os._exit(0)
