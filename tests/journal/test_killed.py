"""A painter who is killed loses at most the stroke that was being painted."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

KILLS = 6


@pytest.mark.skipif(sys.platform == "win32", reason="forks and signals as POSIX has them")
def test_whoever_is_killed_finds_every_stroke_but_the_last(tmp_path):
    command = [sys.executable, "-m", "tests.journal.killed", str(tmp_path), str(KILLS), "1"]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=280)
    told = json.loads(done.stdout)
    assert told["wrong"] == []
    assert told["killed"] == KILLS
    assert told["strokes"] >= KILLS
