"""The parts of a model in files of their own, with the configs and tokenizers that ship."""

from __future__ import annotations

from pathlib import Path

import diffusers
import torch
import transformers
from safetensors import safe_open

from studio.engine.vocabularies import tokenizer_in
from studio.models.catalogue import ModelEntry
from studio.models.companions import tokenizer_folder
from studio.models.family import Part
from studio.models.folder import INDEX, read_object

_VOCABULARIES = {"clip-l": "clip", "t5-xxl": "t5", "qwen3-4b": "qwen"}


def components_of_files(entry: ModelEntry, dtype: torch.dtype) -> dict[str, object]:
    """All but the denoiser and the scheduler, by their names.

    Raises:
        ValueError: a tensor is missing, or does not fit.
    """
    assert entry.rest is not None
    paths = dict(entry.parts)
    found: dict[str, object] = {}
    for part in entry.family.parts:
        path = paths[part.component]
        if part.component == "vae":
            found["vae"] = _vae(path, entry.rest, dtype)
            continue
        found[part.component] = _encoder(path, entry.rest, part, dtype)
        reader = part.component.replace("text_encoder", "tokenizer")
        vocabulary = _VOCABULARIES[part.id]
        folder = tokenizer_folder(entry.rest, reader, vocabulary)
        found[reader] = tokenizer_in(folder, vocabulary)
    return found


def _vae(path: Path, configs: Path, dtype: torch.dtype) -> object:
    return diffusers.AutoencoderKL.from_single_file(
        str(path), config=str(configs), subfolder="vae", local_files_only=True, torch_dtype=dtype
    )


def _encoder(path: Path, configs: Path, part: Part, dtype: torch.dtype) -> object:
    """A text encoder; transformers itself would fill a missing tensor with chance."""
    match read_object(configs / INDEX).get(part.component):
        case [_, str(class_name)]:
            kind = getattr(transformers, class_name)
        case found:
            raise ValueError(f"{part.component}: {found}")
    config = kind.config_class.from_pretrained(configs / part.component, local_files_only=True)
    network, told = kind.from_pretrained(
        None,
        config=config,
        state_dict=_tensors(path, part.within),
        dtype=dtype,
        output_loading_info=True,
    )
    if told["missing_keys"]:
        raise ValueError(f"{path.name}: {min(told['missing_keys'])}")
    return network.eval()


def _tensors(path: Path, within: str) -> dict[str, torch.Tensor]:
    """Those of one network, in a file of its own or in one of several."""
    with safe_open(path, "pt") as file:
        names = tuple(file.keys())
        own = [name for name in names if name.startswith(within)] or names
        return {name.removeprefix(within): file.get_tensor(name) for name in own}
