"""What must not cost a painter their work: kills, full disks, damaged files, bombs, lost engines.

Runs with the other tests, shortly. `python -m tests.faults --long` runs every fault to exhaustion.
"""

from __future__ import annotations

import errno
import os

LONG = "REPAINT_STUDIO_FAULTS"
IS_LONG = os.environ.get(LONG) == "long"
# What a disk says that fails.
NUMBERS = (errno.ENOSPC, errno.EIO, errno.EROFS) if IS_LONG else (errno.ENOSPC,)


def times(short: int, long: int) -> int:
    """How often to try: a few times among the other tests, many in the long run."""
    return long if IS_LONG else short
