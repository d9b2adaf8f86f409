"""A runtime tried before it is used: by this very program, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from studio.downloads.watch import DownloadWatch
from studio.generation.engine import EngineError, EngineErrorKind
from studio.runtime.shelf import ONLY
from studio.text import tr

# A slow disk reads a gigabyte, and 3,000 modules are compiled.
_PATIENCE = 15 * 60.0
_LOOK = 0.1
_LAST_WORDS = 400


def try_out(runtime: Path, watch: DownloadWatch) -> None:
    """Let the program repaint once with a runtime.

    Raises:
        EngineError: it does not.
        Stopped: `watch` said so.
    """
    ends = time.monotonic() + _PATIENCE
    with tempfile.TemporaryFile() as heard:
        with subprocess.Popen(
            _command(),
            env=_surroundings(runtime),
            stdin=subprocess.DEVNULL,
            stdout=heard,
            stderr=subprocess.STDOUT,
        ) as child:
            try:
                while child.poll() is None and time.monotonic() < ends:
                    watch.wait(_LOOK)
            finally:
                child.kill()
        if child.returncode != 0:
            heard.seek(0)
            raise _failed(heard.read().decode("utf-8", "replace").strip())


def _command() -> list[str]:
    frozen = [sys.executable, "selftest"]
    return frozen if getattr(sys, "frozen", False) else [sys.executable, "-m", "studio", "selftest"]


def _surroundings(runtime: Path) -> dict[str, str]:
    """No display, no network; a frozen program that starts itself must not take itself for one."""
    return {
        **os.environ,
        ONLY: str(runtime),
        "QT_QPA_PLATFORM": "offscreen",
        "HF_HUB_OFFLINE": "1",
        "PYINSTALLER_RESET_ENVIRONMENT": "1",
    }


def _failed(words: str) -> EngineError:
    return EngineError(
        EngineErrorKind.crashed,
        tr("The AI runtime does not work on this machine: {why}", why=words[-_LAST_WORDS:]),
        tr("It is not used. Set up another kind, or try again after an update of the system."),
    )
