import signal

import numpy as np
import pytest

from studio.files.formats import open_document
from studio.generation.engine import EngineError, EngineErrorKind
from studio.generation.recipe import LayerRecipe
from studio.models.catalogue import installed
from tests.cli.conftest import HEIGHT, HOLE, WIDTH, load, photograph, save
from tests.fakes.engines import FakeEngine


def outside(pixels):
    """The same with the hole blackened."""
    out = pixels.copy()
    out[HOLE] = 0
    return out


def test_a_repaint_changes_the_hole_and_no_byte_outside_it(shell):
    assert shell.repaint() == 0
    made = load(shell.folder / "out.png")
    assert made.shape == (HEIGHT, WIDTH, 3)
    assert np.array_equal(outside(made), outside(photograph()))
    assert (made != photograph())[HOLE].any(axis=-1).mean() > 0.5


def test_each_step_and_the_result_are_told_one_object_a_line(shell):
    assert shell.repaint("--steps", 6, "--seed", 5) == 0
    hardware, loading, *steps, result = shell.events
    words = {"processor": "cpu", "name": "Imaginary", "precision": "float32"}
    assert hardware == {"event": "hardware", **words}
    assert loading == {"event": "loading", "what": "model", "fraction": 0.5}
    assert steps == [{"event": "step", "index": i, "total": 6} for i in range(1, 7)]
    assert result == {
        "event": "result",
        "seed": 5,
        "seconds": 0.5,
        "first_preview_seconds": 0.1,
        "changed_outside_mask": 0,
        "out": str(shell.folder / "out.png"),
    }


def test_the_same_seed_makes_the_same_file_and_another_seed_another(shell):
    for out, seed in (("one.png", 5), ("two.png", 5), ("three.png", 6)):
        assert shell.repaint("--seed", seed, out=out) == 0
    one, two, three = (load(shell.folder / f"{name}.png") for name in ("one", "two", "three"))
    assert np.array_equal(one, two)
    assert not np.array_equal(one, three)


def test_without_a_seed_one_is_drawn_and_told(shell):
    seeds = set()
    for _ in range(3):
        shell.repaint()
        seeds.add(shell.of("result")[0]["seed"])
    assert len(seeds) == 3


def test_several_pictures_have_seeds_one_after_another_and_numbered_names(shell):
    assert shell.repaint("--count", 3, "--seed", 7) == 0
    results = shell.of("result")
    assert [one["seed"] for one in results] == [7, 8, 9]
    names = ["out.png", "out-2.png", "out-3.png"]
    assert [one["out"] for one in results] == [str(shell.folder / name) for name in names]
    shell.repaint("--seed", 8, out="alone.png")
    assert np.array_equal(load(shell.folder / "alone.png"), load(shell.folder / "out-2.png"))


def test_previews_are_the_picture_as_it_forms_and_the_last_is_the_result(shell):
    previews = shell.folder / "deep" / "previews"
    assert shell.repaint("--steps", 4, "--count", 2, "--previews", previews) == 0
    names = sorted(path.name for path in previews.iterdir())
    assert names == sorted([f"step-00{i}{end}.png" for i in range(1, 5) for end in ("", "-2")])
    for end in ("", "-2"):
        shown = [load(previews / f"step-00{i}{end}.png") for i in range(1, 5)]
        assert np.array_equal(shown[-1], load(shell.folder / f"out{end}.png"))
        assert not np.array_equal(shown[0], shown[-1])
        assert all(np.array_equal(outside(one), outside(photograph())) for one in shown)


def test_a_document_keeps_the_picture_beneath_the_generated_layer(shell):
    assert shell.repaint("--seed", 5, "--strength", 0.7, out="out.ora") == 0
    document = open_document(shell.folder / "out.ora").document
    below, above = (document.paint_layer(one.id) for one in document.layers)
    assert (below.properties.name, above.properties.name) == ("picture", "a cat")
    assert np.array_equal(below.tiles.read(document.bounds)[..., 2::-1], photograph())
    made = LayerRecipe.from_json(above.recipe)
    assert (made.recipe.prompt, made.recipe.seed, made.recipe.strength) == ("a cat", 5, 0.7)
    assert made.recipe.model_hash == "fake" * 16
    shell.repaint("--seed", 5, "--strength", 0.7)
    shell("render", shell.folder / "out.ora", shell.folder / "rendered.png")
    assert np.array_equal(load(shell.folder / "rendered.png"), load(shell.folder / "out.png"))


