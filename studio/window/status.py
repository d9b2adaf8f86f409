"""The line at the bottom: what is going on, and where the pointer is."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel, QStatusBar

from studio.document.changes import Change, ExtentChanged, TreeChanged, each
from studio.document.layers import LayerId
from studio.panels.icons import pixmap
from studio.panels.outgoing import DragLabel
from studio.panels.progress import ProgressStrip
from studio.session.files.outgoing import file_of_painting
from studio.session.repaint.candidates import Landing
from studio.session.repaint.repainting import Progress
from studio.session.session import Session
from studio.text import tr
from studio.window.hardware_words import long_words, short_words
from studio.window.speech import Speech, announce

_GOOD, _BAD = QColor("#6fbf73"), QColor("#e0675c")


class StatusLine(QStatusBar):
    """The promise kept, progress, pointer, canvas size and zoom."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.setSizeGripEnabled(False)
        self._mark = QLabel()
        self._landed: LayerId | None = None
        self.promise = QLabel()
        self.progress = ProgressStrip(session, bar_width=160)
        self.engine = QLabel()
        self.hardware = QLabel()
        self.pointer = QLabel()
        self.pointer.setMinimumWidth(96)
        self.size_label = DragLabel(self._file_of_painting)
        self.zoom = QLabel()
        self.zoom.setMinimumWidth(52)
        self._mark.setContentsMargins(6, 0, 0, 0)
        self.addWidget(self._mark)
        self.addWidget(self.promise)
        facts = (
            self.progress,
            self.engine,
            self.hardware,
            self.pointer,
            self.size_label,
            self.zoom,
        )
        for widget in facts:
            self.addPermanentWidget(widget)
        session.candidates.landed.connect(self.show_landing)
        session.repainting.progress_changed.connect(self._show_engine)
        session.computing.changed.connect(lambda _: self._show_hardware())
        session.easel.document_replaced.connect(lambda _: self._show_canvas())
        session.easel.document_changed.connect(self._on_document_changed)
        self.speech = Speech(
            session, partial(announce, self), partial(announce, self, is_urgent=True)
        )
        self._show_canvas()
        self._show_engine(None)
        self._show_hardware()

    def show_landing(self, landing: Landing) -> None:
        """Say what changed outside the region: nothing, or how much."""
        self._landed = landing.layer
        kept = landing.changed_outside == 0
        icon, colour = ("circle-check", _GOOD) if kept else ("triangle-alert", _BAD)
        self._mark.setPixmap(pixmap(icon, colour, 15))
        self.promise.setText(
            tr("{count} bytes changed outside the selection", count=landing.changed_outside)
        )

    def show_pointer(self, spot: tuple[float, float] | None) -> None:
        """Where the pointer is, canvas px; None when it is beside the canvas."""
        self.pointer.setText(f"{spot[0] // 1:.0f}, {spot[1] // 1:.0f}" if spot else "")

    def show_zoom(self, zoom: float) -> None:
        """How large the canvas is seen."""
        self.zoom.setText(f"{zoom * 100:.4g} %")

    def _on_document_changed(self, change: Change) -> None:
        changes = each(change)
        if any(isinstance(one, ExtentChanged) for one in changes):
            self._show_canvas()
        elif any(isinstance(one, TreeChanged) for one in changes) and not self._is_landed():
            self._forget_landing()

    def _is_landed(self) -> bool:
        """Whether what came last is still there: it may have been undone."""
        return any(layer.id == self._landed for layer in self._session.easel.document.layers)

    def _forget_landing(self) -> None:
        self._landed = None
        self._mark.clear()
        self.promise.clear()

    def _show_canvas(self) -> None:
        extent = self._session.easel.document.extent
        self.size_label.setText(f"{extent.width} × {extent.height} px")
        self._forget_landing()

    def _file_of_painting(self) -> Path | None:
        """For another program that the size is dropped on."""
        made: list[Path] = []
        easel, title = self._session.easel, self._session.filing.title
        self._session.attempt(lambda: made.append(file_of_painting(easel, title)))
        return made[0] if made else None

    def _show_engine(self, progress: Progress | None) -> None:
        self.engine.setText(tr("Engine: idle") if progress is None else tr("Engine: working"))

    def _show_hardware(self) -> None:
        hardware = self._session.computing.hardware
        if hardware is not None:
            self.hardware.setText(short_words(hardware))
            self.hardware.setToolTip(long_words(hardware))
        self.hardware.setVisible(hardware is not None)
