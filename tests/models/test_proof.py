import pytest

from studio.models.families import SD15, SD21, SDXL, UNKNOWN, ModelKind
from studio.models.proof import family_of, proof_of
from tests.models.folders import STARTER, copy_starter, edit, write_tensors

_UNET = "model.diffusion_model.input_blocks.{}.1.transformer_blocks.0.attn2.to_k.weight"
_LORA = "lora_unet_down_blocks_1_attentions_0_transformer_blocks_0_attn2_to_k.lora_down.weight"


@pytest.mark.parametrize(
    ("shapes", "kind", "family"),
    [
        ({_UNET.format(1): (8, 768)}, ModelKind.checkpoint, SD15),
        ({_UNET.format(1): (8, 1024)}, ModelKind.checkpoint, SD21),
        ({_UNET.format(4): (8, 2048)}, ModelKind.checkpoint, SDXL),
        ({_UNET.format(1): (8, 77)}, ModelKind.checkpoint, UNKNOWN),
        ({"model.diffusion_model.double_blocks.0": (8,)}, ModelKind.checkpoint, UNKNOWN),
        ({_LORA: (4, 768)}, ModelKind.lora, SD15),
        ({_LORA: (4, 2048)}, ModelKind.lora, SDXL),
        ({"x.lora_down.weight": (4, 2048)}, ModelKind.lora, UNKNOWN),
        ({"emb_params": (2, 768)}, ModelKind.embedding, SD15),
        ({"clip_l": (2, 768), "clip_g": (2, 1280)}, ModelKind.embedding, SDXL),
        ({"decoder.conv_in.weight": (8, 4)}, ModelKind.vae, UNKNOWN),
        ({"something": (8, 768)}, ModelKind.unknown, UNKNOWN),
    ],
)
def test_a_file_is_known_by_its_shapes(tmp_path, shapes, kind, family):
    proof = proof_of(write_tensors(tmp_path / "a.safetensors", shapes))
    assert (proof.kind, proof.family) == (kind, family)
    assert bool(proof.why) == (family is UNKNOWN)


def test_the_starter_model_is_built_as_stable_diffusion_1():
    assert family_of(STARTER) is SD15


@pytest.mark.parametrize(("width", "family"), [(768, SD15), (1024, SD21)])
def test_folders_of_one_class_are_told_apart_by_what_their_attention_takes(tmp_path, width, family):
    folder = copy_starter(tmp_path / "model")
    edit(folder / "unet" / "config.json", cross_attention_dim=width)
    assert family_of(folder) is family


def test_a_folder_of_another_pipeline_is_of_no_family_and_says_which(tmp_path):
    folder = copy_starter(tmp_path / "model")
    edit(folder / "model_index.json", _class_name="FluxPipeline")
    proof = proof_of(folder)
    assert proof.family is UNKNOWN
    assert "FluxPipeline" in proof.why
