"""Models that were distilled to paint in a few steps, and the settings they were made for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from studio.models.family import Family
from studio.models.headers import Json
from studio.models.sidecar import Recommended

_TRAILING = "trailing"
_MANY = 10
_TOLD_STEPS = re.compile(r"(?<![0-9])([0-9]{1,2})[ _-]?steps?(?![a-z])")
# What makers write into their files that may tell it.
SAID = ("modelspec.title", "modelspec.architecture", "ss_output_name", "ss_base_model_version")


@dataclass(frozen=True, slots=True)
class _Kind:
    """One way of distilling, known by a word.

    steps: where the name tells no number. sampler: for a diffusion; a flow has its own.
    """

    word: str
    steps: int
    guidance: float
    sampler: str


# From what the makers say of each; 1 is no guidance at all, as they were trained.
_KINDS = (
    _Kind("lightning", 4, 1.0, "Euler"),
    _Kind("turbo", 4, 1.0, "Euler a"),
    _Kind("lcm", 6, 1.5, "LCM"),
    _Kind("dmd2", 4, 1.0, "LCM"),
    _Kind("hyper", 8, 1.0, "DDIM"),
    _Kind("tcd", 6, 1.0, "TCD"),
)


def few_steps(name: str, words: Mapping[str, str], family: Family) -> Recommended | None:
    """The settings of a model or LoRA that its name or its maker's words tell to be such a one."""
    said = (name, *(words.get(key, "") for key in SAID))
    for kind in _KINDS:
        if any(_says(text, kind.word) for text in said):
            return _settings(kind, said, family)
    return None


def few_steps_of_scheduler(config: Mapping[str, Json], family: Family) -> Recommended | None:
    """The same from the scheduler that a model folder brings: plain models bring none of these."""
    name = str(config.get("_class_name", ""))
    if name in ("LCMScheduler", "TCDScheduler"):
        return few_steps(name.removesuffix("Scheduler"), {}, family)
    if name.startswith("Euler") and config.get("timestep_spacing") == _TRAILING:
        return few_steps("turbo" if "Ancestral" in name else "lightning", {}, family)
    return None


def _says(text: str, word: str) -> bool:
    return bool(re.search(rf"(?<![a-z]){word}(?![a-z])", text.lower()))


def _settings(kind: _Kind, said: Iterable[str], family: Family) -> Recommended:
    told = next((int(found[1]) for text in said if (found := _TOLD_STEPS.search(text.lower()))), 0)
    # A family that paints in few steps anyway knows better in how many.
    usual = family.steps if family.steps < _MANY else kind.steps
    sampler = family.default_sampler if family.is_flow else kind.sampler
    return Recommended(told or usual, kind.guidance, sampler, _TRAILING)
