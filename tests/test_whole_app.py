"""One run of the whole program in a real window on a screen of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.screens import own_screen

ROOT = Path(__file__).parent.parent
NEEDED = ("Xvfb", "xdotool")


@pytest.fixture
def screen():
    """An X display that nobody else uses; its name."""
    with own_screen() as name:
        yield name


def run_on(screen: str, script: str) -> subprocess.CompletedProcess[str]:
    """Run one of the scripts that want a window of their own."""
    environment = {**os.environ, "DISPLAY": screen, "QT_QPA_PLATFORM": "xcb", "LC_ALL": "C.UTF-8"}
    command = [sys.executable, "-m", "pytest", "-q", f"tests/whole_app/{script}"]
    return subprocess.run(command, env=environment, capture_output=True, text=True, cwd=ROOT)


@pytest.mark.window
@pytest.mark.skipif(
    any(shutil.which(name) is None for name in NEEDED), reason="needs Xvfb and xdotool"
)
def test_a_newcomer_gets_from_an_opened_picture_to_a_saved_repaint(screen):
    done = run_on(screen, "first_painting.py")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.window
@pytest.mark.skipif(shutil.which("Xvfb") is None, reason="needs Xvfb")
def test_a_landscape_is_painted_with_the_real_tools(screen):
    done = run_on(screen, "landscape.py")
    assert done.returncode == 0, done.stdout + done.stderr
