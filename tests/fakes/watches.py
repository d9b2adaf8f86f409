"""Someone who watches an engine serve a request."""

from __future__ import annotations

from studio.generation.engine import Cancelled
from studio.generation.events import Loading, Step
from studio.generation.hardware import Hardware
from studio.generation.request import Rgb


class Recorder:
    """Keeps every event; cancels at the check after step `cancel_after`, and `later` checks more.

    checks: how often it was asked, by the number of steps told before.
    """

    def __init__(self, *, cancel_after: int | None = None, later: int = 0) -> None:
        self.loadings: list[Loading] = []
        self.machines: list[Hardware] = []
        self.steps: list[Step] = []
        self.checks: list[int] = []
        self._cancel_after = cancel_after
        self._later = later

    @property
    def previews(self) -> list[Rgb]:
        """Of the steps that had one."""
        return [step.preview for step in self.steps if step.preview is not None]

    def loading(self, event: Loading) -> None:
        """Note it."""
        self.loadings.append(event)

    def hardware(self, event: Hardware) -> None:
        """Note it."""
        self.machines.append(event)

    def step(self, event: Step) -> None:
        """Note it."""
        self.steps.append(event)

    def check(self) -> None:
        """Note it, and cancel when it is time."""
        self.checks.append(len(self.steps))
        if self._cancel_after is not None and len(self.steps) >= self._cancel_after:
            self._later -= 1
            if self._later < 0:
                raise Cancelled
