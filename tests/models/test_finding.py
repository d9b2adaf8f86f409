"""Where models are found: the folders of other programs, the hub's cache, links."""

from __future__ import annotations

from pathlib import Path
from typing import TypeAlias

import pytest

from studio.models.catalogue import ModelCatalogue, ModelKind
from studio.models.hub_cache import hub_cache_of
from studio.models.programs import usual_places
from studio.models.weights import PICKLED_MODEL
from tests.models.folders import copy_starter, write_tensors

_UNET = "model.diffusion_model.input_blocks.1.1.transformer_blocks.0.attn2.to_k.weight"
Shapes: TypeAlias = dict[str, tuple[int, ...]]

_WHOLE: Shapes = {
    _UNET: (8, 768),
    "first_stage_model.decoder.conv_in.weight": (8, 4),
    "cond_stage_model.x": (1,),
}
_LORA: Shapes = {"lora_te_text_model_encoder_layers_0_self_attn_q_proj.lora_down.weight": (4, 768)}
_VAE: Shapes = {"decoder.conv_in.weight": (8, 4, 3, 3)}
_TINY: Shapes = {"1.weight": (8, 4, 3, 3), "3.conv.0.weight": (8, 8, 3, 3)}


def write(path: Path, shapes: Shapes | None = None) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return write_tensors(path, shapes or _WHOLE)


def ids(*folders: Path) -> list[str]:
    return [one.id for one in ModelCatalogue(folders).entries]


def web_ui(root: Path) -> Path:
    write(root / "models" / "Stable-diffusion" / "dream.safetensors")
    write(root / "models" / "Lora" / "soft.safetensors", _LORA)
    write(root / "models" / "VAE" / "ema.safetensors", _VAE)
    write(root / "models" / "VAE-approx" / "taesd_decoder.safetensors", _TINY)
    write(root / "embeddings" / "glow.safetensors", {"emb_params": (2, 768)})
    write(root / "models" / "ControlNet" / "canny.safetensors", {"control_model.x": (1,)})
    write(root / "venv" / "lib" / "test.safetensors", {"x": (1,)})
    return root


def comfy(root: Path) -> Path:
    write(root / "models" / "checkpoints" / "sub" / "dream.safetensors")
    write(root / "models" / "loras" / "soft.safetensors", _LORA)
    write(root / "models" / "text_encoders" / "t5.safetensors", {"x": (1,)})
    write(root / "custom_nodes" / "node" / "w.safetensors", {"x": (1,)})
    return root


def cache(root: Path, repository: str, files: dict[str, Shapes]) -> Path:
    """One repository as the hub's library lays it out, by links."""
    place = root / f"models--{repository.replace('/', '--')}"
    snapshot = place / "snapshots" / "abc123"
    (place / "refs").mkdir(parents=True)
    (place / "refs" / "main").write_text("abc123")
    for index, (name, shapes) in enumerate(files.items()):
        blob = write(place / "blobs" / f"{index:064}", shapes)
        (snapshot / name).parent.mkdir(parents=True, exist_ok=True)
        (snapshot / name).symlink_to(blob)
    return snapshot


def test_in_the_web_ui_what_is_used_here_is_listed_by_what_it_is(tmp_path):
    entries = ModelCatalogue([web_ui(tmp_path / "ui")]).entries
    assert {one.name: one.kind for one in entries} == {
        "dream": ModelKind.checkpoint,
        "soft": ModelKind.lora,
        "ema": ModelKind.vae,
        "taesd_decoder": ModelKind.decoder,
        "glow": ModelKind.embedding,
    }


def test_a_folders_name_proves_nothing(tmp_path):
    root = web_ui(tmp_path / "ui")
    write(root / "models" / "Stable-diffusion" / "moved.safetensors", _LORA)
    catalogue = ModelCatalogue([root])
    assert {one.name for one in catalogue.of_kind(ModelKind.lora)} == {"soft", "moved"}


def test_of_text_encoders_those_are_listed_that_complete_a_model(tmp_path):
    root = comfy(tmp_path / "ComfyUI")
    shapes: Shapes = {
        "encoder.block.23.layer.0.SelfAttention.q.weight": (1, 4096),
        "encoder.final_layer_norm.weight": (4096,),
    }
    write(root / "models" / "clip" / "t5xxl_fp16.safetensors", shapes)
    catalogue = ModelCatalogue([root])
    assert [one.name for one in catalogue.of_kind(ModelKind.encoder)] == ["t5xxl_fp16"]
    assert "t5xxl_fp16" not in [one.name for one in catalogue.painters]


@pytest.mark.parametrize("inner", ["", "models"])
def test_in_comfy_only_the_folders_of_models_are_looked_in(tmp_path, inner):
    root = comfy(tmp_path / "ComfyUI") / inner
    assert [Path(one).name for one in ids(root)] == ["dream.safetensors", "soft.safetensors"]


def test_what_comfy_was_told_to_search_besides_is_searched(tmp_path):
    root, ui = comfy(tmp_path / "ComfyUI"), web_ui(tmp_path / "ui")
    (root / "extra_model_paths.yaml").write_text(
        f"a111:\n  base_path: {ui.as_posix()}\n  checkpoints: models/Stable-diffusion\n"
        "  loras: |\n    models/Lora\n    models/LyCORIS\n  controlnet: models/ControlNet\n"
    )
    assert ids(root)[2:] == ["Stable-diffusion/dream.safetensors", "Lora/soft.safetensors"]


