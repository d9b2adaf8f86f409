from __future__ import annotations

from dataclasses import replace

import pytest

from studio.generation.loras import LoraUse
from studio.panels.lora_list import LoraList
from studio.panels.model_words import ModelRow, model_tooltip
from studio.panels.vae_row import VaeRow
from tests.models.folders import write_tensors

_TEXT = "lora_te_text_model_encoder_layers_0_self_attn_q_proj.lora_down.weight"


@pytest.fixture
def folder(session, tmp_path):
    folder = tmp_path / "things"
    folder.mkdir()
    words = {"modelspec.title": "Soft <light>", "modelspec.trigger_phrase": "glow, haze"}
    write_tensors(folder / "soft.safetensors", {_TEXT: (4, 768)}, **words)
    write_tensors(folder / "bright.safetensors", {"decoder.conv_in.weight": (8, 4, 3, 3)})
    session.repainting.add_models(folder)
    return folder


@pytest.fixture
def panel(session, folder, qtbot):
    panel = LoraList(session)
    qtbot.addWidget(panel)
    panel.show()
    return panel


def test_what_suits_is_offered_and_added_as_a_row(panel, session):
    panel.menu.aboutToShow.emit()
    (choice,) = panel.menu.actions()
    assert choice.text() == "soft"
    choice.trigger()
    assert session.loras.used == (LoraUse("soft"),)
    assert panel.rows["soft"].weight.shown == pytest.approx(1.0)


def test_a_row_weighs_and_removes_its_lora(panel, session):
    session.loras.add("soft.safetensors")
    row = panel.rows["soft"]
    row.weight.edited.emit(0.35)
    assert session.loras.used == (LoraUse("soft", 0.35),)
    assert panel.rows["soft"] is row
    row.out.click()
    assert session.loras.used == ()
    assert panel.rows == {}


def test_a_weight_beyond_the_bar_stays(panel, session):
    loras = (LoraUse("soft", 3.5),)
    session.repainting.set_recipe(replace(session.repainting.recipe, loras=loras))
    assert panel.rows["soft"].weight.shown == pytest.approx(2.0)
    assert session.loras.used == loras


def test_a_lora_that_is_gone_is_still_to_be_seen_and_removed(panel, session):
    loras = (LoraUse("gone"),)
    session.repainting.set_recipe(replace(session.repainting.recipe, loras=loras))
    assert "not installed" in panel.rows["gone"].weight.toolTip()
    panel.rows["gone"].out.click()
    assert session.loras.used == ()


def test_a_tooltip_tells_what_the_maker_says(session, folder):
    entry = session.repainting.catalogue.addition("soft", session.repainting.model.kind.lora)
    words = model_tooltip(entry)
    assert "Soft &lt;light&gt;" in words
    assert "glow, haze" in words


def test_a_tooltip_shows_the_picture_beside_a_model(session, folder, qtbot):
    from PySide6.QtGui import QPixmap

    picture = QPixmap(8, 8)
    picture.fill()
    picture.save(str(folder / "soft.png"))
    (folder / "soft.safetensors").touch()
    entry = session.repainting.catalogue.addition("soft", session.repainting.model.kind.lora)
    assert "soft.png" in model_tooltip(entry)
    row = ModelRow(entry)
    assert row.toolTip() == model_tooltip(entry)
    assert row.text() == "soft"


def test_a_vae_is_chosen_and_given_back(session, folder, qtbot):
    row = VaeRow(session)
    qtbot.addWidget(row)
    row.list.setCurrentIndex(row.list.findData("bright"))
    row.list.activated.emit(row.list.currentIndex())
    assert session.repainting.recipe.vae == "bright"
    row.list.setCurrentIndex(0)
    row.list.activated.emit(0)
    assert session.repainting.recipe.vae == ""


def test_no_vae_and_none_named_is_no_row(session, qtbot):
    row = VaeRow(session)
    qtbot.addWidget(row)
    assert row.isHidden()
    session.repainting.set_recipe(replace(session.repainting.recipe, vae="gone"))
    assert not row.isHidden()
    assert row.list.currentText() == "gone"
