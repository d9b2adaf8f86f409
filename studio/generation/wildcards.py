"""Prompts that leave something to chance: `{red|blue}` and `__colour__`, drawn by the seed."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from typing import TypeAlias

# The lines of a list by its name; none when there is no such list.
Lists: TypeAlias = Callable[[str], Sequence[str]]

_CHOICE = re.compile(r"(?<!\\)\{([^{}|]*\|[^{}]*)\}")
_NAME = re.compile(r"__([^\W_][\w/\-]*?)__")
_MOST_ROUNDS = 100
# Letters out of lists: one that names itself twice would grow without end.
_MOST_LETTERS = 1 << 16


def has_chance(prompt: str) -> bool:
    """Whether something in a prompt is left to chance."""
    return bool(_CHOICE.search(prompt) or _NAME.search(prompt))


def drawn(prompt: str, seed: int, lists: Lists) -> str:
    """The prompt for a seed; inner choices first, lists may name lists. Unknown names stay."""
    if not has_chance(prompt):
        return prompt
    # A stream of its own: the seed itself draws the noise.
    dice = random.Random(f"words {seed}")
    known = {name: tuple(lists(name)) for name in _NAME.findall(prompt)}

    room = _MOST_LETTERS

    def named(found: re.Match[str]) -> str:
        nonlocal room
        lines = known.setdefault(found[1], tuple(lists(found[1])))
        line = dice.choice(lines) if lines and room > 0 else found[0]
        room -= len(line)
        return line if room > 0 else found[0]

    for _ in range(_MOST_ROUNDS):
        chosen = _CHOICE.sub(lambda found: dice.choice(found[1].split("|")), prompt)
        chosen = _NAME.sub(named, chosen)
        if chosen == prompt:
            break
        prompt = chosen
    return prompt
