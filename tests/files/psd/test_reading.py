import io
import struct

import numpy as np
import pytest
from PIL import Image, ImageChops

from studio.colour import Colour
from studio.document.adjustments import Blur, BrightnessContrast, GradientMap
from studio.document.blending import BlendMode
from studio.document.composite import flatten
from studio.document.document import Document
from studio.document.layers import (
    AdjustmentLayer,
    FillLayer,
    GroupLayer,
    LayerProperties,
    PaintLayer,
    TextLayer,
)
from studio.document.texts import Style, Text
from studio.errors import InputError
from studio.files.formats import EXIF_ENTRY, open_document, save_document
from studio.files.psd.blocks import block, solid_fill
from studio.files.psd.modes import key_of, mode_of
from studio.geometry import Bounds, Extent
from tests.files.corpus import in_photoshop, mask, noise, paint, painting, photoshop_header

BOX = Bounds(0, 0, 40, 30)


def through_photoshop(tmp_path, document):
    path = tmp_path / "a.psd"
    save_document(document, path)
    return open_document(path)


def document_of(*layers):
    document = Document(BOX.extent)
    for make in layers:
        document.root.children.append(make(document))
    return document


def painted(**look):
    return lambda document: paint(document, BOX, LayerProperties("paint", **look), seed=3)


def adjusted(adjustment, name="adjusted"):
    look = LayerProperties(name)
    return lambda document: AdjustmentLayer(document.new_id(), look, adjustment)


def written_by_psd_tools(tmp_path, *names):
    from psd_tools import PSDImage

    psd = PSDImage.new("RGB", (40, 30))
    for name in names:
        psd.create_pixel_layer(Image.fromarray(noise(BOX.extent)[..., :3].copy()), name=name)
    psd.save(tmp_path / "other.psd")
    return tmp_path / "other.psd"


def test_a_painting_comes_back_layer_by_layer(tmp_path):
    document = painting()

    opened = through_photoshop(tmp_path, document)

    found = opened.document.layers
    assert [type(one) for one in found] == [type(one) for one in document.layers]
    assert [one.properties for one in found] == [one.properties for one in document.layers]
    for here, there in zip(document.layers, found, strict=True):
        if isinstance(here, PaintLayer) and isinstance(there, PaintLayer):
            assert np.array_equal(there.tiles.read(BOX.padded(20)), here.tiles.read(BOX.padded(20)))
        assert (here.mask is None) == (there.mask is None)
        if here.mask is not None and there.mask is not None:
            assert np.array_equal(there.mask.hidden.read(BOX), here.mask.hidden.read(BOX))


def test_a_painting_looks_the_same_afterwards(tmp_path):
    document = painting()

    opened = through_photoshop(tmp_path, document)

    before, after = (flatten(one, document.bounds) for one in (document, opened.document))
    assert np.abs(before.astype(int) - after).max() <= 4  # settings are whole numbers there


@pytest.mark.parametrize("mode", [mode for mode in BlendMode if key_of(mode)])
def test_every_mode_that_photoshop_has_comes_back(mode):
    key = key_of(mode)

    assert key is not None
    assert mode_of(key) in {mode, BlendMode.linear_dodge}


def test_a_mode_that_photoshop_has_not_is_told(tmp_path):
    document = document_of(painted(), painted(blend=BlendMode.destination_out))

    (told,) = save_document(document, tmp_path / "a.psd")

    assert "no such mode" in told


def test_what_lies_atop_is_clipped(tmp_path):
    document = document_of(painted(), painted(blend=BlendMode.source_atop))

    opened = through_photoshop(tmp_path, document)

    assert opened.document.layers[1].properties.clipped


def test_what_photoshop_has_not_is_left_out_and_told(tmp_path):
    document = document_of(painted(), adjusted(Blur(), name="Soft"))

    told = save_document(document, tmp_path / "a.psd")

    assert "“Soft”" in told[0]
    assert len(open_document(tmp_path / "a.psd").document.layers) == 1
    # What they make together is as it was.
    with Image.open(tmp_path / "a.psd") as image:
        seen = np.asarray(image.convert("RGBA"))
    assert np.array_equal(seen[..., 3], flatten(document, document.bounds)[..., 3])


def test_the_merged_picture_is_seen_by_programs_that_know_no_layers(tmp_path):
    document = document_of(painted(opacity=0.5))
    save_document(document, tmp_path / "a.psd")

    with Image.open(tmp_path / "a.psd") as image:
        seen = np.asarray(image)

    pixels = flatten(document, document.bounds)
    over_white = pixels[..., 2::-1] + (255 - pixels[..., 3:])
    assert image.mode == "RGBA"
    assert np.array_equal(seen[..., :3], over_white)
    assert np.array_equal(seen[..., 3], pixels[..., 3])


