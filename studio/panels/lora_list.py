"""The LoRAs of the next repaint: what they are, how strongly they work, and one more."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from studio.generation.loras import LoraUse
from studio.panels.buttons import flat_button, tooltip
from studio.panels.icons import dress
from studio.panels.model_words import model_tooltip
from studio.panels.slider import Scale, ValueSlider
from studio.session.session import Session
from studio.text import tr

# Beyond it pictures fall apart; a prompt may still ask for more.
WEIGHT = Scale(-2.0, 2.0, 0.05)


class LoraList(QWidget):
    """A row for each, and a button that offers those that suit the model."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._shown: tuple[str, ...] | None = None
        self.rows: dict[str, LoraRow] = {}
        self._list = QVBoxLayout()
        self._list.setSpacing(3)
        self.button = QPushButton(tr("Add a LoRA"))
        dress(self.button, "plus")
        self.menu = QMenu(self.button)
        self.menu.setToolTipsVisible(True)
        self.menu.aboutToShow.connect(self._fill_menu)
        self.button.setMenu(self.menu)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addLayout(self._list)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        session.repainting.settings_changed.connect(lambda _: self.show_loras())
        session.repainting.models_changed.connect(lambda _: self.show_loras())
        self.show_loras()

    def show_loras(self) -> None:
        """As the recipe has them."""
        used = self._session.loras.used
        if self._shown != tuple(one.name for one in used):
            self._make_rows(used)
        for one in used:
            self.rows[one.name].weight.show_value(one.weight)
        self.setVisible(bool(used or self._session.loras.available))

    def _make_rows(self, used: tuple[LoraUse, ...]) -> None:
        for row in self.rows.values():
            self._list.removeWidget(row)
            row.deleteLater()
        self.rows = {one.name: LoraRow(self._session, one) for one in used}
        for row in self.rows.values():
            self._list.addWidget(row)
        self._shown = tuple(self.rows)

    def _fill_menu(self) -> None:
        self.menu.clear()
        for entry in self._session.loras.available:
            choice = self.menu.addAction(entry.name)
            choice.setToolTip(model_tooltip(entry))
            choice.triggered.connect(self._adds(entry.id))
        if self.menu.isEmpty():
            self.menu.addAction(tr("None that suits this model")).setEnabled(False)

    def _adds(self, id: str) -> Callable[[], object]:  # noqa: A002
        return lambda: self._session.attempt(lambda: self._session.loras.add(id))


class LoraRow(QWidget):
    """One LoRA: its weight in a bar with its name, and a button that takes it out."""

    def __init__(self, session: Session, use: LoraUse) -> None:
        super().__init__()
        name = use.name.rsplit("/")[-1].removesuffix(".safetensors")
        self.weight = ValueSlider(name, WEIGHT)
        entry = session.loras.entry(use)
        gone = tooltip(name, tr("This LoRA is not installed."))
        self.weight.setToolTip(model_tooltip(entry) if entry else gone)
        self.out = flat_button("x", tr("Remove {name}", name=name))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addWidget(self.weight, 1)
        layout.addWidget(self.out)
        self.weight.edited.connect(
            lambda value: session.attempt(lambda: session.loras.weigh(use.name, round(value, 2)))
        )
        self.out.clicked.connect(lambda: session.attempt(lambda: session.loras.remove(use.name)))
