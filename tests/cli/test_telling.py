import json

import numpy as np
from PIL import Image

from tests.cli.conftest import HEIGHT, WIDTH, load, photograph
from tests.models.folders import STARTER_SIDE, copy_starter


def test_a_document_tells_its_layers_with_bounds_and_recipes(shell):
    shell.repaint("--seed", 5, out="out.ora")
    assert shell("info", shell.folder / "out.ora", "--json") == 0
    told = json.loads(shell.out)
    assert (told["kind"], told["width"], told["height"]) == ("document", WIDTH, HEIGHT)
    below, above = told["layers"]
    assert (below["name"], below["kind"], below["opacity"]) == ("picture", "paint", 1.0)
    assert below["blend"] == "svg:src-over"
    assert below["bounds"] == {"x": 0, "y": 0, "width": WIDTH, "height": HEIGHT}
    assert below["recipe"] is None
    assert above["recipe"]["prompt"] == "a cat"
    bounds = above["bounds"]
    assert bounds["x"] >= 50
    assert bounds["x"] + bounds["width"] <= 150


def test_a_picture_tells_how_it_was_made(shell):
    shell.repaint("--seed", 5, "--steps", 9)
    assert shell("info", shell.folder / "out.png", "--json") == 0
    told = json.loads(shell.out)
    assert (told["kind"], told["width"], told["height"]) == ("picture", WIDTH, HEIGHT)
    assert (told["recipe"]["prompt"], told["recipe"]["seed"]) == ("a cat", 5)
    assert "Steps: 9" in told["text"]["parameters"]


def test_a_picture_that_nothing_made_tells_its_size(shell):
    assert shell("info", shell.folder / "picture.png", "--json") == 0
    assert json.loads(shell.out)["recipe"] is None
    assert shell("info", shell.folder / "picture.png") == 0
    assert f"{WIDTH} × {HEIGHT}" in shell.out


def test_a_document_tells_a_person_its_layers_from_the_top(shell):
    shell.repaint(out="out.ora")
    assert shell("info", shell.folder / "out.ora") == 0
    assert shell.out.index("a cat") < shell.out.index("picture")


def test_a_picture_is_rendered_as_it_is(shell):
    out = shell.folder / "again.png"
    assert shell("render", shell.folder / "picture.png", out, "--json") == 0
    assert np.array_equal(load(out), photograph())
    assert shell.events == [{"event": "result", "out": str(out), "warnings": []}]


def test_rendering_to_a_name_of_no_kind_is_refused(shell):
    assert shell("render", shell.folder / "picture.png", shell.folder / "out.xyz") == 2
    assert not (shell.folder / "out.xyz").exists()


def test_transparent_pixels_stay_so(shell):
    pixels = np.zeros((4, 4, 4), np.uint8)
    pixels[0] = 255
    Image.fromarray(pixels).save(shell.folder / "glass.png")
    shell("render", shell.folder / "glass.png", shell.folder / "out.png")
    assert np.array_equal(np.asarray(Image.open(shell.folder / "out.png")), pixels)


def test_the_models_are_told_with_what_they_are(shell):
    assert shell("models", "--json") == 0
    starter = next(one for one in shell.events if one["id"] == "starter")
    assert (starter["kind"], starter["family"], starter["problem"]) == ("checkpoint", "sd15", None)
    assert starter["limits"]["max_side"] == STARTER_SIDE
    assert len(starter["hash"]) == 64
    assert shell("models") == 0
    assert "Starter" in shell.out


def test_a_model_with_a_problem_is_told_with_it(shell, monkeypatch, tmp_path):
    copy_starter(tmp_path / "models" / "mine")
    (tmp_path / "models" / "mine" / "unet" / "config.json").unlink()
    monkeypatch.setattr("studio.models.catalogue.resource", lambda name: tmp_path / name)
    assert shell("models", "--json") == 0
    assert "unet/config.json" in shell.events[0]["problem"]
    assert shell.events[0]["hint"]
    assert shell("models") == 0
    assert "unet/config.json" in shell.out
