"""Models that edit: the words are about the picture, and what they make is as diffusers has it."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace

import numpy as np
import pytest
import torch
from PIL import Image

from studio.document.composite import flatten
from studio.engine.device import CPU
from studio.engine.loading import load_model
from studio.engine.local import LocalEngine
from studio.engine.picture_reader import PictureReader
from studio.engine.plan import DevicePlan
from studio.generation.engine import EngineError, EngineErrorKind
from studio.generation.recipe import Recipe
from studio.generation.request import Task
from studio.geometry import Bounds
from studio.models.catalogue import ModelCatalogue, entry_of
from studio.models.families import QWEN_EDIT
from studio.models.family import ModelKind
from studio.region.build import build_request
from studio.region.place import place
from tests.engine.requests import a_picture, a_request, halves
from tests.fakes.flow_checkpoints import write_qwen_denoiser
from tests.fakes.tiny_flows import make_qwen_edit
from tests.fakes.watches import Recorder
from tests.region.scenes import photo, select

MODELS = ("edit", "plus")
SIDE = 32


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    root = tmp_path_factory.mktemp("editing")
    make_qwen_edit(root / "edit")
    make_qwen_edit(root / "plus", is_plus=True)
    return root


@pytest.fixture(scope="module")
def engine(folder):
    return LocalEngine(ModelCatalogue([folder]), CPU)


def asked(model, task=Task.text_to_image, **settings):
    usual = {"sampler": "Flow Euler", "strength": 1.0, "guidance": 3.0, "negative": " "}
    return a_request(task, model=model, **{**usual, **settings})


def other_picture():
    return np.ascontiguousarray(a_picture()[::-1, ::-1])


@pytest.mark.parametrize("model", MODELS)
def test_it_makes_what_the_pipeline_of_diffusers_makes(engine, folder, model, monkeypatch):
    """At the one size that those know, which is made a small one here."""
    from diffusers.pipelines.qwenimage import (
        pipeline_qwenimage_edit,
        pipeline_qwenimage_edit_plus,
    )

    monkeypatch.setattr(
        pipeline_qwenimage_edit, "calculate_dimensions", lambda *_: (SIDE, SIDE, None)
    )
    monkeypatch.setattr(
        pipeline_qwenimage_edit_plus, "calculate_dimensions", lambda *_: (SIDE,) * 2
    )
    entry = entry_of(folder / model)
    shown = replace(entry, family=replace(entry.family, shown_area=SIDE * SIDE))
    stock = load_model(shown, DevicePlan(CPU)).pipe
    picture = Image.fromarray(a_picture())
    wanted = stock(
        image=[picture] if model == "plus" else picture,
        prompt="a cat",
        negative_prompt=" ",
        true_cfg_scale=3.0,
        num_inference_steps=4,
        generator=torch.Generator().manual_seed(1),
        output_type="np",
    ).images[0]
    catalogue = ModelCatalogue([folder])
    catalogue.entries = tuple(shown if one.path == shown.path else one for one in catalogue.entries)
    made = LocalEngine(catalogue, CPU).generate(asked(model), Recorder()).pixels
    assert np.array_equal(made, (wanted * 255).round().astype(np.uint8))


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("task", [Task.text_to_image, Task.inpaint], ids=["all", "a region"])
def test_even_at_full_strength_it_sees_the_picture(engine, model, task):
    mask = None if task is Task.text_to_image else np.full((SIDE, SIDE), 255, np.uint8)
    one = engine.generate(asked(model, task, mask=mask), Recorder()).pixels
    other = engine.generate(asked(model, task, mask=mask, pixels=other_picture()), Recorder())
    assert not np.array_equal(one, other.pixels)


@pytest.mark.parametrize("model", MODELS)
def test_another_instruction_makes_another_picture(engine, model):
    mask = halves(0, 255)
    one = engine.generate(asked(model, Task.inpaint, mask=mask), Recorder()).pixels
    request = asked(model, Task.inpaint, mask=mask, prompt="make it night")
    assert not np.array_equal(one, engine.generate(request, Recorder()).pixels)


def test_the_text_encoder_knows_where_in_the_picture_its_tokens_are(engine, folder):
    """As transformers reads it: in rows and columns, and not as one long line."""
    pipe = load_model(entry_of(folder / "edit"), DevicePlan(CPU)).pipe
    words = ["<|vision_start|><|image_pad|><|vision_end|>a"]
    picture = Image.fromarray(a_picture(64, 128))
    reader = pipe.components["processor"]
    assert isinstance(reader, PictureReader)
    read = reader(text=words, images=picture, padding=True, return_tensors="pt")
    assert read["mm_token_type_ids"].sum() > 1
    known = dict(read)
    unknown = {name: one for name, one in known.items() if name != "mm_token_type_ids"}
    with torch.no_grad():
        told = pipe.text_encoder(**known, output_hidden_states=True).hidden_states[-1]
        found = pipe.text_encoder(**unknown, output_hidden_states=True).hidden_states[-1]
    assert torch.equal(found, told)


def test_nothing_of_it_stays_for_the_next_job(engine):
    before = engine.generate(asked("edit"), Recorder()).pixels
    engine.generate(asked("edit", pixels=other_picture(), prompt="blue"), Recorder())
    assert np.array_equal(engine.generate(asked("edit"), Recorder()).pixels, before)


@pytest.mark.parametrize(
    "name", [["transformers", "CLIPProcessor"], ["studio.engine.picture_reader", "PictureReader"]]
)
def test_a_reader_of_another_class_is_refused(folder, tmp_path, name):
    path = make_qwen_edit(tmp_path / "edit")
    index = json.loads((path / "model_index.json").read_text())
    (path / "model_index.json").write_text(json.dumps({**index, "processor": name}))
    problem = entry_of(path).problem
    assert problem is not None
    assert problem.kind is EngineErrorKind.model_refused


def test_without_its_reader_of_pictures_it_says_what_is_missing(tmp_path):
    path = make_qwen_edit(tmp_path / "edit")
    for one in (path / "processor").iterdir():
        one.unlink()
    (path / "processor").rmdir()
    problem = entry_of(path).problem
    assert problem is not None
    assert problem.kind is EngineErrorKind.model_missing
    assert "processor" in problem.message


def test_a_reader_that_is_damaged_is_said_to_be(tmp_path):
    path = make_qwen_edit(tmp_path / "edit")
    for one in (path / "processor").glob("*.json"):
        one.write_text("{}" if one.name != "preprocessor_config.json" else '{"patch_size": "x"}')
    with pytest.raises(EngineError) as caught:
        LocalEngine(ModelCatalogue([tmp_path]), CPU).generate(asked("edit"), Recorder())
    assert caught.value.kind is EngineErrorKind.model_broken


def test_its_loras_are_those_of_its_kin(folder):
    entry = entry_of(folder / "edit")
    assert (entry.kind, entry.family) == (ModelKind.checkpoint, QWEN_EDIT)
    assert entry.family.suits(entry_of(folder / "plus").family)


def test_a_file_with_the_configs_of_one_that_edits_beside_it_edits(engine, folder, tmp_path):
    """Files of the two are built alike, and say nothing."""
    path = write_qwen_denoiser(folder / "edit", tmp_path / "mine.safetensors", "qwen-image")
    shutil.copytree(folder / "edit", tmp_path / "mine")
    catalogue = ModelCatalogue([tmp_path])
    assert catalogue.find(path.name).family is QWEN_EDIT
    pixels = LocalEngine(catalogue, CPU).generate(asked(path.name), Recorder()).pixels
    assert np.array_equal(pixels, engine.generate(asked("edit"), Recorder()).pixels)


@pytest.mark.parametrize("strength", [1.0, 0.6])
def test_what_is_not_selected_stays_to_the_last_bit(engine, folder, strength):
    document, entry = photo(96, 64), entry_of(folder / "plus")
    selected = Bounds(20, 10, 30, 40)
    select(document, selected)
    before = flatten(document, document.bounds).copy()
    recipe = Recipe(
        "plus", prompt="make it night", sampler="Flow Euler", strength=strength, steps=2
    )
    request = build_request(document, entry.family.asked(recipe), 1, entry.limits)
    place(document, request, engine.generate(request, Recorder()), document.layers[0].id)
    differs = (flatten(document, document.bounds) != before).any(2)
    assert differs[selected.slices].any()
    differs[selected.slices] = False
    assert not differs.any()
