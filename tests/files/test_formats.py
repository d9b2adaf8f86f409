import numpy as np
import pytest

from studio.document.composite import flatten
from studio.document.document import Document
from studio.document.layers import LayerProperties, PaintLayer
from studio.errors import InputError
from studio.files.formats import (
    Format,
    export_filters,
    flat_picture,
    format_of,
    open_document,
    open_filters,
    save_document,
    save_filters,
)
from studio.files.pictures.images import read_picture, write_picture
from studio.files.pictures.metadata import read_parameters
from studio.generation.recipe import LayerRecipe, Recipe
from studio.geometry import Bounds, Extent

BOX = Bounds(0, 0, 20, 10)
FOX = LayerRecipe(Recipe(prompt="a fox", seed=7, steps=9), BOX, BOX)


def document_with(*recipes):
    document = Document(BOX.extent)
    for value, recipe in enumerate(recipes):
        layer = PaintLayer(document.new_id(), LayerProperties(str(value)), recipe=recipe)
        layer.tiles.write(BOX, np.full((10, 20, 4), 255 - value, np.uint8))
        document.root.children.append(layer)
    return document


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.ora", Format.openraster),
        ("a.PNG", Format.png),
        ("a.b.jpeg", Format.jpeg),
        ("a.jpg", Format.jpeg),
        ("a.webp", Format.webp),
        ("a.avif", Format.avif),
        ("a.tif", Format.tiff),
        ("a.TIFF", Format.tiff),
        ("a.psd", Format.photoshop),
    ],
)
def test_names_tell_the_format(tmp_path, name, expected):
    assert format_of(tmp_path / name) is expected


@pytest.mark.parametrize("name", ["a", "a.gif", "a.xcf", ".ora"])
def test_unknown_names_are_refused_with_those_that_are_known(tmp_path, name):
    with pytest.raises(InputError, match="cannot be written") as told:
        save_document(document_with(""), tmp_path / name)
    assert ".png" in told.value.hint


@pytest.mark.parametrize("name", ["a.ora", "a.png", "a.webp", "a.tif", "a.psd"])
def test_a_document_looks_the_same_after_every_format_without_loss(tmp_path, name):
    document = document_with("", "")

    save_document(document, tmp_path / name)
    opened = open_document(tmp_path / name)

    assert opened.document.extent == document.extent
    assert np.array_equal(flatten(opened.document, BOX), flatten(document, BOX))


def test_a_picture_becomes_a_layer_of_its_name(tmp_path):
    write_picture(tmp_path / "my fox.png", np.full((10, 20, 4), 255, np.uint8))

    opened = open_document(tmp_path / "my fox.png")

    assert [one.properties.name for one in opened.document.layers] == ["my fox"]
    assert opened.document.extent == Extent(20, 10)
    assert opened.document.history.titles == ()


def test_what_a_file_holds_counts_not_its_name(tmp_path):
    save_document(document_with("", ""), tmp_path / "a.ora")
    (tmp_path / "a.ora").rename(tmp_path / "a.png")

    assert len(open_document(tmp_path / "a.png").document.layers) == 2


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.webp"])
def test_a_picture_tells_how_its_topmost_generated_layer_was_made(tmp_path, name):
    older = LayerRecipe(Recipe(prompt="a dog"), BOX, BOX)
    document = document_with(older.to_json(), FOX.to_json(), "")

    save_document(document, tmp_path / name)

    found = read_parameters(read_picture(tmp_path / name).text)
    assert found is not None
    assert found.recipe == FOX.recipe
    assert found.extent == BOX.extent


@pytest.mark.parametrize("recipe", ["", "{}", "not JSON"])
def test_a_picture_without_a_recipe_that_can_be_read_tells_nothing(tmp_path, recipe):
    save_document(document_with(recipe), tmp_path / "a.png")

    assert read_picture(tmp_path / "a.png").text == {}


def test_a_hidden_generated_layer_tells_nothing(tmp_path):
    document = document_with(FOX.to_json())
    document.layers[0].properties = LayerProperties("", visible=False)

    save_document(document, tmp_path / "a.png")

    assert read_picture(tmp_path / "a.png").text == {}


def test_the_cameras_notes_pass_through_a_document(tmp_path):
    exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x0f\0\x02\0\0\0\x04FOX\0\0\0\0\0"
    write_picture(tmp_path / "in.jpg", np.full((8, 8, 4), 255, np.uint8), exif=exif)

    save_document(open_document(tmp_path / "in.jpg").document, tmp_path / "between.ora")
    save_document(open_document(tmp_path / "between.ora").document, tmp_path / "out.png")

    assert b"FOX\0" in read_picture(tmp_path / "out.png").exif


@pytest.mark.parametrize("name", ["a.ora", "a.psd", "a.png"])
def test_every_file_can_be_looked_at_as_one_picture(tmp_path, name):
    document = document_with("", "")
    save_document(document, tmp_path / name)

    assert np.array_equal(flat_picture(tmp_path / name), flatten(document, BOX))


def test_dialogs_offer_what_each_is_for():
    assert open_filters().lines[0] == (
        "All that can be opened (*.ora *.png *.jpg *.jpeg *.webp *.avif *.tif *.tiff"
        " *.psd *.psb *.gif *.svg *.heic *.heif *.kra)"
    )
    assert save_filters().qt == "OpenRaster document (*.ora)"
    assert "ora" not in export_filters().qt
    assert "gif" not in export_filters().qt
    assert "*.psb" not in export_filters().qt
    assert export_filters().qt.startswith("PNG picture (*.png);;JPEG picture (*.jpg *.jpeg);;")
