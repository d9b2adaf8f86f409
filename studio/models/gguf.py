"""What a GGUF file says about itself: llama.cpp's form, which keeps transformers small.

Its layout: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
"""

from __future__ import annotations

import math
import struct
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from studio.generation.engine import EngineError, EngineErrorKind
from studio.models.headers import Header, Tensor, in_words
from studio.text import tr

GGUF = ".gguf"
ARCHITECTURE = "general.architecture"
NAME = "general.name"

_MAGIC = b"GGUF"
_VERSIONS = (2, 3)
# A transformer of 60 layers says what it is in 0.2 MB.
_LARGEST_HEADER = 16 << 20
_MOST_TENSORS = 1 << 14
_MOST_SIDES = 4
_LONGEST_NAME = 1 << 10
# Lists of more words are the vocabulary of a language model.
_MOST_WORDS = 1 << 14

_NUMBER, _LONG = struct.Struct("<I"), struct.Struct("<Q")
_PLACE = struct.Struct("<IQ")
_STRING, _LIST = 8, 9
# The bytes of a value by the number of its type.
_FIXED = {0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8}


@dataclass(frozen=True, slots=True)
class Packing:
    """How numbers are kept: so many of them in a block of so many bytes."""

    name: str
    numbers: int = 1
    nbytes: int = 1

    @property
    def is_plain(self) -> bool:
        """Whether every number stands by itself."""
        return self.numbers == 1


# By the number that a file has for each.
PACKINGS: Mapping[int, Packing] = {
    0: Packing("F32", nbytes=4),
    1: Packing("F16", nbytes=2),
    2: Packing("Q4_0", 32, 18),
    3: Packing("Q4_1", 32, 20),
    6: Packing("Q5_0", 32, 22),
    7: Packing("Q5_1", 32, 24),
    8: Packing("Q8_0", 32, 34),
    9: Packing("Q8_1", 32, 40),
    10: Packing("Q2_K", 256, 84),
    11: Packing("Q3_K", 256, 110),
    12: Packing("Q4_K", 256, 144),
    13: Packing("Q5_K", 256, 176),
    14: Packing("Q6_K", 256, 210),
    15: Packing("Q8_K", 256, 292),
    16: Packing("IQ2_XXS", 256, 66),
    17: Packing("IQ2_XS", 256, 74),
    18: Packing("IQ3_XXS", 256, 98),
    19: Packing("IQ1_S", 256, 50),
    20: Packing("IQ4_NL", 32, 18),
    21: Packing("IQ3_S", 256, 110),
    22: Packing("IQ2_S", 256, 82),
    23: Packing("IQ4_XS", 256, 136),
    24: Packing("I8"),
    25: Packing("I16", nbytes=2),
    26: Packing("I32", nbytes=4),
    27: Packing("I64", nbytes=8),
    28: Packing("F64", nbytes=8),
    29: Packing("IQ1_M", 256, 56),
    30: Packing("BF16", nbytes=2),
    34: Packing("TQ1_0", 256, 54),
    35: Packing("TQ2_0", 256, 66),
    39: Packing("MXFP4", 32, 17),
}
PACKED = {one.name: one for one in PACKINGS.values()}
# Those of blocks that the engine can compute with.
_READABLE = "Q4_0 Q4_1 Q5_0 Q5_1 Q8_0 Q2_K Q3_K Q4_K Q5_K Q6_K IQ4_NL IQ4_XS"
READABLE = frozenset(_READABLE.split())


def is_gguf(path: Path) -> bool:
    """Whether a file begins as GGUF does, whatever its name."""
    with suppress(OSError), path.open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC
    return False


def read_gguf(path: Path) -> Header:
    """The header of a GGUF file, proven to fit the file; of a language model without its tensors.

    Raises:
        EngineError: model_missing, model_broken, or unsupported (another version).
    """
    with in_words(path), path.open("rb") as file:
        size = path.stat().st_size
        front = _Front(file, min(size, _LARGEST_HEADER))
        magic, version = front.take(len(_MAGIC)), front.number()
        if magic != _MAGIC:
            raise ValueError(magic)
        if version not in _VERSIONS:
            raise _other_version(path, version)
        return _parsed(front, size)


