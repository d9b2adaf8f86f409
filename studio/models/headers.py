"""What a safetensors file says about itself, read without its tensors."""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import Annotated, TypeAlias

import msgspec

from studio.generation.engine import EngineError, EngineErrorKind
from studio.text import tr

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

# What the safetensors library itself takes at most.
_LARGEST_HEADER = 100_000_000
_BITS = {
    "BOOL": 8,
    "U8": 8,
    "I8": 8,
    "F8_E4M3": 8,
    "F8_E5M2": 8,
    "F8_E8M0": 8,
    "F4": 4,
    "U16": 16,
    "I16": 16,
    "F16": 16,
    "BF16": 16,
    "U32": 32,
    "I32": 32,
    "F32": 32,
    "U64": 64,
    "I64": 64,
    "F64": 64,
    "C64": 64,
}
# Torch's zip files, pickles of protocol 2 and up, and what the oldest torch wrote.
_PICKLE_STARTS = (b"PK\x03\x04", *(bytes((0x80, protocol)) for protocol in range(2, 6)))


_Size: TypeAlias = Annotated[int, msgspec.Meta(ge=0)]


class Tensor(msgspec.Struct, frozen=True, gc=False):
    """One tensor of a file: where it lies (start and end), not what it holds.

    Decoded by msgspec: 500 files hold 800,000 of them, and the json module took 1.6 s.
    """

    dtype: str = ""
    shape: tuple[_Size, ...] = ()
    data_offsets: tuple[_Size, _Size] = (0, 0)


class _Words(msgspec.Struct):
    found: dict[str, object] = msgspec.field(name="__metadata__", default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Header:
    """The tensors of a file by name, and the words its maker wrote into it.

    start: the byte from which their places count. is_gguf: it is in that form. quantised: how most
    numbers are kept where that is in blocks (“Q4_K”), else empty.
    """

    tensors: Mapping[str, Tensor]
    words: Mapping[str, str]
    start: int = 0
    is_gguf: bool = False
    quantised: str = ""

    def width(self, name: str, axis: int = -1) -> int:
        """The size of a tensor along an axis; 0 when it is not there."""
        tensor = self.tensors.get(name)
        return tensor.shape[axis] if tensor and tensor.shape else 0

    @property
    def names(self) -> str:
        """The names of all tensors, each after a line's end: to look for parts of names in."""
        return "\n" + "\n".join(self.tensors)


def is_pickle(path: Path) -> bool:
    """Whether a file starts as pickles and torch's archives of them do, whatever its name."""
    with path.open("rb") as file:
        start = file.read(64)
    return start.startswith(_PICKLE_STARTS) or _is_old_pickle(start)


def read_header(path: Path) -> Header:
    """The header of a safetensors file, proven to fit the file.

    Raises:
        EngineError: model_missing, model_refused (a pickle) or model_broken.
    """
    with in_words(path):
        if is_pickle(path):
            raise pickle_refused(path)
        return _parsed(path)


@contextmanager
def in_words(path: Path) -> Iterator[None]:
    """Within, what goes wrong while a model file is read is told to the painter.

    Raises:
        EngineError: model_missing or model_broken.
    """
    try:
        yield
    except OSError as error:
        raise EngineError(
            EngineErrorKind.model_missing,
            tr("The model file {name} cannot be read.", name=path.name),
            tr("Check that it is there and that you may read it."),
        ) from error
    except (ValueError, TypeError, KeyError, RecursionError, struct.error) as error:
        raise EngineError(
            EngineErrorKind.model_broken,
            tr("The model file {name} is broken or incomplete.", name=path.name),
            tr("Download it again; a part of it may be missing."),
        ) from error


def pickle_refused(path: Path) -> EngineError:
    """What to say of a file that could run a program when it is opened."""
    return EngineError(
        EngineErrorKind.model_refused,
        tr("{name} is a pickle, which can run any program when it is opened.", name=path.name),
        tr("Get it as .safetensors, or choose “Convert to safetensors…” in the Repaint menu."),
    )


def _is_old_pickle(start: bytes) -> bool:
    # Protocols 0 and 1 have no mark: a safetensors file's eight bytes of length end in zeros.
    return start[:1] in (b"(", b"c", b"]", b"}", b"I", b"L") and 0 not in start[4:8]


def _parsed(path: Path) -> Header:
    total = path.stat().st_size
    with path.open("rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        if length > min(_LARGEST_HEADER, total - 8):
            raise ValueError(length)
        text = file.read(length)
    words = {key: str(value) for key, value in _WORDS.decode(text).found.items()}
    tensors = _TENSORS.decode(text)
    tensors.pop("__metadata__", None)
    _check_layout(tensors, total - 8 - length)
    return Header(tensors, words, 8 + length)


_WORDS = msgspec.json.Decoder(_Words)
_TENSORS = msgspec.json.Decoder(dict[str, Tensor])


def _check_layout(tensors: Mapping[str, Tensor], size: int) -> None:
    place = 0
    bits, prod = _BITS, math.prod
    for tensor in sorted(tensors.values(), key=_OFFSETS):
        start, end = tensor.data_offsets
        if start != place or (end - start) * 8 != prod(tensor.shape) * bits[tensor.dtype]:
            raise ValueError(tensor)
        place = end
    if place != size:
        raise ValueError(size)


_OFFSETS = attrgetter("data_offsets")
