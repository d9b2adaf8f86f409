"""python -m tests.faults.bombs: files made to harm are read or refused, in a gigabyte.

Prints one JSON object: by name, how many seconds each took, and what went wrong.
"""

from __future__ import annotations

import base64
import io
import json
import os
import struct
import sys
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from PIL import Image
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from studio.canvas.drop import picture_of
from studio.errors import StudioError
from studio.files.formats import open_document
from studio.journal.moment import LayerKind, LayerRow
from studio.journal.reading import last_state
from studio.journal.records import RecordReader
from studio.journal.state import state_bytes
from tests.faults import times
from tests.faults.corpus import as_file
from tests.faults.damaged import limit_memory
from tests.faults.journals import a_journal, left_in, with_state
from tests.files.corpus import packed, photoshop_header, picture

MIB = 1 << 20
_SVG = "<svg xmlns='http://www.w3.org/2000/svg' width='400' height='300'>{}</svg>"
_WIDE = "x='-10000%' y='-10000%' width='20000%' height='20000%'"


def main() -> int:
    """Read all of them, or those that are named."""
    application = QGuiApplication([])
    open_file = as_file(open_document)
    open_file(packed(picture(), "PNG"))
    limit_memory()
    told = {}
    for name, (make, read) in _bombs(open_file).items():
        if not sys.argv[1:] or name in sys.argv[1:]:
            told[name] = _read(make(), read)
    print(json.dumps(told))
    sys.stdout.flush()
    os._exit(0 if application else 1)


def _read(content: bytes, read: Callable[[bytes], object]) -> tuple[float, str]:
    started, wrong = time.process_time(), ""
    try:
        read(content)
    except StudioError:
        pass
    except Exception as error:  # noqa: BLE001
        wrong = f"{error!r:.200}"
    return time.process_time() - started, wrong


def _bombs(
    open_file: Callable[[bytes], object],
) -> Mapping[str, tuple[Callable[[], bytes], Callable[[bytes], object]]]:
    files = {name: (make, open_file) for name, make in _FILES.items()}
    journals = {name: (make, left_in) for name, make in _JOURNALS.items()}
    return {**files, **journals, "a page that is dragged": (_page, _dragged)}


def _psd(*layers: tuple[tuple[int, int, int, int], bytes], count: int = 0) -> bytes:
    """Layers by their edges and the one channel of each; as many as are told, if that is more."""
    records = b"".join(
        struct.pack(">4i", *edges)
        + struct.pack(">HhI", 1, 0, len(channel))
        + b"8BIMnorm"
        + bytes((255, 0, 0, 0))
        + struct.pack(">III", 12, 0, 0)
        + bytes(4)
        for edges, channel in layers
    )
    channels = b"".join(channel for _, channel in layers)
    info = struct.pack(">h", count or len(layers)) + records + channels
    info += bytes(len(info) % 2)
    section = struct.pack(">I", len(info)) + info + bytes(4)
    start = photoshop_header(64, 64) + bytes(8)
    return start + struct.pack(">I", len(section)) + section + bytes(2 + 64 * 64 * 3)


def _rows_of_zeros() -> bytes:
    """RLE: 128 bytes of two."""
    row = struct.pack(">bB", -127, 0) * (30_000 // 128 + 1)
    return struct.pack(">H", 1) + struct.pack(">H", len(row)) * 3000 + row * 3000


def _zipped_zeros() -> bytes:
    return struct.pack(">H", 2) + zlib.compress(bytes(300 * MIB), 1)


def _tiff_of(width: int, height: int, strip: bytes, compression: int) -> bytes:
    tags = (
        (256, width),
        (257, height),
        (258, 8),
        (259, compression),
        (262, 1),
        (273, 8),
        (277, 1),
        (278, height),
        (279, len(strip)),
    )
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags)
    directory = struct.pack("<H", len(tags)) + entries + bytes(4)
    return b"II*\0" + struct.pack("<I", 8 + len(strip)) + strip + directory


def _avif_of(width: int, height: int) -> bytes:
    made = packed(Image.new("RGB", (60, 50)), "AVIF")
    told = b"ispe" + bytes(4)
    at = made.index(told) + len(told)
    return made[:at] + struct.pack(">II", width, height) + made[at + 8 :]


def _gif_of(width: int, height: int, frames: int) -> bytes:
    start = b"GIF89a" + struct.pack("<HH", width, height) + bytes((0x80, 0, 0)) + bytes(6)
    frame = b"\x2c" + struct.pack("<4H", 0, 0, width, height) + b"\0\x02\x02\x4c\x01\0"
    return start + frame * frames + b"\x3b"


