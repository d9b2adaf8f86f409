"""The verb `runtime`: what repainting stands on, set up without a window."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from studio.cli.console import Console
from studio.downloads.line import Line
from studio.errors import InputError
from studio.runtime.manifest import Manifest, offered
from studio.runtime.setting_up import Stage, set_up
from studio.runtime.shelf import Shelf
from studio.runtime.use import brings_its_own
from studio.text import tr


def equip(
    console: Console,
    backend: str = "",
    *,
    shelf: Shelf | None = None,
    has_it: Callable[[], bool] = brings_its_own,
) -> None:
    """Set it up, or repair it; backend: empty for what needs least.

    Raises:
        StudioError: it cannot be.
    """
    if has_it():
        console.say(tr("This program brings all that repainting needs."))
        return
    manifest = _wanted(backend)
    at_stage = _Telling(console, manifest)
    place = set_up(manifest, shelf or Shelf.of_user(), Line(), _Patient(), at_stage=at_stage)
    console.show({"event": "runtime", "backend": manifest.backend, "place": str(place)})
    console.say(tr("The AI runtime works on this machine."))


def _wanted(backend: str) -> Manifest:
    offers = offered()
    found = next((one for one in offers if backend in ("", one.backend)), None)
    if found is None:
        raise InputError(
            tr("This build has no such runtime for this system."),
            tr("There is: {names}.", names=", ".join(one.backend for one in offers) or "–"),
        )
    return found


@dataclass(frozen=True, slots=True)
class _Telling:
    """Says how far it is."""

    console: Console
    manifest: Manifest

    def __call__(self, stage: Stage) -> None:
        self.console.show({"event": "stage", "stage": stage.value, "bytes": self.manifest.nbytes})
        megabytes = f"{self.manifest.nbytes / 1e6:.0f}"
        match stage:
            case Stage.fetching:
                self.console.say(tr("Downloading up to {size} MB…", size=megabytes))
            case Stage.unpacking:
                self.console.say(tr("Unpacking…"))
            case Stage.trying:
                self.console.say(tr("Trying it…"))
            case Stage.checking:
                pass


class _Patient:
    """Watches for the console (`downloads.watch.DownloadWatch`); Ctrl+C is raised by Python."""

    def check(self) -> None:
        """Nobody else can stop it."""

    def wait(self, seconds: float) -> None:
        """Let that time pass."""
        time.sleep(seconds)

    def arrived(self, nbytes: int) -> None:
        """The console keeps quiet about it."""

    def at(self, name: str) -> None:
        """Nor about this."""