def test_an_opaque_picture_has_three_channels(tmp_path):
    document = Document(BOX.extent)
    fill = FillLayer(document.new_id(), LayerProperties("F"), Colour(9, 8, 7))
    document.root.children.append(fill)
    save_document(document, tmp_path / "a.psd")

    with Image.open(tmp_path / "a.psd") as image:
        assert (image.mode, image.getpixel((3, 3))) == ("RGB", (9, 8, 7))


def test_psd_tools_reads_names_alpha_and_masks(tmp_path):
    from psd_tools import PSDImage
    from psd_tools.api.layers import Group

    document = painting()
    (tmp_path / "a.psd").write_bytes(in_photoshop(document))

    psd = PSDImage.open(tmp_path / "a.psd")

    assert psd[0].name == "底 base"
    group = psd[1]
    assert isinstance(group, Group)
    assert (group.name, len(list(group))) == ("Group ✓", 2)
    assert group[0].mask is not None
    assert np.asarray(psd[0].topil()).shape == (48, 58, 4)
    assert np.asarray(psd[0].topil())[..., 3].std() > 0


def test_texts_are_written_as_they_look(tmp_path):
    document = Document(BOX.extent)
    text = TextLayer(document.new_id(), LayerProperties("T"), Text("a", Style(), Colour(0, 0, 0)))
    text.tiles.write(BOX, np.full((30, 40, 4), 255, np.uint8))
    document.root.children.append(text)

    opened = through_photoshop(tmp_path, document)

    (layer,) = opened.document.layers
    assert isinstance(layer, PaintLayer)
    assert (layer.tiles.read(BOX) == 255).all()


def test_a_hidden_group_with_a_mask_that_is_off_comes_back(tmp_path):
    document = Document(BOX.extent)
    group = GroupLayer(document.new_id(), LayerProperties("G", visible=False))
    group.mask = mask(Bounds(3, 4, 10, 10))
    group.mask = type(group.mask)(group.mask.hidden, is_on=False)
    document.root.children.append(group)

    (found,) = through_photoshop(tmp_path, document).document.layers

    assert not found.properties.visible
    assert found.mask is not None
    assert not found.mask.is_on
    assert np.array_equal(found.mask.hidden.read(BOX), group.mask.hidden.read(BOX))


def test_brightness_is_read_in_both_of_its_ways(tmp_path):
    adjustment = BrightnessContrast(brightness=51 / 127.5, contrast=0.25)
    save_document(document_of(adjusted(adjustment)), tmp_path / "a.psd")
    content = (tmp_path / "a.psd").read_bytes()

    for words in (content, content.replace(b"CgEd", b"zzzz")):
        (tmp_path / "b.psd").write_bytes(words)
        (found,) = open_document(tmp_path / "b.psd").document.layers
        assert isinstance(found, AdjustmentLayer)
        assert found.adjustment == adjustment


def test_layers_of_another_writer_are_read(tmp_path):
    opened = open_document(written_by_psd_tools(tmp_path, "one", "two"))

    assert [one.properties.name for one in opened.document.layers] == ["one", "two"]
    assert flatten(opened.document, BOX)[..., 3].all()


@pytest.mark.parametrize(
    ("mode", "image"),
    [
        ("grey", Image.fromarray(noise(BOX.extent)[..., 0].copy())),
        ("inks", Image.fromarray(noise(BOX.extent), "RGBA").convert("RGB").convert("CMYK")),
    ],
    ids=["grey", "inks"],
)
def test_other_colours_are_read_as_rgb(tmp_path, mode, image):
    from psd_tools import PSDImage

    # Photoshop stores what an ink leaves white; psd-tools writes what it is given.
    stored = ImageChops.invert(image) if mode == "inks" else image
    PSDImage.frompil(stored).save(tmp_path / "a.psd")

    pixels = flatten(open_document(tmp_path / "a.psd").document, BOX)

    wanted = np.asarray(image.convert("RGB"))
    assert np.abs(pixels[..., 2::-1].astype(int) - wanted).max() <= 1


@pytest.mark.parametrize("depth", [8, 16])
@pytest.mark.parametrize("version", [1, 2], ids=["psd", "psb"])
def test_lab_colours_are_read_as_rgb(tmp_path, version, depth):
    planes = np.array([153, 178, 76], np.uint8).repeat(64)
    stored = planes if depth == 8 else (planes.astype(">u2") * 257)
    head = photoshop_header(8, 8, depth=depth, mode=9, version=version)
    (tmp_path / "a.psd").write_bytes(
        head + bytes(12 if version == 1 else 16) + bytes(2) + stored.tobytes()
    )

    pixels = flatten(open_document(tmp_path / "a.psd").document, Bounds(0, 0, 8, 8))

    # L* 60, a* 50, b* -52
    assert np.abs(pixels[..., :3].astype(int) - (237, 113, 184)).max() <= 2


def test_inks_that_are_no_colours_are_refused(tmp_path):
    (tmp_path / "a.psd").write_bytes(photoshop_header(8, 8, mode=7) + bytes(200))

    with pytest.raises(InputError, match="inks of its own"):
        open_document(tmp_path / "a.psd")


