"""The window, or a command without one."""

from __future__ import annotations

import multiprocessing
import sys

from studio.cli import is_verb, run


def main() -> int:
    """Do what the command line asks; returns the exit code."""
    # In a frozen build this very program is started as the engine's process, and goes no further.
    multiprocessing.freeze_support()
    arguments = sys.argv[1:]
    if is_verb(arguments):
        return run(arguments)
    # Not above: a command must not pay for widgets.
    from studio.app import run_window

    return run_window(arguments)


if __name__ == "__main__":
    sys.exit(main())
