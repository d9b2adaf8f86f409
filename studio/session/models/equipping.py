"""The verbs of the AI runtime: set up, held, repaired, and gone back from."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from functools import partial
from pathlib import Path

from studio.downloads.watch import Progress, Stopped, Wanted
from studio.errors import InputError, StudioError
from studio.jobs.errands import Errands
from studio.runtime.manifest import Manifest, offered
from studio.runtime.setting_up import Stage, Try, set_up
from studio.runtime.shelf import Shelf, contents_of
from studio.runtime.trial import try_out
from studio.session.notice import Notice, NoticeKind
from studio.signals import Signal
from studio.text import tr


class EquipState(Enum):
    """How it goes. paused: what has arrived is kept."""

    idle = "idle"
    running = "running"
    paused = "paused"
    failed = "failed"


class Equipping:
    """What there is to repaint with. Asks nothing of the network but when it is told to start.

    tell: where to say that it is done. unload: has the engine let go of what it uses.
    """

    def __init__(
        self,
        tell: Callable[[Notice], object],
        unload: Callable[[], object],
        *,
        shelf: Shelf | None = None,
        offers: tuple[Manifest, ...] | None = None,
        errands: Errands | None = None,
        try_it: Try = try_out,
    ) -> None:
        self.changed: Signal[None] = Signal()
        self.shelf = shelf or Shelf.of_user()
        self.offers = offered() if offers is None else offers
        self.state = EquipState.idle
        self.stage = Stage.checking
        self.progress = Progress(0, 0)
        self.error: StudioError | None = None
        self._tell = tell
        self._unload = unload
        self._errands = errands or Errands()
        self._try = try_it
        self._manifest: Manifest | None = None
        self._wanted: Wanted | None = None

    @property
    def in_use(self) -> Manifest | None:
        """What the engine uses; None while there is none."""
        return _manifest_of(self.shelf.chosen)

    @property
    def former(self) -> Manifest | None:
        """What can be gone back to."""
        return _manifest_of(self.shelf.former)

    def start(self, manifest: Manifest) -> None:
        """Set it up, or go on where it stopped; of what is in use already, only what is missing.

        Raises:
            InputError: one is being set up.
        """
        if self._wanted is not None:
            raise InputError(
                tr("A runtime is being set up."), tr("Wait until it is done, or cancel it first.")
            )

        def tell() -> None:
            self._errands.tell(lambda: self._on_progress(wanted))

        wanted = self._wanted = Wanted(manifest.nbytes, tell)
        self._manifest = manifest
        self.progress = Progress(0, manifest.nbytes)
        self._show(EquipState.running)
        self._errands.run(
            partial(self._made, manifest, wanted),
            lambda is_done: self._on_ended(is_done=is_done),
            lambda error: self._on_ended(error=error),
        )

    def pause(self) -> None:
        """Stop for now; what has arrived is kept."""
        if self._wanted is not None:
            self._wanted.stop()

    def resume(self) -> None:
        """Go on where it stopped or failed."""
        if self._manifest is not None and self._wanted is None:
            self.start(self._manifest)

    def cancel(self) -> None:
        """Stop it, and throw away what has arrived; what is in use stays."""
        self._manifest = None
        if self._wanted is not None:
            self._wanted.stop()  # its thread throws it away
        else:
            self.shelf.discard()
            self._show(EquipState.idle)

    def repair(self) -> None:
        """Fetch anew what is damaged of the runtime in use.

        Raises:
            InputError: there is none, or one is being set up.
        """
        if self.in_use is None:
            raise InputError(tr("There is no runtime to repair."), tr("Set one up first."))
        self.start(self.in_use)

    def go_back(self) -> None:
        """Use the former one.

        Raises:
            InputError: there is none.
            StorageError: that cannot be written down.
        """
        self.shelf.go_back()
        self._unload()
        self.changed.emit(None)

    def close(self) -> None:
        """Stop; the next start goes on from there."""
        if self._wanted is not None:
            self._wanted.stop()
        self._errands.close()

    def _made(self, manifest: Manifest, wanted: Wanted) -> bool:
        """On the errand's thread; False when it was stopped."""

        def at_stage(stage: Stage) -> None:
            self._errands.tell(lambda: self._on_stage(wanted, stage))

        try:
            line = wanted.line
            set_up(manifest, self.shelf, line, wanted, at_stage=at_stage, try_it=self._try)
        except Stopped:
            return False
        return True

    def _on_stage(self, wanted: Wanted, stage: Stage) -> None:
        if wanted is self._wanted:
            self.stage = stage
            self.changed.emit(None)

    def _on_progress(self, wanted: Wanted) -> None:
        if wanted is self._wanted:
            self.progress = wanted.take()
            self.changed.emit(None)

    def _on_ended(self, *, is_done: bool = False, error: StudioError | None = None) -> None:
        self._wanted = None
        if is_done:
            self._manifest = None
            self._unload()
            self._tell_done()
            self._show(EquipState.idle)
        elif self._manifest is None:
            self.shelf.discard()
            self._show(EquipState.idle)
        elif error is not None:
            self._show(EquipState.failed, error)
        else:
            self._show(EquipState.paused)

    def _show(self, state: EquipState, error: StudioError | None = None) -> None:
        self.state, self.error = state, error
        self.changed.emit(None)

    def _tell_done(self) -> None:
        message = tr("The AI runtime works on this machine.")
        hint = tr("Repaint again: from now on no network is needed.")
        self._tell(Notice(NoticeKind.info, message, hint))


def _manifest_of(runtime: Path | None) -> Manifest | None:
    contents = contents_of(runtime) if runtime else None
    return contents.manifest if contents else None
