"""What a screen reader says unasked: how far a repaint is, what came of it, what went wrong."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from studio.session.notice import Notice, NoticeKind
from studio.session.repaint.candidates import Landing
from studio.session.repaint.repainting import Progress
from studio.session.session import Session
from studio.text import tr

# Every step would talk over the painter: quarters do.
_PARTS = 4


class Speech:
    """Says in words what sighted people see out of the corner of the eye.

    say: when there is a pause. interrupt: at once.
    """

    def __init__(
        self,
        session: Session,
        say: Callable[[str], object],
        interrupt: Callable[[str], object],
    ) -> None:
        self._session = session
        self._say = say
        self._interrupt = interrupt
        self._part = -1
        self._count = 0
        session.repainting.progress_changed.connect(self._on_progress)
        session.candidates.changed.connect(lambda _: self._on_candidates())
        session.candidates.landed.connect(self._on_landed)
        session.notice.connect(self._on_notice)

    def _on_progress(self, progress: Progress | None) -> None:
        """Where one begins, and at every quarter."""
        if progress is None:
            self._part = -1
            return
        part = progress.index * _PARTS // progress.total if progress.total else 0
        if part == self._part:
            return
        if self._part < 0 or part < self._part:
            self._say(tr("Repainting"))
        elif part < _PARTS:
            self._say(f"{part * 100 // _PARTS} %")
        self._part = part

    def _on_candidates(self) -> None:
        before, self._count = self._count, len(self._session.candidates.waiting)
        if self._count > before:
            self._say(tr("A candidate is there; Enter keeps it."))

    def _on_landed(self, landing: Landing) -> None:
        count = landing.changed_outside
        self._say(tr("{count} bytes changed outside the selection", count=count))

    def _on_notice(self, notice: Notice) -> None:
        speak = self._interrupt if notice.kind is NoticeKind.error else self._say
        speak(f"{notice.message} {notice.hint}".strip())


def announce(widget: QWidget, words: str, *, is_urgent: bool = False) -> None:
    """Let a screen reader say it, if one is there; what is urgent interrupts it."""
    # Not above: PySide takes 10 ms to make these types.
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

    event = QAccessibleAnnouncementEvent(widget, words)
    if is_urgent:
        event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
    QAccessible.updateAccessibility(event)
