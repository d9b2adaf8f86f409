import io
import re
import zipfile
from contextlib import suppress

import numpy as np
import pytest
from PIL import Image

from studio.colour import Colour
from studio.document.adjustments import title_of
from studio.document.blending import BlendMode
from studio.document.composite import flatten
from studio.document.contents import content_of as made_content
from studio.document.document import Document
from studio.document.fills import GradientFill, PatternFill, fill_title
from studio.document.gradients import GradientShape
from studio.document.layers import (
    AdjustmentLayer,
    FillLayer,
    GroupLayer,
    Label,
    LayerMask,
    LayerProperties,
    PaintLayer,
)
from studio.document.patterns import PatternKind
from studio.document.selection import Combine
from studio.errors import InputError, StorageError
from studio.files.openraster.adjusting import parse_adjustment
from studio.files.openraster.covering import fill_text, parse_fill
from studio.files.openraster.format import load, save
from studio.files.pictures.straight import premultiplied_bgra
from studio.geometry import Bounds, Extent
from tests.document.test_adjustments import EVERY as ADJUSTMENTS


def noise(width, height, seed=0):
    """Premultiplied BGRA."""
    shape = (height, width, 4)
    return premultiplied_bgra(np.random.default_rng(seed).integers(0, 256, shape, dtype=np.uint8))


def paint_layer(document, name="layer", bounds=None, seed=0, recipe="", **properties):
    layer = PaintLayer(document.new_id(), LayerProperties(name, **properties), recipe=recipe)
    if bounds is not None:
        layer.tiles.write(bounds, noise(bounds.width, bounds.height, seed))
    return layer


def painting(width=300, height=280):
    """A document with everything in it that a file keeps."""
    document = Document(Extent(width, height))
    below = paint_layer(document, "below", document.bounds, 1)
    moved = paint_layer(document, "moved", Bounds(-40, -30, 90, 80), 2, opacity=0.4)
    made = paint_layer(document, "a fox", Bounds(250, 250, 70, 9), 3, '{"prompt": "狐"}')
    empty = paint_layer(document, "empty", locked=True, visible=False, label=Label.blue)
    group = GroupLayer(
        document.new_id(), LayerProperties("group", blend=BlendMode.multiply), [moved, made]
    )
    document.root.children += [below, group, empty]
    document.selection.combine(
        Bounds(7, 9, 20, 30), np.full((30, 20), 99, np.uint8), Combine.replace
    )
    return document


def tiles_of(store):
    return {key: store.get(key).tobytes() for key in store.keys if store.get(key).any()}


def made_of(layer):
    if isinstance(layer, GroupLayer):
        return type(layer), layer.properties, len(layer.children)
    mask = tiles_of(layer.mask.hidden) if layer.mask else None
    return type(layer), layer.properties, made_content(layer), mask


def content_of(document):
    """All that a file has to bring back."""
    layers = [
        (type(one), one.properties, one.recipe, tiles_of(one.tiles))
        if isinstance(one, PaintLayer)
        else made_of(one)
        for one in document.layers
    ]
    return document.extent, layers, tiles_of(document.selection.tiles), document.attachments


def masked_painting():
    """A masked layer, one whose mask is off, and a masked group of it all."""
    document = painting()
    below, group, _ = document.root.children
    for layer, is_on in ((below, True), (group.children[0], False), (group, True)):
        layer.mask = LayerMask(is_on=is_on)
        layer.mask.hidden.write(Bounds(20, 10, 200, 150), noise(200, 150, int(layer.id))[..., 3])
    return document


