import numpy as np
import pytest
from PIL import Image

from tests.cli.conftest import photograph, save


@pytest.fixture
def three(shell):
    folder = shell.folder / "in"
    folder.mkdir()
    for number in range(3):
        save(folder / f"p{number}.png", photograph(number))
    return sorted(folder.iterdir())


def names(folder):
    return sorted(one.name for one in folder.iterdir())


def test_many_documents_become_pictures_in_a_folder(shell, three):
    out = shell.folder / "new" / "out"

    assert shell("render", *three, "--out", out, "--format", "webp", "--json") == 0

    assert names(out) == ["p0.webp", "p1.webp", "p2.webp"]
    with Image.open(out / "p1.webp") as image:
        assert np.array_equal(np.asarray(image.convert("RGB")), photograph(1))
    assert [one["out"] for one in shell.of("result")] == [str(out / name) for name in names(out)]


@pytest.mark.parametrize(
    ("size", "expected"),
    [("50%", (100, 75)), ("100", (100, 75)), ("100px", (100, 75)), ("200%", (400, 300))],
)
def test_the_size_is_given_in_per_cent_or_pixels(shell, three, size, expected):
    assert shell("render", three[0], "--out", shell.folder / "out", "--size", size) == 0

    with Image.open(shell.folder / "out" / "p0.png") as image:
        assert image.size == expected


def test_one_document_can_be_given_a_size_too(shell, three):
    assert shell("render", three[0], shell.folder / "small.jpg", "--size", "25%") == 0

    with Image.open(shell.folder / "small.jpg") as image:
        assert image.size == (50, 38)


def test_quality_decides_how_large_files_are(shell, three):
    lengths = []
    for quality in (10, 95):
        out = shell.folder / str(quality)
        assert shell("render", three[0], "--out", out, "--format", "jpg", "--quality", quality) == 0
        lengths.append((out / "p0.jpg").stat().st_size)

    assert lengths[0] < lengths[1] / 2


def test_no_picture_takes_the_place_of_another_or_of_its_document(shell, three):
    other = shell.folder / "other"
    other.mkdir()
    save(other / "p0.png", photograph(9))

    assert shell("render", three[0], other / "p0.png", "--out", three[0].parent) == 0

    assert names(three[0].parent) == ["p0-2.png", "p0-3.png", "p0.png", "p1.png", "p2.png"]
    with Image.open(three[0]) as image:
        assert np.array_equal(np.asarray(image), photograph(0))


def test_one_that_fails_does_not_stop_the_others(shell, three):
    three[1].write_bytes(b"no picture")

    assert shell("render", *three, "--out", shell.folder / "out") == 2

    assert names(shell.folder / "out") == ["p0.png", "p2.png"]
    assert "1 of 3" in shell.err + shell.out


def test_a_photoshop_document_is_told_with_its_layers(shell, three):
    shell("render", three[0], shell.folder / "a.psd")

    assert shell("info", shell.folder / "a.psd", "--json") == 0
    (told,) = shell.events
    assert (told["kind"], [one["name"] for one in told["layers"]]) == ("document", ["p0"])


def test_layers_go_into_a_photoshop_document(shell, three):
    assert shell("render", three[0], "--out", shell.folder / "out", "--format", "psd") == 0

    assert (shell.folder / "out" / "p0.psd").read_bytes()[:4] == b"8BPS"


@pytest.mark.parametrize(
    "words",
    [
        ("one.png",),
        ("a.png", "b.png", "c.png"),
        ("a.png", "b.png", "--size", "huge"),
        ("a.png", "b.png", "--size", "0"),
        ("a.png", "b.png", "--size", "nan%"),
        ("a.png", "b.png", "--quality", "0"),
        ("a.png", "--out", "x", "--format", "gif"),
    ],
)
def test_what_cannot_be_meant_is_refused(shell, words):
    assert shell("render", *words) == 2


def test_help_tells_the_sizes(shell):
    assert shell("render", "--help") == 0
    assert "--size" in shell.out
