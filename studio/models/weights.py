"""Which weights a model has: a digest that stays in recipes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

WEIGHTS = ".safetensors"
# What a model is called that was saved by pickle: listed, to say why it is refused.
PICKLED_MODEL = ".ckpt"
_WHOLE = 256 << 20
_PIECE = 1 << 20
_PIECES = 64


def weights_hash(model: Path) -> str:
    """SHA-256, in hex, over the safetensors of a model folder, or of one file.

    One file of up to 256 MiB: its own SHA-256. Above that, so that a checkpoint of 7 GB costs a
    tenth of a second and not half a minute: over its length, its first MiB (the header, with the
    name, shape and place of every tensor) and 63 more MiB spread evenly to its end. A folder: over
    the name and digest of every file in it.
    """
    if model.is_file():
        return _file_hash(model)
    total = hashlib.sha256()
    for path in sorted(model.rglob(f"*{WEIGHTS}")):
        total.update(f"{path.relative_to(model).as_posix()} {_file_hash(path)}\n".encode())
    return total.hexdigest()


def _file_hash(path: Path) -> str:
    stat = path.stat()
    return _hash_of(path, stat.st_size, stat.st_mtime_ns)


@lru_cache(maxsize=512)
def _hash_of(path: Path, size: int, _changed: int) -> str:
    with path.open("rb") as file:
        if size <= _WHOLE:
            return hashlib.file_digest(file, "sha256").hexdigest()
        return _sampled(file, size)


def _sampled(file: BinaryIO, size: int) -> str:
    total = hashlib.sha256(str(size).encode())
    for start in _starts(size):
        file.seek(start)
        total.update(file.read(_PIECE))
    return total.hexdigest()


def _starts(size: int) -> Iterator[int]:
    for index in range(_PIECES):
        yield (size - _PIECE) * index // (_PIECES - 1)
