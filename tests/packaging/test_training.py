from __future__ import annotations

import json
import multiprocessing
import os
import time

import numpy as np
import pytest
import torch
import torch.nn.functional as F  # noqa: N812

from starter_model.autoencoder import VaeTraining, finished_vae, train_autoencoder
from starter_model.bank import Banker
from starter_model.denoiser import (
    DenoiserTraining,
    finished_denoiser,
    train_denoiser,
    working_along,
)
from starter_model.networks import alphas, decibels, to_latents, to_pictures
from starter_model.plans import NONE, Kind
from starter_model.profiles import MICRO
from starter_model.reading import Reading, plainly, train_reading
from starter_model.workplace import Budget, Workplace, load_checkpoint, save_checkpoint

STEPS = 20
CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def vae(lesson):
    return finished_vae(VaeTraining(lesson, Budget(samples=1000)))


@pytest.fixture(scope="module")
def banker(lesson, vae, tokenizer):
    return Banker.of(lesson, vae, tokenizer)


def weights(training):
    return [one.detach().clone() for one in training.unet.parameters()]


def equal(first, second):
    return all(torch.equal(a, b) for a, b in zip(first, second, strict=True))


def test_the_analytic_vae_shows_colours_before_it_is_trained(lesson, vae):
    pictures = lesson.pictures(8, 99)
    with torch.no_grad():
        latents = to_latents(vae, pictures)
        seen = to_pictures(vae, latents)
    assert latents.shape == (8, 4, MICRO.side // 8, MICRO.side // 8)
    assert float(latents.std()) == pytest.approx(1, abs=0.2)
    assert decibels(seen, pictures) > 15


def test_training_the_vae_lowers_its_error_and_leaves_the_set_encoder(lesson):
    training = VaeTraining(lesson, Budget(samples=STEPS * 4 * MICRO.vae_batch))
    encoder = [one.clone() for one in training.vae.encoder.parameters()]
    errors = [training.step() for _ in range(STEPS * 3)]
    assert np.mean(errors[-10:]) < np.mean(errors[:10])
    assert equal(encoder, list(training.vae.encoder.parameters()))


def test_a_vae_goes_on_from_its_checkpoint_as_if_never_stopped(lesson, tmp_path):
    budget = Budget(samples=1000)
    whole, first, second = (VaeTraining(lesson, budget) for _ in range(3))
    for _ in range(6):
        whole.step()
    for _ in range(3):
        first.step()
    save_checkpoint(tmp_path / "vae.pt", first.state())
    second.restore(load_checkpoint(tmp_path / "vae.pt", CPU) or {})
    for _ in range(3):
        second.step()
    assert equal(list(whole.vae.parameters()), list(second.vae.parameters()))


def test_a_bank_holds_what_the_pipeline_gives_the_unet(banker, vae):
    bank = banker.bank(10, 1)
    cells = MICRO.side // 8
    assert bank.meant.shape == bank.start.shape == bank.around.shape == (10, 4, cells, cells)
    assert set(bank.hole.unique().tolist()) <= {0.0, 1.0}
    assert bank.tokens.shape == (10, 2, MICRO.length)
    with torch.no_grad():
        unseen = to_latents(vae, torch.full((1, 3, MICRO.side, MICRO.side), 0.5))
    whole = bank.hole.flatten(1).all(1)
    assert whole.any()
    assert (bank.around[whole].float() - unseen).abs().max() < 0.05


def test_the_shortcut_gives_the_latents_of_the_encoder(banker, lesson, vae):
    pictures = lesson.pictures(12, 4)
    with torch.no_grad():
        meant = to_latents(vae, pictures)
    found = banker.encode(F.avg_pool2d(pictures, 2))
    assert float((found - meant).square().mean().sqrt()) < 0.1 * float(meant.std())


def test_text_learns_what_things_look_like(banker):
    reading = Reading(banker, Budget(samples=STEPS * 5 * 64))
    losses = [reading.step() for _ in range(STEPS * 3)]
    assert np.mean(losses[-STEPS:]) < 0.9 * np.mean(losses[:STEPS])


def test_things_are_read_alone_upright_and_in_the_middle(planner):
    plan = plainly(planner.plan(40, 2, Kind.inpaint))
    assert (plan.centre[:, 0] == 0.5).all()
    assert (plan.sprite[:, 2:] == NONE).all()
    assert not plan.lean.any()


def test_the_denoiser_begins_with_the_text_that_was_read(banker, tmp_path):
    work = Workplace(tmp_path)
    reading = train_reading(banker, Budget(samples=64), work)
    training = train_denoiser(banker, Budget(samples=2 * MICRO.batch), work)
    # And leaves it as it is.
    assert equal(list(reading.text.parameters()), list(training.text.parameters()))


def test_reading_goes_on_from_its_checkpoint_as_if_never_stopped(banker, tmp_path):
    budget = Budget(samples=1000)
    whole, first, second = (Reading(banker, budget) for _ in range(3))
    for _ in range(4):
        whole.step()
    for _ in range(2):
        first.step()
    save_checkpoint(tmp_path / "text.pt", first.state())
    second.restore(load_checkpoint(tmp_path / "text.pt", CPU) or {})
    for _ in range(2):
        second.step()
    assert equal(list(whole.text.parameters()), list(second.text.parameters()))


def test_a_short_training_lowers_the_loss(banker):
    training = DenoiserTraining(banker, Budget(samples=STEPS * 5 * MICRO.batch))
    losses = [training.step() for _ in range(STEPS * 3)]
    assert np.isfinite(losses).all()
    assert np.mean(losses[-STEPS:]) < 0.95 * np.mean(losses[:STEPS])


def test_training_goes_on_from_its_checkpoint_as_if_never_stopped(banker, tmp_path):
    budget = Budget(samples=STEPS * MICRO.batch)
    whole, first, second = (DenoiserTraining(banker, budget) for _ in range(3))
    for _ in range(9):
        whole.step()
    for _ in range(5):
        first.step()
    save_checkpoint(tmp_path / "denoiser.pt", first.state())
    second.restore(load_checkpoint(tmp_path / "denoiser.pt", CPU) or {})
    for _ in range(4):
        second.step()
    assert equal(weights(whole), weights(second))
    assert equal(list(whole.text.parameters()), list(second.text.parameters()))
    assert equal(whole.average.state(), second.average.state())


def test_a_run_writes_what_right_wrong_and_no_captions_cost(banker, tmp_path):
    work = Workplace(tmp_path)
    training = train_denoiser(banker, Budget(samples=2 * MICRO.batch), work)
    line = json.loads(work.log("denoiser").read_text().splitlines()[-1])
    assert training.samples == line["samples"] == 2 * MICRO.batch
    assert {"right", "shuffled", "empty", "loss"} <= set(line)
    assert all(len(line[name]) == 3 for name in ("right", "shuffled", "empty"))


def test_a_finished_step_is_not_done_again(lesson, tmp_path):
    work, budget = Workplace(tmp_path), Budget(samples=2 * MICRO.vae_batch)
    first = train_autoencoder(lesson, budget, work)
    again = train_autoencoder(lesson, budget, work)
    assert len(work.log("autoencoder").read_text().splitlines()) == 1
    assert equal(list(first.parameters()), list(again.parameters()))


def test_noise_ends_in_noise_alone():
    found = alphas()
    assert float(found[-1]) == pytest.approx(0, abs=1e-6)
    assert (found.diff() < 0).all()


def test_a_run_that_pauses_goes_on_later(banker, tmp_path):
    work = Workplace(tmp_path)
    paused = train_denoiser(banker, Budget(samples=3 * MICRO.batch, pause=0), work)
    assert paused.samples == MICRO.batch
    done = train_denoiser(banker, Budget(samples=3 * MICRO.batch), work)
    assert done.samples == 3 * MICRO.batch
    finished = finished_denoiser(banker, work)
    assert equal(weights(done), weights(finished))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="workers are forked")
