"""Whether a text encoder's weights are all there.

diffusers refuses a UNet or VAE that lacks a tensor; transformers fills the gap of a text encoder
with random numbers, and the model paints nonsense without a word.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from studio.models.headers import Json

# Those whose tensors are known here; of others the loader itself is asked.
CLIP_ENCODERS = frozenset(("CLIPTextModel", "CLIPTextModelWithProjection"))
_PREFIX = "text_model."
_OUTER = (
    "embeddings.token_embedding.weight",
    "embeddings.position_embedding.weight",
    "final_layer_norm.weight",
    "final_layer_norm.bias",
)
_LAYER = (
    "layer_norm1",
    "layer_norm2",
    "mlp.fc1",
    "mlp.fc2",
    "self_attn.k_proj",
    "self_attn.out_proj",
    "self_attn.q_proj",
    "self_attn.v_proj",
)
_MOST_LAYERS = 1000


def missing_tensor(names: Collection[str], config: Mapping[str, Json]) -> str:
    """The first tensor that a CLIP text encoder of this config lacks; empty when it has all.

    names: of its tensors, in the layout of transformers 5 or the one before.
    """
    found = {name.removeprefix(_PREFIX) for name in names}
    return next((name for name in _needed(config) if name not in found), "")


def _needed(config: Mapping[str, Json]) -> Iterator[str]:
    yield from _OUTER
    layers = config.get("num_hidden_layers")
    for index in range(min(layers, _MOST_LAYERS) if isinstance(layers, int) else 0):
        for part in _LAYER:
            yield f"encoder.layers.{index}.{part}.weight"
            yield f"encoder.layers.{index}.{part}.bias"
    if config.get("architectures") == ["CLIPTextModelWithProjection"]:
        yield "text_projection.weight"
