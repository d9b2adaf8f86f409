"""The verb `render`: pictures of documents, one or many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from studio.cli.arguments import Render, RenderMany
from studio.cli.console import Console
from studio.document.document import Document
from studio.errors import InputError, StorageError, StudioError
from studio.files.exporting import ExportChoice, export_picture, source_of
from studio.files.formats import format_of, open_document, save_document
from studio.text import tr


def render(wish: Render, console: Console) -> None:
    """Write the composite of a document as a picture.

    Raises:
        StudioError: it cannot be read or written.
    """
    _render(wish.document, wish.out, wish.choice, console)


def render_many(wish: RenderMany, console: Console) -> None:
    """Write a picture of each document into a folder; one that fails does not stop the others.

    Raises:
        StudioError: the folder cannot be made, or some documents could not be rendered.
    """
    _make(wish.folder)
    failed = 0
    for document, out in _targets(wish.documents, wish.folder, wish.choice.ending):
        try:
            _render(document, out, wish.choice, console)
        except StudioError as error:
            console.tell(error)
            failed += 1
    if failed:
        many = len(wish.documents)
        raise InputError(
            tr("{failed} of {many} documents were not rendered.", failed=failed, many=many),
            tr("Why is said above; the others lie in {folder}.", folder=wish.folder),
        )


def _render(path: Path, out: Path, choice: ExportChoice | None, console: Console) -> None:
    opened = open_document(path)
    for warning in opened.warnings:
        console.say(warning)
    lost = _write(opened.document, out, choice)
    for words in lost:
        console.say(words)
    warnings = [*opened.warnings, *lost]
    console.show({"event": "result", "out": str(out), "warnings": list(warnings)})
    console.say(tr("{out} is written.", out=out))


def _write(document: Document, out: Path, choice: ExportChoice | None) -> tuple[str, ...]:
    if choice is None or not format_of(out).is_flat:
        return save_document(document, out)
    export_picture(source_of(document), choice, out)
    return ()


def _targets(documents: Iterable[Path], folder: Path, ending: str) -> Iterator[tuple[Path, Path]]:
    """Each document and its picture, of the same name; none takes the place of another."""
    taken = {one.resolve() for one in documents}
    for document in documents:
        number, out = 1, folder / f"{document.stem}{ending}"
        while out.resolve() in taken:
            number += 1
            out = folder / f"{document.stem}-{number}{ending}"
        taken.add(out.resolve())
        yield document, out


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(
            tr("The folder {folder} cannot be made.", folder=folder), tr("Choose another place.")
        ) from error
