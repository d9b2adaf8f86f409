from __future__ import annotations

import ast
from pathlib import Path

import numpy as np
import pytest

import studio.preview
from studio.document.composite import Floating
from studio.document.layers import LayerId
from studio.geometry import Bounds
from studio.preview.overlay import PreviewOverlay, Shown


def picture() -> Floating:
    return Floating(LayerId(1), Bounds(0, 0, 2, 2), np.zeros((2, 2, 4), np.uint8))


@pytest.fixture
def overlay():
    return PreviewOverlay()


@pytest.fixture
def told(overlay):
    heard: list[Floating | None] = []
    overlay.changed.connect(heard.append)
    return heard


def test_nothing_is_shown_at_first(overlay):
    assert overlay.floating is None
    assert overlay.reason is Shown.nothing


def test_the_newest_preview_is_shown(overlay, told):
    first, second = picture(), picture()
    overlay.show_running(first)
    overlay.show_running(second)

    assert overlay.floating is second
    assert overlay.reason is Shown.running
    assert told == [first, second]


def test_a_candidate_looked_at_goes_before_the_running_preview(overlay, told):
    running, candidate = picture(), picture()
    overlay.show_running(running)
    overlay.show_candidate(candidate)
    overlay.show_running(picture())

    assert overlay.floating is candidate
    assert overlay.reason is Shown.candidate
    assert told == [running, candidate]


def test_looking_away_from_a_candidate_shows_the_newest_preview(overlay, told):
    newest = picture()
    overlay.show_candidate(picture())
    overlay.show_running(newest)
    overlay.show_candidate(None)

    assert overlay.floating is newest
    assert told[-1] is newest


def test_when_all_is_over_nothing_is_shown(overlay, told):
    overlay.show_running(picture())
    overlay.show_running(None)

    assert overlay.floating is None
    assert overlay.reason is Shown.nothing
    assert told[-1] is None


def test_showing_nothing_again_tells_nobody(overlay, told):
    overlay.show_running(None)
    overlay.show_candidate(None)

    assert told == []


def test_a_preview_cannot_reach_a_document():
    allowed = {"studio.document.composite"}
    for path in Path(studio.preview.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("studio.d"):
                assert node.module in allowed, path.name
                assert [name.name for name in node.names] == ["Floating"]


def test_a_live_picture_is_beneath_what_was_asked_for(overlay):
    live, running, candidate = picture(), picture(), picture()
    overlay.show_live(live)
    assert (overlay.floating, overlay.reason) == (live, Shown.live)
    overlay.show_running(running)
    assert (overlay.floating, overlay.reason) == (running, Shown.running)
    overlay.show_candidate(candidate)
    assert (overlay.floating, overlay.reason) == (candidate, Shown.candidate)
    overlay.show_candidate(None)
    overlay.show_running(None)
    assert (overlay.floating, overlay.reason) == (live, Shown.live)
