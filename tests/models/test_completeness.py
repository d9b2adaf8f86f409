import pytest

from studio.models.completeness import missing_tensor
from studio.models.headers import Json, read_header
from tests.models.folders import STARTER

NAMES = frozenset(read_header(STARTER / "text_encoder" / "model.safetensors").tensors)
LAYERS = len({name.split("layers.")[1].split(".")[0] for name in NAMES if "layers." in name})
PROJECTING = "CLIPTextModelWithProjection"


@pytest.mark.parametrize("prefix", ["", "text_model."])
def test_the_layouts_of_both_transformers_are_known(prefix):
    names = {prefix + name for name in NAMES}
    assert missing_tensor(names, {"num_hidden_layers": LAYERS}) == ""


def test_a_layer_that_the_config_promises_is_missed():
    assert f"layers.{LAYERS}." in missing_tensor(NAMES, {"num_hidden_layers": LAYERS + 1})


def test_an_encoder_with_a_projection_needs_it():
    config: dict[str, Json] = {"num_hidden_layers": LAYERS, "architectures": [PROJECTING]}
    assert missing_tensor(NAMES, config) == "text_projection.weight"
    assert missing_tensor(NAMES | {"text_projection.weight"}, config) == ""