@pytest.mark.parametrize("text", ["", "- 1", "a: [", "a: {loras: 3}", "a: !!python/name:os.system"])
def test_a_file_of_extra_paths_that_says_nothing_useful_is_passed_over(tmp_path, text):
    root = comfy(tmp_path / "ComfyUI")
    (root / "extra_model_paths.yaml").write_text(text)
    assert len(ids(root)) == 2


def test_in_the_hubs_cache_models_have_the_names_of_their_repositories(tmp_path):
    model = copy_starter(tmp_path / "plain")
    (model / "repaint-studio.json").unlink()
    place = tmp_path / "hub" / "models--some--dream-turbo"
    (place / "snapshots").mkdir(parents=True)
    model.rename(place / "snapshots" / "1f2e")
    (entry,) = ModelCatalogue([tmp_path / "hub"]).entries
    assert (entry.id, entry.name) == ("some/dream-turbo", "dream-turbo")
    assert entry.recommended.steps == 4
    assert entry.problem is None


def test_single_files_in_the_hubs_cache_are_read_through_their_links(tmp_path):
    files: dict[str, Shapes] = {
        "soft.safetensors": _LORA,
        "pytorch_lora_weights.safetensors": {**_LORA, "x": (1,)},
    }
    cache(tmp_path / "hub", "some/style", files)
    cache(tmp_path / "hub", "some/language-model", {"model.safetensors": {"x": (1,)}})
    entries = ModelCatalogue([tmp_path / "hub"]).entries
    assert {one.id: one.name for one in entries} == {
        "some/style/soft.safetensors": "soft",
        "some/style/pytorch_lora_weights.safetensors": "style",
    }
    assert all(one.path.is_symlink() for one in entries)


def test_of_several_states_of_a_repository_the_one_that_main_is_counts(tmp_path):
    snapshot = cache(tmp_path / "hub", "some/style", {"new.safetensors": _LORA})
    write(snapshot.parent / "old" / "old.safetensors", _LORA)
    assert ids(tmp_path / "hub") == ["some/style/new.safetensors"]


def test_one_repository_of_the_cache_may_be_chosen_too(tmp_path):
    cache(tmp_path / "hub", "some/style", {"soft.safetensors": _LORA})
    assert ids(tmp_path / "hub" / "models--some--style") == ["some/style/soft.safetensors"]


def test_links_to_folders_elsewhere_are_followed(tmp_path):
    write(tmp_path / "elsewhere" / "dream.safetensors")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "more").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    assert ids(tmp_path / "mine") == ["more/dream.safetensors"]


def test_folders_that_lie_in_each_other_list_a_model_once(tmp_path):
    write(tmp_path / "inner" / "dream.safetensors")
    assert ids(tmp_path, tmp_path / "inner") == ["inner/dream.safetensors"]


def test_two_models_of_one_name_have_ids_of_their_own(tmp_path):
    write(tmp_path / "a" / "dream.safetensors")
    write(tmp_path / "b" / "dream.safetensors")
    assert ids(tmp_path / "a", tmp_path / "b") == ["dream.safetensors", "dream.safetensors (2)"]


def test_a_pickle_is_listed_with_a_way_out_until_it_is_converted(tmp_path):
    old = tmp_path / f"dream{PICKLED_MODEL}"
    old.write_bytes(b"PK\x03\x04" + bytes(100))
    (entry,) = ModelCatalogue([tmp_path]).entries
    assert entry.problem is not None
    assert "Convert to safetensors" in entry.problem.hint
    write(old.with_suffix(".safetensors"))
    assert ids(tmp_path) == ["dream.safetensors"]


def test_looking_again_tells_whether_anything_is_otherwise(tmp_path):
    catalogue = ModelCatalogue([tmp_path])
    (tmp_path / "junk.safetensors").write_bytes(b"junk")
    assert catalogue.rescan()
    assert not catalogue.rescan()
    write(tmp_path / "junk.safetensors")
    assert catalogue.rescan()
    (tmp_path / "junk.safetensors").unlink()
    assert catalogue.rescan()


def test_a_model_folder_is_read_again_when_a_file_of_it_changes(tmp_path):
    folder = copy_starter(tmp_path / "mine")
    catalogue = ModelCatalogue([tmp_path])
    (folder / "unet" / "diffusion_pytorch_model.safetensors").write_bytes(b"cut")
    assert catalogue.rescan()
    assert catalogue.entries[0].problem is not None


def test_programs_are_found_in_the_usual_places(tmp_path):
    web_ui(tmp_path / "stable-diffusion-webui")
    comfy(tmp_path / "Documents" / "ComfyUI")
    (tmp_path / "ComfyUI").mkdir()  # nothing in it
    cache(tmp_path / ".cache" / "huggingface" / "hub", "some/style", {"a.safetensors": _LORA})
    found = [place.program for place in usual_places(tmp_path, {}) if _is_in(place, tmp_path)]
    assert found == ["Stable Diffusion web UI", "ComfyUI", "Hugging Face"]


def _is_in(place, folder):
    return place.folder.is_relative_to(folder)


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "home/.cache/huggingface/hub"),
        ({"XDG_CACHE_HOME": "x"}, "x/huggingface/hub"),
        ({"HF_HOME": "h"}, "h/hub"),
        ({"HF_HOME": "h", "HF_HUB_CACHE": "c"}, "c"),
    ],
)
def test_the_hubs_cache_is_where_its_library_puts_it(environment, expected):
    assert hub_cache_of(environment, Path("home")).as_posix() == expected
