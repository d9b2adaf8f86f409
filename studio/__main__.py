"""The window, or a command without one."""

from __future__ import annotations

import builtins
import gc
import multiprocessing
import os
import sys

from studio.cli import is_verb, run
from studio.text import language_of_terminal, use_language


def main() -> int:
    """Do what the command line asks; returns the exit code."""
    # In a frozen build this very program is started as the engine's process, and goes no further.
    multiprocessing.freeze_support()
    arguments = sys.argv[1:]
    if is_verb(arguments):
        use_language(language_of_terminal(os.environ))
        return run(arguments)
    # What a start makes stays: looking it through for garbage 200 times takes 6 % of it.
    gc.disable()
    import_plainly()
    try:
        # Not above: a command must not pay for widgets.
        from studio.app import run_window

        return run_window(arguments)
    finally:
        gc.enable()


def import_plainly() -> None:
    """Keep PySide from looking into every module that is imported after it.

    It reads the source of each to learn whether it calls Qt by names_like_this, which none here
    does: 7 % of a start.
    """
    import PySide6.QtCore  # noqa: F401  # puts its own import in the place of Python's

    builtins.__import__ = vars(builtins).get("__orig_import__", builtins.__import__)


if __name__ == "__main__":
    sys.exit(main())