def _uses() -> str:
    """Each a group of ten of the one before."""
    groups = (
        f"<g id='a{nth}'>" + f"<use href='#a{nth - 1}'/>" * 10 + "</g>" for nth in range(1, 10)
    )
    return (
        "<defs><rect id='a0' width='9' height='9'/>"
        + "".join(groups)
        + "</defs>"
        + ("<use href='#a9'/>")
    )


def _patterns() -> str:
    size = "width='4' height='4' patternUnits='userSpaceOnUse'"
    inner = "".join(
        f"<pattern id='p{nth}' {size}>"
        + f"<rect width='4' height='4' fill='url(#p{nth - 1})'/>" * 10
        + "</pattern>"
        for nth in range(1, 10)
    )
    return f"<defs>{inner}</defs><rect width='400' height='300' fill='url(#p9)'/>"


def _drawing(inner: str) -> Callable[[], bytes]:
    return lambda: _SVG.format(inner).encode()


def _filtered(*effects: str) -> Callable[[], bytes]:
    made = f"<filter id='f' {_WIDE}>{''.join(effects)}</filter>"
    return _drawing(made + "<rect width='400' height='300' filter='url(#f)'/>")


_FILES: Mapping[str, Callable[[], bytes]] = {
    "psd of too many layers": lambda: _psd(*[((0, 0, 1, 1), b"\0\0\0")] * times(5000, 32_000)),
    "psd that tells of layers it has not": lambda: _psd(((0, 0, 1, 1), b"\0\0\0"), count=32_767),
    "psd with a layer of 2 ** 31": lambda: _psd(
        ((-(2**31), -(2**31), 2**31 - 1, 2**31 - 1), b"\0\0")
    ),
    "psd with layers of 30,000²": lambda: _psd(*[((0, 0, 30_000, 30_000), b"\0\0")] * 50),
    "psd of packed zeros": lambda: _psd(*[((0, 0, 3000, 30_000), _rows_of_zeros())] * 9),
    "psd of zipped zeros": lambda: _psd(((0, 0, 30_000, 30_000), _zipped_zeros())),
    "tiff of a million": lambda: _tiff_of(10**6, 10**6, b"\0", 1),
    "tiff of zipped zeros": lambda: _tiff_of(16_000, 16_000, zlib.compress(bytes(256 * MIB), 1), 8),
    "tiff of packed zeros": lambda: _tiff_of(16_000, 16_000, b"\x81\0" * 2_000_000, 32773),
    "avif of a million": lambda: _avif_of(10**6, 10**6),
    "avif of 16,000": lambda: _avif_of(16_000, 16_000),
    "gif of 65,535": lambda: _gif_of(65_535, 65_535, 1),
    "gif of 100,000 frames": lambda: _gif_of(16_000, 16_000, 100_000),
    "drawing of uses of uses": _drawing(_uses()),
    "drawing that uses itself": _drawing("<g id='a'><use href='#a'/><use href='#a'/></g>"),
    "drawing of patterns of patterns": _drawing(_patterns()),
    "drawing with a blur without end": _filtered("<feGaussianBlur stdDeviation='1e6'/>"),
    "drawing with a thousand blurs": _filtered("<feGaussianBlur stdDeviation='90'/>" * 1000),
    "drawing with a line of a billion dashes": _drawing(
        "<path d='M0 0H1e9' stroke='red' stroke-dasharray='0.01'/>"
    ),
}


def _told(**said: object) -> bytes:
    whole = a_journal()
    state, _ = last_state(RecordReader(io.BytesIO(whole)))
    return with_state(whole, state_bytes(replace(state, **said)))  # type: ignore[arg-type]


def _groups() -> Iterator[LayerRow]:
    whole = a_journal()
    look = last_state(RecordReader(io.BytesIO(whole)))[0].rows[0].properties
    for nth in range(1, 20_001):
        yield LayerRow(nth, nth - 1, LayerKind.group, look)


_JOURNALS: Mapping[str, Callable[[], bytes]] = {
    "journal of groups in groups": lambda: _told(rows=tuple(_groups())),
    "journal of a million": lambda: _told(width=10**6, height=10**6),
    "journal of zeros": lambda: with_state(a_journal(), bytes(128 * MIB)),
}


def _page() -> bytes:
    zeros = io.BytesIO()
    Image.new("1", (16_000, 16_000)).save(zeros, "PNG")
    return (
        f'<img src="data:image/png;base64,{base64.b64encode(zeros.getvalue()).decode()}">'.encode()
    )


def _dragged(content: bytes) -> object:
    dragged = QMimeData()
    dragged.setHtml(content.decode())
    return picture_of(dragged)


if __name__ == "__main__":
    sys.exit(main())
