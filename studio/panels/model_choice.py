"""Which model repaints, and what it says of itself."""

from __future__ import annotations

from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QComboBox, QLabel, QVBoxLayout, QWidget

from studio.models.catalogue import ModelEntry
from studio.panels.buttons import tooltip
from studio.panels.model_words import ID, ModelRow, model_tooltip
from studio.session.session import Session
from studio.text import tr


class ModelChoice(QWidget):
    """The models that are installed; those that cannot be used say why."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.list = QComboBox()
        self.list.setAccessibleName(tr("Model"))
        self.list.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.list.setMinimumContentsLength(12)
        self.note = QLabel()
        self.note.setWordWrap(True)
        self.note.setProperty("quiet", True)  # noqa: FBT003
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.list)
        layout.addWidget(self.note)
        self.list.activated.connect(self._on_chosen)
        session.repainting.models_changed.connect(lambda _: self.show_models())
        session.repainting.settings_changed.connect(lambda _: self._show_model())
        self.show_models()

    def show_models(self) -> None:
        """List what is installed now."""
        rows = QStandardItemModel(self.list)
        for entry in self._session.repainting.catalogue.painters:
            rows.appendRow(ModelRow(entry))
        self.list.setModel(rows)
        self._show_model()

    def _entry(self, id: str) -> ModelEntry | None:  # noqa: A002
        entries = self._session.repainting.catalogue.entries
        return next((one for one in entries if one.id == id), None)

    def _on_chosen(self) -> None:
        wanted = str(self.list.currentData(ID))
        self._session.attempt(lambda: self._session.repainting.use_model(wanted))

    def _show_model(self) -> None:
        chosen = self._session.repainting.recipe.model
        self.list.setCurrentIndex(self.list.findData(chosen, ID))
        entry = self._entry(chosen)
        note = _note(entry) if entry else tr("This model is not installed.")
        self.note.setText(note)
        self.note.setVisible(bool(note))
        words = ", ".join(word.text for word in entry.words) if entry else ""
        self.note.setToolTip(tooltip(tr("Words it knows"), words) if words else "")
        self.list.setToolTip(model_tooltip(entry) if entry else "")


def _note(entry: ModelEntry) -> str:
    if entry.family.edits and not entry.note:
        return tr("It edits: tell it what to change in the picture that it sees.")
    return entry.note
