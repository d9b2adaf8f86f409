"""Whoever waits at the console watches."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from studio.cli.console import Console
from studio.errors import StudioError
from studio.generation.engine import Cancelled
from studio.generation.events import Loading, Step
from studio.generation.hardware import Hardware
from studio.text import tr


class Watching:
    """Tells the console of everything (`generation.engine.Watch`); Ctrl+C cancels.

    When telling or keeping a step fails, the engine is cancelled: it is none of its faults.
    """

    def __init__(
        self, console: Console, unwanted: threading.Event, keep: Callable[[Step], None]
    ) -> None:
        self._console = console
        self._unwanted = unwanted
        self._keep = keep
        self._trouble: StudioError | OSError | None = None

    def loading(self, event: Loading) -> None:
        """Something is being made ready."""
        with self._noting_trouble():
            self._console.say(f"{event.what}…")
            self._console.show({"event": "loading", "what": event.what, "fraction": event.fraction})

    def hardware(self, event: Hardware) -> None:
        """It runs there from now on."""
        with self._noting_trouble():
            processor, precision = event.processor.value, event.precision.value
            words = {"processor": processor, "name": event.name, "precision": precision}
            self._console.show({"event": "hardware", **words})

    def step(self, event: Step) -> None:
        """A step is done."""
        with self._noting_trouble():
            self._console.say(tr("Step {index} of {total}", index=event.index, total=event.total))
            self._console.show({"event": "step", "index": event.index, "total": event.total})
            self._keep(event)

    def check(self) -> None:
        """Raise Cancelled after Ctrl+C, or when nobody can be told."""
        if self._unwanted.is_set() or self._trouble is not None:
            raise Cancelled

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Around the engine's work: what went wrong on this side is raised on this side.

        Raises:
            StudioError: a preview could not be kept.
            OSError: the console is gone.
            Cancelled: by Ctrl+C.
        """
        try:
            yield
            self.check()
        except Cancelled:
            if self._trouble is not None:
                raise self._trouble from None
            raise

    @contextmanager
    def _noting_trouble(self) -> Iterator[None]:
        try:
            yield
        except (StudioError, OSError) as error:
            self._trouble = error
