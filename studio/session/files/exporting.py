"""Pictures made of the painting, for others."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from studio.errors import InputError
from studio.files.exporting import ExportChoice, ExportSource, export_picture, source_of
from studio.files.formats import format_of, save_document
from studio.session.easel import Easel
from studio.session.preferences import PreferencesFile
from studio.signals import Signal
from studio.text import tr


class Exporting:
    """Exports as chosen, and again as the last time.

    told: what such a file could not hold, a sentence each.
    """

    def __init__(self, easel: Easel, preferences: PreferencesFile) -> None:
        self.told: Signal[tuple[str, ...]] = Signal()
        self._easel = easel
        self._preferences = preferences
        self._last: Path | None = None
        easel.document_replaced.connect(lambda _: self._forget())

    @property
    def choice(self) -> ExportChoice:
        """What was chosen last, for any painting."""
        return self._preferences.current.export

    @property
    def last(self) -> Path | None:
        """Where this painting was exported to; None when it was not yet."""
        return self._last

    def source(self) -> ExportSource:
        """The painting as it is now."""
        return source_of(self._easel.document)

    def export(self, path: Path, choice: ExportChoice) -> None:
        """Write it; the ending of the name decides the kind. The painting stays as modified.

        Raises:
            InputError: the ending names no kind that can be written, or it cannot be so large.
            StorageError: it could not be written; a file of that name stays as it was.
        """
        kind = format_of(path)
        asked = replace(choice, ending=path.suffix.lower())
        told: tuple[str, ...] = ()
        if kind.is_flat:
            export_picture(self.source(), asked, path)
        else:
            told = save_document(self._easel.document, path)
        self._last = path
        self._preferences.change(replace(self._preferences.current, export=asked))
        if told:
            self.told.emit(told)

    def again(self) -> None:
        """Write it once more, to the same place and as chosen last.

        Raises:
            InputError: it was not exported yet.
            StorageError: it could not be written; a file of that name stays as it was.
        """
        if self._last is None:
            raise InputError(
                tr("This painting was not exported yet."), tr("Choose File > Export… first.")
            )
        self.export(self._last, self.choice)

    def _forget(self) -> None:
        self._last = None
