"""What the headers of single files told, kept from one start of the program to the next.

Reading and proving 500 headers takes 1 s of CPU; taking them from here, 0.06 s.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

from studio import __version__
from studio.foreign_json import read_json
from studio.models.families import FAMILIES, UNKNOWN
from studio.models.family import ModelKind
from studio.models.few_steps import SAID
from studio.models.headers import Header
from studio.models.model_file import header_of
from studio.models.proof import Proof, proof_of_header
from studio.text import language

# To be raised whenever a header proves or tells something else than before.
_RULES = 4
_FAMILY = {one.id: one for one in (*FAMILIES, UNKNOWN)}

# A file as it was: its path, size and date.
Stamp: TypeAlias = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Told:
    """What a file's header told, without the header: hundreds of those take much memory.

    quantised: how its numbers are kept, where that is in blocks.
    """

    proof: Proof
    prediction: str
    words: Mapping[str, str]
    quantised: str = ""


class Look:
    """One look at many files: what is as it was is not read again. `seen` is for the next."""

    def __init__(self, before: Mapping[Stamp, Told]) -> None:
        self.seen: dict[Stamp, Told] = {}
        self._before = before

    def told(self, path: Path) -> Told:
        """What a file is.

        Raises:
            EngineError: it cannot be read, is broken, or is a pickle.
        """
        stamp = _stamp_of(path)
        found = self._before.get(stamp) or _read(stamp)
        self.seen[stamp] = found
        return found


def told_by(path: Path) -> Told:
    """What one file is.

    Raises:
        EngineError: it cannot be read, is broken, or is a pickle.
    """
    return _read(_stamp_of(path))


def kept_in(file: Path) -> dict[Stamp, Told]:
    """What an earlier look kept; nothing where that was by other rules, or is damaged."""
    try:
        found = read_json(file.read_bytes())
        if found["rules"] != _rules():
            return {}
        return dict(_unpacked(row) for row in found["files"])
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def keep(seen: Mapping[Stamp, Told], file: Path) -> None:
    """Keep it for the next start; where nothing can be written, that reads the headers again."""
    rows = [_packed(stamp, told) for stamp, told in seen.items()]
    words = json.dumps({"rules": _rules(), "files": rows}, ensure_ascii=False)
    beside = file.with_name(f"{file.name}.{os.getpid()}")
    with suppress(OSError, UnicodeEncodeError):
        file.parent.mkdir(parents=True, exist_ok=True)
        # Not synced: torn by a crash it is no JSON, and is made anew.
        beside.write_text(words, "utf-8")
        beside.replace(file)


def _rules() -> list[object]:
    """By what was proven, and in whose words."""
    return [_RULES, __version__, language()]


def _packed(stamp: Stamp, told: Told) -> list[object]:
    proof = told.proof
    proven = [proof.kind.value, proof.family.id, proof.why, proof.is_whole, proof.channels]
    return [*stamp, *proven, proof.part, told.prediction, told.quantised, dict(told.words)]


def _unpacked(row: list[object]) -> tuple[Stamp, Told]:
    """One line of the file, as `_packed` made it; ValueError or KeyError when it is not."""
    match row:
        case [
            str() as path,
            int() as size,
            int() as changed,
            str() as kind,
            str() as family,
            str() as why,
            bool() as is_whole,
            int() as channels,
            str() as part,
            str() as prediction,
            str() as quantised,
            dict() as words,
        ]:
            proof = Proof(ModelKind(kind), _FAMILY[family], why, is_whole, channels, part)
            return (path, size, changed), Told(proof, prediction, _words(words), quantised)
    raise ValueError("not a line of what headers told")


def _words(found: Mapping[object, object]) -> dict[str, str]:
    return {str(key): str(word) for key, word in found.items()}


def _stamp_of(path: Path) -> Stamp:
    try:
        stat = path.stat()
    except OSError:
        return str(path), 0, 0
    return str(path), stat.st_size, stat.st_mtime_ns


@lru_cache(maxsize=8192)
def _read(stamp: Stamp) -> Told:
    header = header_of(Path(stamp[0]))
    words = {key: header.words[key] for key in SAID if key in header.words}
    return Told(proof_of_header(header), _prediction(header), words, header.quantised)


def _prediction(header: Header) -> str:
    """What a maker says of it; ModelSpec has a key for it, others a tensor of that name."""
    said = header.words.get("modelspec.prediction_type", "").lower()
    if said in ("v", "v_prediction", "v-prediction") or "v_pred" in header.tensors:
        return "v_prediction"
    return "epsilon" if said.startswith("eps") else ""
