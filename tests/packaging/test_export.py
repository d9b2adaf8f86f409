from __future__ import annotations

import json
from dataclasses import replace
from itertools import islice

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from starter_model.artist import Artist
from starter_model.autoencoder import Lesson, VaeTraining, finished_vae, load_vae
from starter_model.bank import Banker
from starter_model.denoiser import DenoiserTraining
from starter_model.export import describe_model, export_model
from starter_model.finish import luma
from starter_model.judges import taught_judges
from starter_model.measure import (
    Court,
    background_error,
    measure,
    prompts,
    selection_for,
    well_drawn,
)
from starter_model.palette import index_of
from starter_model.plans import Planner
from starter_model.profiles import MICRO
from starter_model.scenes import Composer
from starter_model.sheets import hole_samples, prompt_samples, sheet
from starter_model.workplace import Budget


class NamedBy:
    """A judge with its mind made up."""

    def __init__(self, ranks):
        self.ranks = ranks


KEYS = {
    "concepts",
    "prompts",
    "top1",
    "top5",
    "top1_grey",
    "top1_synonyms",
    "top1_chinese",
    "background_error",
    "seam",
    "seconds_per_picture",
    "megabytes",
    "vae_db",
    "ceiling_top1",
    "ceiling_top5",
    "ceiling_unseen_top1",
}


@pytest.fixture(scope="module")
def folder(lesson, concepts, tokenizer, tokenizer_folder, tmp_path_factory):
    """A model that was hardly trained."""
    vae = finished_vae(VaeTraining(lesson, Budget(samples=1000)))
    training = DenoiserTraining(Banker.of(lesson, vae, tokenizer), Budget(samples=1000))
    training.step()
    folder = tmp_path_factory.mktemp("models") / "micro"
    export_model(
        folder, vae=vae, text=training.text, unet=training.unet, tokenizer=tokenizer_folder
    )
    advice = {"sampler": "Euler", "steps": 4, "guidance": 2.0}
    describe_model(folder, concepts[:3], MICRO.side, advice=advice, facts={"top1": 0.5})
    return folder


@pytest.fixture(scope="module")
def artist(folder):
    return Artist(folder)


@pytest.fixture(scope="module")
def court(lesson, drawings, concepts, tmp_path_factory):
    unseen = drawings.held_out()
    composer = Composer(unseen, MICRO.side, lesson.device)
    held_out = Lesson(Planner(concepts, unseen), composer, MICRO, lesson.seed)
    path = tmp_path_factory.mktemp("judges") / "judges.pt"
    judges = taught_judges(lesson, Budget(samples=256), path)
    return Court(*judges, lesson, held_out)


def test_the_app_draws_with_what_was_exported(artist):
    first, second = (artist.draw("a cat", 3).pixels for _ in range(2))
    assert first.shape == (MICRO.side, MICRO.side, 3)
    assert np.array_equal(first, second)


@pytest.mark.parametrize(
    "prompt", ["", "qwertz uiop", "word " * 500, "雪地里的猫", "🦊🦊"], ids=lambda text: text[:12]
)
def test_any_prompt_gives_a_picture(artist, prompt):
    assert artist.draw(prompt, 1).pixels.std() >= 0


def test_training_can_begin_with_a_finished_model(lesson, tokenizer, folder):
    vae = load_vae(folder / "vae")
    training = DenoiserTraining(Banker.of(lesson, vae, tokenizer), Budget(samples=1000))
    training.begin_with(folder)
    (shipped,) = (folder / "unet").glob("*.safetensors")
    for name, weight in load_file(shipped).items():
        assert torch.equal(training.unet.state_dict()[name].half(), weight)


def test_what_was_learned_can_be_mixed_with_what_it_began_with(lesson, tokenizer, folder):
    vae = load_vae(folder / "vae")
    begun, training = (
        DenoiserTraining(Banker.of(lesson, vae, tokenizer), Budget(samples=1000)) for _ in range(2)
    )
    begun.begin_with(folder)
    learned = [one.detach().clone() for one in training.unet.parameters()]
    training.mix_with(folder, 0.25)
    rows = zip(training.unet.parameters(), learned, begun.unet.parameters(), strict=True)
    assert all(torch.allclose(mixed, 0.75 * new + 0.25 * old) for mixed, new, old in rows)


