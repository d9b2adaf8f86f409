"""Old models made safe: a pickle becomes safetensors, beside it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from studio.errors import InputError, StudioError
from studio.jobs.converting import Conversion
from studio.jobs.errands import Errands
from studio.session.models.installed import Models
from studio.session.notice import Notice, NoticeKind
from studio.text import tr


class Converting:
    """The verb. failed: where to tell what went wrong."""

    def __init__(
        self,
        models: Models,
        tell: Callable[[Notice], object],
        failed: Callable[[StudioError], object],
    ) -> None:
        self._models = models
        self._tell = tell
        self._failed = failed
        self._errands = Errands()
        self._running: Conversion | None = None

    def convert(self, path: Path) -> None:
        """Convert it beside the painting; a notice tells when it is done, or why it is not.

        Raises:
            InputError: it is no pickle, is converted already, or another one is on its way.
        """
        if self._running is not None:
            raise InputError(
                tr("{name} is being converted.", name=self._running.source.name),
                tr("Wait until it is done."),
            )
        conversion = Conversion(path)
        conversion.check()
        self._running = conversion
        message = tr("{name} is being converted…", name=path.name)
        self._tell(Notice(NoticeKind.info, message, tr("You can go on painting.")))
        self._errands.run(conversion.run, self._on_done, self._on_failed)

    def close(self) -> None:
        """Stop it; nothing is left of it."""
        if self._running is not None:
            self._running.stop()
        self._errands.close()

    def _on_done(self, path: Path) -> None:
        self._running = None
        self._models.refresh()
        message = tr("{name} is there now.", name=path.name)
        hint = tr("The pickle is not needed any more. Nothing of it was run.")
        self._tell(Notice(NoticeKind.info, message, hint))

    def _on_failed(self, error: StudioError) -> None:
        self._running = None
        self._failed(error)
