"""Which picture is shown over the painting without being in it. It cannot reach a Document."""

from __future__ import annotations

from enum import Enum

from studio.document.composite import Floating
from studio.signals import Signal


class Shown(Enum):
    """Why a picture is shown."""

    nothing = "nothing"
    running = "running"
    candidate = "candidate"
    live = "live"


class PreviewOverlay:
    """The running job's preview, or the candidate the painter looks at, which goes before it.

    Beneath both: what a live repaint makes of the painting as it is.

    changed: what is to be shown from now on.
    """

    def __init__(self) -> None:
        self.changed: Signal[Floating | None] = Signal()
        self._running: Floating | None = None
        self._candidate: Floating | None = None
        self._live: Floating | None = None

    @property
    def floating(self) -> Floating | None:
        """The picture shown now."""
        pictures = (self._candidate, self._running, self._live)
        return next((one for one in pictures if one is not None), None)

    @property
    def reason(self) -> Shown:
        """Why it is shown."""
        if self._candidate is not None:
            return Shown.candidate
        if self._running is not None:
            return Shown.running
        return Shown.nothing if self._live is None else Shown.live

    def show_running(self, preview: Floating | None) -> None:
        """The newest preview of the running job; None when it ended."""
        before, self._running = self.floating, preview
        self._tell(before)

    def show_candidate(self, picture: Floating | None) -> None:
        """The candidate the painter looks at; None when they look away."""
        before, self._candidate = self.floating, picture
        self._tell(before)

    def show_live(self, picture: Floating | None) -> None:
        """What the painting would become; None while the painter changes it."""
        before, self._live = self.floating, picture
        self._tell(before)

    def _tell(self, before: Floating | None) -> None:
        if self.floating is not before:
            self.changed.emit(self.floating)
