from __future__ import annotations

import os
import subprocess
import sys

import pytest

from studio.files.locks import FileLock

HOLDER = """
import sys
from pathlib import Path
from studio.files.locks import FileLock
lock = FileLock(Path(sys.argv[1]))
print(lock.take(), flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "lock"


def test_one_holds_it_until_it_lets_go(path):
    one, other = FileLock(path), FileLock(path)
    assert one.take()
    assert one.take()  # it does already
    assert not other.take()
    one.let_go()
    assert other.take()
    other.let_go()
    assert not other.is_held


def test_a_process_that_is_killed_holds_nothing(path):
    run = [sys.executable, "-c", HOLDER, str(path)]
    lock = FileLock(path)
    with subprocess.Popen(run, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "True\n"
        assert not lock.take()
        other.kill()
    assert lock.take()
    lock.let_go()


def test_a_file_that_merely_lies_there_is_free(path):
    path.write_text(str(os.getpid()))
    lock = FileLock(path)
    assert lock.take()
    lock.let_go()


def test_letting_go_twice_harms_nobody(path):
    one, other = FileLock(path), FileLock(path)
    assert one.take()
    one.let_go()
    assert other.take()
    one.let_go()
    assert not FileLock(path).take()
    other.let_go()


def test_where_no_file_can_be_made_it_says_so(tmp_path):
    with pytest.raises(OSError, match="No such file"):
        FileLock(tmp_path / "gone" / "lock").take()
