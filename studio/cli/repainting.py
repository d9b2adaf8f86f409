"""The verb `repaint`: a picture and a mask in, a picture or a document out."""

from __future__ import annotations

import os
import secrets
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from studio.cli.arguments import Repaint
from studio.cli.console import Console
from studio.cli.interruption import interruptible
from studio.cli.sources import catalogue_with, open_masked, recipe_of
from studio.cli.watching import Watching
from studio.document.composite import flatten
from studio.document.document import Document
from studio.document.layers import LayerId
from studio.document.tiles import Pixels
from studio.errors import InputError, StorageError
from studio.files.formats import save_document
from studio.files.pictures.images import write_picture
from studio.generation.capture import captured_request
from studio.generation.engine import Engine
from studio.generation.events import Result, Step
from studio.generation.request import GenerationRequest
from studio.jobs.engines import local_engine
from studio.jobs.serving import told_as_engine_errors
from studio.models.catalogue import ModelCatalogue
from studio.models.wordlists import WordLists
from studio.region.build import build_request
from studio.region.place import changed_outside, floating_of, place
from studio.text import tr

MakeEngine = Callable[[ModelCatalogue], Engine]

_ON_TOP = LayerId(0)
_OUT = (".png", ".ora")
_SEEDS = 1 << 32


@dataclass(frozen=True, slots=True, eq=False)
class Repainted:
    """One picture that was made; `changed_outside` bytes differ where nothing was to land."""

    out: Path
    result: Result
    changed_outside: int


def repaint(
    wish: Repaint, console: Console, make_engine: MakeEngine = local_engine
) -> tuple[Repainted, ...]:
    """Repaint as often as asked, and tell of every step and result.

    Raises:
        StudioError: what was given cannot be used, or it cannot be done.
        Cancelled: by Ctrl+C; what was finished before stays.
    """
    _check_out(wish.out)
    catalogue, model = catalogue_with(wish.model)
    recipe = model.family.asked(recipe_of(wish, model))
    document = open_masked(wish, console.say)
    _make_folder(wish.previews)
    first = secrets.randbelow(_SEEDS) if recipe.seed is None else recipe.seed
    request = build_request(document, recipe, first, model.limits)
    lists = WordLists(catalogue.folders)
    with interruptible() as unwanted:
        with told_as_engine_errors():
            engine = make_engine(catalogue)
        easel = _Easel(wish, document, flatten(document, document.bounds), console, unwanted)
        with closing(engine):
            return tuple(
                easel.make(engine, captured_request(request, first + index, lists), index)
                for index in range(wish.count)
            )


@dataclass(frozen=True, slots=True, eq=False)
class _Easel:
    """The document that every picture is made on, and how it looks before."""

    wish: Repaint
    document: Document
    before: Pixels
    console: Console
    unwanted: threading.Event

    def make(self, engine: Engine, request: GenerationRequest, index: int) -> Repainted:
        """One picture, landed, written, told of, and taken off the document again."""
        watching = Watching(
            self.console, self.unwanted, lambda step: self._keep_preview(request, step, index)
        )
        with watching.watched(), told_as_engine_errors():
            result = engine.generate(request, watching)
        out = numbered(self.wish.out, index)
        changed = self._land(request, result, out)
        self._tell(out, result, changed)
        return Repainted(out, result, changed)

    def _land(self, request: GenerationRequest, result: Result, out: Path) -> int:
        document = self.document
        place(document, request, result, _ON_TOP)
        after = flatten(document, document.bounds)
        try:
            save_document(document, out)
        finally:
            document.history.undo()
        return changed_outside(self.before, after, document.bounds, request)

    def _keep_preview(self, request: GenerationRequest, step: Step, index: int) -> None:
        if self.wish.previews is None or step.preview is None:
            return
        region = request.region
        floating = floating_of(request, step.preview, _ON_TOP)
        picture = self.before.copy()
        picture[region.slices] = flatten(self.document, region, floating=floating)
        name = numbered(Path(f"step-{step.index:03d}.png"), index)
        write_picture(self.wish.previews / name, picture)

    def _tell(self, out: Path, result: Result, changed: int) -> None:
        self.console.show(
            {
                "event": "result",
                "seed": result.seed,
                "seconds": round(result.seconds, 3),
                "first_preview_seconds": result.first_preview_seconds
                and round(result.first_preview_seconds, 3),
                "changed_outside_mask": changed,
                "out": str(out),
            }
        )
        self.console.say(
            tr(
                "{out}: seed {seed}, {seconds} s, {changed} bytes changed outside the mask.",
                out=out,
                seed=result.seed,
                seconds=f"{result.seconds:.1f}",
                changed=changed,
            )
        )


def numbered(path: Path, index: int) -> Path:
    """The name of the picture of that index: OUT.png, then OUT-2.png."""
    return path if index == 0 else path.with_stem(f"{path.stem}-{index + 1}")


def _check_out(out: Path) -> None:
    """Before minutes of work, not after: whether the result may be written where it is to be."""
    if out.suffix.lower() not in _OUT:
        raise InputError(
            tr("{name} is no name for the result.", name=out.name or out),
            tr("Let it end in .png for a picture, or .ora to keep the layers."),
        )
    folder = out.parent
    if not folder.is_dir():
        raise StorageError(
            tr("The folder {folder} is not there.", folder=folder),
            tr("Save to another folder, or make this one first."),
        )
    if out.is_dir() or not os.access(folder, os.W_OK) or _is_read_only(out):
        raise StorageError(
            tr("{name} may not be written.", name=out),
            tr("It or its folder is read-only, or it is a folder. Choose another place."),
        )


def _is_read_only(file: Path) -> bool:
    """By its mode too: the superuser may write what its owner protected."""
    return file.exists() and (not file.stat().st_mode & 0o222 or not os.access(file, os.W_OK))


def _make_folder(folder: Path | None) -> None:
    if folder is None:
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(
            tr("The folder {folder} for the previews cannot be made.", folder=folder),
            tr("Choose another place."),
        ) from error