def test_the_app_repaints_a_hole_and_nothing_else(artist):
    canvas = np.random.default_rng(1).integers(0, 256, (150, 200, 3), dtype=np.uint8)
    selected = selection_for(canvas, 1)
    painted = artist.repaint(canvas, selected, "fish", 1)
    assert np.array_equal(painted.picture[selected == 0], canvas[selected == 0])
    assert not np.array_equal(painted.picture, canvas)
    assert painted.seam >= 0


def test_what_was_exported_can_be_read_by_everyone(folder):
    modes = {one.stat().st_mode & 0o777 for one in folder.rglob("*") if one.is_file()}
    assert modes == {0o644}


def test_the_folder_says_what_it_is(folder, artist):
    assert [word.text for word in artist.entry.words] == ["cat", "fish", "red apple"]
    assert "猫" in artist.entry.words[0].others
    assert artist.entry.limits.max_side == MICRO.side
    assert artist.entry.recommended.sampler == "Euler"
    card = (folder / "README.md").read_text(encoding="utf-8")
    assert "0.5" in card
    assert "not measured" in card
    assert (folder / "LICENSE").stat().st_size > 1000
    assert "Noto Emoji" in (folder / "NOTICE").read_text(encoding="utf-8")


def test_nothing_says_where_it_was_made(lesson, folder, tokenizer, tokenizer_folder, tmp_path):
    vae = load_vae(folder / "vae")
    training = DenoiserTraining(Banker.of(lesson, vae, tokenizer), Budget(samples=1000))
    made = tmp_path / "again"
    export_model(made, vae=vae, text=training.text, unet=training.unet, tokenizer=tokenizer_folder)
    texts = [one.read_text(encoding="utf-8") for one in made.rglob("*.json")]
    assert not any(str(folder) in text for text in texts)


def test_weights_are_half_floats_in_safetensors(folder):
    assert not [*folder.rglob("*.bin"), *folder.rglob("*.pt")]
    said = json.loads((folder / "text_encoder" / "config.json").read_text(encoding="utf-8"))
    assert said["dtype"] == "float16"


def test_a_quick_evaluation_gives_every_figure(artist, folder, court):
    found = measure(artist, folder, court, is_quick=True).facts()
    assert set(found) >= KEYS
    assert found["concepts"] == 3
    assert found["prompts"] == 15
    assert all(np.isfinite(value) for value in found.values())
    assert all(0 <= found[name] <= 1 for name in found if name.startswith(("top", "ceiling")))


def test_judges_are_taught_once(lesson, tmp_path):
    path = tmp_path / "judges.pt"
    first, _ = taught_judges(lesson, Budget(samples=64), path)
    again, _ = taught_judges(lesson, Budget(samples=64), path)
    pairs = zip(first.network.parameters(), again.network.parameters(), strict=True)
    assert all(torch.equal(one, other) for one, other in pairs)


def test_the_judge_without_colour_sees_none(court):
    picture = torch.rand(1, 3, 64, 64)
    grey = luma(picture).expand_as(picture)
    meant = torch.tensor([0])
    assert torch.equal(court.grey.ranks(picture, meant), court.grey.ranks(grey, meant))


def test_what_both_judges_name_is_listed(artist, court):
    def judged(*, is_first):
        return NamedBy(lambda pictures, _: torch.full((len(pictures),), int(not is_first)))

    always, never = judged(is_first=True), judged(is_first=False)
    names = ["cat", "fish", "red apple", "banana"]
    assert well_drawn(artist, replace(court, colour=always, grey=always), 4) == names
    assert well_drawn(artist, replace(court, colour=always, grey=never), 4) == []


def test_prompts_ask_for_each_concept_by_every_kind_of_word(concepts):
    asked = prompts(concepts, [0, 1])
    assert [one.kind for one in asked[:5]] == ["name", "name", "synonym", "chinese", "colour"]
    assert "猫" in asked[3].text


def test_the_background_is_measured_at_the_corners():
    picture = np.full((64, 64, 3), (50, 110, 210), np.uint8)
    picture[20:44, 20:44] = 0
    assert background_error(picture, index_of("blue")) == pytest.approx(0, abs=1)
    assert background_error(picture, index_of("white")) > 100


def test_sheets_show_every_sample(artist, lesson):
    holes = list(islice(hole_samples(artist, lesson, ()), 4))
    assert sheet(holes, 2, MICRO.side).size[0] == 2 * (MICRO.side + 4)
    assert next(iter(prompt_samples(artist, lesson))).picture.shape[2] == 3
