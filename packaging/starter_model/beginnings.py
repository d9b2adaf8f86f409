"""Begin with the weights of a finished model, also one that knew other words."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from diffusers import UNet2DConditionModel
from safetensors.torch import load_file
from torch import nn
from transformers import CLIPTextModel, CLIPTokenizer

from starter_model.networks import Vae
from starter_model.palette import COLOURS
from starter_model.tokenizer import ENDING, load_tokenizer
from starter_model.words import Concept

# Not nothing at all: of that, nothing is ever learnt.
NEARLY_NOTHING = 0.1
TOKENS = "embeddings.token_embedding.weight"


def begin_unet(unet: nn.Module, folder: Path) -> None:
    """Every weight; the sizes must be the same."""
    found = UNet2DConditionModel.from_pretrained(
        folder / "unet", local_files_only=True, torch_dtype=torch.float32
    )
    unet.load_state_dict(found.state_dict())


@torch.no_grad()
def begin_vae(vae: Vae, folder: Path) -> None:
    """What both have of every weight; where this one is wider, the rest nearly nothing.

    Also with an AutoencoderKL, which sees nothing around a hole.
    """
    found = load_file(folder / "vae" / "diffusion_pytorch_model.safetensors")
    for name, mine in vae.state_dict().items():
        if name in found:
            both = tuple(
                slice(min(sides)) for sides in zip(mine.shape, found[name].shape, strict=True)
            )
            mine.mul_(NEARLY_NOTHING)[both] = found[name][both].float()
    said = json.loads((folder / "vae" / "config.json").read_text(encoding="utf-8"))
    vae.register_to_config(scaling_factor=said["scaling_factor"])


def begin_text(
    text: CLIPTextModel, tokenizer: CLIPTokenizer, folder: Path, concepts: Sequence[Concept]
) -> None:
    """Every weight, and of each token that both tokenizers have its embedding.

    A new token that is a whole word for a concept or a colour begins as the English name of it,
    so that 猫 is a cat before anything is learnt; other new ones keep what they were made with.
    """
    found = CLIPTextModel.from_pretrained(
        folder / "text_encoder", local_files_only=True, dtype=torch.float32
    )
    known = load_tokenizer(folder / "tokenizer").get_vocab()
    wanted = tokenizer.get_vocab()
    both = [word for word in wanted if word in known]
    weights, mine = found.state_dict(), text.state_dict()
    name = next(key for key in mine if key.endswith(TOKENS))
    tokens = mine[name].clone()
    tokens[[wanted[word] for word in both]] = weights[name][[known[word] for word in both]]
    for new, meant in _meanings(tokenizer, concepts):
        if new in wanted and new not in known:
            tokens[wanted[new]] = tokens[[wanted[word] for word in meant]].mean(0)
    text.load_state_dict({**weights, name: tokens})


def _meanings(
    tokenizer: CLIPTokenizer, concepts: Sequence[Concept]
) -> Iterator[tuple[str, list[str]]]:
    """Tokens that are whole words, alone or before others, and the tokens of what they mean."""
    named = [(concept.name, (*concept.others, *concept.chinese)) for concept in concepts]
    for name, words in [*named, *((colour.name, (colour.chinese,)) for colour in COLOURS)]:
        meant = tokenizer.tokenize(name)
        for word in words:
            found = tokenizer.tokenize(word)
            if len(found) == 1:
                yield found[0], meant
                yield found[0].removesuffix(ENDING), meant
