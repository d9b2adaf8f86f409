"""What the platform beneath must do: faults of libraries that would take the painting down."""

from __future__ import annotations

import subprocess
import sys

import PySide6
from PySide6.QtGui import QColor, QImage


def test_a_hundred_thousand_draw_calls_cost_no_reference_of_none():
    """PySide6 6.12.0 drops one per call; CPython before 3.12 aborts when none is left."""
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    colour = QColor(1, 2, 3)
    image.fill(colour)
    before = sys.getrefcount(None)
    for _ in range(100_000):
        image.fill(colour)
    assert abs(sys.getrefcount(None) - before) < 1_000


def test_the_installed_qt_is_one_that_this_python_survives():
    version = tuple(int(part) for part in PySide6.__version__.split(".")[:2])
    assert (6, 11) <= version < (6, 12) or sys.version_info >= (3, 12)


def test_the_session_needs_neither_torch_nor_widgets():
    code = (
        "import sys, studio.session.session;"
        "print([m for m in ('torch', 'diffusers', 'transformers', 'PySide6.QtWidgets')"
        " if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
