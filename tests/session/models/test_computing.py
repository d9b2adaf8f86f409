"""What repaints are computed on: chosen, told, and given back."""

from __future__ import annotations

import json
import threading
from dataclasses import replace

import pytest

from studio.generation.hardware import (
    AUTOMATIC,
    HardwareChoice,
    Offload,
    Portion,
    Precision,
    Processor,
)
from studio.session.notice import NoticeKind
from studio.session.preferences import Preferences, PreferencesFile

CHOICE = HardwareChoice(
    Processor.cpu, Precision.float32, Offload.parts, keeps_int8=True, attention=Portion.pieces
)


def test_a_choice_is_in_the_next_request_and_at_the_next_start(painter, tmp_path):
    painter.session.computing.choose(CHOICE)
    painter.repaint()
    assert painter.engine.served[-1].hardware == CHOICE
    kept = PreferencesFile(tmp_path / "preferences.json").current
    assert kept.hardware == CHOICE


def test_a_choice_of_eight_bits_is_known_by_its_former_name(painter, tmp_path):
    painter.session.computing.choose(CHOICE)
    file = tmp_path / "preferences.json"
    file.write_text(file.read_text("utf-8").replace("keeps_int8", "keeps_float8"), "utf-8")
    assert PreferencesFile(file).current.hardware == CHOICE


def test_without_a_choice_all_is_left_to_the_engine(painter):
    painter.repaint()
    assert painter.engine.served[-1].hardware == AUTOMATIC


def test_what_was_chosen_at_the_last_start_holds_for_the_first_request(tmp_path):
    file = PreferencesFile(tmp_path / "preferences.json")
    file.change(Preferences(hardware=CHOICE))
    assert PreferencesFile(tmp_path / "preferences.json").current.hardware == CHOICE


@pytest.mark.parametrize(
    "words",
    ["fast", {"processor": "abacus"}, {}, {"processor": "cpu", "precision": 3}],
    ids=["text", "unknown", "empty", "a part"],
)
def test_words_that_are_no_choice_leave_it_to_the_engine(tmp_path, words):
    (tmp_path / "preferences.json").write_text(json.dumps({"hardware": words}))
    assert PreferencesFile(tmp_path / "preferences.json").current.hardware == AUTOMATIC


def test_what_a_repaint_ran_on_is_known_and_told_once(painter):
    computing, told = painter.session.computing, []
    computing.changed.connect(told.append)
    assert computing.hardware is None
    painter.repaint(2)
    assert computing.hardware == painter.engine.hardware
    assert len(told) == 1
    painter.engine.hardware = replace(painter.engine.hardware, is_tiled=True)
    painter.repaint()
    assert computing.hardware == painter.engine.hardware
    assert len(told) == 2


def test_what_was_done_otherwise_is_said(painter):
    notices = []
    painter.session.notice.connect(notices.append)
    painter.engine.notes = ("Memory ran out.", "It was made smaller.", "And enlarged.")
    painter.repaint()
    assert [(one.kind, one.message, one.hint) for one in notices] == [
        (NoticeKind.info, "Memory ran out.", "It was made smaller. And enlarged.")
    ]


def test_unloading_lets_go_of_the_engine_and_the_next_repaint_makes_one(painter):
    painter.repaint()
    assert not painter.engine.is_closed
    painter.session.computing.unload()
    painter.wait_for(lambda: painter.engine.is_closed)
    painter.repaint()
    assert len(painter.engine.served) == 2


def test_unloading_before_the_first_repaint_does_nothing(painter):
    before = threading.active_count()
    painter.session.computing.unload()
    assert threading.active_count() == before
    painter.repaint()