def test_the_notes_of_the_camera_come_back(tmp_path):
    document = document_of(painted())
    exif = Image.Exif()
    exif[0x0110] = "Camera"
    document.attachments[EXIF_ENTRY] = exif.tobytes()

    assert through_photoshop(tmp_path, document).document.attachments[EXIF_ENTRY] == exif.tobytes()


def test_16_bits_are_read_with_8_that_are_right_on_average(tmp_path):
    head = photoshop_header(64, 64, depth=16)
    tone = struct.pack(">H", 100 * 257 + 128) * (64 * 64 * 3)
    (tmp_path / "a.psd").write_bytes(head + bytes(12) + bytes(2) + tone)

    pixels = flatten(open_document(tmp_path / "a.psd").document, Bounds(0, 0, 64, 64))

    assert pixels[..., 0].mean() == pytest.approx(100.5, abs=0.05)


@pytest.mark.parametrize(("width", "height"), [(30_000, 10), (10, 30_000), (0, 10)])
def test_a_size_beyond_a_canvas_is_refused_before_anything_is_read(tmp_path, width, height):
    (tmp_path / "a.psd").write_bytes(photoshop_header(width, height) + bytes(20))

    with pytest.raises(InputError, match="too large"):
        open_document(tmp_path / "a.psd")


def test_many_large_layers_in_a_small_file_are_refused(tmp_path):
    document = Document(Extent(16000, 16000))
    for _ in range(3):
        document.root.children.append(PaintLayer(document.new_id(), LayerProperties("bomb")))
    content = bytearray(in_small(document))
    edges = struct.pack(">4i", 0, 0, 16000, 16000)
    for place in [at for at in range(len(content)) if content[at : at + 4] == b"\0\4\xff\xff"]:
        content[place - 16 : place] = edges
    (tmp_path / "a.psd").write_bytes(content)

    with pytest.raises(InputError, match="unpacks to far more"):
        open_document(tmp_path / "a.psd")


def in_small(document):
    """A file of empty layers without the merged picture, which would be large."""
    whole = Document(Extent(8, 8))
    whole.root.children = document.root.children
    content = in_photoshop(whole)
    return content[:14] + struct.pack(">II", 16000, 16000) + content[22:]


def test_gradients_are_no_part_of_a_file_yet_are_told(tmp_path):
    document = document_of(painted(), adjusted(GradientMap(), name="Map"))

    assert "“Map”" in save_document(document, tmp_path / "a.psd")[0]


def test_what_is_no_photoshop_document_is_refused(tmp_path):
    (tmp_path / "a.psd").write_bytes(b"8BPS\0\1")

    with pytest.raises(InputError, match="not a Photoshop document"):
        open_document(tmp_path / "a.psd")


def test_the_merged_picture_of_an_empty_painting_is_clear():
    with Image.open(io.BytesIO(in_photoshop(Document(BOX.extent)))) as image:
        assert image.getchannel("A").getextrema() == (0, 0)


def test_a_name_that_ends_with_nothing_is_read_without_it(tmp_path):
    document = document_of(painted())
    (tmp_path / "a.psd").write_bytes(
        in_photoshop(document).replace(
            struct.pack(">II", 14, 5) + "paint".encode("utf-16-be"),
            struct.pack(">II", 14, 5) + "pain\0".encode("utf-16-be"),
        )
    )

    (layer,) = open_document(tmp_path / "a.psd").document.layers

    assert layer.properties.name == "pain"


def path_block(left, top, right, bottom):
    """A mask that is a box, as Photoshop writes it; edges in shares of the canvas."""

    def record(kind, body):
        return struct.pack(">H", kind) + body.ljust(24, b"\0")

    corners = [(top, left), (top, right), (bottom, right), (bottom, left)]
    knots = [
        record(1, struct.pack(">6i", *(round(x * (1 << 24)) for x in at * 3))) for at in corners
    ]
    head = record(6, b"") + record(8, b"") + record(0, struct.pack(">HhH2I", 4, 1, 1, 0, 0))
    return block(b"vmsk", struct.pack(">II", 3, 0) + head + b"".join(knots))


def test_a_shape_becomes_a_fill_with_a_mask(tmp_path, monkeypatch):
    shape = path_block(0.25, 0.5, 0.75, 1.0)
    with_shape = "studio.files.psd.writing.solid_fill"
    monkeypatch.setattr(with_shape, lambda colour: solid_fill(colour) + shape)
    document = Document(BOX.extent)
    fill = FillLayer(document.new_id(), LayerProperties("Shape"), Colour(9, 8, 7))
    document.root.children.append(fill)

    opened = through_photoshop(tmp_path, document)

    assert opened.warnings == ()
    alpha = flatten(opened.document, BOX)[..., 3]
    expected = np.zeros((30, 40), np.uint8)
    expected[15:30, 10:30] = 255
    assert np.array_equal(alpha, expected)
