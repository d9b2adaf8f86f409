"""The question what repaints are to compute on."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from enum import Enum
from typing import Protocol, TypeVar

from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QFormLayout, QLabel, QSpinBox, QWidget

from studio.generation.hardware import (
    Hardware,
    HardwareChoice,
    Offload,
    Portion,
    Precision,
    Processor,
)
from studio.runtime.use import brings_its_own
from studio.session.actions.action import Action, Menu
from studio.session.session import Session
from studio.text import tr
from studio.window.hardware_words import (
    offload_title,
    portion_title,
    precision_title,
    processor_title,
    short_words,
)
from studio.window.size_fields import fill_dialog

T = TypeVar("T", bound=Enum)
_STEP_MEGABYTES = 512
_MOST_MEGABYTES = 1 << 20
_MOST_MINUTES = 24 * 60


class HardwareDialog(QDialog):
    """Processor, precision, where weights wait, what is done in pieces, and the memory of models.

    What a machine cannot do is not offered, once a repaint has told what machine it is.
    """

    def __init__(
        self, parent: QWidget | None, choice: HardwareChoice, hardware: Hardware | None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Engine hardware"))
        found = hardware.found if hardware else tuple(Processor)[1:]
        self.processor = _box((Processor.auto, *found), choice.processor, processor_title)
        self.precision = _box(Precision, choice.precision, precision_title)
        self.offload = _box(Offload, choice.offload, offload_title)
        self.attention = _box(Portion, choice.attention, portion_title)
        self.decoding = _box(Portion, choice.decoding, portion_title)
        self.int8 = QCheckBox(tr("Keep the weights in eight bits"))
        self.int8.setToolTip(tr("Takes half of the memory or less; pictures differ a little."))
        self.int8.setChecked(choice.keeps_int8)
        self.compiles = QCheckBox(tr("Compile repeated blocks"))
        self.compiles.setToolTip(tr("The first repaint takes a minute longer, the others less."))
        self.compiles.setChecked(choice.compiles)
        self.memory = _number(choice.memory_megabytes, _MOST_MEGABYTES, " MB", tr("Automatic"))
        self.memory.setSingleStep(_STEP_MEGABYTES)
        self.idle = _number(choice.idle_minutes, _MOST_MINUTES, tr(" minutes"), tr("Never"))
        self.threads = _number(choice.threads, os.cpu_count() or 1, "", tr("All but one"))
        self._fill(hardware)

    def chosen(self) -> HardwareChoice:
        """What was asked for."""
        return HardwareChoice(
            self.processor.currentData(),
            self.precision.currentData(),
            self.offload.currentData(),
            self.int8.isChecked(),
            self.compiles.isChecked(),
            self.memory.value(),
            self.idle.value(),
            self.threads.value(),
            self.attention.currentData(),
            self.decoding.currentData(),
        )

    def _fill(self, hardware: Hardware | None) -> None:
        form = QFormLayout()
        if hardware is not None:
            form.addRow(tr("In use"), QLabel(short_words(hardware)))
        form.addRow(tr("Processor"), self.processor)
        form.addRow(tr("Threads of the CPU"), self.threads)
        form.addRow(tr("Precision"), self.precision)
        if hardware is None or set(hardware.found) - {Processor.cpu, Processor.mps}:
            form.addRow(tr("Weights"), self.offload)
        form.addRow(tr("Attention"), self.attention)
        form.addRow(tr("Decoding"), self.decoding)
        form.addRow("", self.int8)
        if hardware is None or hardware.can_compile:
            form.addRow("", self.compiles)
        form.addRow(tr("Models may take"), self.memory)
        form.addRow(tr("Unload when idle for"), self.idle)
        fill_dialog(self, form, tr("Use"))


class AskingHardware(Protocol):
    """Who answers; None means that the user thought better of it."""

    def hardware(self, choice: HardwareChoice, found: Hardware | None) -> HardwareChoice | None:
        """What to compute on."""

    def runtime(self, session: Session) -> None:
        """Show how to set up what repainting needs."""
        ...


def hardware_actions(session: Session, asking: AskingHardware) -> tuple[Action, ...]:
    """The part of the Repaint menu that is about the engine."""
    computing = session.computing

    def choose() -> None:
        choice = asking.hardware(computing.choice, computing.hardware)
        if choice is not None:
            computing.choose(choice)

    return (
        Action(
            "hardware",
            Menu.repaint,
            tr("Engine hardware…"),
            tr("Choose what repaints are computed on, and in how much memory."),
            choose,
        ),
        Action(
            "unload",
            Menu.repaint,
            tr("Unload models"),
            tr("Give back the memory of the models; the next repaint loads one again."),
            computing.unload,
        ),
        Action(
            "runtime",
            Menu.repaint,
            tr("AI runtime…"),
            tr("Set up, repair or change what repaints stand on; the full build has it already."),
            lambda: asking.runtime(session),
            is_enabled=lambda: not brings_its_own(),
        ),
    )


def _box(values: Iterable[T], chosen: T, title: Callable[[T], str]) -> QComboBox:
    box = QComboBox()
    for value in values:
        box.addItem(title(value), value)
    box.setCurrentIndex(max(0, box.findData(chosen)))
    return box


def _number(value: int, most: int, suffix: str, at_zero: str) -> QSpinBox:
    box = QSpinBox()
    box.setRange(0, most)
    box.setSuffix(suffix)
    box.setSpecialValueText(at_zero)
    box.setValue(value)
    # The style sheet hides the buttons: told to have none, Qt 6.11 would hide the number with them.
    box.lineEdit().setTextMargins(7, 0, 7, 0)
    return box
