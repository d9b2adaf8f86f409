"""python -m tests.faults.damaged KIND FLIPS PERCENT: damaged copies are read, in words or whole.

Cut at each so many per cent, and so many times with bytes changed; in a process of its own, which
may take a gigabyte more than it has. Prints one JSON object: how
slow the slowest was, in seconds, and what went wrong.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import suppress

from PySide6.QtGui import QGuiApplication

from studio.errors import StudioError
from tests.faults.corpus import Kind, kinds
from tests.files.corpus import flipped, truncated

ROOM = 1 << 30


def main() -> int:
    """Read all the copies."""
    name, flips, percent = sys.argv[1:]
    application = QGuiApplication([])  # drawings have texts in them
    kind = kinds()[name]
    kind.read(kind.content)
    limit_memory()
    slowest, wrong = 0.0, []
    for content in _damaged(kind, int(flips), int(percent)):
        started = time.process_time()
        found = _wrong_with(kind, content)
        slowest = max(slowest, time.process_time() - started)
        wrong += [found] if found else []
    print(json.dumps({"slowest": slowest, "wrong": wrong[:5]}))
    # Qt's own end is of no interest, and a limit on memory not to its liking.
    sys.stdout.flush()
    os._exit(0 if application else 1)


def _damaged(kind: Kind, flips: int, percent: int) -> Iterator[bytes]:
    yield from truncated(kind.content, percent)
    yield from flipped(kind.content, flips)


def _wrong_with(kind: Kind, content: bytes) -> str:
    try:
        kind.read(content)
    except StudioError:
        return ""
    except Exception as error:  # noqa: BLE001
        return f"{error!r:.200} by {content!r:.300}"
    return ""


def limit_memory() -> None:
    """From now on, a gigabyte more than there is; where the system can say so."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        import psutil

        room = psutil.Process().memory_info().vms + ROOM
        resource.setrlimit(resource.RLIMIT_AS, (room, room))


if __name__ == "__main__":
    sys.exit(main())
