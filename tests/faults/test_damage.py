"""Damaged files and texts of every kind: read or refused, in little time and memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests.faults import IS_LONG, times
from tests.faults.corpus import kinds

FLIPS, PERCENT = times(25, 1000), times(20, 1)
SLOWEST = 2.0
# tests/files/test_damage.py has the others, in its own process.
KINDS = tuple(kinds()) if IS_LONG else ("layers.psd", "packed.tif", "drawing.svg", "recipe")


@pytest.mark.parametrize("name", KINDS)
def test_a_damaged_file_is_read_or_refused_in_two_seconds_and_a_gigabyte(name):
    command = [sys.executable, "-m", "tests.faults.damaged", name, str(FLIPS), str(PERCENT)]
    surroundings = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        command, capture_output=True, text=True, env=surroundings, check=False, timeout=900
    )
    assert done.returncode == 0, done.stderr[-500:]
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["wrong"] == []
    assert told["slowest"] < SLOWEST
