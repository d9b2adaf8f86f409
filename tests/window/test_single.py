"""One program a user, and what a second start does."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QLockFile

from studio.window.single import SingleInstance
from tests.patience import PATIENCE

HAND_OVER = (
    "import sys; from pathlib import Path; from studio.window.single import SingleInstance;"
    "one = SingleInstance(Path(sys.argv[1]));"
    f"print(one.is_first, one.hand_over([Path(p) for p in sys.argv[2:]], {PATIENCE / 2}))"
)


@pytest.fixture
def first(qapp, tmp_path):
    first = SingleInstance(tmp_path)
    yield first
    first.close()


def another_start(folder, *files):
    command = [sys.executable, "-c", HAND_OVER, str(folder), *files]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_who_comes_first_is_the_first_until_it_ends(first, tmp_path):
    assert first.is_first
    second = SingleInstance(tmp_path)
    assert not second.is_first
    first.close()
    third = SingleInstance(tmp_path)
    assert third.is_first
    third.close()


@pytest.mark.parametrize("folder", ["short", "a" * 120])
def test_a_second_start_hands_its_files_to_the_first(qapp, qtbot, tmp_path, folder):
    first, taken = SingleInstance(tmp_path / folder), []
    assert first.listen(taken.append)
    second = another_start(tmp_path / folder, "/a/sea.ora", "/a/海.png")
    qtbot.waitUntil(lambda: second.poll() is not None)
    assert taken == [(Path("/a/sea.ora"), Path("/a/海.png"))]
    assert second.communicate()[0].split() == ["False", "True"]
    first.close()


def test_a_start_without_files_only_brings_the_window_up(first, qtbot, tmp_path):
    taken = []
    first.listen(taken.append)
    second = another_start(tmp_path)
    qtbot.waitUntil(lambda: second.poll() is not None)
    assert taken == [()]
    second.communicate()


def test_who_gets_no_answer_says_so(first, tmp_path):
    assert not SingleInstance(tmp_path).hand_over([], patience=0.1)


def test_what_a_dead_program_left_stands_in_nobodys_way(qapp, tmp_path):
    words = (
        "import os, sys; from pathlib import Path; from PySide6.QtCore import QCoreApplication;"
        "from studio.window.single import SingleInstance; app = QCoreApplication([]);"
        "one = SingleInstance(Path(sys.argv[1])); print(one.listen(print), flush=True);"
        "os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", words, str(tmp_path)], check=False, capture_output=True)
    assert (tmp_path / "instance.lock").exists()
    first = SingleInstance(tmp_path)
    assert first.is_first
    assert first.listen(print)
    first.close()


@pytest.mark.skipif(os.name == "nt", reason="sockets in folders are not for Windows")
def test_nonsense_on_the_socket_hands_over_nothing(first, qtbot, tmp_path):
    taken = []
    first.listen(taken.append)
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(first._name)
        client.sendall(b'{"not": "a list"}\n')
        qtbot.waitUntil(lambda: bool(taken))
    assert taken == [()]


def test_where_no_lock_can_be_made_everybody_is_the_first(qapp, tmp_path, monkeypatch):
    monkeypatch.setattr("studio.window.single.QLockFile", _NoLock)
    assert SingleInstance(tmp_path).is_first


class _NoLock:
    """A lock on a disk that cannot be written."""

    LockError = QLockFile.LockError

    def __init__(self, path):
        self.path = path

    def setStaleLockTime(self, ms):
        assert ms == 0

    def tryLock(self, ms):
        return False

    def error(self):
        return self.LockError.PermissionError