@dataclass(slots=True)
class _Front:
    """The front part of a file: `left` bytes more may be read of it.

    words: what of it is kept; listed: how many stood in lists; alignment: where each tensor may
    begin.
    """

    file: BinaryIO
    left: int
    words: dict[str, str] = field(default_factory=dict)
    listed: int = 0
    alignment: int = 32

    def take(self, count: int) -> bytes:
        self._spend(count)
        found = self.file.read(count)
        if len(found) != count:
            raise ValueError(count)
        return found

    def skip(self, count: int) -> None:
        self._spend(count)
        self.file.seek(count, 1)

    def number(self) -> int:
        (found,) = _NUMBER.unpack(self.take(_NUMBER.size))
        return int(found)

    def long(self) -> int:
        (found,) = _LONG.unpack(self.take(_LONG.size))
        return int(found)

    def text(self) -> str:
        length = self.long()
        if length > _LONGEST_NAME:
            raise ValueError(length)
        return self.take(length).decode()

    def _spend(self, count: int) -> None:
        if count > self.left:
            raise ValueError(count)
        self.left -= count


def _parsed(front: _Front, size: int) -> Header:
    count, said = front.long(), front.long()
    if count > _MOST_TENSORS:
        raise ValueError(count)
    for _ in range(said):
        if not _read_word(front):
            return Header({}, front.words, is_gguf=True)
    infos = [_tensor(front) for _ in range(count)]
    start = _aligned(front.file.tell(), front.alignment)
    tensors = dict(infos)
    if len(tensors) != count:
        raise ValueError(count)
    _check_layout(tensors, front.alignment, size - start)
    return Header(tensors, front.words, start, is_gguf=True, quantised=_most_kept_as(tensors))


def _read_word(front: _Front) -> bool:
    """One thing that the maker says; whether the rest is worth reading."""
    key, kind = front.text(), front.number()
    if kind == _LIST:
        return _skip_list(front)
    if kind == _STRING:
        length = front.long()
        if key.startswith("general.") and length <= _LONGEST_NAME:
            front.words[key] = front.take(length).decode()
        else:
            front.skip(length)
    elif key == "general.alignment" and _FIXED[kind] == _NUMBER.size:
        front.alignment = front.number()
        if front.alignment.bit_count() != 1:
            raise ValueError(front.alignment)
    else:
        front.skip(_FIXED[kind])
    return True


def _skip_list(front: _Front) -> bool:
    kind, count = front.number(), front.long()
    if kind != _STRING:
        front.skip(_FIXED[kind] * count)
        return True
    front.listed += count
    if front.listed > _MOST_WORDS:
        return False
    for _ in range(count):
        front.skip(front.long())
    return True


def _tensor(front: _Front) -> tuple[str, Tensor]:
    name, count = front.text(), front.number()
    if count > _MOST_SIDES:
        raise ValueError(count)
    # The first side is the one along which numbers lie: the last one here.
    shape = tuple(front.long() for _ in range(count))[::-1]
    kind, place = _PLACE.unpack(front.take(_PLACE.size))
    packing = PACKINGS[kind]
    if shape and shape[-1] % packing.numbers:
        raise ValueError(shape)
    nbytes = math.prod(shape) // packing.numbers * packing.nbytes
    return name, Tensor(packing.name, shape, (place, place + nbytes))


def _check_layout(tensors: Mapping[str, Tensor], alignment: int, size: int) -> None:
    """They lie one after the other, in the order in which they are told."""
    place = 0
    for tensor in tensors.values():
        start, end = tensor.data_offsets
        if start != place or end > size:
            raise ValueError(tensor)
        place = _aligned(end, alignment)


def _most_kept_as(tensors: Mapping[str, Tensor]) -> str:
    """The packing of most of those numbers that lie in blocks; empty where none do."""
    counted: Counter[str] = Counter()
    for tensor in tensors.values():
        if not PACKED[tensor.dtype].is_plain:
            counted[tensor.dtype] += math.prod(tensor.shape)
    return max(counted, key=lambda one: counted[one], default="")


def _aligned(place: int, alignment: int) -> int:
    return -(-place // alignment) * alignment


def _other_version(path: Path, version: int) -> EngineError:
    return EngineError(
        EngineErrorKind.unsupported,
        tr("The GGUF file {name} is of version {version}.", name=path.name, version=version),
        tr("Versions 2 and 3 are read. Get it anew, or as .safetensors."),
    )
