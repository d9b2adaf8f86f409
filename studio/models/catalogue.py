"""The models that are installed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from studio.generation.engine import EngineError, EngineErrorKind
from studio.models.check import check_folder
from studio.models.families import UNKNOWN
from studio.models.family import Family, SizeLimits
from studio.models.family import ModelKind as ModelKind
from studio.models.folder import is_model_folder
from studio.models.proof import Proof, proof_of
from studio.models.sidecar import Recommended, Word, read_sidecar
from studio.models.weights import WEIGHTS, weights_hash
from studio.resources import resource
from studio.text import tr

_DEEPEST = 4


@dataclass(frozen=True, slots=True)
class ModelEntry:
    """One thing that is installed.

    id: its path within the folder it was found in. problem: why it cannot be used, None when it
    can. variant: the middle word of its weight files, as in `model.fp16.safetensors`.
    """

    id: str
    name: str
    kind: ModelKind
    family: Family
    path: Path
    limits: SizeLimits
    recommended: Recommended
    note: str = ""
    words: tuple[Word, ...] = ()
    variant: str = ""
    problem: EngineError | None = None

    @property
    def hash(self) -> str:
        """The digest of its weights; the first time it reads them."""
        return weights_hash(self.path)


class ModelCatalogue:
    """What lies in the given folders, found by reading headers only."""

    def __init__(self, folders: Iterable[Path]) -> None:
        self.folders = tuple(folders)
        self.entries: tuple[ModelEntry, ...] = ()
        self.rescan()

    def rescan(self) -> None:
        """Look again."""
        self.entries = tuple(entry for root in self.folders for entry in _found(root))

    def add(self, folder: Path) -> tuple[ModelEntry, ...]:
        """Look into one more folder, or a model's own; what was found there."""
        found = tuple(_found(folder))
        if found and folder not in self.folders:
            self.folders = (*self.folders, folder)
            self.entries = (*self.entries, *found)
        return found

    @property
    def checkpoints(self) -> tuple[ModelEntry, ...]:
        """Those that can paint now."""
        return tuple(one for one in self.entries if one.problem is None)

    def find(self, id_or_path: str) -> ModelEntry:
        """The model of that id, or at that path.

        Raises:
            EngineError: there is none, or it cannot be used; the hint says what would help.
        """
        entry = next((one for one in self.entries if one.id == id_or_path), None)
        if entry is None and id_or_path and Path(id_or_path).exists():
            entry = entry_of(Path(id_or_path))
        if entry is None:
            raise self._unknown(id_or_path)
        if entry.problem is not None:
            raise EngineError(entry.problem.kind, entry.problem.message, entry.problem.hint)
        return entry

    def _unknown(self, wanted: str) -> EngineError:
        names = ", ".join(one.id for one in self.checkpoints)
        return EngineError(
            EngineErrorKind.model_missing,
            tr("There is no model called {name}.", name=wanted),
            tr("Installed: {names}. A path of a model folder works too.", names=names or "–"),
        )


def installed(folders: Iterable[Path] = ()) -> ModelCatalogue:
    """The model that ships with the program, then what lies in these folders."""
    return ModelCatalogue((resource("models"), *folders))


def entry_of(path: Path, id: str = "") -> ModelEntry:  # noqa: A002
    """What a folder or file is; a problem with it is in the entry."""
    path = path.resolve()
    try:
        return _entry(path, id or path.name, proof_of(path))
    except EngineError as error:
        return _unusable(path, id or path.name, Proof(ModelKind.unknown, UNKNOWN), error)


def _entry(path: Path, id: str, proof: Proof) -> ModelEntry:  # noqa: A002
    problem = _problem(path, proof)
    if problem is not None:
        return _unusable(path, id, proof, problem)
    try:
        variant = check_folder(path, proof.family)
        sidecar = read_sidecar(path, proof.family)
    except EngineError as error:
        return _unusable(path, id, proof, error)
    return ModelEntry(
        id,
        sidecar.name,
        proof.kind,
        proof.family,
        path,
        sidecar.limits,
        sidecar.recommended,
        sidecar.note,
        sidecar.words,
        variant,
    )


def _unusable(path: Path, id: str, proof: Proof, problem: EngineError) -> ModelEntry:  # noqa: A002
    family = proof.family
    usual = Recommended(sampler=family.default_sampler)
    name = path.stem if path.suffix == WEIGHTS else path.name
    return ModelEntry(id, name, proof.kind, family, path, family.limits, usual, problem=problem)


def _problem(path: Path, proof: Proof) -> EngineError | None:
    if proof.family is UNKNOWN:
        return EngineError(EngineErrorKind.unsupported, *_unknown_words(path, proof))
    if path.is_file():
        return EngineError(EngineErrorKind.unsupported, *_single_words(path, proof))
    return None


def _unknown_words(path: Path, proof: Proof) -> tuple[str, str]:
    message = tr("The family of {name} is not known.", name=path.name)
    return message, proof.why


def _single_words(path: Path, proof: Proof) -> tuple[str, str]:
    if proof.kind is not ModelKind.checkpoint:
        message = tr("{name} is not a model that paints by itself.", name=path.name)
        return message, tr("Choose a checkpoint; this cannot be added to one yet.")
    family = proof.family.title
    message = tr("{name} is a single file of {family}.", name=path.name, family=family)
    return message, tr("Single files cannot be loaded yet: use the model as a diffusers folder.")


def _found(root: Path) -> Iterator[ModelEntry]:
    root = root.resolve()
    if is_model_folder(root):
        yield entry_of(root)
        return
    for path in _candidates(root):
        yield entry_of(path, path.relative_to(root).as_posix())


def _candidates(root: Path) -> Iterator[Path]:
    """Model folders and single files under a root; a model folder is not looked into."""
    for folder, inner, files in os.walk(root):
        here = Path(folder)
        inner.sort()
        models = [name for name in inner if is_model_folder(here / name)]
        yield from (here / name for name in models)
        yield from (here / name for name in sorted(files) if name.endswith(WEIGHTS))
        deep = len(here.relative_to(root).parts) >= _DEEPEST
        inner[:] = [] if deep else [name for name in inner if name not in models]
