"""Repainting that follows the painter's hand."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from studio.document.changes import AidsChanged, Change, each
from studio.errors import StudioError
from studio.generation.events import Result
from studio.generation.request import GenerationRequest, JobId, Rgb
from studio.preview.overlay import PreviewOverlay
from studio.region.place import floating_of, resting_on
from studio.session.easel import Easel
from studio.session.repaint.candidates import Candidates, Landing
from studio.session.repaint.repainting import Repainting
from studio.signals import Signal


class Live:
    """While it is on, what the painting would become is shown as soon as the hand rests.

    It is shown in place, and goes with the next touch: one always sees what one paints on. All
    pictures have one seed, so that they differ by what was painted only.

    stirred: something is otherwise; whoever has a clock calls `ask` once nothing stirs.
    """

    def __init__(
        self,
        easel: Easel,
        repainting: Repainting,
        candidates: Candidates,
        overlay: PreviewOverlay,
    ) -> None:
        self.changed: Signal[None] = Signal()
        self.stirred: Signal[None] = Signal()
        self._easel = easel
        self._repainting = repainting
        self._candidates = candidates
        self._overlay = overlay
        self._is_on = False
        self._is_keeping = False
        self._seed = 0
        self._asked: JobId | None = None
        self._made: tuple[GenerationRequest, Result] | None = None
        self._listen()

    @property
    def is_on(self) -> bool:
        """Whether it follows."""
        return self._is_on

    @property
    def is_shown(self) -> bool:
        """Whether a finished picture is there to be kept, and no candidate hides it."""
        return self._made is not None and self._candidates.shown is None

    def switch(self) -> None:
        """Begin to follow, with a seed of its own, or stop."""
        self._is_on = not self._is_on
        self._seed = secrets.randbelow(1 << 32)
        self._let_go()
        self.changed.emit(None)
        self._stir()

    def ask(self) -> None:
        """Ask what the painting as it is would become, instead of what was asked before.

        Raises:
            StudioError: the model cannot be used; it follows no longer.
        """
        if not self._is_on or self._candidates.shown is not None:
            return
        self._cancel()
        seed = self._repainting.recipe.seed
        try:
            request = self._repainting.request(self._seed if seed is None else seed)
        except StudioError:
            self.switch()
            raise
        self._asked = self._repainting.jobs.add(request, is_live=True)

    def keep(self) -> Landing | None:
        """Make a layer of what is shown, with its recipe; None when nothing is."""
        if self._made is None:
            return None
        request, result = self._made
        with self._keeping():
            self._let_go()
            landing = self._candidates.keep(self._candidates.add(request, result))
        self.changed.emit(None)
        return landing

    def _listen(self) -> None:
        easel, repainting = self._easel, self._repainting
        easel.document_changed.connect(self._on_document_changed)
        easel.document_replaced.connect(lambda _: self._stop())
        repainting.settings_changed.connect(lambda _: self._stir())
        repainting.context_changed.connect(lambda _: self._stir())
        repainting.asked.connect(lambda _: self._cancel())
        repainting.jobs.stepped.connect(self._on_stepped)
        repainting.jobs.finished.connect(self._on_finished)
        repainting.jobs.failed.connect(self._on_failed)
        self._candidates.changed.connect(lambda _: self._stir())

    @contextmanager
    def _keeping(self) -> Iterator[None]:
        """What was kept is looked at as it is: it is not repainted at once."""
        self._is_keeping = True
        try:
            yield
        finally:
            self._is_keeping = False

    def _stop(self) -> None:
        if self._is_on:
            self.switch()

    def _stir(self) -> None:
        if self._is_on and not self._is_keeping:
            self.stirred.emit(None)

    def _cancel(self) -> None:
        if self._asked is not None:
            asked, self._asked = self._asked, None
            self._repainting.jobs.cancel(asked)

    def _let_go(self) -> None:
        self._cancel()
        had_picture, self._made = self._made is not None, None
        self._overlay.show_live(None)
        if had_picture:
            self.changed.emit(None)

    def _on_document_changed(self, change: Change) -> None:
        if self._is_on and not all(isinstance(one, AidsChanged) for one in each(change)):
            self._let_go()
            self._stir()

    def _on_stepped(self, id: JobId) -> None:  # noqa: A002
        job = self._repainting.jobs.job(id)
        if id == self._asked and job.step is not None and job.step.preview is not None:
            self._show(job.request, job.step.preview)

    def _on_finished(self, id: JobId) -> None:  # noqa: A002
        job = self._repainting.jobs.job(id)
        if id == self._asked and job.result is not None:
            self._asked, self._made = None, (job.request, job.result)
            self._show(job.request, job.result.pixels)
            self.changed.emit(None)

    def _on_failed(self, id: JobId) -> None:  # noqa: A002
        if id == self._asked:
            self._asked = None
            self._stop()

    def _show(self, request: GenerationRequest, rgb: Rgb) -> None:
        above = resting_on(self._easel.document, self._easel.active)
        self._overlay.show_live(floating_of(request, rgb, above))
