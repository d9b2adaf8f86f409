"""Families of a transformer and a flow, as tiny models of the real classes."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
import pytest
import torch

from studio.engine.device import CPU, Device
from studio.engine.layout import Layout
from studio.engine.local import LocalEngine
from studio.engine.placing import denoiser_of
from studio.generation.engine import Cancelled, EngineError, EngineErrorKind
from studio.generation.loras import LoraUse
from studio.generation.request import Task
from studio.generation.samplers import FLOW_SAMPLERS
from studio.generation.steps import plan_steps
from studio.geometry import Extent
from studio.models.catalogue import ModelCatalogue
from tests.engine.machines import computer
from tests.engine.requests import a_picture, a_request, halves
from tests.fakes.checkpoints import write_z_image_denoiser
from tests.fakes.flow_checkpoints import (
    write_flux_denoiser,
    write_qwen_denoiser,
    write_sd3_denoiser,
)
from tests.fakes.tiny_additions import write_flow_lora
from tests.fakes.tiny_flows import (
    make_flux,
    make_qwen_edit,
    make_qwen_image,
    make_sd3,
    make_z_image,
)
from tests.fakes.watches import Recorder

FAMILIES = (
    *("flux", "flux-schnell", "flux-fill", "sd3", "z-image"),
    *("qwen-image", "qwen-image-edit-plus"),
)
TASKS = tuple(Task)


@pytest.fixture(scope="module")
def flows(tmp_path_factory):
    root = tmp_path_factory.mktemp("flows")
    make_flux(root / "flux")
    make_flux(root / "flux-schnell", is_told=False)
    make_flux(root / "flux-fill", fills=True)
    make_sd3(root / "sd3")
    make_z_image(root / "z-image")
    make_qwen_image(root / "qwen-image")
    make_qwen_edit(root / "qwen-image-edit-plus", is_plus=True)
    return ModelCatalogue([root])


@pytest.fixture(scope="module")
def engine(flows):
    return LocalEngine(flows, CPU)


def asked(model, task=Task.inpaint, **settings):
    mask = halves(0, 255) if task is Task.inpaint else None
    strength = 1.0 if task is Task.text_to_image else 0.6
    usual = {"sampler": "Flow Euler", "strength": strength, "guidance": 3.0}
    return a_request(task, model=model, mask=mask, **{**usual, **settings})


def test_every_model_is_of_its_family(flows):
    assert {one.id: one.family.id for one in flows.checkpoints} == {one: one for one in FAMILIES}


@pytest.mark.parametrize("model", FAMILIES)
@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.name)
def test_the_same_request_gives_the_same_picture_and_another_seed_another(engine, task, model):
    first = engine.generate(asked(model, task), Recorder()).pixels
    again = engine.generate(asked(model, task), Recorder()).pixels
    other = engine.generate(asked(model, task, seed=2), Recorder()).pixels
    assert first.shape == (32, 32, 3)
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


@pytest.mark.parametrize("model", FAMILIES)
@pytest.mark.parametrize(
    ("task", "steps", "strength"),
    [(Task.image_to_image, 8, 0.3), (Task.inpaint, 10, 0.5), (Task.inpaint, 3, 1.0)],
)
def test_exactly_the_planned_steps_run(engine, model, task, steps, strength):
    watch = Recorder()
    engine.generate(asked(model, task, steps=steps, strength=strength), watch)
    count = plan_steps(steps, strength).count
    assert [step.index for step in watch.steps] == list(range(1, count + 1))


@pytest.mark.parametrize("sampler", FLOW_SAMPLERS)
@pytest.mark.parametrize("model", FAMILIES)
def test_every_flow_sampler_suits_every_family(engine, model, sampler):
    result = engine.generate(asked(model, sampler=sampler, steps=2), Recorder())
    assert result.pixels.shape == (32, 32, 3)


@pytest.mark.parametrize("model", FAMILIES)
def test_previews_have_the_aspect_of_the_picture(engine, model):
    watch = Recorder()
    engine.generate(asked(model, Task.text_to_image, pixels=a_picture(64, 32), steps=3), watch)
    assert [one.shape for one in watch.previews] == [(4, 8, 3)] * 2 + [(32, 64, 3)]


@pytest.mark.parametrize("model", FAMILIES)
def test_what_is_not_masked_stays_on_its_way_in_the_latents(engine, model):
    pixels = a_picture()
    mask = np.zeros((32, 32), np.uint8)
    nothing = a_request(
        Task.inpaint, model=model, mask=mask, pixels=pixels, sampler="Flow Euler", strength=1.0
    )
    empty = engine.generate(nothing, Recorder()).pixels.astype(int)
    seeded = engine.generate(
        a_request(
            Task.inpaint,
            model=model,
            mask=mask,
            pixels=pixels,
            sampler="Flow Euler",
            strength=1.0,
            seed=2,
        ),
        Recorder(),
    ).pixels.astype(int)
    assert np.array_equal(empty, seeded)


@pytest.mark.parametrize("model", FAMILIES)
@pytest.mark.parametrize("after", [0, 2])
def test_a_cancelled_run_leaves_no_trace(engine, model, after):
    before = engine.generate(asked(model), Recorder()).pixels
    with pytest.raises(Cancelled):
        engine.generate(asked(model), Recorder(cancel_after=after, later=3))
    assert np.array_equal(engine.generate(asked(model), Recorder()).pixels, before)


@pytest.mark.parametrize("model", FAMILIES)
def test_a_refined_request_ends_at_the_larger_size(engine, model):
    request = asked(model, Task.text_to_image, refine=Extent(64, 48), steps=4)
    assert engine.generate(request, Recorder()).pixels.shape == (48, 64, 3)


@pytest.mark.parametrize("model", FAMILIES)
def test_half_precision_runs(flows, model):
    halved = LocalEngine(flows, Device("cpu", torch.bfloat16))
    assert halved.generate(asked(model, steps=2), Recorder()).pixels.shape == (32, 32, 3)


@pytest.mark.parametrize("model", ["sd3", "z-image", "qwen-image"])
def test_a_negative_prompt_changes_the_picture(engine, model):
    plain = engine.generate(asked(model), Recorder()).pixels
    other = engine.generate(asked(model, negative="blue"), Recorder()).pixels
    assert not np.array_equal(plain, other)


@pytest.mark.parametrize("model", FAMILIES)
def test_a_lora_is_heard_and_leaves_no_trace(flows, tmp_path, model):
    (root,) = flows.folders
    write_flow_lora(root / model, tmp_path / "soft.safetensors")
    engine = LocalEngine(ModelCatalogue([root, tmp_path]), CPU)
    before = engine.generate(asked(model, steps=2), Recorder()).pixels
    worn = engine.generate(asked(model, steps=2, loras=(LoraUse("soft"),)), Recorder()).pixels
    assert not np.array_equal(worn, before)
    assert np.array_equal(engine.generate(asked(model, steps=2), Recorder()).pixels, before)


@pytest.mark.parametrize("sampler", ["Euler", "DPM++ 2M Karras"])
def test_a_sampler_of_diffusions_is_refused_and_one_that_does_is_named(engine, sampler):
    with pytest.raises(EngineError) as caught:
        engine.generate(asked("flux", sampler=sampler), Recorder())
    assert caught.value.kind is EngineErrorKind.unsupported
    assert "Flux" in str(caught.value)
    assert "Flow Euler" in caught.value.hint


def test_packed_latents_are_those_of_the_pipelines():
    from diffusers import FluxPipeline

    latents = torch.randn(1, 16, 4, 6)
    layout = Layout(packs=True, height=4, width=6)
    packed = layout.packed(latents)
    assert torch.equal(packed, FluxPipeline._pack_latents(latents, 1, 16, 4, 6))
    assert torch.equal(layout.flat(packed), latents)


LONE = {
    "flux": (make_flux, write_flux_denoiser),
    "flux-schnell": (partial(make_flux, is_told=False), write_flux_denoiser),
    "flux-fill": (partial(make_flux, fills=True), write_flux_denoiser),
    "sd3": (make_sd3, write_sd3_denoiser),
    "z-image": (make_z_image, write_z_image_denoiser),
    "qwen-image": (make_qwen_image, partial(write_qwen_denoiser, words="qwen-image")),
    "qwen-image-edit": (make_qwen_edit, partial(write_qwen_denoiser, words="Qwen-Image-Edit")),
}


@pytest.mark.usefixtures("narrow_flux")
@pytest.mark.parametrize(("make", "write"), LONE.values(), ids=LONE)
def test_a_lone_transformer_paints_with_the_parts_of_a_folder_of_its_family(tmp_path, make, write):
    """As the folder does, whose family the file's own header proves."""
    settings = {"is_provable": True} if write is write_flux_denoiser else {}
    make(tmp_path / "folder", **settings)
    write(tmp_path / "folder", tmp_path / "lone.safetensors")
    catalogue = ModelCatalogue([tmp_path])
    engine = LocalEngine(catalogue, CPU)
    lone, folder = (catalogue.find(one) for one in ("lone.safetensors", "folder"))
    assert lone.family is folder.family
    whole = engine.generate(asked("folder"), Recorder()).pixels
    assert np.array_equal(engine.generate(asked(lone.id), Recorder()).pixels, whole)


