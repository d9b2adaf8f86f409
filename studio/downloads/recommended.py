"""A short list of models to begin with, as `resources/downloads/recommended.json` has it."""

from __future__ import annotations

from enum import Enum

import msgspec

from studio.resources import resource


class Use(Enum):
    """What a licence allows, in one word; its text decides."""

    any = "any"
    rules = "rules"
    noncommercial = "noncommercial"


class Purpose(Enum):
    """What it is good for."""

    model = "model"
    inpainting = "inpainting"
    editing = "editing"
    few_steps = "few_steps"
    few_steps_lora = "few_steps_lora"
    vae = "vae"
    decoder = "decoder"


class Recommended(msgspec.Struct, frozen=True):
    """One of them. megabytes: about what there is to fetch, in the smallest variant."""

    repository: str
    family: str
    purpose: Purpose = msgspec.field(name="kind")
    megabytes: int
    licence: str
    use: Use


def recommended() -> tuple[Recommended, ...]:
    """All of them, in their order."""
    content = resource("downloads", "recommended.json").read_bytes()
    return msgspec.json.decode(content, type=tuple[Recommended, ...])
