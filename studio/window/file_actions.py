"""The actions that need to ask, or the clipboard."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtGui import QGuiApplication

from studio.canvas.drop import files_of, picture_of
from studio.errors import InputError
from studio.files.pictures.straight import pixels_of
from studio.session.actions.action import Action, Menu
from studio.session.clipboard import copied
from studio.session.files.filing import NATIVE
from studio.session.session import Session
from studio.text import tr
from studio.window.asking import Asking, Overwriting, Unsaved
from studio.window.pictures import copy_of, place_copied

_LAYERED = {NATIVE, ".psd", ".psb"}


class FileVerbs:
    """New, open, save and export; nothing unsaved goes without a question."""

    def __init__(self, session: Session, asking: Asking) -> None:
        self._session = session
        self._filing = session.filing
        self._asking = asking

    def new(self) -> None:
        """Begin another painting."""
        if self.may_leave():
            chosen = self._asking.new_document()
            if chosen is not None:
                self._filing.new(chosen.extent, is_white=chosen.is_white)

    def open(self) -> None:
        """Ask for a file and open it."""
        if self.may_leave():
            path = self._asking.file_to_open(self._folder())
            if path is not None:
                self._filing.open(path)

    def open_path(self, path: Path) -> None:
        """Open this file."""
        if self.may_leave():
            self._filing.open(path)

    def save(self) -> bool:
        """Save, asking for a name when there is none; False when the user thought better of it."""
        path = self._filing.path
        return self.save_as() if path is None else self._save_to(path)

    def save_as(self) -> bool:
        """Save under another name; False when the user thought better of it."""
        name = Path(self._filing.title).with_suffix(".ora").name
        path = self._asking.where_to_save(self._folder() / name)
        return path is not None and self._save_to(path)

    def export(self) -> None:
        """Ask how and where, and write a picture."""
        exporting = self._session.exporting
        choice = self._asking.how_to_export(exporting.source(), exporting.choice)
        if choice is None:
            return
        last = exporting.last or self._folder() / self._filing.title
        path = self._asking.where_to_export(last.with_suffix(choice.ending))
        if path is not None:
            exporting.export(path if path.suffix else path.with_suffix(choice.ending), choice)

    def export_again(self) -> None:
        """Write a picture to where the last one was written, in the same way."""
        self._session.exporting.again()

    def can_export_again(self) -> bool:
        """Whether there is a last one."""
        return self._session.exporting.last is not None

    def insert(self) -> None:
        """Add a picture as a layer."""
        path = self._asking.file_to_open(self._folder())
        if path is not None:
            self._filing.insert(path)

    def take_in(self, paths: tuple[Path, ...]) -> None:
        """Add pictures as layers; a painting, or the first on an untouched canvas, is opened."""
        if paths[0].suffix.lower() in _LAYERED or self._filing.is_untouched:
            if not self.may_leave():
                return
            self._filing.open(paths[0])
            paths = paths[1:]
        for path in paths:
            self._session.attempt(partial(self._filing.insert, path))

    def may_leave(self) -> bool:
        """Whether the painting may be closed: it is saved, or the user does not mind."""
        self._session.writing.commit()
        if not self._filing.is_modified:
            return True
        match self._asking.about_unsaved(self._filing.title):
            case Unsaved.save:
                return self._session.attempt(self._save_or_stay)
            case Unsaved.discard:
                return True
            case Unsaved.stay:
                return False

    def _save_to(self, path: Path) -> bool:
        doubt = self._filing.doubt_about(path)
        if doubt is not None:
            match self._asking.about_overwriting(path.name, doubt):
                case Overwriting.save_as:
                    return self.save_as()
                case Overwriting.stay:
                    return False
        self._filing.save(path)
        return True

    def _save_or_stay(self) -> None:
        if not self.save():
            raise InputError(tr("The painting was not saved."), tr("It stays open."))

    def _folder(self) -> Path:
        recent = self._filing.recent
        known = self._filing.path or (recent[0] if recent else None)
        return known.parent if known else Path.home()


class ClipboardVerbs:
    """Copy, cut and paste, with the clipboard of the system."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def copy(self) -> None:
        """What is selected of the active layer."""
        self._copy(merged=False)

    def copy_merged(self) -> None:
        """What is selected of all that is seen."""
        self._copy(merged=True)

    def cut(self) -> None:
        """Copy, then erase."""
        self._session.easel.target()
        self._copy(merged=False)
        self._session.layering.clear()

    def paste(self) -> None:
        """Add what is on the clipboard as layers: files of pictures, or a picture.

        Raises:
            InputError: there is neither.
        """
        filing, found = self._session.filing, QGuiApplication.clipboard().mimeData()
        files = files_of(found) if found else ()  # an empty clipboard has none
        image = picture_of(found) if found and not files else None
        if not files and image is None:
            raise InputError(
                tr("There is no picture on the clipboard."), tr("Copy one, then paste again.")
            )
        for path in files:
            self._session.attempt(partial(filing.insert, path))
        if found and image is not None:
            at = place_copied(found, image, self._session.easel.document.bounds)
            filing.insert_pixels(pixels_of(image), tr("Pasted"), at)

    def _copy(self, *, merged: bool) -> None:
        bounds, pixels = copied(self._session.easel, merged=merged)
        QGuiApplication.clipboard().setMimeData(copy_of(pixels, bounds))


def file_actions(files: FileVerbs, quit_app: Callable[[], object]) -> tuple[Action, ...]:
    """The File menu."""
    file = Menu.file
    return (
        Action("new", file, tr("New…"), tr("Begin another painting."), files.new, ("Ctrl+N",)),
        Action(
            "open", file, tr("Open…"), tr("Open a painting or a picture."), files.open, ("Ctrl+O",)
        ),
        Action("save", file, tr("Save"), tr("Save the painting."), files.save, ("Ctrl+S",)),
        Action(
            "save_as",
            file,
            tr("Save as…"),
            tr("Save under another name."),
            files.save_as,
            ("Ctrl+Shift+S",),
        ),
        Action(
            "export",
            file,
            tr("Export…"),
            tr("Write a picture of it, or a Photoshop document."),
            files.export,
            ("Ctrl+Alt+Shift+S",),
        ),
        Action(
            "export_again",
            file,
            tr("Export again"),
            tr("Write it to the same file as before, in the same way."),
            files.export_again,
            (),
            files.can_export_again,
        ),
        Action(
            "insert", file, tr("Insert picture…"), tr("Add a picture as a layer."), files.insert
        ),
        Action("quit", file, tr("Quit"), tr("Close the program."), quit_app, ("Ctrl+Q",)),
    )


def clipboard_actions(session: Session) -> tuple[Action, ...]:
    """The part of the Edit menu that needs the clipboard."""
    clipboard, edit = ClipboardVerbs(session), Menu.edit
    return (
        Action("cut", edit, tr("Cut"), tr("Copy, then erase it."), clipboard.cut, ("Ctrl+X",)),
        Action(
            "copy",
            edit,
            tr("Copy"),
            tr("Copy what is selected of the active layer."),
            clipboard.copy,
            ("Ctrl+C",),
        ),
        Action(
            "copy_merged",
            edit,
            tr("Copy merged"),
            tr("Copy what is selected of all that is seen."),
            clipboard.copy_merged,
            ("Ctrl+Shift+C",),
        ),
        Action("paste", edit, tr("Paste"), tr("Add it as a layer."), clipboard.paste, ("Ctrl+V",)),
    )
