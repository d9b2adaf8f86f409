"""What can be set of cloning and healing."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QWidget

from studio.session.session import Session
from studio.text import tr
from studio.window.tool_options import row_of


class RetouchingOptions(QWidget):
    """From which layers the source is taken, and whether it goes along with the brush."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._retouching = retouching = session.retouching
        self.merged = QCheckBox(tr("All layers"))
        self.merged.setToolTip(
            tr("Take from the whole picture; otherwise only from the active layer.")
        )
        self.merged.setChecked(retouching.merged)
        self.aligned = QCheckBox(tr("The source keeps its distance"))
        self.aligned.setToolTip(tr("Otherwise every stroke begins at the source again."))
        self.aligned.setChecked(retouching.aligned)
        layout = row_of(self)
        layout.addWidget(self.merged)
        layout.addWidget(self.aligned)
        self.merged.toggled.connect(self._set_merged)
        self.aligned.toggled.connect(self._set_aligned)

    def _set_merged(self, on: bool) -> None:  # noqa: FBT001
        self._retouching.merged = on

    def _set_aligned(self, on: bool) -> None:  # noqa: FBT001
        self._retouching.aligned = on
