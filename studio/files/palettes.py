"""Palettes as GIMP keeps them (`.gpl`): Krita, Inkscape, MyPaint and Aseprite read them too."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO

from studio.colour import Colour
from studio.errors import InputError
from studio.files.atomic import replace_file
from studio.files.opening import open_file
from studio.text import tr

ENDING = ".gpl"
MOST_BYTES = 1 << 20
MOST_COLOURS = 4096
_MAGIC = "GIMP Palette"


@dataclass(frozen=True, slots=True)
class Swatch:
    """A colour of a palette; the name may be empty."""

    colour: Colour
    name: str = ""


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours in their order. columns: how many stand in a row; 0 = as many as fit."""

    name: str
    swatches: tuple[Swatch, ...] = ()
    columns: int = 0


def read_palette(path: Path) -> Palette:
    """Read a GIMP palette.

    Raises:
        InputError: it is not there, no such palette, or a line of it makes no sense.
    """
    with open_file(path) as stream:
        content = stream.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise _no_palette(path)
    lines = _text_of(content).splitlines()
    if not lines or lines[0].strip() != _MAGIC:
        raise _no_palette(path)
    name, columns, swatches = path.stem, 0, []
    for number, line in enumerate(lines[1:], start=2):
        keyword, _, value = line.partition(":")
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if keyword == "Name":
            name = value.strip() or name
        elif keyword == "Columns":
            columns = _columns(value)
        else:
            swatches.append(_swatch_of(path, number, line))
    if len(swatches) > MOST_COLOURS:
        raise InputError(
            tr("{name} has more than {most} colours.", name=path.name, most=MOST_COLOURS),
            tr("Split it into several palettes."),
        )
    return Palette(name, tuple(swatches), columns)


def write_palette(palette: Palette, path: Path) -> None:
    """Write a GIMP palette.

    Raises:
        StorageError: it could not be written; a file from before is untouched.
    """
    lines = [_MAGIC, f"Name: {_one_line(palette.name)}", f"Columns: {palette.columns}", "#"]
    for swatch in palette.swatches:
        colour = swatch.colour
        numbers = f"{colour.red:3d} {colour.green:3d} {colour.blue:3d}"
        lines.append(f"{numbers}\t{_one_line(swatch.name) or colour.hex}")
    replace_file(path, partial(_write, "\n".join(lines) + "\n"))


def _swatch_of(path: Path, number: int, line: str) -> Swatch:
    words = line.split(maxsplit=3)
    try:
        red, green, blue = (int(word) for word in words[:3])
    except ValueError as error:
        raise _no_colour(path, number, line) from error
    if not all(0 <= channel <= 255 for channel in (red, green, blue)):
        raise _no_colour(path, number, line)
    return Swatch(Colour(red, green, blue), words[3].strip() if len(words) > 3 else "")


def _columns(value: str) -> int:
    """Only how it is laid out: nothing to refuse a palette for."""
    text = value.strip()
    return min(int(text), 256) if text.isdecimal() and len(text) < 6 else 0


def _text_of(content: bytes) -> str:
    """UTF-8 as GIMP has long written; before, it was Latin-1 where the writer lived."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _one_line(words: str) -> str:
    return " ".join(words.split())


def _write(text: str, stream: BinaryIO) -> None:
    stream.write(text.encode())


def _no_palette(path: Path) -> InputError:
    return InputError(
        tr("{name} is no GIMP palette.", name=path.name),
        tr("A palette file ends in .gpl and begins with the words GIMP Palette."),
    )


def _no_colour(path: Path, number: int, line: str) -> InputError:
    return InputError(
        tr(
            "Line {number} of {name} is no colour: {line}",
            number=number,
            name=path.name,
            line=line.strip()[:40],
        ),
        tr("A colour is three numbers from 0 to 255, then its name."),
    )
