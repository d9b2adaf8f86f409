"""The LoRAs of a recipe, and how they are written in a prompt: `<lora:name:0.8>`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from studio.generation.numbers import check_number
from studio.text import tr

MOST_WEIGHT = 4.0
# The web UI allows a second weight, for the text encoder; the first one then holds for both.
# No two parts of it take the same letters: a megabyte of them is looked through in no time.
_TAG = re.compile(
    r"<(?:lora|lyco):([^:<>]+)(?::(-?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)))?(?::[^<>]*)?>"
)
# With the space before it, unless words on both sides would become one.
_TAKEN_OUT = re.compile(rf"(?<!\s)\s*{_TAG.pattern}(?=[\s,.]|$)|{_TAG.pattern}")


@dataclass(frozen=True, slots=True)
class LoraUse:
    """A LoRA by its name or id, how strongly it works (1 as trained), and what it was."""

    name: str
    weight: float = 1.0
    hash: str = ""

    def __post_init__(self) -> None:
        """Refuse what no engine could do.

        Raises:
            InputError: the weight is not finite or out of its range.
        """
        check_number(tr("The weight of a LoRA"), self.weight, -MOST_WEIGHT, MOST_WEIGHT)


def split_loras(prompt: str) -> tuple[str, tuple[LoraUse, ...]]:
    """A prompt without its tags, and what they say.

    Raises:
        InputError: a weight is out of its range.
    """
    found = tuple(
        LoraUse(name.strip(), float(weight or 1)) for name, weight in _TAG.findall(prompt)
    )
    return (_TAKEN_OUT.sub("", prompt).strip() if found else prompt), found


def tags_of(loras: Iterable[LoraUse]) -> str:
    """As they are written in a prompt, each after a space."""
    return "".join(f" <lora:{one.name}:{one.weight:g}>" for one in loras)


def merged(first: Iterable[LoraUse], second: Iterable[LoraUse]) -> tuple[LoraUse, ...]:
    """Each once; where both name one, the second says how strongly."""
    return tuple({one.name: one for one in (*first, *second)}.values())
