"""The verbs of what the engine computes on: choosing it, and giving its memory back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from studio.generation.hardware import Hardware, HardwareChoice
from studio.generation.request import JobId
from studio.session.notice import Notice, NoticeKind
from studio.session.preferences import Preferences, PreferencesFile
from studio.session.repaint.repainting import Repainting
from studio.signals import Signal


class Computing:
    """What the painter chose to compute on, and what it came to.

    changed: `hardware` is another. tell: where to say what a repaint had to do otherwise.
    """

    def __init__(
        self,
        preferences: PreferencesFile,
        repainting: Repainting,
        tell: Callable[[Notice], object],
    ) -> None:
        self.changed: Signal[None] = repainting.jobs.hardware_changed
        self._preferences = preferences
        self._repainting = repainting
        self._tell = tell
        preferences.changed.connect(self._on_preferences_changed)
        repainting.jobs.finished.connect(self._on_finished)
        self._on_preferences_changed(preferences.current)

    @property
    def choice(self) -> HardwareChoice:
        """What the next repaint is to compute on."""
        return self._preferences.current.hardware

    @property
    def hardware(self) -> Hardware | None:
        """What the latest repaint computed on; None before the first."""
        return self._repainting.jobs.hardware

    def choose(self, choice: HardwareChoice) -> None:
        """Compute on that from the next repaint on, now and at every start."""
        self._preferences.change(replace(self._preferences.current, hardware=choice))

    def unload(self) -> None:
        """Give back the memory of all models, once what runs is done; the next repaint loads."""
        self._repainting.jobs.unload()

    def _on_preferences_changed(self, preferences: Preferences) -> None:
        self._repainting.hardware = preferences.hardware

    def _on_finished(self, id: JobId) -> None:  # noqa: A002
        result = self._repainting.jobs.job(id).result
        if result is not None and result.notes:
            why, *what = result.notes
            self._tell(Notice(NoticeKind.info, why, " ".join(what)))
