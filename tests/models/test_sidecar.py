import json

import pytest

from studio.generation.engine import EngineError, EngineErrorKind
from studio.generation.samplers import SAMPLERS
from studio.models.families import SD15
from studio.models.family import SizeLimits
from studio.models.sidecar import Recommended, read_sidecar
from studio.text import use_language
from tests.models.folders import STARTER, STARTER_SIDE


@pytest.fixture
def speaking():
    yield use_language
    use_language("en")


def _folder(tmp_path, said):
    (tmp_path / "repaint-studio.json").write_text(json.dumps(said), encoding="utf-8")
    return tmp_path


def test_the_starter_says_what_it_is():
    sidecar = read_sidecar(STARTER, SD15)
    assert sidecar.name == "Starter"
    side = STARTER_SIDE
    assert sidecar.limits == SizeLimits(side, side, side**2, side**2, 16, refines=False)
    assert sidecar.recommended.sampler in SAMPLERS
    assert "cat" in [word.text for word in sidecar.words]


def test_without_a_sidecar_the_family_and_the_folder_speak(tmp_path):
    sidecar = read_sidecar(tmp_path, SD15)
    assert sidecar.name == tmp_path.name
    assert sidecar.limits == SD15.limits
    assert sidecar.recommended == Recommended()
    assert sidecar.words == ()


def test_a_note_is_in_the_language_of_the_user(tmp_path, speaking):
    folder = _folder(tmp_path, {"note": {"en": "Soft shapes.", "zh_CN": "柔和的形状。"}})
    speaking("zh_CN")
    assert read_sidecar(folder, SD15).note == "柔和的形状。"
    speaking("en")
    assert read_sidecar(folder, SD15).note == "Soft shapes."


def test_a_note_is_in_english_where_there_is_none_of_ours(tmp_path, speaking):
    speaking("zh_CN")
    assert read_sidecar(_folder(tmp_path, {"note": {"en": "Soft."}}), SD15).note == "Soft."
    assert read_sidecar(_folder(tmp_path, {"note": "Soft."}), SD15).note == "Soft."


def test_what_is_left_out_is_the_familys(tmp_path):
    sidecar = read_sidecar(_folder(tmp_path, {"limits": {"multiple": 64}, "later": 1}), SD15)
    assert sidecar.limits.multiple == 64
    assert sidecar.limits.max_side == SD15.limits.max_side


@pytest.mark.parametrize(
    "said",
    [
        [],
        {"name": 3},
        {"note": 3},
        {"note": {"en": 3}},
        {"limits": {"min_side": 0}},
        {"limits": {"min_side": "512"}},
        {"limits": {"min_side": 900, "max_side": 100}},
        {"limits": {"min_area": 9_000_000}},
        {"limits": 3},
        {"defaults": {"steps": 0}},
        {"defaults": {"steps": 9000}},
        {"defaults": {"guidance": float("nan")}},
        {"defaults": {"guidance": True}},
        {"defaults": {"sampler": 1}},
        {"words": ["cat"]},
        {"words": {"cat": "kitty"}},
        {"words": {"cat": [1]}},
    ],
)
def test_a_sidecar_that_makes_no_sense_is_broken(tmp_path, said):
    with pytest.raises(EngineError) as caught:
        read_sidecar(_folder(tmp_path, said), SD15)
    assert caught.value.kind is EngineErrorKind.model_broken
