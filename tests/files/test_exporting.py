import io

import numpy as np
import pytest
from PIL import Image, ImageCms

from studio.document.document import Document
from studio.document.layers import LayerProperties
from studio.errors import InputError
from studio.files.exporting import (
    ExportChoice,
    ExportSource,
    ProfileChoice,
    choice_of,
    export_picture,
    exported,
    source_of,
)
from studio.files.formats import PROFILE_ENTRY
from studio.files.pictures.images import read_picture
from studio.geometry import Bounds, Extent
from tests.fakes.profiles import swapped_profile
from tests.files.corpus import paint, profile

WHOLE = Extent(60, 40)
WORDS = {"parameters": "a fox\nSteps: 5"}


def source(**more):
    document = Document(WHOLE)
    document.root.children.append(paint(document, WHOLE.bounds, LayerProperties("paint")))
    return ExportSource(source_of(document).pixels, **{"text": WORDS, **more})


def opened(content):
    return Image.open(io.BytesIO(content))


@pytest.mark.parametrize(
    ("choice", "size"),
    [
        (ExportChoice(), (60, 40)),
        (ExportChoice(percent=50), (30, 20)),
        (ExportChoice(percent=200), (120, 80)),
        (ExportChoice(longest=30), (30, 20)),
        (ExportChoice(percent=1), (1, 1)),
    ],
)
def test_the_size_is_as_asked_for(choice, size):
    assert opened(exported(source(), choice)).size == size


def test_a_larger_picture_has_no_colour_beyond_its_alpha(tmp_path):
    export_picture(source(), ExportChoice(percent=300), tmp_path / "a.png")

    pixels = read_picture(tmp_path / "a.png").pixels

    assert (pixels[..., :3] <= pixels[..., 3:]).all()


def test_a_size_beyond_a_canvas_is_refused():
    with pytest.raises(InputError, match="cannot be so large"):
        ExportChoice(longest=20_000).extent_of(WHOLE)


@pytest.mark.parametrize("ending", [".jpg", ".webp", ".avif"])
def test_less_quality_makes_smaller_files(ending):
    choices = (ExportChoice(ending, quality=one, is_lossless=False) for one in (20, 95))
    small, large = (len(exported(source(), choice)) for choice in choices)

    assert small < large


def test_a_webp_without_loss_ignores_the_quality():
    choices = [ExportChoice(".webp", quality=one) for one in (20, 95)]

    assert exported(source(), choices[0]) == exported(source(), choices[1])


@pytest.mark.parametrize("ending", [".png", ".jpg", ".webp", ".avif", ".tif"])
def test_what_is_not_to_be_told_stays_out(tmp_path, ending):
    path = tmp_path / f"a{ending}"
    notes = Image.Exif()
    notes[0x010F] = "Leica"
    telling = source(exif=notes.tobytes())

    export_picture(telling, ExportChoice(), path)
    assert read_picture(path).text["parameters"] == WORDS["parameters"]
    assert b"Leica" in path.read_bytes()

    export_picture(telling, ExportChoice(keeps_settings=False), path)
    assert "parameters" not in read_picture(path).text
    assert b"Leica" not in path.read_bytes()


@pytest.mark.parametrize("ending", [".png", ".jpg", ".webp", ".tif"])
def test_the_profile_is_as_chosen_and_the_colours_look_the_same(tmp_path, ending):
    other = swapped_profile()
    telling = source(profile=other)
    marks = {}
    for one in ProfileChoice:
        content = exported(telling, ExportChoice(ending, profile=one, quality=100))
        marks[one] = opened(content).info.get("icc_profile", b"")

    assert marks[ProfileChoice.none] == b""
    assert marks[ProfileChoice.original] == other
    if ending != ".png":  # which says sRGB in a byte
        described = ImageCms.ImageCmsProfile(io.BytesIO(marks[ProfileChoice.srgb]))
        assert "sRGB" in ImageCms.getProfileDescription(described)


def test_a_picture_in_another_profile_comes_back_in_its_colours(tmp_path):
    colour = ExportSource(np.full((8, 8, 4), (40, 80, 200, 255), np.uint8), {}, b"")
    other = ExportSource(colour.pixels, {}, b"", swapped_profile())
    choice = ExportChoice(profile=ProfileChoice.original)

    export_picture(other, choice, tmp_path / "a.png")

    seen = read_picture(tmp_path / "a.png").pixels.astype(int)
    assert np.abs(seen - colour.pixels).max() <= 3


def test_srgb_is_no_profile_to_go_back_to():
    document = Document(WHOLE)
    document.attachments[PROFILE_ENTRY] = profile()

    assert source_of(document).profile == b""


@pytest.mark.parametrize(
    "found",
    [None, 5, {}, {"ending": ".exe"}, {"ending": ".png", "percent": "wide"}],
    ids=["nothing", "number", "empty", "kind", "size"],
)
def test_a_damaged_choice_is_the_usual_one(found):
    assert choice_of(found) == ExportChoice()


def test_the_part_of_a_picture_is_frozen():
    document = Document(WHOLE)
    document.root.children.append(paint(document, Bounds(0, 0, 9, 9), LayerProperties("p")))

    with pytest.raises(ValueError, match="read-only"):
        source_of(document).pixels[0, 0] = 1
