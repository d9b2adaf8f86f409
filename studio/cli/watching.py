"""Whoever waits at the console watches."""

from __future__ import annotations

import threading
from collections.abc import Callable

from studio.cli.console import Console
from studio.generation.engine import Cancelled
from studio.generation.events import Loading, Step
from studio.text import tr


class Watching:
    """Tells the console of everything (`generation.engine.Watch`); Ctrl+C cancels."""

    def __init__(
        self, console: Console, unwanted: threading.Event, keep: Callable[[Step], None]
    ) -> None:
        self._console = console
        self._unwanted = unwanted
        self._keep = keep

    def loading(self, event: Loading) -> None:
        """Something is being made ready."""
        self._console.say(f"{event.what}…")
        self._console.show({"event": "loading", "what": event.what, "fraction": event.fraction})

    def step(self, event: Step) -> None:
        """A step is done."""
        self._console.say(tr("Step {index} of {total}", index=event.index, total=event.total))
        self._console.show({"event": "step", "index": event.index, "total": event.total})
        self._keep(event)

    def check(self) -> None:
        """Raise Cancelled after Ctrl+C."""
        if self._unwanted.is_set():
            raise Cancelled
