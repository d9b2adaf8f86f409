"""A VAE whose decoder is shown what is around a hole, in place of an ordinary one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from studio.engine.device import CPU
from studio.engine.loading import load_model
from studio.engine.local import LocalEngine
from studio.engine.plan import DevicePlan
from studio.engine.settings import tensor_of
from studio.engine.surroundings import surroundings_shown
from studio.generation.request import Task
from studio.models.catalogue import ModelCatalogue
from tests.engine.machines import computer
from tests.engine.requests import SIDE, a_picture, a_request, halves
from tests.fakes.tiny_models import make_model
from tests.fakes.watches import Recorder

HOLE = halves(0, 1)  # the least strength is a hole too
LEFT, RIGHT = np.s_[:, : SIDE // 2], np.s_[:, SIDE // 2 :]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    root = tmp_path_factory.mktemp("asymmetric")
    make_model(root / "plain", input_channels=4, is_asymmetric=True)
    make_model(root / "inpainting", input_channels=9, is_asymmetric=True)
    return root


@pytest.fixture(scope="module")
def catalogue(folder):
    return ModelCatalogue((folder,))


@pytest.fixture(scope="module")
def model(catalogue):
    return load_model(catalogue.find("plain"), DevicePlan(CPU))


@pytest.fixture(scope="module")
def latents(model):
    return model.encode(tensor_of(a_picture())) / model.pipe.vae.config.scaling_factor


def decoded(model, latents, pixels, mask):
    vae = model.pipe.vae
    with torch.no_grad(), surroundings_shown(vae, tensor_of(pixels), mask):
        return vae.decode(latents, return_dict=False)[0].numpy()


def changed(part):
    pixels = a_picture()
    pixels[part] = 255 - pixels[part]
    return pixels


def test_what_is_around_the_hole_is_seen(model, latents):
    usual = decoded(model, latents, a_picture(), HOLE)
    other = decoded(model, latents, changed(LEFT), HOLE)
    assert not np.array_equal(usual[..., SIDE // 2 :], other[..., SIDE // 2 :])


def test_what_is_in_the_hole_is_not(model, latents):
    usual = decoded(model, latents, a_picture(), HOLE)
    assert np.array_equal(usual, decoded(model, latents, changed(RIGHT), HOLE))


def test_where_all_is_hole_it_is_an_ordinary_decoder(model, latents):
    whole = np.full((SIDE, SIDE), 255, np.uint8)
    usual = decoded(model, latents, a_picture(), None)
    assert np.allclose(usual, decoded(model, latents, a_picture(), whole), atol=1e-4)


def test_it_sees_nothing_any_more_after_a_job_that_failed(model, latents):
    usual = decoded(model, latents, a_picture(), None)
    with (
        pytest.raises(RuntimeError),
        surroundings_shown(model.pipe.vae, tensor_of(a_picture()), HOLE),
    ):
        raise RuntimeError
    assert np.array_equal(usual, decoded(model, latents, changed(LEFT), None))


@pytest.mark.parametrize("name", ["plain", "inpainting"])
@pytest.mark.parametrize("task", list(Task))
def test_every_task_is_done_with_it(catalogue, name, task):
    mask = halves(0, 255) if task is Task.inpaint else None
    request = a_request(task, model=name, mask=mask, strength=0.7)
    result = LocalEngine(catalogue, CPU).generate(request, Recorder())
    assert result.pixels.shape == (SIDE, SIDE, 3)


def test_it_is_not_asked_to_work_in_tiles_which_it_cannot(catalogue, monkeypatch):
    plan = replace(DevicePlan(CPU), tiles_vae=True)
    monkeypatch.setattr("studio.engine.local.plan_for", lambda *_: plan)
    engine = LocalEngine(catalogue, probe=lambda: (computer(),))
    request = a_request(Task.inpaint, mask=halves(0, 255), strength=0.7)
    assert engine.generate(request, Recorder()).pixels.any()
