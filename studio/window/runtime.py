"""The window that sets up what repainting needs, where the program does not bring it."""

from __future__ import annotations

import shutil
from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from studio.errors import StudioError
from studio.generation.hardware import Processor
from studio.runtime.machine import likely_processor
from studio.runtime.manifest import Manifest
from studio.runtime.setting_up import Stage
from studio.session.models.equipping import Equipping, EquipState
from studio.text import tr
from studio.window.download_words import size_words
from studio.window.runtime_words import (
    in_use_words,
    kind_words,
    lack_words,
    progress_words,
    sizes_words,
)

_WIDTH = 520
# For the bar and two lines beneath it, which come later.
_ROOM = 44
_FINE = 10_000
# Bytes arrive thousands of times a second; nobody reads faster than this.
_PAUSE = 100


class RuntimeDialog(QDialog):
    """Stays beside the painting; what is being set up goes on when it is closed."""

    def __init__(
        self, parent: QWidget | None, equipping: Equipping, likely: Processor | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("AI runtime"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._equipping = equipping
        self._likely = likely or likely_processor()
        self.kinds = QButtonGroup(self)
        self.state = _label("")
        self.words = _label("", is_quiet=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(5)
        self.bar.setAccessibleName(tr("Progress of the AI runtime"))
        self.back = _button(tr("Go back to the former"), equipping.go_back, self._attempt)
        self.repair = _button(tr("Repair"), equipping.repair, self._attempt)
        self.cancel = _button(tr("Cancel"), equipping.cancel, self._attempt)
        self.hold = _button(tr("Pause"), self._hold, self._attempt)
        self.start = _button(tr("Set up"), self._start, self._attempt)
        self.start.setProperty("primary", True)  # noqa: FBT003
        self._layout = QVBoxLayout(self)
        self._lay_out()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_PAUSE)
        self._later.timeout.connect(self.show_state)
        self._end = equipping.changed.connect(lambda _: self._follow())
        # Not closeEvent: Escape comes without one.
        self.finished.connect(self._rest)
        self.show_state()
        self.resize(_WIDTH, self._layout.heightForWidth(_WIDTH) + _ROOM)

    @property
    def chosen(self) -> Manifest:
        """What would be set up."""
        return self._equipping.offers[max(0, self.kinds.checkedId())]

    def show_state(self) -> None:
        """As it is now."""
        equipping, state = self._equipping, self._equipping.state
        is_idle, is_running = state is EquipState.idle, state is EquipState.running
        self.state.setText(in_use_words(equipping))
        self._say(progress_words(equipping), is_bad=state is EquipState.failed)
        progress = equipping.progress
        is_counted = equipping.stage is Stage.fetching or not is_running
        self.bar.setRange(0, _FINE if is_counted else 0)
        self.bar.setValue(round(_FINE * progress.done / progress.total) if progress.total else 0)
        self.bar.setVisible(not is_idle)
        self.hold.setText(tr("Pause") if is_running else tr("Resume"))
        for button, is_shown in (
            (self.hold, not is_idle),
            (self.cancel, not is_idle),
            (self.start, is_idle),
            (self.repair, is_idle and equipping.in_use is not None),
            (self.back, is_idle and equipping.former is not None),
        ):
            button.setVisible(is_shown)
        self.start.setEnabled(bool(equipping.offers))
        for one in self.kinds.buttons():
            one.setEnabled(is_idle)

    def _lay_out(self) -> None:
        layout = self._layout
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setSpacing(10)
        layout.addWidget(_label(_what_it_is()))
        layout.addLayout(self._kind_rows())
        lack = lack_words(self._equipping.offers, self._likely)
        for words in (lack, _licence(), self._place()):
            if words:
                layout.addWidget(_label(words, is_quiet=True))
        layout.addStretch(1)
        layout.addWidget(self.state)
        layout.addWidget(self.bar)
        layout.addWidget(self.words)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.back)
        row.addWidget(self.repair)
        row.addStretch(1)
        for button in (self.cancel, self.hold, self.start):
            row.addWidget(button)
        layout.addLayout(row)

    def _kind_rows(self) -> QVBoxLayout:
        rows = QVBoxLayout()
        rows.setSpacing(2)
        offers = self._equipping.offers
        suited = next((one for one in offers if one.backend == self._likely.value), None)
        for index, one in enumerate(offers):
            button = QRadioButton(kind_words(one, self._likely))
            button.setChecked(one is suited or (suited is None and index == 0))
            self.kinds.addButton(button, index)
            sizes = _label(sizes_words(one), is_quiet=True)
            sizes.setIndent(22)
            rows.addWidget(button)
            rows.addWidget(sizes)
        return rows

    def _place(self) -> str:
        folder = self._equipping.shelf.folder
        there = next((one for one in (folder, *folder.parents) if one.is_dir()), None)
        free = shutil.disk_usage(there).free if there else 0
        known = tr("{size} are free there.", size=size_words(free)) if free else ""
        return f"{tr('Goes to {folder}', folder=folder)}\n{known}".strip()

    def _start(self) -> None:
        self._equipping.start(self.chosen)

    def _hold(self) -> None:
        if self._equipping.state is EquipState.running:
            self._equipping.pause()
        else:
            self._equipping.resume()

    def _attempt(self, verb: Callable[[], object]) -> None:
        try:
            verb()
        except StudioError as error:
            self._say(f"{error.message} {error.hint}".strip(), is_bad=True)
        else:
            self.show_state()

    def _say(self, words: str, *, is_bad: bool) -> None:
        self.words.setText(words)
        self.words.setProperty("quiet", not is_bad)
        self.words.style().polish(self.words)
        self.words.setVisible(bool(words))

    def _follow(self) -> None:
        if not self._later.isActive():
            self._later.start()

    def _rest(self) -> None:
        """Listen no more; what is being set up goes on."""
        self._later.stop()
        self._end()


def _what_it_is() -> str:
    return tr(
        "Repainting needs PyTorch and diffusers, which this small build leaves out. They are"
        " downloaded once, tried on this computer, and work without a network from then on."
    )


def _licence() -> str:
    return tr(
        "Licences: PyTorch BSD-3-Clause; diffusers, transformers and accelerate Apache-2.0. Those"
        " of all parts lie beside them."
    )


def _label(words: str, *, is_quiet: bool = False) -> QLabel:
    label = QLabel(words)
    label.setWordWrap(True)
    label.setProperty("quiet", is_quiet)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def _button(
    title: str, verb: Callable[[], object], attempt: Callable[[Callable[[], object]], None]
) -> QPushButton:
    button = QPushButton(title)
    button.setAutoDefault(False)
    button.clicked.connect(lambda: attempt(verb))
    return button