def test_workers_change_the_same_weights_and_count_together(banker):
    training = DenoiserTraining(banker, Budget(samples=40 * MICRO.batch))
    before = weights(training)
    with working_along(training, Budget(samples=40 * MICRO.batch), 2):
        while training.samples < 10 * MICRO.batch:
            time.sleep(0.01)
    assert not equal(before, weights(training))
    assert training.steps == 0


def test_a_lone_worker_is_no_other_process(banker):
    training = DenoiserTraining(banker, Budget(samples=1000))
    with working_along(training, Budget(samples=1000), 1):
        assert not multiprocessing.active_children()


def test_workers_see_scenes_of_their_own(banker):
    first, second = (DenoiserTraining(banker, Budget(samples=1000)) for _ in range(2))
    second.share(2)
    second.join_as(1)
    assert first.step() != second.step()


def test_there_is_nothing_to_export_before_training(banker, tmp_path):
    with pytest.raises(FileNotFoundError):
        finished_denoiser(banker, Workplace(tmp_path))


def test_the_last_weights_can_be_had_instead_of_their_average(banker, tmp_path):
    work = Workplace(tmp_path)
    training = DenoiserTraining(banker, Budget(samples=1000))
    for _ in range(4):
        training.step()
    save_checkpoint(work.checkpoint("denoiser"), training.state())
    last = finished_denoiser(banker, work, is_averaged=False)
    assert equal(weights(last), weights(training))
    assert not equal(weights(last), weights(finished_denoiser(banker, work)))


def test_a_budget_ends_with_whichever_is_spent_first():
    budget = Budget(samples=100, minutes=1)
    assert budget.progress(50, 12) == 0.5
    assert budget.progress(10, 45) == 0.75
    assert budget.progress(200, 0) == 1
