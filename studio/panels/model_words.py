"""What a tooltip says of a model: read when it is asked for, not when models are listed."""

from __future__ import annotations

import base64
from html import escape

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QImageReader, QStandardItem

from studio.models.catalogue import ModelEntry
from studio.panels.buttons import tooltip
from studio.text import tr

ID = Qt.ItemDataRole.UserRole
_PICTURE_HEIGHT = 160


class ModelRow(QStandardItem):
    """A model in a list, by its id; one that cannot be used says why."""

    def __init__(self, entry: ModelEntry) -> None:
        super().__init__(entry.name)
        self._entry = entry
        self.setData(entry.id, ID)
        self.setEnabled(entry.problem is None)

    def data(self, role: int = Qt.ItemDataRole.UserRole + 1) -> object:
        """The tooltip is made here: it reads the file's header."""
        if role == Qt.ItemDataRole.ToolTipRole:
            return model_tooltip(self._entry)
        return super().data(role)


def model_tooltip(entry: ModelEntry) -> str:
    """Its preview picture, name, family, base and words; or why it cannot be used."""
    if entry.problem is not None:
        return tooltip(entry.problem.message, entry.problem.hint)
    lines = "".join(f"<br>{escape(line)}" for line in _lines(entry))
    return f"<p>{_picture(entry)}<b>{escape(entry.about.title or entry.name)}</b>{lines}</p>"


def _lines(entry: ModelEntry) -> list[str]:
    known = entry.about
    size = tr("{size} MB", size=f"{known.nbytes / 1e6:,.0f}")
    first = (entry.family.title, size, entry.quantised)
    lines = [" · ".join(word for word in first if word)]
    if known.base:
        lines.append(tr("Made from {base}", base=known.base))
    if known.triggers:
        lines.append(tr("Words it was taught: {words}", words=", ".join(known.triggers)))
    if entry.recommended.spacing:
        lines.append(tr("Paints in {count} steps", count=entry.recommended.steps))
    return lines


def _picture(entry: ModelEntry) -> str:
    """The picture beside the model, else the one within it, when Qt can read its size."""
    known = entry.about
    if known.preview is not None and not QImageReader(str(known.preview)).size().isEmpty():
        source = known.preview.as_uri()
    elif known.thumbnail:
        picture = base64.b64encode(QByteArray(known.thumbnail).data()).decode()
        source = f"data:image/jpeg;base64,{picture}"
    else:
        return ""
    return f"<img src='{escape(source)}' height='{_PICTURE_HEIGHT}'><br>"
