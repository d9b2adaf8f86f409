from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

from studio.files.claims import Claim
from studio.files.stamp import Source
from studio.session.files.kept_file import Doubt, KeptFile

OTHER = """
import sys
from pathlib import Path
from studio.files.claims import Claim
claim = Claim(Path(sys.argv[1]), Path(sys.argv[2]))
print(claim.is_others, flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def path(tmp_path):
    (tmp_path / "sea.ora").write_bytes(b"x" * 3_000_000)
    return tmp_path / "sea.ora"


@pytest.fixture
def kept(tmp_path, path):
    one = KeptFile(tmp_path / "open")
    one.take(path, Source.of(path))
    yield one
    one.let_go()


def test_a_file_that_nobody_touched_may_be_replaced(kept, path):
    assert kept.doubt_about(path) is None
    assert not kept.is_others


def test_a_file_that_another_program_wrote_is_doubtful(kept, path):
    path.write_bytes(b"y" * 3_000_000)
    assert kept.doubt_about(path) is Doubt.changed


@pytest.mark.parametrize("touch", ["mtime", "copied"])
def test_a_file_that_was_only_touched_is_as_it_was(kept, path, touch):
    if touch == "mtime":
        os.utime(path, (1, 1))
    else:
        shutil.copy(path, path.with_name("copy"))
        path.with_name("copy").replace(path)
    assert kept.doubt_about(path) is None


def test_a_file_that_is_gone_may_be_written_again(kept, path):
    path.unlink()
    assert kept.doubt_about(path) is None


def test_another_window_with_the_file_open_is_noticed_until_it_is_gone(kept, path, tmp_path):
    run = [sys.executable, "-c", OTHER, str(tmp_path / "open"), str(path)]
    kept.let_go()
    with subprocess.Popen(run, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "False\n"
        kept.take(path, Source.of(path))
        assert kept.is_others
        assert kept.doubt_about(path) is Doubt.open_elsewhere
        other.kill()
    assert not kept.is_others
    assert kept.doubt_about(path) is None


def test_the_name_to_save_under_may_be_open_elsewhere(kept, path, tmp_path):
    other = Claim(tmp_path / "open", tmp_path / "land.ora")
    assert kept.doubt_about(tmp_path / "land.ora") is Doubt.open_elsewhere
    other.let_go()
    assert kept.doubt_about(tmp_path / "land.ora") is None


def test_a_folder_that_cannot_be_written_claims_nothing_and_forbids_nothing(tmp_path, path):
    (tmp_path / "file").write_text("")
    claim = Claim(tmp_path / "file" / "open", path)
    assert not claim.is_others
