"""Downloads on their way: how far each is, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from studio.panels.buttons import flat_button, tooltip
from studio.panels.elided import ElidedLabel
from studio.panels.icons import dress
from studio.session.models.downloading import Download, DownloadId, Downloading, DownloadState
from studio.text import tr
from studio.window.download_words import state_words

_FINE = 10_000
# Bytes arrive thousands of times a second; nobody reads faster than this.
_PAUSE = 100


class DownloadRow(QWidget):
    """One of them."""

    def __init__(self, downloading: Downloading, item: Download) -> None:
        super().__init__()
        self._downloading = downloading
        self._item = item
        self.title = ElidedLabel(item.plan.title)
        self.words = ElidedLabel()
        self.words.setProperty("quiet", True)  # noqa: FBT003
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(5)
        self.bar.setAccessibleName(tr("Progress of {name}", name=item.plan.title))
        self.hold = flat_button("pause", tr("Pause"))
        self.out = flat_button("x", tr("Remove"))
        self.hold.clicked.connect(self._on_hold)
        self.out.clicked.connect(lambda: downloading.remove(item.id))
        head = QHBoxLayout()
        head.setSpacing(3)
        head.addWidget(self.title, 1)
        head.addWidget(self.hold)
        head.addWidget(self.out)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 4)
        layout.setSpacing(2)
        layout.addLayout(head)
        layout.addWidget(self.bar)
        layout.addWidget(self.words)
        self.show_item(item)

    def show_item(self, item: Download) -> None:
        """As it is now."""
        self._item = item
        words, hint = state_words(item), item.error.hint if item.error else ""
        self.words.setText(f"{words} {hint}".strip())
        self.words.setToolTip(tooltip(words, hint) if hint else "")
        total = item.progress.total
        is_known = total > 0 or item.state is not DownloadState.running
        self.bar.setRange(0, _FINE if is_known else 0)
        self.bar.setValue(round(_FINE * min(1.0, item.progress.done / total)) if total else 0)
        self.bar.setVisible(not item.is_over)
        self.hold.setVisible(not item.is_over)
        self._show_hold(is_held=item.state in (DownloadState.paused, DownloadState.failed))
        gone = tr("Take it off this list.") if item.is_over else tr("Throw away what has arrived.")
        self.out.setToolTip(tooltip(tr("Remove"), gone))

    def _show_hold(self, *, is_held: bool) -> None:
        title = tr("Resume") if is_held else tr("Pause")
        dress(self.hold, "play" if is_held else "pause")
        self.hold.setAccessibleName(title)
        self.hold.setToolTip(tooltip(title))

    def _on_hold(self) -> None:
        if self._item.state in (DownloadState.paused, DownloadState.failed):
            self._downloading.resume(self._item.id)
        else:
            self._downloading.pause(self._item.id)


class DownloadRows(QWidget):
    """All of them; hidden while there are none."""

    def __init__(self, downloading: Downloading) -> None:
        super().__init__()
        self._downloading = downloading
        self.rows: dict[DownloadId, DownloadRow] = {}
        self._list = QVBoxLayout(self)
        self._list.setContentsMargins(0, 4, 0, 0)
        self._list.setSpacing(4)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_PAUSE)
        self._later.timeout.connect(self.show_items)
        self._disconnect = downloading.changed.connect(lambda _: self._follow())
        self.show_items()

    def show_items(self) -> None:
        """As they are now."""
        items = {one.id: one for one in self._downloading.items}
        for gone in [one for one in self.rows if one not in items]:
            row = self.rows.pop(gone)
            self._list.removeWidget(row)
            row.deleteLater()
        for one in items.values():
            if one.id in self.rows:
                self.rows[one.id].show_item(one)
            else:
                self.rows[one.id] = DownloadRow(self._downloading, one)
                self._list.addWidget(self.rows[one.id])
        self.setVisible(bool(items))

    def rest(self) -> None:
        """Follow no more."""
        self._later.stop()
        self._disconnect()

    def _follow(self) -> None:
        if len(self._downloading.items) != len(self.rows):
            self.show_items()
        elif not self._later.isActive():
            self._later.start()
