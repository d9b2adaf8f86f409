from __future__ import annotations

import json
import struct
from base64 import b64encode
from dataclasses import replace

import numpy as np
import pytest

from studio.brush.brush import Brush
from studio.brush.dynamics import FALLING, Sense, Trait
from studio.brush.myb import read_myb
from studio.brush.own_picture import packed
from studio.brush.preset import Preset, Use, read, written
from studio.document.blending import BlendMode
from studio.errors import InputError
from studio.resources import resource
from tests.brush.strokes import alpha, paint

SHIPPED = sorted(resource("brushes", "presets").glob("*.json"))
HUGE = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4s2I", 13, b"IHDR", 60000, 60000)


def test_a_preset_comes_back_as_it_was_written():
    brush = replace(Brush(), size=7.5, tip="chalk", blend=BlendMode.screen, builds_up=True)
    brush = brush.responding(Trait.flow, Sense.tilt, FALLING)
    preset = Preset("mine", "Mine", brush, Use.erase, ("one", "two"))
    assert read("mine", written(preset)) == preset


def test_the_painter_s_own_pictures_go_with_the_preset():
    grey = np.random.default_rng(1).integers(0, 256, (32, 32), np.uint8)
    brush = replace(Brush(), tip=packed("Leaf", grey), texture=packed("Wall", grey.T))
    preset = Preset("mine", "Mine", brush)
    assert read("mine", written(preset)) == preset


def test_a_picture_that_is_not_here_is_told():
    text = written(Preset("mine", "Mine", replace(Brush(), texture="velvet")))
    with pytest.raises(InputError, match="wants a picture that is not here: velvet"):
        read("mine", text)


@pytest.mark.parametrize(
    "picture",
    [
        pytest.param({"name": "x"}, id="no pixels"),
        pytest.param({"name": "x", "png": "?"}, id="no base64"),
        pytest.param({"name": "x", "png": "aGVsbG8="}, id="no png"),
        pytest.param({"name": "x", "png": b64encode(HUGE).decode()}, id="says it is huge"),
    ],
)
def test_a_picture_that_is_none_is_told(picture: dict[str, str]):
    found = json.loads(written(Preset("mine", "Mine", replace(Brush(), tip="chalk"))))
    found["brush"]["tip"] = picture
    with pytest.raises(InputError, match="holds no brush"):
        read("mine", json.dumps(found))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"format": "else"}',
        '{"format": "repaint-studio-brush", "name": "x", "use": "paint", "brush": {"size": "9"}}',
        '{"format": "repaint-studio-brush", "name": "x", "use": "fly", "brush": {}}',
    ],
)
def test_what_is_no_brush_is_told(text: str):
    with pytest.raises(InputError, match="holds no brush"):
        read("x", text)


def test_there_are_brushes_of_every_kind():
    presets = [read(path.stem, path.read_text("utf-8")) for path in SHIPPED]
    tags = {tag for preset in presets for tag in preset.tags}
    assert len(presets) >= 24
    assert {preset.use for preset in presets} == set(Use)
    assert {"pencil", "ink", "charcoal", "oil", "watercolour", "air", "texture", "smudge"} <= tags


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_shipped_brush_paints(path):
    preset = read(path.stem, path.read_text("utf-8"))
    if preset.use is Use.paint:
        painted = alpha(paint([(100, 200), (250, 180), (400, 200)], replace(preset.brush, size=30)))
        assert painted.any()
        assert not painted[:100].any()


def test_a_brush_of_mypaint_keeps_what_it_can():
    settings = {
        "radius_logarithmic": {"base_value": 2.0, "inputs": {"pressure": [[0, -1], [1, 0]]}},
        "opaque": {"base_value": 0.9, "inputs": {}},
        "opaque_multiply": {"base_value": 0.0, "inputs": {"pressure": [[0, 0], [1, 1]]}},
        "hardness": {"base_value": 0.4, "inputs": {}},
        "elliptical_dab_ratio": {"base_value": 4.0, "inputs": {}},
        "eraser": {"base_value": 0.0, "inputs": {}},
    }
    preset = read_myb("deevad_ink", json.dumps({"version": 3, "settings": settings}))
    brush = preset.brush
    assert preset.use is Use.paint
    assert brush.size == pytest.approx(14.78, abs=0.01)
    assert (brush.hardness, brush.opacity, brush.roundness) == (0.4, 0.9, 0.25)
    size, opacity = (brush.response(t, Sense.pressure) for t in (Trait.size, Trait.opacity))
    assert size is not None
    assert opacity is not None
    assert size.curve.at(0.0) == pytest.approx(0.368, abs=0.001)
    assert opacity.curve.at(0.5) == 0.5


@pytest.mark.parametrize(
    ("name", "use"), [("eraser", Use.erase), ("smudge", Use.smudge)], ids=["eraser", "smudge"]
)
def test_erasers_and_smudges_of_mypaint_are_told_apart(name: str, use: Use):
    settings = {name: {"base_value": 1.0, "inputs": {}}}
    assert read_myb("x", json.dumps({"settings": settings})).use is use


def test_an_old_or_broken_file_of_mypaint_is_told():
    with pytest.raises(InputError):
        read_myb("x", "version 2\nopaque 1.0")
