"""The engine's hardware: in the status line, and the question about it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from studio.generation.hardware import (
    Hardware,
    HardwareChoice,
    Offload,
    Portion,
    Precision,
    Processor,
)
from studio.window.hardware import HardwareDialog
from studio.window.hardware_words import long_words, short_words

COMPUTER = Hardware(
    Processor.cpu,
    "x86_64",
    3,
    8 << 30,
    Precision.float32,
    found=(Processor.cpu,),
)
CARD = Hardware(
    Processor.cuda,
    "GeForce RTX 3060",
    0,
    12 << 30,
    Precision.float16,
    Offload.parts,
    is_tiled=True,
    is_int8=True,
    found=(Processor.cuda, Processor.cpu),
    can_compile=True,
)


def dialog_of(qtbot, hardware, choice=HardwareChoice()):  # noqa: B008
    dialog = HardwareDialog(None, choice, hardware)
    qtbot.addWidget(dialog)
    return dialog


def values_in(box):
    return [box.itemData(index) for index in range(box.count())]


def test_in_a_few_words():
    assert short_words(COMPUTER) == "CPU · threads: 3 · float32"
    assert short_words(CARD) == "NVIDIA CUDA · 12 GB · float16"


def test_in_more_words():
    assert "x86_64" in long_words(COMPUTER)
    lines = long_words(CARD).splitlines()
    assert lines[0].endswith("GeForce RTX 3060")
    assert len(lines) == 5


def test_the_status_line_says_what_a_repaint_ran_on(desk, qtbot):
    label = desk.window.status.hardware
    assert not label.isVisible()
    desk.do("repaint")
    qtbot.waitUntil(lambda: bool(desk.session.candidates.waiting))
    assert label.text() == "CPU · threads: 3 · float32"
    assert "Imaginary" in label.toolTip()
    assert label.isVisible()


def test_the_question_is_asked_from_the_menu_and_its_answer_kept(desk, answers):
    answers.machine = HardwareChoice(Processor.cpu, idle_minutes=3)
    desk.do("hardware")
    assert answers.asked == ["hardware auto"]
    assert desk.session.computing.choice == answers.machine


def test_who_thinks_better_of_it_changes_nothing(desk):
    desk.do("hardware")
    assert desk.session.computing.choice == HardwareChoice()


@pytest.mark.parametrize("hardware", [None, COMPUTER, CARD], ids=["unknown", "computer", "card"])
def test_what_is_chosen_is_what_the_dialog_gives_back(qtbot, hardware):
    choice = HardwareChoice(
        Processor.cpu,
        Precision.float32,
        Offload.layers,
        keeps_int8=True,
        memory_megabytes=4096,
        attention=Portion.whole,
        decoding=Portion.pieces,
    )
    assert dialog_of(qtbot, hardware, choice).chosen() == choice


def test_only_what_the_machine_can_do_is_offered(qtbot):
    plain = dialog_of(qtbot, COMPUTER)
    plain.show()
    assert values_in(plain.processor) == [Processor.auto, Processor.cpu]
    shown = [plain.offload.isVisible(), plain.int8.isVisible(), plain.compiles.isVisible()]
    assert shown == [False, True, False]
    card = dialog_of(qtbot, CARD)
    card.show()
    assert values_in(card.processor) == [Processor.auto, Processor.cuda, Processor.cpu]
    assert card.offload.isVisible()
    assert card.compiles.isVisible()


def test_before_the_machine_is_known_everything_is_offered(qtbot):
    assert values_in(dialog_of(qtbot, None).processor) == list(Processor)


def test_a_processor_that_is_gone_is_automatic(qtbot):
    choice = HardwareChoice(Processor.mps)
    found = replace(COMPUTER, found=(Processor.cpu,))
    assert dialog_of(qtbot, found, choice).chosen().processor is Processor.auto
