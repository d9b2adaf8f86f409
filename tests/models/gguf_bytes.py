"""GGUF files written by hand: of zeros, and spoiled at will."""

from __future__ import annotations

import math
import struct
from collections.abc import Mapping, Sequence

from studio.models.gguf import PACKINGS

KINDS = {packing.name: number for number, packing in PACKINGS.items()}
# Those by which transformers are known.
FLUX = {
    "double_blocks.0.img_attn.norm.key_norm.scale": ((16,), "F32"),
    "txt_in.weight": ((32, 4096), "Q4_K"),
    "vector_in.in_layer.weight": ((32, 768), "Q4_K"),
    "guidance_in.in_layer.weight": ((32, 256), "Q8_0"),
    "img_in.weight": ((32, 64), "F16"),
}
Shape = tuple[int, ...]


def text(said: str) -> bytes:
    """A string as it is kept there."""
    content = said.encode()
    return struct.pack("<Q", len(content)) + content


def word(key: str, said: str) -> bytes:
    """What the maker says."""
    return text(key) + struct.pack("<I", 8) + text(said)


def number(key: str, value: int, kind: int = 4) -> bytes:
    """The same, a number of 4 bytes."""
    return text(key) + struct.pack("<II", kind, value)


def words(key: str, said: Sequence[str]) -> bytes:
    """The same, a list of words."""
    start = text(key) + struct.pack("<IIQ", 9, 8, len(said))
    return start + b"".join(text(one) for one in said)


def whole(
    tensors: Mapping[str, tuple[Shape, str]],
    *said: bytes,
    version: int = 3,
    count: int | None = None,
    alignment: int = 32,
    cut: int = 0,
) -> bytes:
    """A file of these tensors, that says this; the last `cut` bytes are missing."""
    infos, place = [], 0
    for name, (shape, kind) in tensors.items():
        sides = struct.pack(f"<I{len(shape)}Q", len(shape), *shape[::-1])
        infos.append(text(name) + sides + struct.pack("<IQ", KINDS[kind], place))
        place = aligned(place + nbytes(shape, kind), alignment)
    told = len(tensors) if count is None else count
    front = b"GGUF" + struct.pack("<IQQ", version, told, len(said)) + b"".join((*said, *infos))
    content = front + bytes(aligned(len(front), alignment) - len(front) + place)
    return content[: len(content) - cut]


def nbytes(shape: Shape, kind: str) -> int:
    """Of a tensor."""
    packing = PACKINGS[KINDS[kind]]
    return math.prod(shape) // packing.numbers * packing.nbytes


def aligned(place: int, alignment: int) -> int:
    """The next place where a tensor may begin."""
    return -(-place // alignment) * alignment
