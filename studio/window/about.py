"""What the program is, and whose work it stands on."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from studio import __version__
from studio.resources import resource
from studio.text import tr


class AboutDialog(QDialog):
    """Name, version, licence."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("About Repaint Studio"))
        sign = QLabel()
        sign.setPixmap(
            QPixmap(str(resource("app", "repaint-studio.png"))).scaledToWidth(
                96, Qt.TransformationMode.SmoothTransformation
            )
        )
        words = QLabel(_words())
        words.setWordWrap(True)
        words.setMinimumWidth(340)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row = QHBoxLayout()
        row.setSpacing(20)
        row.addWidget(sign, alignment=Qt.AlignmentFlag.AlignTop)
        row.addWidget(words, 1)
        buttons = QDialogButtonBox()
        buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 14)
        layout.setSpacing(16)
        layout.addLayout(row)
        layout.addWidget(buttons)


def _words() -> str:
    what = tr("A painting app in which diffusion is a brush. It works offline, on your machine.")
    licence = tr("Free software under the Apache Licence 2.0.")
    icons = tr("Icons: Lucide, ISC licence.")
    version = tr("Version {version}", version=__version__)
    return f"<h2>Repaint Studio</h2><p>{version}</p><p>{what}</p><p>{licence}<br>{icons}</p>"
