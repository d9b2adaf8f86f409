"""Files made to harm: refused in words, in no time, with nothing written anywhere."""

from __future__ import annotations

import io
import json
import os
import struct
import subprocess
import sys
import time
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable, Mapping

import pytest

from studio.errors import InputError
from studio.files.formats import open_document
from tests.files.corpus import PARAMETERS, photoshop_header

MIB = 1 << 20
SECONDS, BYTES = 5.0, 300 * MIB


def archive(stack: str | bytes, **others: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("mimetype", "image/openraster", zipfile.ZIP_STORED)
        made.writestr("stack.xml", stack)
        for name, content in others.items():
            made.writestr(name, content)
    return stream.getvalue()


def image(inner: str, width: int = 32, height: int = 32) -> str:
    return f"<image version='0.0.3' w='{width}' h='{height}'><stack>{inner}</stack></image>"


def chunk(kind: bytes, content: bytes) -> bytes:
    body = kind + content
    return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))


def png(width: int, height: int, *between: bytes) -> bytes:
    start = b"\x89PNG\r\n\x1a\n" + chunk(
        b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    )
    rows = zlib.compress(bytes((width * 3 + 1) * min(height, 64)))
    return start + b"".join(between) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def compressed_words(size: int) -> bytes:
    return chunk(b"zTXt", b"parameters\x00\x00" + zlib.compress(bytes(size)))


REFUSED: Mapping[str, Callable[[], bytes]] = {
    "a zip of zeros": lambda: archive(image("<layer src='a'/>"), a=bytes(600 * MIB)),
    "too many layers": lambda: archive(image("<layer src='a'/>" * 100_000)),
    "stacks in stacks": lambda: archive(image("<stack>" * 50_000 + "</stack>" * 50_000)),
    "a canvas of a million": lambda: archive(image("", 10**6, 10**6)),
    "a canvas of more digits than there are": lambda: archive(image("", 10**30, 10**30)),
    "laughs": lambda: archive(
        "<!DOCTYPE image [<!ENTITY a 'ha'>"
        + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10 if n else '&a;' * 10}'>" for n in range(9))
        + "]>"
        + image("<layer name='&a8;'/>")
    ),
    "an entity of a file": lambda: archive(
        "<!DOCTYPE image [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>" + image("<layer name='&a;'/>")
    ),
    "a png of a million": lambda: png(10**6, 10**6),
    "a photoshop document of a million": lambda: photoshop_header(300_000, 300_000) + bytes(40),
    "a drawing of a million": lambda: (
        b"<svg xmlns='http://www.w3.org/2000/svg' width='1000000' height='1000000'/>"
    ),
}


@pytest.mark.no_qt_log
@pytest.mark.parametrize("name", REFUSED)
def test_what_was_made_to_harm_is_refused_in_words_and_costs_little(tmp_path, qapp, name):
    path = tmp_path / "in.ora"
    path.write_bytes(REFUSED[name]())
    tracemalloc.start()
    started = time.process_time()
    with pytest.raises(InputError) as refusal:
        open_document(path)
    taken = time.process_time() - started
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert refusal.value.message
    assert refusal.value.hint
    assert taken < SECONDS
    assert most < BYTES
    assert [one.name for one in tmp_path.iterdir()] == ["in.ora"]


def test_words_without_end_in_a_picture_are_left_out_and_told(tmp_path):
    path = tmp_path / "in.png"
    path.write_bytes(png(8, 8, compressed_words(50 * MIB)))
    opened = open_document(path)
    assert opened.warnings
    assert PARAMETERS[:5] not in str(opened.document.attachments)


@pytest.mark.parametrize("name", ["../../out.png", "/etc/out.png", "C:\\out.png", "data/../../x"])
def test_names_that_lead_out_of_an_archive_lead_nowhere(tmp_path, name):
    inner = tmp_path / "in" / "deep"
    inner.mkdir(parents=True)
    path = inner / "in.ora"
    path.write_bytes(archive(image(f"<layer src='{name}' name='x'/>"), **{name: png(8, 8)}))
    open_document(path)
    assert [one for one in tmp_path.rglob("*") if one.is_file()] == [path]


def test_a_link_in_an_archive_is_no_way_to_another_file(tmp_path):
    (tmp_path / "secret").write_bytes(png(8, 8))
    stream = io.BytesIO(archive(image("<layer src='data/a.png' name='x'/>")))
    with zipfile.ZipFile(stream, "a") as made:
        link = zipfile.ZipInfo("data/a.png")
        link.external_attr = 0o120777 << 16
        made.writestr(link, str(tmp_path / "secret"))
    (tmp_path / "in.ora").write_bytes(stream.getvalue())
    opened = open_document(tmp_path / "in.ora")
    assert opened.warnings


def test_bombs_of_every_kind_cost_neither_much_time_nor_a_gigabyte():
    command = [sys.executable, "-m", "tests.faults.bombs"]
    surroundings = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        command, capture_output=True, text=True, env=surroundings, check=False, timeout=250
    )
    assert done.returncode == 0, done.stderr[-500:]
    told = json.loads(done.stdout.splitlines()[-1])
    assert {name: wrong for name, (_, wrong) in told.items() if wrong} == {}
    assert {name: taken for name, (taken, _) in told.items() if taken > SECONDS} == {}


def test_a_drawing_of_uses_of_uses_is_refused_and_a_rich_one_is_not(tmp_path, qapp):
    path = tmp_path / "in.svg"
    shape = "<rect width='9' height='9' fill='url(#c)'/>"
    colours = "<linearGradient id='c'>" + "<stop offset='0.5'/>" * 40 + "</linearGradient>"
    rich = f"{colours}<g id='a'>{shape * 300}</g>" + "<use href='#a'/>" * 30
    head = "<svg xmlns='http://www.w3.org/2000/svg' width='40' height='30'>"
    path.write_text(f"{head}{rich}</svg>")
    assert open_document(path).document.extent.width > 0
    path.write_text(f"{head}{rich}<g id='b'>{rich.replace('#a', '#b0')}</g>{_deep_uses()}</svg>")
    with pytest.raises(InputError, match="not a drawing"):
        open_document(path)


def _deep_uses() -> str:
    return (
        "".join(f"<g id='b{nth}'>" + f"<use href='#b{nth + 1}'/>" * 10 + "</g>" for nth in range(9))
        + "<g id='b9'><rect/></g>"
    )
