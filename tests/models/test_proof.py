import pytest

from studio.models.families import (
    FLUX,
    FLUX_FILL,
    FLUX_SCHNELL,
    QWEN_EDIT,
    QWEN_EDIT_PLUS,
    QWEN_IMAGE,
    SD3,
    SD15,
    SD21,
    SDXL,
    UNKNOWN,
    Z_IMAGE,
)
from studio.models.family import Family, ModelKind
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
    edit(folder / "model_index.json", _class_name="ChromaPipeline")
    proof = proof_of(folder)
    assert proof.family is UNKNOWN
    assert "ChromaPipeline" in proof.why


_FLUX = {
    "double_blocks.0.img_attn.norm.key_norm.scale": (8,),
    "txt_in.weight": (1, 4096),
    "vector_in.in_layer.weight": (1, 768),
}
_TOLD = {"guidance_in.in_layer.weight": (1, 1)}
_SD3 = {
    "joint_blocks.0.context_block.adaLN_modulation.1.weight": (6, 1),
    "context_embedder.weight": (1, 4096),
}
_Z = {"layers.0.adaLN_modulation.0.weight": (1, 1), "cap_embedder.1.weight": (1, 2560)}
_QWEN: dict[str, tuple[int, ...]] = {
    "transformer_blocks.0.img_mod.1.weight": (1, 1),
    "txt_in.weight": (1, 3584),
    "img_in.weight": (1, 64),
}


@pytest.mark.parametrize("prefix", ["", "model.diffusion_model."], ids=["bare", "prefixed"])
@pytest.mark.parametrize(
    ("shapes", "family"),
    [
        ({**_FLUX, **_TOLD, "img_in.weight": (1, 64)}, FLUX),
        ({**_FLUX, **_TOLD, "img_in.weight": (1, 384)}, FLUX_FILL),
        ({**_FLUX, "img_in.weight": (1, 64)}, FLUX_SCHNELL),
        ({**_FLUX, **_TOLD, "img_in.weight": (1, 128)}, UNKNOWN),
        ({"double_blocks.0.img_attn.norm.key_norm.scale": (8,)}, UNKNOWN),
        (_SD3, SD3),
        (_Z, Z_IMAGE),
        ({**_Z, "cap_embedder.1.weight": (1, 2304)}, UNKNOWN),
        (_QWEN, QWEN_IMAGE),
    ],
    ids=lambda value: value.id if isinstance(value, Family) else None,
)
def test_a_transformer_is_known_with_and_without_its_prefix(tmp_path, shapes, family, prefix):
    named = {f"{prefix}{name}": shape for name, shape in shapes.items()}
    proof = proof_of(write_tensors(tmp_path / "a.safetensors", named))
    assert proof.family is family
    assert not proof.is_whole or family is UNKNOWN


_T5: dict[str, tuple[int, ...]] = {
    "encoder.block.23.layer.0.SelfAttention.q.weight": (1, 4096),
    "encoder.final_layer_norm.weight": (4096,),
}


@pytest.mark.parametrize(
    ("shapes", "kind", "part"),
    [
        (_T5, ModelKind.encoder, "t5-xxl"),
        ({**_T5, "encoder.final_layer_norm.weight": (2048,)}, ModelKind.unknown, ""),
        ({**_T5, "scaled_fp8": (1,)}, ModelKind.unknown, ""),
        (
            {
                "text_model.encoder.layers.11.mlp.fc1.weight": (1, 768),
                "text_model.embeddings.position_embedding.weight": (1, 768),
            },
            ModelKind.encoder,
            "clip-l",
        ),
        (
            {
                "model.layers.35.self_attn.q_norm.weight": (128,),
                "model.norm.weight": (2560,),
            },
            ModelKind.encoder,
            "qwen3-4b",
        ),
        ({"decoder.conv_in.weight": (8, 16, 3, 3)}, ModelKind.vae, "vae-16"),
    ],
)
def test_what_completes_a_denoiser_is_known_by_its_shapes(tmp_path, shapes, kind, part):
    proof = proof_of(write_tensors(tmp_path / "a.safetensors", shapes))
    assert (proof.kind, proof.part) == (kind, part)


