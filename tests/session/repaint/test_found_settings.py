import json
from dataclasses import replace

import pytest
from PIL import Image, PngImagePlugin

from studio.errors import InputError
from studio.files.exporting import USUAL_EXPORT
from studio.files.pictures.images import read_picture
from studio.generation.recipe import LayerRecipe, Recipe
from studio.geometry import Bounds
from studio.session.actions.every import actions_of

WEB_UI = (
    "a red fox\nNegative prompt: dog\nSteps: 7, Sampler: Euler, CFG scale: 3, Seed: 41, Model: "
)
GRAPH = {
    "1": {
        "inputs": {"seed": 9, "steps": 6, "cfg": 2.5, "positive": ["2", 0], "negative": ["3", 0]}
    },
    "2": {"inputs": {"text": "a blue fox"}},
    "3": {"inputs": {"text": "cat"}},
}
BOX = Bounds(0, 0, 8, 8)


def picture_with(tmp_path, **words):
    info = PngImagePlugin.PngInfo()
    for key, value in words.items():
        info.add_text(key.replace("_", "-"), value)
    Image.new("RGB", (8, 8)).save(tmp_path / "a.png", pnginfo=info)
    return tmp_path / "a.png"


def offered(painter, path):
    told = []
    painter.session.notice.connect(told.append)
    painter.session.filing.open(path)
    return [notice for notice in told if notice.verb is not None]


def test_a_picture_of_the_web_ui_offers_its_settings(painter, tmp_path):
    model = painter.session.repainting.recipe.model
    (notice,) = offered(painter, picture_with(tmp_path, parameters=WEB_UI + model))

    assert "a red fox" in notice.hint
    assert notice.verb is not None
    notice.verb.run()

    recipe = painter.session.repainting.recipe
    assert (recipe.prompt, recipe.negative, recipe.steps) == ("a red fox", "dog", 7)
    assert (recipe.guidance, recipe.seed, recipe.model) == (3.0, 41, model)


def test_a_picture_of_comfyui_offers_its_settings(painter, tmp_path):
    (notice,) = offered(painter, picture_with(tmp_path, prompt=json.dumps(GRAPH)))

    painter.session.found_settings.use()

    recipe = painter.session.repainting.recipe
    assert notice.verb is not None
    assert (recipe.prompt, recipe.negative) == ("a blue fox", "cat")
    assert (recipe.steps, recipe.guidance, recipe.seed) == (6, 2.5, 9)


def test_comfyui_is_read_from_other_kinds_of_pictures_too(tmp_path):
    exif = Image.Exif()
    exif[0x0110] = f"prompt:{json.dumps(GRAPH)}"
    Image.new("RGB", (8, 8)).save(tmp_path / "a.webp", exif=exif)

    assert json.loads(read_picture(tmp_path / "a.webp").text["prompt"]) == GRAPH


def test_our_own_pictures_tell_more_than_others_know_of(painter, tmp_path):
    own = Recipe(prompt="a fox", seed=3, blend_past_edge=True)
    words = LayerRecipe(own, BOX, BOX).to_json()
    offered(painter, picture_with(tmp_path, parameters=WEB_UI, repaint_studio=words))

    painter.session.found_settings.use()

    assert painter.session.repainting.recipe.prompt == "a fox"
    assert painter.session.repainting.recipe.blend_past_edge


def test_a_model_that_is_not_here_is_told_and_the_chosen_one_stays(painter, tmp_path):
    model = painter.session.repainting.recipe.model
    offered(painter, picture_with(tmp_path, parameters=WEB_UI + "dream"))
    told = []
    painter.session.notice.connect(told.append)

    painter.session.found_settings.use()

    assert painter.session.repainting.recipe.model == model
    assert "“dream”" in told[0].message


@pytest.mark.parametrize("words", ["", "a holiday by the sea"])
def test_a_picture_that_tells_nothing_offers_nothing(painter, tmp_path, words):
    assert not offered(painter, picture_with(tmp_path, parameters=words))
    with pytest.raises(InputError, match="does not tell"):
        painter.session.found_settings.use()


def test_the_words_travel_through_a_document_into_the_next_picture(painter, tmp_path):
    painter.session.filing.open(picture_with(tmp_path, prompt=json.dumps(GRAPH), workflow="{}"))
    painter.session.filing.save(tmp_path / "a.ora")
    painter.session.filing.open(tmp_path / "a.ora")
    painter.session.exporting.export(tmp_path / "b.png", USUAL_EXPORT)

    text = read_picture(tmp_path / "b.png").text

    assert json.loads(text["prompt"]) == GRAPH
    assert text["workflow"] == "{}"


def test_the_settings_of_a_generated_layer_are_taken_up_with_its_seed(painter):
    session = painter.session
    session.repainting.set_recipe(replace(session.repainting.recipe, prompt="a fox"))
    painter.repaint()
    made = session.candidates.waiting[0]
    session.candidates.keep(made.id)
    session.repainting.set_recipe(replace(session.repainting.recipe, prompt="a boat"))
    actions = {action.id: action for action in actions_of(session)}
    assert actions["layer_settings"].is_enabled()
    actions["layer_settings"].run()
    taken = session.repainting.recipe
    assert (taken.prompt, taken.seed) == ("a fox", made.result.seed)
