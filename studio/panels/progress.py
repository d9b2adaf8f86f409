"""How far the running repaint is."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QSizePolicy, QWidget

from studio.panels.buttons import flat_button
from studio.panels.elided import ElidedLabel
from studio.session.repaint.repainting import Progress
from studio.session.session import Session
from studio.text import tr

_HEIGHT = 8
_SHORTEST = 24


class ProgressStrip(QWidget):
    """Step k of n, with a button to stop it. bar_width: None is all there is."""

    def __init__(self, session: Session, bar_width: int | None = None) -> None:
        super().__init__()
        self.words = QLabel() if bar_width is not None else ElidedLabel()
        self.words.setProperty("quiet", True)  # noqa: FBT003
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Progress of the repaint"))
        self.stop = flat_button("x", tr("Cancel repaint"), keys=("Esc",))
        self.stop.setIconSize(QSize(14, 14))
        self.stop.clicked.connect(session.repainting.cancel)
        self._set_width(bar_width)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for widget in (self.words, self.bar, self.stop):
            layout.addWidget(widget)
        session.repainting.progress_changed.connect(self.show_progress)
        self.show_progress(None)

    def _set_width(self, bar_width: int | None) -> None:
        if bar_width is not None:
            self.words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.bar.setFixedSize(QSize(bar_width, _HEIGHT))
            return
        # Words are cut short before they widen the dock: the canvas would move beside it.
        self.words.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.bar.setMinimumWidth(_SHORTEST)
        self.bar.setFixedHeight(_HEIGHT)
        self.bar.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_progress(self, progress: Progress | None) -> None:
        """Show how far it is; the bar runs to and fro while something loads."""
        self.setVisible(progress is not None)
        if progress is None:
            return
        waiting = tr("{count} waiting", count=progress.waiting)
        self.words.setText(f"{progress.words} · {waiting}" if progress.waiting else progress.words)
        self.bar.setRange(0, progress.total)
        self.bar.setValue(progress.index)
