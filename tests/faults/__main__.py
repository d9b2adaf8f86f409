"""python -m tests.faults [--long] [what pytest takes]: only the faults; --long: all of each."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.faults import LONG

# The kills of a set-up lie with the set-up.
PLACES = ("tests/faults", "tests/runtime/test_kills.py")


def main() -> int:
    """Run them; the exit code is pytest's."""
    words = sys.argv[1:]
    is_long = "--long" in words
    rest = [word for word in words if word != "--long"]
    command = [sys.executable, "-m", "pytest", "-q", *PLACES, "--durations=0", *rest]
    if is_long:
        command += ["-o", "timeout=0", "-o", "faulthandler_timeout=0"]
    surroundings = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
    return subprocess.call(command, env={**surroundings, LONG: "long" if is_long else "short"})


if __name__ == "__main__":
    sys.exit(main())
