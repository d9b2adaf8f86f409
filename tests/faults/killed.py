"""python -m tests.faults.killed SCENE FOLDER FIRST LAST: forks write, and are killed.

Prints one JSON object: how many were killed, and what was then wrong.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from studio.files.atomic import sweep
from tests.faults.calls import at_call, dies
from tests.faults.scenes import SCENES, Scene

OLD, NEW = 100, 200


def main() -> int:
    """Kill at each call from the first to the last, or until a version comes through."""
    name, folder, first, last = sys.argv[1:]
    scene, path = SCENES[name], Path(folder, name)
    killed, wrong = 0, []
    for nth in range(int(first), int(last) + 1):
        _forked(lambda: scene.write(path, OLD))
        was_killed = _forked(partial(_write_until, scene, path, nth))
        killed += was_killed
        found = path.with_name("wrong")
        _forked(partial(_look, scene, path, found, was_killed=was_killed))
        wrong += json.loads(found.read_text()) if found.exists() else ["nobody could look"]
        found.unlink(missing_ok=True)
        if not was_killed:
            break
    print(json.dumps({"killed": killed, "wrong": wrong}))
    return 0


def _forked(work: Callable[[], None]) -> bool:
    """Whether the fork that did it was killed.

    Everything is done in forks: where threads have been at work, none can be forked off any more.
    """
    child = os.fork()
    if child == 0:
        work()
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def _write_until(scene: Scene, path: Path, nth: int) -> None:
    with at_call(nth, dies):
        scene.write(path, NEW)


def _look(scene: Scene, path: Path, found: Path, *, was_killed: bool) -> None:
    found.write_text(json.dumps(_wrong_with(scene, path, was_killed=was_killed)))


def _wrong_with(scene: Scene, path: Path, *, was_killed: bool) -> list[str]:
    try:
        version = scene.version(path)
    except Exception as error:  # noqa: BLE001
        return [f"{path.name} is broken: {error!r}"]
    wrong = [] if version in ((OLD, NEW) if was_killed else (NEW,)) else [f"version {version}"]
    sweep(path.parent)
    left = sorted(one.name for one in path.parent.iterdir() if one.name != path.name)
    return wrong + [f"{name} is left" for name in left if not name.endswith("~")]


if __name__ == "__main__":
    sys.exit(main())
