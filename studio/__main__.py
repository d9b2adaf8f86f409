"""The window, or a command without one."""

from __future__ import annotations

import gc
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
    # What a start makes stays: looking it through for garbage 200 times takes 6 % of it.
    gc.disable()
    try:
        # Not above: a command must not pay for widgets.
        from studio.app import run_window

        return run_window(arguments)
    finally:
        gc.enable()


if __name__ == "__main__":
    sys.exit(main())
