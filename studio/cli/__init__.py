"""What Repaint Studio does without a window."""

from __future__ import annotations

from collections.abc import Sequence

VERBS = ("repaint", "render", "info", "models", "runtime", "selftest")
_QUESTIONS = ("-h", "--help", "--version")


# Installers ask for it in this form.
_FLAG = "--selftest"


def is_verb(argv: Sequence[str]) -> bool:
    """Whether these arguments, without the program's name, are for the command line."""
    return bool(argv) and argv[0] in (*VERBS, *_QUESTIONS, _FLAG)


def run(argv: Sequence[str]) -> int:
    """Do what the arguments ask; returns the exit code.

    0: done. 1: the engine failed. 2: what was given cannot be used. 130: Ctrl+C.
    """
    # Not above: the window asks `is_verb` at its start, and numpy alone would cost it 0.1 s.
    from studio.cli.verbs import run_verb

    return run_verb(["selftest", *argv[1:]] if argv[0] == _FLAG else argv)
