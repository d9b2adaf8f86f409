from __future__ import annotations

from pathlib import Path

import pytest

from studio.colour import Colour
from studio.errors import InputError
from studio.files.palettes import Palette, Swatch, read_palette, write_palette
from studio.resources import resource


def file_of(tmp_path: Path, content: str | bytes) -> Path:
    path = tmp_path / "some.gpl"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_a_palette_comes_back_as_it_was_written(tmp_path: Path):
    swatches = (Swatch(Colour(1, 20, 255), "Deep Öl"), Swatch(Colour(0, 0, 0), "Black, warm"))
    palette = Palette("Meine Farben", swatches, columns=8)
    write_palette(palette, tmp_path / "mine.gpl")
    assert read_palette(tmp_path / "mine.gpl") == palette


def test_a_palette_as_gimp_writes_it(tmp_path: Path):
    head = "GIMP Palette\r\nName: Bears\r\nColumns: 3\r\n#\r\n# old\r\n"
    content = head + "  8   8   8\tgrey3\r\n\r\n68 44  44\r\n"
    found = read_palette(file_of(tmp_path, content))
    assert found == Palette(
        "Bears", (Swatch(Colour(8, 8, 8), "grey3"), Swatch(Colour(68, 44, 44))), 3
    )


def test_an_old_palette_has_no_name_but_its_files(tmp_path: Path):
    assert read_palette(file_of(tmp_path, "GIMP Palette\n255 0 0 Red\n")).name == "some"


def test_words_that_are_not_utf8_are_read_as_latin(tmp_path: Path):
    found = read_palette(file_of(tmp_path, b"GIMP Palette\n1 2 3\tGr\xfcn\n"))
    assert found.swatches[0].name == "Grün"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "is no GIMP palette"),
        ("JASC-PAL\n0100\n", "is no GIMP palette"),
        (b"\x89PNG\r\n\x1a\n" + bytes(99), "is no GIMP palette"),
        (b"GIMP Palette\n" + b"1 2 3\n" * 300_000, "is no GIMP palette"),
        ("GIMP Palette\n1 2\n", "Line 2"),
        ("GIMP Palette\n#\nred green blue\n", "Line 3"),
        ("GIMP Palette\n1 2 256 too much\n", "Line 2"),
        ("GIMP Palette\n-1 2 3\n", "Line 2"),
        ("GIMP Palette\n" + "1 2 3\n" * 5000, "more than"),
    ],
    ids=["empty", "other", "picture", "huge", "two", "words", "beyond", "negative", "many"],
)
def test_what_is_no_palette_is_told(tmp_path: Path, content: str | bytes, words: str):
    with pytest.raises(InputError, match=words) as caught:
        read_palette(file_of(tmp_path, content))
    assert caught.value.hint


def test_a_palette_that_is_not_there_is_told(tmp_path: Path):
    with pytest.raises(InputError, match="no file"):
        read_palette(tmp_path / "gone.gpl")


@pytest.mark.parametrize("path", sorted(resource("palettes").glob("*.gpl")), ids=lambda p: p.stem)
def test_our_palettes_have_names_and_no_colour_twice(path: Path):
    palette = read_palette(path)
    colours = [swatch.colour for swatch in palette.swatches]
    assert len(colours) >= 64
    assert len(set(colours)) == len(colours)
    assert all(swatch.name for swatch in palette.swatches)
