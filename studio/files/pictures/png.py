"""A PNG writer for pictures that come in strips, several times faster than the usual ones.

Every row is stored as its difference to the row above (the Up filter, one numpy subtraction) and
deflated at level 1 with run lengths only. At 4096² that took 0.5 s where Pillow took 1.3 s at its
fastest and 2.7 s by default, for 6 % and 30 % more bytes. zlib lets other threads run, so strips
are deflated side by side.
"""

from __future__ import annotations

import os
import struct
import zlib
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from typing import IO

import numpy as np

from studio.document.tiles import Pixels
from studio.geometry import Extent

SIGNATURE = b"\x89PNG\r\n\x1a\n"
STRIP_ROWS = 256
TEXT_CHUNKS = (b"tEXt", b"zTXt", b"iTXt")

_COLOUR_TYPES = {1: 0, 3: 2, 4: 6}
_PERCEPTUAL = b"\0"
_UP = 2
_ADLER_BASE = 65521


@dataclass(frozen=True, slots=True)
class _Deflated:
    """A strip on its way: its deflated rows, and the Adler-32 and number of the raw bytes."""

    body: bytes
    adler: int
    length: int


def write_png(
    stream: IO[bytes],
    extent: Extent,
    strips: Iterable[Pixels],
    *,
    channels: int = 4,
    text: Mapping[str, str] | None = None,
    exif: bytes = b"",
    profile: bytes | None = None,
) -> None:
    """Write strips, uint8[rows, width(, channels)], top to bottom: grey, RGB or straight RGBA.

    What has colours is marked as sRGB, with a profile as of that, with an empty one not at all;
    grey is coverage here, and means no colour.
    Only a few strips are held at a time, however tall the picture.
    """
    header = struct.pack(
        ">IIBBBBB", extent.width, extent.height, 8, _COLOUR_TYPES[channels], 0, 0, 0
    )
    stream.write(SIGNATURE)
    _write_chunk(stream, b"IHDR", header)
    if channels > 1 and profile is None:
        _write_chunk(stream, b"sRGB", _PERCEPTUAL)
    elif channels > 1 and profile:
        _write_chunk(stream, b"iCCP", b"ICC\0\0" + zlib.compress(profile))
    for keyword, words in (text or {}).items():
        _write_text(stream, keyword, words)
    if exif:
        _write_chunk(stream, b"eXIf", exif.removeprefix(b"Exif\0\0"))
    adler = 1
    _write_chunk(stream, b"IDAT", b"\x78\x01")
    with closing(_deflated_in_order(strips)) as deflated:
        for strip in deflated:
            adler = _adler_joined(adler, strip)
            _write_chunk(stream, b"IDAT", strip.body)
    _write_chunk(stream, b"IDAT", b"\x03\x00" + struct.pack(">I", adler))
    _write_chunk(stream, b"IEND", b"")


def strips_of(pixels: Pixels) -> Iterator[Pixels]:
    """A picture in memory, cut into strips."""
    for top in range(0, pixels.shape[0], STRIP_ROWS):
        yield pixels[top : top + STRIP_ROWS]


def without_text(content: bytes) -> bytes:
    """The same PNG without its words, which may unpack to more than Pillow lets in."""
    kept, at = [SIGNATURE], len(SIGNATURE)
    while at + 12 <= len(content):
        (length,) = struct.unpack_from(">I", content, at)
        chunk = content[at : at + 12 + length]
        if chunk[4:8] not in TEXT_CHUNKS:
            kept.append(chunk)
        at += 12 + length
    return b"".join(kept)


def _deflated_in_order(strips: Iterable[Pixels]) -> Generator[_Deflated, None, None]:
    workers = min(4, os.cpu_count() or 1)
    with ThreadPoolExecutor(workers, thread_name_prefix="png") as pool:
        waiting: deque[Future[_Deflated]] = deque()
        above: Pixels | None = None
        for strip in strips:
            rows = strip.reshape(strip.shape[0], -1)
            waiting.append(pool.submit(_deflate, rows, above))
            above = rows[-1].copy()
            if len(waiting) > workers:
                yield waiting.popleft().result()
        for future in waiting:
            yield future.result()


def _deflate(rows: Pixels, above: Pixels | None) -> _Deflated:
    if not rows.any() and (above is None or not above.any()):
        return _nothing(*rows.shape)
    return _packed(rows, above)


@lru_cache(maxsize=4)
def _nothing(rows: int, width: int) -> _Deflated:
    """A strip with nothing in it: most strips of a large canvas with a small painting."""
    return _packed(np.zeros((rows, width), np.uint8), None)


def _packed(rows: Pixels, above: Pixels | None) -> _Deflated:
    filtered = np.empty((rows.shape[0], rows.shape[1] + 1), np.uint8)
    filtered[:, 0] = _UP
    filtered[0, 1:] = rows[0] if above is None else rows[0] - above
    np.subtract(rows[1:], rows[:-1], out=filtered[1:, 1:])
    # 9: zlib's own memory, small; the window is whole. Z_SYNC_FLUSH ends at a byte, so that
    # strips can be put one after the other.
    packer = zlib.compressobj(1, zlib.DEFLATED, -15, 9, zlib.Z_RLE)
    body = packer.compress(filtered.data) + packer.flush(zlib.Z_SYNC_FLUSH)
    return _Deflated(body, zlib.adler32(filtered.data), filtered.size)


def _adler_joined(first: int, strip: _Deflated) -> int:
    """Adler-32 of everything so far and a strip; as zlib's adler32_combine."""
    low = first & 0xFFFF
    sum_low = (low + (strip.adler & 0xFFFF) - 1) % _ADLER_BASE
    high = (first >> 16) + (strip.adler >> 16) + strip.length * (low - 1)
    return (high % _ADLER_BASE) << 16 | sum_low


def _write_text(stream: IO[bytes], keyword: str, words: str) -> None:
    """Latin words as every program reads them, all others as UTF-8."""
    key = keyword.encode("latin-1")[:79]
    try:
        _write_chunk(stream, b"tEXt", key + b"\0" + words.encode("latin-1"))
    except UnicodeEncodeError:
        _write_chunk(stream, b"iTXt", key + b"\0\0\0\0\0" + words.encode())


def _write_chunk(stream: IO[bytes], kind: bytes, body: bytes) -> None:
    stream.write(struct.pack(">I", len(body)) + kind)
    stream.write(body)
    stream.write(struct.pack(">I", zlib.crc32(body, zlib.crc32(kind))))
