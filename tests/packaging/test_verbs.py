from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from starter_model.verbs import VERBS, main

ROOT = Path(__file__).resolve().parents[2]
MADE = ["--profile", "micro", "--concepts", "3", "--threads", "1", "--samples", "8", "--steps", "2"]


@pytest.fixture(scope="module")
def work(drawings, tmp_path_factory):
    folder = tmp_path_factory.mktemp("work")
    drawings.save(folder / "drawings.npz")
    return folder


@pytest.fixture(autouse=True)
def twelve_concepts(monkeypatch, concepts):
    """There are made-up drawings of these only."""
    monkeypatch.setattr("starter_model.steps.concepts_taught", lambda count=None: concepts[:count])
    monkeypatch.setattr("starter_model.steps.CAPTIONS", 300)


def test_every_step_by_its_command_makes_a_model_and_its_figures(work, capsys):
    given = ["--work", str(work), *MADE]
    assert main(["all", *given]) == 0
    assert (work / "starter" / "model_index.json").exists()
    model = ["--model", str(work / "starter"), "--judge-samples", "64", "--quick", "--json"]
    capsys.readouterr()
    assert main(["evaluate", *given, *model]) == 0
    said = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert said["concepts"] == 3
    main(["export", *given])
    card = (work / "starter" / "README.md").read_text(encoding="utf-8")
    assert f"{said['seam']}/255" in card


def test_only_what_is_drawn_well_is_listed(work, capsys):
    given = ["--work", str(work), *MADE]
    main(["all", *given])
    main(["choose", *given, "--model", str(work / "starter"), "--judge-samples", "64"])
    listed = json.loads((work / "listed.json").read_text(encoding="utf-8"))
    main(["export", *given])
    said = json.loads((work / "starter" / "repaint-studio.json").read_text(encoding="utf-8"))
    assert list(said["words"]) == listed


def test_a_training_asks_how_long(work):
    with pytest.raises(SystemExit, match="--minutes"):
        main(["denoiser", "--work", str(work), "--profile", "micro"])


def test_a_denoiser_wants_a_text_encoder_that_was_taught(tmp_path):
    with pytest.raises(SystemExit, match="Run text first"):
        main(["denoiser", "--work", str(tmp_path), *MADE])


@pytest.mark.parametrize("path", ["starter_model", "starter_model/evaluate.py"])
def test_it_runs_from_its_folder_and_shadows_nothing(path):
    command = [sys.executable, str(ROOT / "packaging" / path), "--help"]
    said = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout
    assert all(verb in said for verb in VERBS)


def test_packaging_stays_the_one_of_pypi():
    code = "import packaging.version; print(packaging.__file__)"
    said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, cwd=ROOT)
    assert b"site-packages" in said.stdout
