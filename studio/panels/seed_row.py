"""Where chance begins: drawn anew each time, or fixed."""

from __future__ import annotations

import re
import secrets
from dataclasses import replace

from PySide6.QtCore import QRegularExpression
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QHBoxLayout, QWidget

from studio.panels.buttons import flat_button, tooltip
from studio.panels.icons import dress
from studio.panels.line import Line
from studio.session.session import Session
from studio.text import tr


class SeedRow(QWidget):
    """The seed, a dice, and a lock; an empty field is a new seed each time."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.field = Line()
        self.field.setAccessibleName(tr("Seed"))
        self.field.setPlaceholderText(tr("Seed: a new one each time"))
        self.field.setValidator(
            QRegularExpressionValidator(QRegularExpression(r"\d{0,18}"), self.field)
        )
        self.field.setToolTip(
            tooltip(tr("Seed"), tr("The same seed and settings give the same picture."))
        )
        self.dice = flat_button("dices", tr("Draw a seed"), tr("Fix another seed."))
        self.lock = flat_button(
            "lock-open", tr("Fix the seed"), tr("Keep the seed used last."), is_switch=True
        )
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        for widget in (self.field, self.dice, self.lock):
            layout.addWidget(widget)
        self.field.editingFinished.connect(self._on_typed)
        self.dice.clicked.connect(lambda: self._set(secrets.randbelow(1 << 32)))
        self.lock.clicked.connect(self._on_lock)
        session.repainting.settings_changed.connect(lambda _: self._show_seed())
        self._show_seed()

    def _set(self, seed: int | None) -> None:
        repainting = self._session.repainting
        repainting.set_recipe(replace(repainting.recipe, seed=seed))

    def _on_typed(self) -> None:
        digits = re.sub(r"\D", "", self.field.text())
        self._set(int(digits) if digits else None)

    def _on_lock(self) -> None:
        self._set(self._seed_used_last() if self.lock.isChecked() else None)
        self._show_seed()

    def _seed_used_last(self) -> int:
        waiting = self._session.candidates.waiting
        return waiting[-1].result.seed if waiting else secrets.randbelow(1 << 32)

    def _show_seed(self) -> None:
        seed = self._session.repainting.recipe.seed
        self.field.setText("" if seed is None else str(seed))
        self.lock.setChecked(seed is not None)
        dress(self.lock, "lock-open" if seed is None else "lock")
