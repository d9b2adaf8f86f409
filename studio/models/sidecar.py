"""What a model says of itself in `repaint-studio.json`, beside its `model_index.json`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from studio.models.family import Family, SizeLimits
from studio.models.folder import SIDECAR, broken, read_object
from studio.models.headers import Json
from studio.text import language


@dataclass(frozen=True, slots=True)
class Recommended:
    """The settings to begin with; spacing: of the timesteps, where the model asks for one."""

    steps: int = 20
    guidance: float = 5.0
    sampler: str = "Euler"
    spacing: str = ""


@dataclass(frozen=True, slots=True)
class Word:
    """A thing that the model was taught, and other words for it."""

    text: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sidecar:
    """A model's own words; `words` is empty for a model that knows any."""

    name: str
    limits: SizeLimits
    recommended: Recommended
    note: str = ""
    words: tuple[Word, ...] = ()


def read_sidecar(
    folder: Path, family: Family, paced: Recommended | None = None, name: str = ""
) -> Sidecar:
    """The sidecar of a model folder; what it leaves out is as `paced` says, else the family's.

    name: what it is called when it says nothing; its folder's when that is empty.

    Raises:
        EngineError: model_broken: it is not such an object.
    """
    path = folder / SIDECAR
    said = read_object(path) if path.is_file() else {}
    try:
        return Sidecar(
            _text(said.get("name", name or folder.name)),
            _limits(said.get("limits", {}), family.limits),
            _recommended(said.get("defaults", {}), paced or usual_of(family)),
            _note(said.get("note", "")),
            _words(said.get("words", {})),
        )
    except (TypeError, ValueError) as error:
        raise broken(path) from error


def _limits(said: Json, usual: SizeLimits) -> SizeLimits:
    fields = _fields(said)
    limits = SizeLimits(
        _positive(fields.get("min_side", usual.min_side)),
        _positive(fields.get("max_side", usual.max_side)),
        _positive(fields.get("min_area", usual.min_area)),
        _positive(fields.get("max_area", usual.max_area)),
        _positive(fields.get("multiple", usual.multiple)),
        bool(fields.get("refines", usual.refines)),
    )
    if limits.min_side > limits.max_side or limits.min_area > limits.max_area:
        raise ValueError(limits)
    return limits


def usual_of(family: Family) -> Recommended:
    """What suits most models of a family."""
    return Recommended(family.steps, family.guidance, family.default_sampler)


def _recommended(said: Json, usual: Recommended) -> Recommended:
    fields = _fields(said)
    steps, guidance = fields.get("steps", usual.steps), fields.get("guidance", usual.guidance)
    if isinstance(guidance, bool) or not isinstance(guidance, int | float):
        raise TypeError(guidance)
    if not 0 <= guidance <= 100 or _positive(steps) > 500:
        raise ValueError(said)
    sampler = _text(fields.get("sampler", usual.sampler))
    return Recommended(_positive(steps), float(guidance), sampler, usual.spacing)


def _positive(said: Json) -> int:
    if not isinstance(said, int) or isinstance(said, bool) or said < 1:
        raise ValueError(said)
    return said


def _note(said: Json) -> str:
    """A text, or one for each language: then ours, else the English one."""
    if isinstance(said, str):
        return said
    notes = _fields(said)
    return _text(notes.get(language(), notes.get("en", "")))


def _words(said: Json) -> tuple[Word, ...]:
    return tuple(Word(word, _texts(others)) for word, others in _fields(said).items())


def _fields(said: Json) -> dict[str, Json]:
    if not isinstance(said, dict):
        raise TypeError(said)
    return said


def _texts(said: Json) -> tuple[str, ...]:
    if not isinstance(said, list):
        raise TypeError(said)
    return tuple(_text(one) for one in said)


def _text(said: Json) -> str:
    if not isinstance(said, str):
        raise TypeError(said)
    return said
