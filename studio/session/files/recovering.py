"""What a crash left behind, taken up again."""

from __future__ import annotations

from pathlib import Path

from studio.errors import InputError
from studio.files.stamp import Source
from studio.journal.shelf import Left, left_behind
from studio.journal.state import State
from studio.session.files.autosave import Autosave
from studio.session.notice import Notice, NoticeKind, NoticeVerb
from studio.session.session import Session
from studio.text import tr


class Recovering:
    """The paintings that nobody could save; whoever looks holds them until they are let go of."""

    def __init__(self, session: Session, autosave: Autosave) -> None:
        self._session = session
        self._autosave = autosave

    def found(self) -> tuple[Left, ...]:
        """Those that nobody is working on, newest first."""
        return left_behind(self._autosave.journal.root, self._set_aside)

    def open(self, left: Left) -> None:
        """Work on one: as it was, under its old name, with an undo history that begins anew.

        Raises:
            InputError: it cannot be read, or its journal cannot be written.
        """
        session, found = self._session, left.restored()
        try:
            script = left.gone_on_with(found)
        except OSError as error:
            raise InputError(
                tr("“{title}” cannot be recovered.", title=left.state.title),
                tr("Its journal cannot be written: {folder}", folder=left.folder.path),
            ) from error
        self._autosave.follow(script)
        source, is_modified = _source_of(left.state), left.state.is_modified
        session.filing.recover(found.document, left.state.title, source, is_modified=is_modified)
        session.easel.activate(found.active)
        for one in found.candidates:
            session.candidates.add(one.request, one.result)
        self._autosave.interrupted = found.asked
        self._autosave.flush()
        self._tell(found.lost)

    def discard(self, left: Left) -> None:
        """Do without one."""
        left.folder.remove()

    def leave(self, left: Left) -> None:
        """Keep one for another time."""
        left.folder.let_go()

    def run_again(self) -> None:
        """Ask once more for what a crash cut off."""
        asked = self._autosave.interrupted
        self._autosave.let_be()
        for request in asked:
            self._session.repainting.jobs.add(request)

    def _set_aside(self, folder: Path) -> None:
        name = tr("What a crash left of a painting")
        self._session.preferences.set_aside.put(folder, name)

    def _tell(self, lost: int) -> None:
        if lost:
            message = tr("Parts of the painting could not be recovered.")
            hint = tr("{count} of its pieces were damaged and are empty now.", count=lost)
            self._session.notice.emit(Notice(NoticeKind.warning, message, hint))
        elif self._autosave.interrupted:
            prompts = ", ".join(f"“{one.recipe.prompt}”" for one in self._autosave.interrupted)
            message = tr("A repaint was cut off: {prompts}.", prompts=prompts)
            verb = NoticeVerb(tr("Run it again"), self.run_again)
            self._session.notice.emit(Notice(NoticeKind.info, message, verb=verb))


def _source_of(state: State) -> Source | None:
    return None if state.stamp is None else Source(Path(state.path), state.stamp)
