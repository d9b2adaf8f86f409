"""What is said of one thing that is installed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

from studio.generation.engine import EngineError, EngineErrorKind
from studio.models.about import About, about
from studio.models.check import check_folder
from studio.models.companions import companion, configs_of
from studio.models.families import UNKNOWN
from studio.models.family import Family, ModelKind, Part, SizeLimits
from studio.models.few_steps import few_steps, few_steps_of_scheduler
from studio.models.folder import read_object
from studio.models.proof import Proof, family_of, proof_of
from studio.models.sidecar import Recommended, Word, read_sidecar, usual_of
from studio.models.told import Told, told_by
from studio.models.weights import WEIGHTS, weights_hash
from studio.text import tr


@dataclass(frozen=True, slots=True)
class ModelEntry:
    """One thing that is installed.

    id: its path within the folder it was found in. problem: why it cannot be used, None when it
    can. variant: the middle word of weight files, as in `model.fp16.safetensors`. rest: of a
    single file, the folder that its configs come from, and the parts that it lacks (is_whole: none
    but those). prediction: what its denoiser predicts, when its maker says so. part: which one it
    is of those that complete a lone denoiser; parts: the files that complete this, by component.
    quantised: how its numbers are kept where that is in blocks, as in “Q4_K”.
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
    rest: Path | None = None
    is_whole: bool = True
    prediction: str = ""
    part: str = ""
    parts: tuple[tuple[str, Path], ...] = ()
    quantised: str = ""

    @property
    def hash(self) -> str:
        """The digest of its weights; the first time it reads them."""
        return weights_hash(self.path)

    @property
    def about(self) -> About:
        """What its maker says about it; the first time it reads that."""
        return about(self.path)


def entry_of(
    path: Path,
    id: str = "",  # noqa: A002
    name: str = "",
    told: Callable[[Path], Told] = told_by,
) -> ModelEntry:
    """What a folder or file is, called `name` where it says no other; a problem is in the entry.

    told: what reads the header of a file, or knows already what is in it.
    """
    # A file stays as it is named: in the hub's cache it is a link to a file without a name.
    path = path.resolve() if path.is_dir() else path.parent.resolve() / path.name
    try:
        if path.is_dir():
            return _of_folder(path, id, name, tuple(_state_of(path)))
        return _of_file(path, id, name, told(path))
    except EngineError as error:
        return _unusable(path, id, name, Proof(ModelKind.unknown, UNKNOWN), error)


def with_rest(
    entry: ModelEntry,
    rest: Path,
    parts: tuple[tuple[str, Path], ...] = (),
    *,
    variant: str = "",
) -> ModelEntry:
    """A file that lacks parts, now that a folder has them, or its configs and these files."""
    return replace(entry, rest=rest, parts=parts, variant=variant, problem=None)


def without_parts(entry: ModelEntry, lacking: Iterable[Part]) -> ModelEntry:
    """A file that still lacks some."""
    return replace(entry, problem=_parts_missing(entry, lacking))


_State: TypeAlias = tuple[str, int, int]


def _state_of(folder: Path) -> Iterator[_State]:
    """Every file of a model folder with its size and date: it is read again when one differs."""
    try:
        with os.scandir(folder) as inside:
            for one in sorted(inside, key=lambda found: found.name):
                if one.is_dir():
                    yield from _state_of(Path(one.path))
                else:
                    stat = one.stat()
                    yield one.path, stat.st_size, stat.st_mtime_ns
    except OSError:  # it goes away while it is looked at
        return


@lru_cache(maxsize=512)
def _of_folder(path: Path, id: str, name: str, _state: tuple[_State, ...]) -> ModelEntry:  # noqa: A002
    proof = proof_of(path)
    if proof.family is UNKNOWN:
        return _unusable(path, id, name, proof, _unknown(path, proof))
    try:
        variant = check_folder(path, proof.family)
        scheduler = read_object(path / "scheduler" / "scheduler_config.json")
        paced = few_steps(name or path.name, {}, proof.family) or few_steps_of_scheduler(
            scheduler, proof.family
        )
        sidecar = read_sidecar(path, proof.family, paced, name)
    except EngineError as error:
        return _unusable(path, id, name, proof, error)
    return ModelEntry(
        id or path.name,
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


def _of_file(path: Path, id: str, name: str, told: Told) -> ModelEntry:  # noqa: A002
    proof = told.proof
    entry = _plain(path, id, name, proof)
    if proof.kind in (ModelKind.vae, ModelKind.decoder, ModelKind.encoder):
        return replace(entry, part=proof.part)
    if proof.family is UNKNOWN:
        return replace(entry, problem=_unknown(path, proof))
    paced = few_steps(path.stem, told.words, proof.family)
    entry = replace(entry, recommended=paced or entry.recommended)
    return _of_checkpoint(entry, told) if proof.kind is ModelKind.checkpoint else entry


def _of_checkpoint(entry: ModelEntry, told: Told) -> ModelEntry:
    is_whole = told.proof.is_whole
    entry = replace(entry, is_whole=is_whole, prediction=told.prediction, quantised=told.quantised)
    try:
        entry = _as_beside(entry)
        rest = configs_of(entry.path, entry.family, is_whole=is_whole)
    except EngineError as error:
        return replace(entry, problem=error)
    return replace(entry, rest=rest, problem=None if rest else _parts_missing(entry))


def _as_beside(entry: ModelEntry) -> ModelEntry:
    """One that edits, where the folder of its name is one's: its header cannot tell."""
    beside = companion(entry.path)
    found = family_of(beside) if beside else entry.family
    return replace(entry, family=found) if found.edits and found.suits(entry.family) else entry


def _plain(path: Path, id: str, name: str, proof: Proof) -> ModelEntry:  # noqa: A002
    family = proof.family
    name = name or (path.name if path.is_dir() else path.stem)
    usual = usual_of(family)
    return ModelEntry(id or path.name, name, proof.kind, family, path, family.limits, usual)


def _unusable(
    path: Path,
    id: str,  # noqa: A002
    name: str,
    proof: Proof,
    problem: EngineError,
) -> ModelEntry:
    return replace(_plain(path, id, name, proof), problem=problem)


def _unknown(path: Path, proof: Proof) -> EngineError:
    message = tr("The family of {name} is not known.", name=path.name)
    return EngineError(EngineErrorKind.unsupported, message, proof.why)


def _parts_missing(entry: ModelEntry, lacking: Iterable[Part] = ()) -> EngineError:
    message = tr(
        "{name} gives only the denoiser of {family}.", name=entry.name, family=entry.family.title
    )
    files = ", ".join(f"{one.title}{WEIGHTS}" for one in lacking)
    if files:
        hint = tr(
            "It also needs {files}: put them among your models, as in ComfyUI. Those that are"
            " scaled to FP8 or quantised do not do.",
            files=files,
        )
        return EngineError(EngineErrorKind.model_missing, message, hint)
    named = [one.name for one in entry.family.components if one.is_loaded]
    wanted = ", ".join(name for name in named if name != entry.family.denoiser)
    folder = entry.path.with_suffix("")
    return EngineError(
        EngineErrorKind.model_missing,
        message,
        tr(
            "It also needs {parts}: put a folder of {family} in the diffusers layout among your"
            " models, or these parts of it, with its model_index.json, at {folder}.",
            parts=wanted,
            family=entry.family.title,
            folder=folder,
        ),
    )