def test_what_is_not_said_is_as_the_model_recommends(shell):
    shell.repaint()
    usual = installed().find("starter").recommended
    recipe = shell.engine.served[0].recipe
    assert (recipe.steps, recipe.guidance, recipe.sampler) == (
        usual.steps,
        usual.guidance,
        usual.sampler,
    )


def test_what_is_said_is_what_the_engine_is_asked(shell):
    words = ("--prompt", "a dog", "--negative", "fog", "--steps", 9, "--guidance", 2.5)
    shell.repaint(*words, "--sampler", "DDIM", "--strength", 0.5, "--context", "whole")
    request = shell.engine.served[0]
    recipe = request.recipe
    assert (recipe.prompt, recipe.negative, recipe.sampler) == ("a dog", "fog", "DDIM")
    assert (recipe.steps, recipe.guidance, recipe.strength) == (9, 2.5, 0.5)
    assert (request.context.width, request.context.height) == (WIDTH, HEIGHT)


def test_an_empty_prompt_is_allowed(shell):
    assert shell.repaint("--prompt", "") == 0


def test_without_a_mask_all_of_it_is_repainted(shell):
    save(shell.folder / "white.png", np.full((HEIGHT, WIDTH), 255, np.uint8))
    shell.repaint("--seed", 5, "--mask", shell.folder / "white.png", out="white-out.png")
    picture = shell.folder / "picture.png"
    shell("repaint", picture, "--prompt", "a cat", "--seed", 5, "--out", shell.folder / "out.png")
    whole = load(shell.folder / "out.png")
    assert (whole != photograph()).any(axis=-1).mean() > 0.9
    assert np.array_equal(whole, load(shell.folder / "white-out.png"))


def test_a_model_folder_anywhere_is_used_by_its_path(shell):
    folder = installed().find("starter").path
    (shell.folder / "mine").symlink_to(folder)
    assert shell.repaint("--model", shell.folder / "mine") == 0
    recipe = shell.engine.served[0].recipe
    assert shell.catalogue.find(recipe.model).path == folder


def test_a_person_reads_sentences(shell):
    picture = shell.folder / "picture.png"
    out = shell.folder / "out.png"
    assert shell("repaint", picture, "--prompt", "x", "--steps", 4, "--seed", 3, "--out", out) == 0
    assert "Step 4 of 4" in shell.out
    assert "0 bytes changed outside the mask" in shell.out
    assert "{" not in shell.out


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (EngineErrorKind.out_of_memory, 1),
        (EngineErrorKind.crashed, 1),
        (EngineErrorKind.model_broken, 2),
    ],
)
def test_what_the_engine_cannot_do_is_told_and_writes_nothing(shell, kind, code):
    shell.engine.fail_at = (2, EngineError(kind, "It cannot be.", "Do otherwise."))
    assert shell.repaint() == code
    error = shell.events[-1]
    assert error == {
        "event": "error",
        "kind": kind.name,
        "message": "It cannot be.",
        "hint": "Do otherwise.",
    }
    assert not (shell.folder / "out.png").exists()


def test_a_crash_of_the_engine_is_a_sentence_and_its_traceback_is_logged(shell, caplog):
    shell.engine.fail_at = (2, ZeroDivisionError("division by zero"))
    assert shell.repaint() == 1
    assert shell.events[-1]["kind"] == "crashed"
    assert "Traceback" in caplog.text


class Interrupted(FakeEngine):
    """The user presses Ctrl+C within a step."""

    def _wait_at(self, index, watch):
        if index == 3:
            signal.raise_signal(signal.SIGINT)


def test_ctrl_c_cancels_within_a_step_and_leaves_no_file(shell):
    before = signal.getsignal(signal.SIGINT)
    shell.engine = Interrupted()
    assert shell.repaint("--steps", 8) == 130
    assert shell.events[-1]["kind"] == "cancelled"
    assert shell.engine.told == 2
    assert sorted(path.name for path in shell.folder.iterdir()) == ["mask.png", "picture.png"]
    assert signal.getsignal(signal.SIGINT) is before


def test_a_preview_that_cannot_be_written_is_no_crash_of_the_engine(shell, caplog):
    previews = shell.folder / "previews"
    previews.mkdir()
    (previews / "step-002.png").mkdir()
    assert shell.repaint("--steps", 8, "--previews", previews) == 2
    assert shell.events[-1]["kind"] == "storage"
    assert shell.engine.told == 2
    assert caplog.text == ""
