import pytest

from studio.models.completeness import missing_tensor
from studio.models.headers import Json, read_header
from tests.models.folders import STARTER

NAMES = frozenset(read_header(STARTER / "text_encoder" / "model.safetensors").tensors)
PROJECTING = "CLIPTextModelWithProjection"


@pytest.mark.parametrize("prefix", ["", "text_model."])
def test_the_layouts_of_both_transformers_are_known(prefix):
    names = {prefix + name for name in NAMES}
    assert missing_tensor(names, {"num_hidden_layers": 2}) == ""


def test_a_layer_that_the_config_promises_is_missed():
    assert "layers.2." in missing_tensor(NAMES, {"num_hidden_layers": 3})


def test_an_encoder_with_a_projection_needs_it():
    config: dict[str, Json] = {"num_hidden_layers": 2, "architectures": [PROJECTING]}
    assert missing_tensor(NAMES, config) == "text_projection.weight"
    assert missing_tensor(NAMES | {"text_projection.weight"}, config) == ""
