"""Wheels are unpacked to where they say, and nowhere else."""

from __future__ import annotations

import stat
import sys
import zipfile

import pytest

from studio.errors import InputError
from studio.runtime.wheels import is_whole, take_over, unpack
from tests.fakes.wheels import wheel_of


def unpacked(tmp_path, files):
    path, _ = wheel_of(tmp_path / "wheels", "small", files)
    target = tmp_path / "runtime"
    return target, unpack(path, target, lambda: None)


def test_libraries_come_to_their_place_scripts_and_headers_do_not(tmp_path):
    files = {
        "small/__init__.py": b"1",
        "small-1.0.data/purelib/other.py": b"2",
        "small-1.0.data/scripts/run": b"3",
        "small-1.0.data/headers/x.h": b"4",
    }
    target, record = unpacked(tmp_path, files)
    assert (target / "other.py").read_bytes() == b"2"
    assert sorted(one.name for one in target.iterdir()) == [
        *("other.py", "small", "small-1.0.dist-info")
    ]
    assert is_whole(target, record, lambda: None)


@pytest.mark.parametrize(
    "name", ["../evil.py", "a/../../evil.py", "/evil.py", "a\\b.py", "C:evil.py", "nul.py"]
)
def test_a_name_that_leads_elsewhere_is_refused(tmp_path, name):
    with pytest.raises(InputError):
        unpacked(tmp_path, {name: b"evil"})
    assert not list(tmp_path.rglob("evil.py"))


def test_a_link_is_refused(tmp_path):
    path, _ = wheel_of(tmp_path, "small", {"small/__init__.py": b""})
    link = zipfile.ZipInfo("small/link")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "a") as inside:
        inside.writestr(link, "/etc/passwd")
    with pytest.raises(InputError):
        unpack(path, tmp_path / "runtime", lambda: None)


@pytest.mark.parametrize("content", [b"", b"PK", b"no zip at all"])
def test_what_is_no_wheel_is_told(tmp_path, content):
    path = tmp_path / "small-1.0-py3-none-any.whl"
    path.write_bytes(content)
    with pytest.raises(InputError):
        unpack(path, tmp_path / "runtime", lambda: None)


def test_a_wheel_cut_at_any_place_is_told(tmp_path):
    path, content = wheel_of(tmp_path, "small", {"small/__init__.py": b"x" * 200})
    for end in range(0, len(content), 7):
        path.write_bytes(content[:end])
        with pytest.raises(InputError):
            unpack(path, tmp_path / "runtime", lambda: None)


@pytest.mark.skipif(sys.platform == "win32", reason="files there may always be run")
def test_what_may_be_run_may_be_run_afterwards(tmp_path):
    path, _ = wheel_of(tmp_path, "small", {"small/__init__.py": b""})
    tool = zipfile.ZipInfo("small/tool")
    tool.external_attr = (stat.S_IFREG | 0o755) << 16
    with zipfile.ZipFile(path, "a") as inside:
        inside.writestr(tool, "#!/bin/sh")
    unpack(path, tmp_path / "runtime", lambda: None)
    assert (tmp_path / "runtime" / "small" / "tool").stat().st_mode & 0o111


def test_taken_over_it_is_whole_in_both_places(tmp_path):
    target, record = unpacked(tmp_path, {"small/__init__.py": b"1", "small/more/a.bin": b"2"})
    take_over(record, target, tmp_path / "other", lambda: None)
    assert is_whole(target, record, lambda: None)
    assert is_whole(tmp_path / "other", record, lambda: None)


def test_a_list_that_leads_elsewhere_makes_it_damaged(tmp_path):
    target, record = unpacked(tmp_path, {"small/__init__.py": b"1"})
    (target / record).write_text("../x,sha256=abc,1\n")
    assert not is_whole(target, record, lambda: None)
