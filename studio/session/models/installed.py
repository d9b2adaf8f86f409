"""The models that are installed: more of them, and those that go."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from studio.errors import InputError, StudioError
from studio.jobs.looking import ModelWatch
from studio.models.programs import Place, usual_places
from studio.session.notice import Notice, NoticeKind
from studio.session.preferences import PreferencesFile
from studio.session.repaint.repainting import Repainting
from studio.text import tr


class Models:
    """Which folders are looked in, and what is told when a model comes or goes."""

    def __init__(
        self,
        repainting: Repainting,
        preferences: PreferencesFile,
        tell: Callable[[Notice], object],
    ) -> None:
        self._repainting = repainting
        self._preferences = preferences
        self._tell = tell
        self._watch: ModelWatch | None = None
        self._counted: int | None = None
        self._is_missing = not self._is_installed()

    def follow(self) -> None:
        """List from now on what comes and goes on the disk."""
        if self._watch is None:
            self._watch = ModelWatch(self._repainting.catalogue)
            self._watch.changed.connect(lambda _: self._on_changed())
            self._watch.look()

    def look(self) -> None:
        """Look again, where it is followed at all: not every disk tells what happens on it."""
        if self._watch is not None:
            self._watch.look()

    def close(self) -> None:
        """Follow no more."""
        if self._watch is not None:
            self._watch.close()
            self._watch = None

    def add(self, folder: Path) -> None:
        """Look for models in one more folder, now and at every start.

        Raises:
            StudioError: none in it can be used.
        """
        self._repainting.add_models(folder)
        self._remember((folder,))
        self.look()

    def others(self) -> tuple[Place, ...]:
        """Where other programs keep models, as far as it is not looked at yet.

        Raises:
            InputError: nowhere.
        """
        known = {one.resolve() for one in self._repainting.catalogue.folders}
        found = usual_places(Path.home(), os.environ)
        new = tuple(one for one in found if one.folder.resolve() not in known)
        if not new:
            raise InputError(
                tr("No other models were found in the usual places."),
                tr("Choose their folder yourself: “Add a folder of models…”."),
            )
        return new

    def add_all(self, folders: Iterable[Path]) -> None:
        """Look in these too, now and at every start; the model that is chosen stays."""
        catalogue = self._repainting.catalogue
        self._counted = len(catalogue.entries)
        self._remember(catalogue.include(folders))
        self.refresh()

    def refresh(self) -> None:
        """Look again: something has come."""
        if self._watch is not None:
            self._watch.look()
        elif self._repainting.catalogue.rescan():
            self._on_changed()

    def _remember(self, folders: tuple[Path, ...]) -> None:
        kept, new = self._preferences.current, tuple(map(str, folders))
        old = tuple(one for one in kept.model_folders if one not in new)
        self._preferences.change(replace(kept, model_folders=(*old, *new)))

    def _on_changed(self) -> None:
        self._repainting.models_changed.emit(None)
        self._tell_count()
        was_missing, self._is_missing = self._is_missing, not self._is_installed()
        if self._is_missing and not was_missing:
            name = self._repainting.recipe.model
            message = tr("The model {name} is no longer there.", name=name)
            hint = tr("Choose another one, or put its files back.")
            self._tell(Notice(NoticeKind.warning, message, hint))

    def _tell_count(self) -> None:
        """How many came of what was asked for."""
        before, self._counted = self._counted, None
        if before is not None:
            count = len(self._repainting.catalogue.entries) - before
            message = tr("{count} more models are listed.", count=count)
            hint = tr("Choose one under Model; LoRAs are offered where they suit it.")
            self._tell(Notice(NoticeKind.info, message, hint))

    def _is_installed(self) -> bool:
        try:
            return self._repainting.model is not None
        except StudioError:
            return False
