from __future__ import annotations

from pathlib import Path

from studio.models.programs import Place
from studio.window.model_places import PlacesDialog

_FOUND = (Place("ComfyUI", Path("/a/ComfyUI")), Place("Forge", Path("/b/forge")))


def test_all_that_was_found_is_chosen_until_the_user_says_otherwise(qtbot):
    dialog = PlacesDialog(None, _FOUND)
    qtbot.addWidget(dialog)
    assert dialog.chosen() == (Path("/a/ComfyUI"), Path("/b/forge"))
    dialog.boxes[0].setChecked(False)
    assert dialog.chosen() == (Path("/b/forge"),)
    dialog.boxes[1].setChecked(False)
    assert not dialog.accept_button.isEnabled()


def test_the_question_is_asked_from_the_menu(desk, answers, monkeypatch, tmp_path):
    places = (Place("ComfyUI", tmp_path),)
    monkeypatch.setattr("studio.session.models.installed.usual_places", lambda *_: places)
    answers.places = (tmp_path,)
    desk.do("find_models")
    assert answers.asked == ["places 1"]
    assert desk.session.preferences.current.model_folders == (str(tmp_path),)