class Short:
    """Memory runs out at these calls of a network, counted from 0."""

    def __init__(self, network, *calls):
        self.count = 0
        self._calls = calls
        self._hook = network.register_forward_pre_hook(self._fail)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._hook.remove()

    def _fail(self, *_):
        self.count += 1
        if self.count - 1 in self._calls:
            raise torch.OutOfMemoryError


@pytest.fixture(scope="module")
def spare(flows):
    """One whose machine has ways to get by with less."""
    return LocalEngine(flows, CPU, probe=lambda: (computer(),))


def denoiser(engine):
    """Of the model that was used last."""
    return denoiser_of([*engine._warm._loaded.values()][-1].pipe)


@pytest.mark.parametrize("model", FAMILIES)
def test_after_memory_ran_out_it_goes_on_from_the_step_it_had_come_to(spare, model):
    request = asked(model, steps=6)
    undisturbed, watch = spare.generate(request, Recorder()), Recorder()
    with Short(denoiser(spare), 2):
        result = spare.generate(request, watch)
    assert result.notes
    assert np.array_equal(result.pixels, undisturbed.pixels)
    assert [step.index for step in watch.steps] == [1, 2, 3, 4]


@pytest.mark.parametrize("model", ["flux", "sd3"])
def test_a_smaller_picture_goes_on_from_there_too(spare, model):
    request = a_request(
        pixels=a_picture(64, 64), model=model, sampler="Flow Euler", strength=1.0, steps=4
    )
    spare.generate(replace(request, recipe=replace(request.recipe, steps=1)), Recorder())
    watch = Recorder()
    with Short(denoiser(spare), 2, 3):
        result = spare.generate(request, watch)
    assert "75 %" in result.notes[-1]
    assert result.pixels.shape == (64, 64, 3)
    assert [step.index for step in watch.steps] == [1, 2, 3, 4]
