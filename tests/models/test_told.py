from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest

from studio.models.catalogue import ModelCatalogue
from studio.models.families import SD15, SDXL
from tests.models.folders import write_tensors

_CROSS = "model.diffusion_model.input_blocks.1.1.transformer_blocks.0.attn2.to_k.weight"


@pytest.fixture
def models(tmp_path: Path) -> Path:
    folder = tmp_path / "models"
    folder.mkdir()
    write_tensors(folder / "one.safetensors", {_CROSS: (320, 768)}, **{"modelspec.title": "One"})
    return folder


@pytest.fixture
def memory(tmp_path: Path) -> Path:
    return tmp_path / "config" / "seen.json"


def families(models: Path, memory: Path) -> list[str]:
    return [one.family.id for one in ModelCatalogue([models], memory=memory).entries]


def say_otherwise(memory: Path) -> None:
    """What no header says, so that it is seen where the answer comes from."""
    text = memory.read_text("utf-8")
    assert json.dumps(SD15.id) in text
    memory.write_text(text.replace(json.dumps(SD15.id), json.dumps(SDXL.id)), "utf-8")


def test_what_a_header_told_is_not_read_again_at_the_next_start(models, memory):
    assert families(models, memory) == [SD15.id]
    say_otherwise(memory)
    assert families(models, memory) == [SDXL.id]


def test_a_file_that_changed_is_read_again(models, memory):
    families(models, memory)
    say_otherwise(memory)
    os.utime(models / "one.safetensors", ns=(0, time.time_ns() + 5_000_000_000))
    assert families(models, memory) == [SD15.id]
    assert families(models, memory) == [SD15.id]


def test_an_entry_is_the_same_whether_read_or_remembered(models, memory):
    (read,) = ModelCatalogue([models], memory=memory).entries
    (remembered,) = ModelCatalogue([models], memory=memory).entries
    assert (remembered.kind, remembered.family, remembered.limits, remembered.recommended) == (
        read.kind,
        read.family,
        read.limits,
        read.recommended,
    )
    assert str(remembered.problem) == str(read.problem)


def test_a_file_that_went_is_forgotten(models, memory):
    families(models, memory)
    (models / "one.safetensors").unlink()
    write_tensors(models / "two.safetensors", {_CROSS: (320, 768)})
    assert families(models, memory) == [SD15.id]
    assert "one.safetensors" not in memory.read_text("utf-8")


@pytest.mark.parametrize(
    "damage",
    [
        "",
        "\x00\xff",
        "[]",
        '{"rules": 0}',
        "[" * 5000,
        "no files",
        "no list",
        "short rows",
        "other words",
        "no such family",
    ],
)
def test_a_damaged_memory_is_as_good_as_none(models, memory, damage):
    families(models, memory)
    kept = json.loads(memory.read_text("utf-8"))
    rules, (row,) = kept["rules"], kept["files"]
    files: dict[str, object] = {
        "no files": None,
        "no list": 7,
        "short rows": [row[:4]],
        "other words": [[*row[:-1], "words"]],
        "no such family": [[one if one != SD15.id else "x" for one in row]],
    }
    if damage in files:
        damage = json.dumps({"rules": rules, "files": files[damage]})
    memory.write_text(damage, "utf-8")
    assert families(models, memory) == [SD15.id]
    assert json.loads(memory.read_text("utf-8")) == kept


def test_where_nothing_can_be_kept_models_are_found_all_the_same(models, tmp_path):
    (tmp_path / "config").write_text("a file where the folder should be")
    assert families(models, tmp_path / "config" / "seen.json") == [SD15.id]