@pytest.mark.parametrize(
    ("words", "family"),
    [
        ("Qwen-Image-Edit", QWEN_EDIT),
        ("qwen-image-edit-2511", QWEN_EDIT_PLUS),
        ("qwen-image", QWEN_IMAGE),
        ("flux-1-dev", QWEN_IMAGE),
    ],
)
def test_of_one_that_edits_its_makers_words_tell(tmp_path, words, family):
    said = {"modelspec.architecture": words}
    assert family_of(write_tensors(tmp_path / "a.safetensors", _QWEN, **said)) is family


@pytest.mark.parametrize(
    ("name", "shape", "family"),
    [
        ("lora_unet_double_blocks_0_img_attn_qkv.lora_down.weight", (4, 3072), FLUX),
        ("transformer.single_transformer_blocks.0.attn.to_k.lora_A.weight", (4, 3072), FLUX),
        ("lora_unet_joint_blocks_0_x_block_attn_qkv.lora_down.weight", (4, 1536), SD3),
        ("transformer.transformer_blocks.0.img_mod.1.lora_A.weight", (4, 3072), QWEN_IMAGE),
        ("diffusion_model.layers.0.attention.to_q.lora_A.weight", (4, 3840), Z_IMAGE),
        ("lora_te_text_model_encoder_layers_0_self_attn_q_proj.lora_down.weight", (4, 768), SD15),
        ("lora_te2_text_model_encoder_layers_0_mlp_fc1.lora_down.weight", (4, 1280), SDXL),
        ("lora_unet_x.hada_w1_a", (4, 768), UNKNOWN),
    ],
)
def test_a_lora_is_known_by_what_it_changes(tmp_path, name, shape, family):
    proof = proof_of(write_tensors(tmp_path / "a.safetensors", {name: shape}))
    assert (proof.kind, proof.family) == (ModelKind.lora, family)


def test_where_shapes_do_not_tell_the_words_of_the_maker_do(tmp_path):
    words = {"ss_base_model_version": "sdxl_base_v1-0"}
    path = write_tensors(tmp_path / "a.safetensors", {"x.lora_down.weight": (4, 9)}, **words)
    assert family_of(path) is SDXL


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("control_model.input_hint_block.0.weight", "ControlNet"),
        ("distilled_guidance_layer.in_proj.bias", "Chroma"),
        ("conditioner.embedders.0.model.transformer.resblocks.9.mlp.c_proj.bias", "Refiner"),
    ],
)
def test_what_is_known_and_not_run_is_named(tmp_path, name, title):
    proof = proof_of(write_tensors(tmp_path / "a.safetensors", {name: (4,)}))
    assert proof.family is UNKNOWN
    assert title in proof.why


@pytest.mark.parametrize(("channels", "is_known"), [(4, True), (9, True), (8, False)])
def test_a_checkpoint_takes_four_channels_or_nine(tmp_path, channels, is_known):
    shapes = {
        _UNET.format(1): (8, 768),
        "model.diffusion_model.input_blocks.0.0.weight": (8, channels, 3, 3),
    }
    proof = proof_of(write_tensors(tmp_path / "a.safetensors", shapes))
    assert (proof.family is SD15) == is_known
    assert proof.channels == (channels if is_known else 0)


@pytest.mark.parametrize(
    ("pipeline", "family"),
    [
        ("QwenImagePipeline", QWEN_IMAGE),
        ("QwenImageEditPipeline", QWEN_EDIT),
        ("QwenImageEditInpaintPipeline", QWEN_EDIT),
        ("QwenImageEditPlusPipeline", QWEN_EDIT_PLUS),
        ("QwenImageLayeredPipeline", UNKNOWN),
    ],
)
def test_a_folder_that_edits_says_so_by_its_pipeline(tmp_path, pipeline, family):
    (tmp_path / "model_index.json").write_text(f'{{"_class_name": "{pipeline}"}}')
    (tmp_path / "transformer").mkdir()
    (tmp_path / "transformer" / "config.json").write_text("{}")
    assert family_of(tmp_path) is family


def test_a_flux_folder_that_is_not_told_its_guidance_is_schnell(tmp_path):
    folder = tmp_path / "model"
    (folder / "transformer").mkdir(parents=True)
    (folder / "model_index.json").write_text('{"_class_name": "FluxPipeline"}')
    (folder / "transformer" / "config.json").write_text('{"guidance_embeds": false}')
    assert family_of(folder) is FLUX_SCHNELL
