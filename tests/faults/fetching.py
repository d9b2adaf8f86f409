"""python -m tests.faults.fetching FOLDER KILLS: forks fetch what FOLDER/orders.json says.

Each is killed at another change of the disk, or at another byte of what arrives; then another
takes it up as the next start does. Prints one JSON object: how many were killed, and what was
then wrong.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from unittest import mock

import msgspec

import studio.downloads.web  # noqa: F401 - forks find it imported
from studio.downloads import fetch
from studio.downloads.download import download
from studio.downloads.line import Line
from studio.downloads.plan import Plan, PlannedFile
from studio.downloads.staging import unfinished
from tests.downloads.conftest import Recorder
from tests.faults.calls import at_call, dies

PIECE = 3000
# Of the disk, from nothing to the end.
CHANGES = 38


def main() -> int:
    """Kill so many, half of them at a byte."""
    folder, kills = Path(sys.argv[1]), int(sys.argv[2])
    files = msgspec.json.decode((folder / "orders.json").read_bytes(), type=list[PlannedFile])
    killed, wrong = 0, []
    for nth, (name, fetching) in enumerate(_fetchings(sum(one.nbytes for one in files), kills)):
        plan = Plan("Model", folder / str(nth) / "model", tuple(files), is_new=nth % 4 < 2)
        plan.folder.parent.mkdir()
        killed += _is_killed(partial(fetching, plan))
        died = _is_killed(partial(take_up, plan))
        found = ["the next start died"] if died else wrong_with(plan)
        wrong += [f"{name}: {words}" for words in found]
    print(json.dumps({"killed": killed, "wrong": wrong}))
    return 0


def take_up(plan: Plan) -> None:
    """What was begun, as the next start finds it; else anew, as somebody asks for it again."""
    home = plan.folder.parent if plan.is_new else plan.folder
    for one in unfinished(home):
        _fetch(one)
    if not all((plan.folder / one.path).exists() for one in plan.files):
        _fetch(plan)
    list(unfinished(home))


def wrong_with(plan: Plan) -> list[str]:
    """Files that are not what was planned, and what else lies there."""
    planned = {plan.folder / one.path: one for one in plan.files}
    there = {one for one in plan.folder.parent.rglob("*") if one.is_file()}
    wrong = [f"{one} is left" for one in there - planned.keys()]
    for path, one in planned.items():
        if not path.exists() or hashlib.sha256(path.read_bytes()).hexdigest() != one.sha256:
            wrong.append(f"{one.path} is not what was planned")
    folders = {one for one in plan.folder.parent.rglob("*") if one.is_dir()}
    return wrong + [f"{one} is left" for one in folders if one.name.startswith(".")]


def _fetchings(nbytes: int, kills: int) -> Iterator[tuple[str, Callable[[Plan], object]]]:
    chance = random.Random(1)
    for nth in range(kills):
        if nth % 2:
            at = chance.randrange(nbytes)
            yield f"killed at byte {at}", partial(_fetch, watch=_Doomed(at))
        else:
            at = nth // 2 % CHANGES + 1
            yield f"killed at change {at}", partial(_die_at, call=at)


def _die_at(plan: Plan, call: int) -> None:
    with at_call(call, dies):
        _fetch(plan)


def _fetch(plan: Plan, watch: Recorder | None = None) -> None:
    with mock.patch.object(fetch, "_PIECE", PIECE):
        download(plan, Line(), watch or Recorder())


class _Doomed(Recorder):
    """Killed when so many bytes have arrived."""

    def __init__(self, byte: int) -> None:
        super().__init__()
        self._byte = byte

    def arrived(self, nbytes: int) -> None:
        super().arrived(nbytes)
        if self.done > self._byte:
            os.kill(os.getpid(), signal.SIGKILL)


def _is_killed(work: Callable[[], object]) -> bool:
    """Whether the fork that did it was; it says why it ended otherwise."""
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


if __name__ == "__main__":
    sys.exit(main())
