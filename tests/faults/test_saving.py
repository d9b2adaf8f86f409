"""Saving while the program is killed, and while the disk fails or is full."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from contextlib import suppress

import pytest

from studio.errors import StorageError
from tests.faults import IS_LONG, times
from tests.faults.calls import at_call, fails
from tests.faults.scenes import SCENES

OLD, NEW = 100, 200
KILLS = times(7, 500)
# A fork that is killed imports anew what it needs, each time.
KILLED = tuple(SCENES) if IS_LONG else ("painting.ora", "colours.gpl", "preferences.json")
posix = pytest.mark.skipif(sys.platform == "win32", reason="forks and signals as POSIX has them")


@posix
@pytest.mark.parametrize("name", KILLED)
def test_a_program_that_is_killed_at_any_change_of_the_disk_leaves_a_whole_file(tmp_path, name):
    command = [sys.executable, "-m", "tests.faults.killed", name, str(tmp_path), "1", str(KILLS)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    told = json.loads(done.stdout)
    assert told["wrong"] == []
    assert told["killed"] >= 5


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EROFS], ids=errno.errorcode.get)
@pytest.mark.parametrize("stays", [False, True], ids=["once", "from then on"])
@pytest.mark.parametrize("name", SCENES)
def test_a_disk_that_fails_at_any_change_leaves_a_whole_file_and_nothing_else(
    tmp_path, name, stays, number
):
    scene, path = SCENES[name], tmp_path / name
    scene.write(path, OLD)
    for nth in range(1, times(8, 10_000)):
        with at_call(nth, fails(number), stays=stays) as counter, suppress(StorageError):
            scene.write(path, NEW)
        assert scene.version(path) in {OLD, NEW}
        assert {one.name for one in tmp_path.iterdir()} <= {name, f"{name}~"}
        if counter.count < nth:
            assert scene.version(path) == NEW
            break
        scene.write(path, OLD)


@pytest.fixture
def small_disk(tmp_path):
    """A disk of eight megabytes; only root may make one."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0 or not shutil.which("mount"):
        pytest.skip("needs root, to mount a small disk")
    folder = tmp_path / "disk"
    folder.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder)], check=False
    )
    if made.returncode:
        pytest.skip("no disk can be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.parametrize("name", SCENES)
def test_on_a_disk_that_is_full_the_old_file_stays_whole_and_nothing_is_left(small_disk, name):
    scene, path = SCENES[name], small_disk / name
    scene.write(path, OLD)
    stuffing = small_disk / "stuffing"
    with suppress(OSError), stuffing.open("wb", buffering=0) as stream:
        while stream.write(bytes(4096)):
            pass
    with suppress(StorageError):
        scene.write(path, NEW)
    assert scene.version(path) in {OLD, NEW}
    assert {one.name for one in small_disk.iterdir()} <= {name, f"{name}~", "stuffing"}
    stuffing.unlink()
    scene.write(path, NEW)
    assert scene.version(path) == NEW
