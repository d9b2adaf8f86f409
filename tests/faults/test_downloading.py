"""Downloads while the program is killed, and while the disk fails."""

from __future__ import annotations

import errno
import json
import subprocess
import sys
from contextlib import suppress

import msgspec
import pytest

from studio.downloads.plan import Plan
from studio.errors import StorageError
from tests.downloads.conftest import Bench
from tests.fakes.hub import fake_hub
from tests.faults import NUMBERS, times
from tests.faults.calls import at_call, fails
from tests.faults.fetching import take_up, wrong_with

KILLS = times(16, 500)


@pytest.fixture
def bench(tmp_path):
    with fake_hub() as hub:
        yield Bench(hub, tmp_path, bytes(range(256)) * 120)


@pytest.fixture
def files(bench):
    """Of a model: one large enough for many writes, and one in a folder of its own."""
    return [bench.file, bench.planned("unet/config.json", b"{}" * 700)]


@pytest.mark.skipif(sys.platform == "win32", reason="forks and signals as POSIX has them")
def test_killed_at_any_change_of_the_disk_or_byte_it_is_taken_up_and_leaves_nothing(bench, files):
    (bench.folder / "orders.json").write_bytes(msgspec.json.encode(files))
    command = [sys.executable, "-m", "tests.faults.fetching", str(bench.folder), str(KILLS)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    told = json.loads(done.stdout)
    assert told["wrong"] == []
    assert told["killed"] >= KILLS * 0.8


@pytest.mark.parametrize("number", NUMBERS, ids=errno.errorcode.get)
@pytest.mark.parametrize("stays", [False, True], ids=["once", "from then on"])
@pytest.mark.parametrize("is_new", [True, False], ids=["folder", "files"])
def test_a_disk_that_fails_at_any_change_is_told_and_it_is_taken_up(
    bench, files, is_new, stays, number
):
    for nth in range(1, times(8, 1000)):
        plan = Plan("Model", bench.folder / str(nth) / "model", tuple(files), is_new=is_new)
        plan.folder.parent.mkdir()
        with at_call(nth, fails(number), stays=stays) as counter, suppress(StorageError):
            bench.get(plan)
        take_up(plan)
        assert wrong_with(plan) == []
        if counter.count < nth:
            break