def entries(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def write_entries(path, content, **how):
    with zipfile.ZipFile(path, "w", **how) as archive:
        for name, body in content.items():
            archive.writestr(name, body)


def png(width=4, height=3, colour=(200, 100, 50, 255), mode="RGBA"):
    stream = io.BytesIO()
    Image.new(mode, (width, height), colour).save(stream, "PNG")
    return stream.getvalue()


def foreign(inside, size='w="64" h="48"', **more):
    """Entries of a file as another program might write it."""
    stack = f"<?xml version='1.0' encoding='UTF-8'?><image {size}><stack>{inside}</stack></image>"
    return {"mimetype": b"image/openraster", "stack.xml": stack.encode(), **more}


def loaded(tmp_path, content):
    write_entries(tmp_path / "in.ora", content)
    return load(tmp_path / "in.ora")


def adjusted_painting():
    """A fill layer that is masked, and one adjustment layer of each kind."""
    document = painting()
    fill = FillLayer(document.new_id(), LayerProperties("fill", opacity=0.5), Colour(1, 2, 3))
    fill.mask = LayerMask()
    fill.mask.hidden.write(Bounds(20, 10, 200, 150), noise(200, 150, 5)[..., 3])
    document.root.children += [
        fill,
        *(
            AdjustmentLayer(document.new_id(), LayerProperties(title_of(one), opacity=0.3), one)
            for one in ADJUSTMENTS
        ),
    ]
    return document


FILLS = (
    GradientFill(Colour(1, 2, 3), Colour(200, 100, 0), GradientShape.radial, scale=0.5),
    GradientFill(Colour(9, 90, 200), angle=33.5, fades=True),
    PatternFill(PatternKind.scales, Colour(9, 8, 7), Colour(250, 240, 200), 40.0, 12.0),
    PatternFill(PatternKind.dots, Colour(200, 0, 0), is_clear=True),
)


@pytest.mark.parametrize("fill", FILLS, ids=fill_title)
def test_gradients_and_patterns_come_back_and_others_see_them(tmp_path, fill):
    document = Document(Extent(300, 280))
    layer = FillLayer(document.new_id(), LayerProperties("fill", opacity=0.8), fill)
    layer.mask = LayerMask()
    layer.mask.hidden.write(Bounds(20, 10, 200, 150), noise(200, 150, 5)[..., 3])
    document.root.children.append(layer)
    save(document, tmp_path / "fill.ora")
    opened = load(tmp_path / "fill.ora")
    assert opened.warnings == ()
    assert content_of(opened.document) == content_of(document)
    content = entries(tmp_path / "fill.ora")
    content["stack.xml"] = re.sub(
        rb' repaint-studio:(mask|fill)[^=]*="[^"]*"', b"", content["stack.xml"]
    )
    write_entries(tmp_path / "plain.ora", content)
    plain = load(tmp_path / "plain.ora").document
    seen, expected = flatten(plain, document.bounds), flatten(document, document.bounds)
    assert abs(seen.astype(int) - expected).max() <= 2


@pytest.mark.parametrize(
    "words",
    ["", "{}", "{", "#12", '{"kind": "fog"}', fill_text(FILLS[0]).replace("0.5", "1e9"),
     fill_text(FILLS[2]).replace("scales", "fish"), fill_text(FILLS[2]).replace("12.0", "null")],
)  # fmt: skip
def test_a_fill_that_cannot_be_read_is_none(words):
    assert parse_fill(words) is None


def test_fill_and_adjustment_layers_come_back(tmp_path):
    document = adjusted_painting()
    save(document, tmp_path / "made.ora")
    opened = load(tmp_path / "made.ora")
    assert opened.warnings == ()
    assert content_of(opened.document) == content_of(document)
    assert (flatten(opened.document, document.bounds) == flatten(document, document.bounds)).all()
    assert opened.document.attachments == {}


def test_a_program_that_knows_no_fills_sees_their_picture(tmp_path):
    document = adjusted_painting()
    document.root.children = [
        layer for layer in document.root.children if not isinstance(layer, AdjustmentLayer)
    ]
    save(document, tmp_path / "made.ora")
    content = entries(tmp_path / "made.ora")
    own = re.compile(rb' repaint-studio:(mask|fill)[^=]*="[^"]*"')
    content["stack.xml"] = own.sub(b"", content["stack.xml"])
    write_entries(tmp_path / "plain.ora", content)
    plain = load(tmp_path / "plain.ora").document
    assert isinstance(plain.root.children[-1], PaintLayer)
    seen, expected = flatten(plain, document.bounds), flatten(document, document.bounds)
    assert abs(seen.astype(int) - expected).max() <= 2


@pytest.mark.parametrize(
    "words",
    [
        "{}",
        "?",
        '{"kind": "Fog"}',
        '{"kind": "Blur", "radius": 1e9}',
        '{"kind": "Blur"}',
        "[" * 9999,
    ],
)
def test_an_adjustment_that_cannot_be_read_leaves_an_empty_layer(words):
    assert parse_adjustment(words) is None


def test_masks_come_back_with_what_they_hide(tmp_path):
    document = masked_painting()
    save(document, tmp_path / "masks.ora")
    opened = load(tmp_path / "masks.ora")
    assert opened.warnings == ()
    assert content_of(opened.document) == content_of(document)
    for was, now in zip(document.layers, opened.document.layers, strict=True):
        assert (was.mask is None) == (now.mask is None)
        if was.mask is not None and now.mask is not None:
            assert tiles_of(was.mask.hidden) == tiles_of(now.mask.hidden)
            assert was.mask.is_on == now.mask.is_on
    assert (flatten(opened.document, document.bounds) == flatten(document, document.bounds)).all()


def test_a_masked_file_saved_twice_is_the_same(tmp_path):
    save(masked_painting(), tmp_path / "once.ora")
    save(load(tmp_path / "once.ora").document, tmp_path / "twice.ora")
    assert entries(tmp_path / "once.ora") == entries(tmp_path / "twice.ora")


def test_a_program_that_knows_no_masks_sees_the_same_picture(tmp_path):
    document = masked_painting()
    save(document, tmp_path / "masks.ora")
    content = entries(tmp_path / "masks.ora")
    own = re.compile(rb' repaint-studio:(mask|unmasked)[^=]*="[^"]*"')
    content["stack.xml"] = own.sub(b"", content["stack.xml"])
    write_entries(tmp_path / "plain.ora", content)
    plain = load(tmp_path / "plain.ora").document
    assert not any(layer.mask for layer in plain.layers)
    seen, expected = flatten(plain, document.bounds), flatten(document, document.bounds)
    assert abs(seen.astype(int) - expected).max() <= 2


def test_a_damaged_mask_is_said_and_the_layer_whole(tmp_path):
    document = masked_painting()
    save(document, tmp_path / "masks.ora")
    content = entries(tmp_path / "masks.ora")
    broken = {name: b"?" for name in content if name.startswith("repaint-studio/mask")}
    write_entries(tmp_path / "broken.ora", content | broken)
    opened = load(tmp_path / "broken.ora")
    assert not any(layer.mask for layer in opened.document.layers)
    assert sum("mask" in words for words in opened.warnings) == 3


def test_a_document_comes_back_byte_for_byte(tmp_path):
    document = painting()

    save(document, tmp_path / "fox.ora")
    opened = load(tmp_path / "fox.ora")

    assert opened.warnings == ()
    assert content_of(opened.document) == content_of(document)
    assert opened.document.history.titles == ()


def test_saving_again_gives_the_same_file(tmp_path):
    save(painting(), tmp_path / "1.ora")
    save(load(tmp_path / "1.ora").document, tmp_path / "2.ora")

    assert (tmp_path / "1.ora").read_bytes() == (tmp_path / "2.ora").read_bytes()


def test_the_kind_of_file_stands_at_its_fixed_place(tmp_path):
    save(painting(), tmp_path / "fox.ora")

    assert (tmp_path / "fox.ora").read_bytes()[30:54] == b"mimetypeimage/openraster"


def test_the_merged_picture_and_the_thumbnail_show_the_composite(tmp_path):
    document = painting()
    save(document, tmp_path / "fox.ora")
    found = entries(tmp_path / "fox.ora")

    merged = np.asarray(Image.open(io.BytesIO(found["mergedimage.png"])))
    thumbnail = Image.open(io.BytesIO(found["Thumbnails/thumbnail.png"]))

    assert np.array_equal(premultiplied_bgra(merged), flatten(document, document.bounds))
    assert thumbnail.size == (256, 239)


@pytest.mark.parametrize(
    ("extent", "expected"),
    [
        (Extent(1, 1), (1, 1)),
        (Extent(256, 100), (256, 100)),
        (Extent(4000, 1), (256, 1)),
        (Extent(513, 700), (188, 256)),
        (Extent(2049, 1025), (256, 128)),
    ],
    ids=str,
)
def test_thumbnails_of_every_shape(tmp_path, extent, expected):
    document = Document(extent)
    layer = paint_layer(document)
    layer.tiles.write(document.bounds, np.full((extent.height, extent.width, 4), 255, np.uint8))
    document.root.children.append(layer)

    save(document, tmp_path / "fox.ora")

    thumbnail = Image.open(io.BytesIO(entries(tmp_path / "fox.ora")["Thumbnails/thumbnail.png"]))
    assert thumbnail.size == expected
    assert (np.asarray(thumbnail) == 255).all()


def test_a_layer_is_written_only_where_it_is_painted(tmp_path):
    document = Document(Extent(4096, 4096))
    document.root.children.append(paint_layer(document, bounds=Bounds(1000, 2001, 5, 7)))
    save(document, tmp_path / "fox.ora")

    found = entries(tmp_path / "fox.ora")
    assert Image.open(io.BytesIO(found["data/layer0.png"])).size == (5, 7)
    assert b'x="1000" y="2001"' in found["stack.xml"]


def test_a_layer_far_off_a_canvas_keeps_what_is_on_it(tmp_path):
    document = Document(Extent(64, 64))
    layer = paint_layer(document, bounds=Bounds(10, 10, 5, 5))
    on_canvas = tiles_of(layer.tiles)
    layer.tiles.write(Bounds(40_000, 0, 1, 1), noise(1, 1))
    document.root.children.append(layer)

    save(document, tmp_path / "fox.ora")

    opened = load(tmp_path / "fox.ora").document
    assert tiles_of(opened.paint_layer(opened.layers[0].id).tiles) == on_canvas


def test_entries_and_blend_modes_of_others_survive_a_save(tmp_path):
    more = {"data/strokes.dat": b"\x00\x01", "notes/狐.txt": b"hello", "data/layer0.png": b"odd"}
    content = foreign('<layer name="a" src="a.png" composite-op="x:y"/>', **more)
    opened = loaded(tmp_path, content | {"a.png": png()})

    save(opened.document, tmp_path / "out.ora")

    found = entries(tmp_path / "out.ora")
    assert {name: found[name] for name in more} == more
    assert b'composite-op="x:y"' in found["stack.xml"]
    again = load(tmp_path / "out.ora")
    assert content_of(again.document) == content_of(opened.document)


def krita_like():
    """As Krita writes it: root attributes, whole-canvas layers, its own blend modes."""
    return b"""<?xml version="1.0" encoding="UTF-8"?>
<image xres="75" h="48" version="0.0.1" w="64" yres="75">
 <stack composite-op="svg:src-over" opacity="1" name="root" isolation="isolate">
  <stack visibility="visible" composite-op="svg:src-over" opacity="0.50196" name="g"
   isolation="auto">
   <layer visibility="hidden" src="data/layer1.png" composite-op="svg:src-atop" name="lit"
    opacity="1"/>
  </stack>
  <layer edit-locked="true" src="data/layer0.png" composite-op="krita:exclusion" name="paper"
   opacity="1" selected="true" visibility="visible" x="0" y="0"/>
 </stack>
</image>"""


def test_a_file_as_krita_writes_it(tmp_path):
    content = {
        "mimetype": b"image/openraster",
        "data/layer0.png": png(64, 48),
        "data/layer1.png": png(64, 48, (0, 0, 0, 0)),
        "mergedimage.png": png(64, 48),
        "stack.xml": krita_like(),
        "Thumbnails/thumbnail.png": png(64, 48),
    }

    opened = loaded(tmp_path, content)

    paper, group, lit = opened.document.layers
    assert opened.warnings == ()
    assert opened.document.attachments == {}
    assert paper.properties == LayerProperties("paper", blend=BlendMode.exclusion, locked=True)
    assert (group.properties.name, round(group.properties.opacity, 3)) == ("g", 0.502)
    assert lit.properties == LayerProperties("lit", visible=False, blend=BlendMode.source_atop)
    assert paper.tiles.read(Bounds(63, 47, 1, 1)).tolist() == [[[50, 100, 200, 255]]]


def test_what_a_careless_program_leaves_out_is_not_missed(tmp_path):
    stack = b'<image w="64" h="48"><stack><layer src="a.png" x="-2"/></stack></image>'

    opened = loaded(tmp_path, {"a.png": png(), "stack.xml": stack})

    [layer] = opened.document.layers
    assert layer.tiles.read(Bounds(-2, 0, 1, 1)).any()
    assert opened.warnings == ()


@pytest.mark.parametrize(
    ("mode", "colour", "expected"),
    [
        ("L", 77, (77, 77, 77, 255)),
        ("RGB", (1, 2, 3), (3, 2, 1, 255)),
        ("I;16", 0x8080, (128,) * 3 + (255,)),
    ],
)
def test_layers_of_any_kind_of_png(tmp_path, mode, colour, expected):
    opened = loaded(tmp_path, foreign('<layer src="a.png"/>') | {"a.png": png(2, 2, colour, mode)})

    [layer] = opened.document.layers
    assert tuple(layer.tiles.read(Bounds(0, 0, 1, 1))[0, 0]) == expected


@pytest.mark.parametrize(
    "broken", [png()[:-30], b"", b"<svg/>", None], ids=["cut", "empty", "svg", "gone"]
)
def test_a_broken_layer_is_named_and_the_rest_opens(tmp_path, broken):
    more = {"good.png": png()} | ({} if broken is None else {"bad.png": broken})
    inside = '<layer name="torn" src="bad.png" opacity="0.5"/><layer name="good" src="good.png"/>'

    opened = loaded(tmp_path, foreign(inside, **more))

    good, torn = opened.document.layers
    assert "torn" in opened.warnings[0]
    assert good.tiles.read(Bounds(0, 0, 4, 3)).all()
    assert torn.tiles.is_empty
    assert torn.properties.opacity == 0.5
    assert opened.document.attachments.get("bad.png") == broken  # others may yet mend it


def test_a_layer_whose_checksum_is_wrong_is_named(tmp_path):
    save(painting(), tmp_path / "fox.ora")
    content = bytearray((tmp_path / "fox.ora").read_bytes())
    content[content.index(b"data/layer1.png") + 200] ^= 1
    (tmp_path / "fox.ora").write_bytes(content)

    opened = load(tmp_path / "fox.ora")

    assert any("moved" in words for words in opened.warnings)
    assert len(opened.document.layers) == 5


def test_a_damaged_recipe_and_selection_are_told(tmp_path):
    save(painting(), tmp_path / "fox.ora")
    content = entries(tmp_path / "fox.ora")
    content |= {"repaint-studio/recipe2.json": b"\xff\xfe", "repaint-studio/selection.png": b"x"}

    opened = loaded(tmp_path, content)

    assert len(opened.warnings) == 2
    assert opened.document.selection.is_none
    assert all(one.recipe == "" for one in opened.document.layers if isinstance(one, PaintLayer))


@pytest.mark.parametrize(
    "content",
    [
        {"mimetype": b"application/x-krita", "maindoc.xml": b"<DOC/>"},
        {"mimetype": b"image/openraster"},
        {"stack.xml": b" " * (65 << 20)},
    ],
    ids=["krita's own", "no stack", "a huge stack"],
)
def test_other_archives_are_refused(tmp_path, content):
    with pytest.raises(InputError, match="not an OpenRaster") as told:
        loaded(tmp_path, content)
    assert told.value.hint


def test_entries_that_unpack_to_far_more_than_they_hold_are_refused(tmp_path):
    content = foreign('<layer src="a.png"/>') | {"a.png": bytes(80 << 20)}
    write_entries(tmp_path / "in.ora", content, compression=zipfile.ZIP_DEFLATED)

    with pytest.raises(InputError, match="far more"):
        load(tmp_path / "in.ora")


def test_one_large_picture_used_again_and_again_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("studio.files.openraster.format._PIXELS_OF_ANY_FILE", 0)
    inside = '<layer src="a.png"/>' * 50

    with pytest.raises(InputError, match="far more"):
        loaded(tmp_path, foreign(inside) | {"a.png": png(2000, 2000)})


def test_entries_that_would_leave_the_folder_are_not_passed_on(tmp_path):
    opened = loaded(tmp_path, foreign("") | {"../evil.sh": b"x", "/abs": b"x", "fine.txt": b"x"})

    assert list(opened.document.attachments) == ["fine.txt"]
    assert len(opened.warnings) == 2


def test_a_file_that_is_no_archive_is_refused(tmp_path):
    (tmp_path / "in.ora").write_bytes(b"PK\x03\x04 and nothing")
    with pytest.raises(InputError, match="cannot be read as a document"):
        load(tmp_path / "in.ora")
    with pytest.raises(InputError, match="no file"):
        load(tmp_path / "none.ora")


def test_a_failed_save_leaves_the_old_document(tmp_path, monkeypatch):
    document = painting()
    save(document, tmp_path / "fox.ora")
    before = (tmp_path / "fox.ora").read_bytes()

    def fails(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("studio.files.openraster.writing.Shrunk.thumbnail", fails)
    with pytest.raises(StorageError):
        save(document, tmp_path / "fox.ora")

    assert (tmp_path / "fox.ora").read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["fox.ora"]


def test_groups_too_deep_to_be_read_again_are_not_saved(tmp_path):
    document = painting()
    save(document, tmp_path / "fox.ora")
    for _ in range(70):
        group = GroupLayer(document.new_id(), LayerProperties("g"), document.root.children)
        document.root.children = [group]

    with pytest.raises(InputError, match="too many layers"):
        save(document, tmp_path / "fox.ora")

    assert len(load(tmp_path / "fox.ora").document.layers) == 5


def test_entries_of_others_that_shrink_well_can_be_opened_again(tmp_path, monkeypatch):
    monkeypatch.setattr("studio.files.openraster.archive._SUSPECT_BYTES", 100_000)
    opened = loaded(tmp_path, foreign("") | {"zeros.dat": bytes(200_000)})
    save(opened.document, tmp_path / "out.ora")

    assert load(tmp_path / "out.ora").document.attachments["zeros.dat"] == bytes(200_000)


def test_damaged_documents_are_opened_or_refused_never_worse(tmp_path):
    rng = np.random.default_rng(4)
    save(painting(40, 30), tmp_path / "fox.ora")
    content = (tmp_path / "fox.ora").read_bytes()
    cut = [content[: len(content) * percent // 100] for percent in range(0, 100, 5)]
    for damaged in [*cut, *(flipped(content, rng) for _ in range(200))]:
        (tmp_path / "fox.ora").write_bytes(damaged)
        with suppress(InputError):
            load(tmp_path / "fox.ora")


def test_damaged_stacks_are_opened_or_refused_never_worse(tmp_path):
    rng = np.random.default_rng(5)
    save(painting(40, 30), tmp_path / "fox.ora")
    content = entries(tmp_path / "fox.ora")
    whole = content["stack.xml"]
    for _ in range(200):
        write_entries(tmp_path / "in.ora", content | {"stack.xml": flipped(whole, rng)})
        with suppress(InputError):
            document = load(tmp_path / "in.ora").document
            save(document, tmp_path / "out.ora")


def flipped(content, rng):
    """One to eight bytes changed."""
    damaged = bytearray(content)
    for _ in range(int(rng.integers(1, 9))):
        damaged[int(rng.integers(len(damaged)))] ^= int(rng.integers(1, 256))
    return bytes(damaged)
