"""What a painter set for one repaint: everything needed to do it again."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from enum import Enum

from studio.errors import InputError
from studio.foreign_json import read_json
from studio.generation.loras import LoraUse
from studio.generation.numbers import check_number
from studio.geometry import Bounds
from studio.text import tr

MOST_CLIP_SKIP = 12


class Fill(Enum):
    """What stands in the masked area before it is encoded."""

    blur = "blur"
    edges = "edges"
    neutral = "neutral"
    noise = "noise"
    original = "original"


class ContextChoice(Enum):
    """How the rectangle that the model sees is found."""

    auto = "auto"
    exact = "exact"
    whole = "whole"
    layer = "layer"


@dataclass(frozen=True, slots=True)
class Recipe:
    """The settings of one repaint; `seed` is drawn when it is None.

    strength: 0..1, 1 ignores the picture. steps: denoising steps of a full schedule.
    guidance: classifier-free guidance scale; 1 turns it off. vae: another than the model's own.
    clip_skip: which layer of the text encoder is read, counted from the last one, 1.
    """

    model: str = "starter"
    model_hash: str = ""
    prompt: str = ""
    negative: str = ""
    sampler: str = "Euler"
    steps: int = 20
    guidance: float = 5.0
    strength: float = 1.0
    seed: int | None = None
    fill: Fill = Fill.blur
    match_colours: bool = True
    blend_past_edge: bool = False
    context: ContextChoice = ContextChoice.auto
    loras: tuple[LoraUse, ...] = ()
    vae: str = ""
    clip_skip: int = 1

    def __post_init__(self) -> None:
        """Refuse what no engine could do.

        Raises:
            InputError: a number is not finite or out of its range.
        """
        check_number(tr("Strength"), self.strength, 0.01, 1.0)
        check_number(tr("Steps"), self.steps, 1, 500)
        check_number(tr("Guidance"), self.guidance, 0.0, 100.0)
        check_number(tr("Clip skip"), self.clip_skip, 1, MOST_CLIP_SKIP)
        if self.seed is not None:
            check_number(tr("Seed"), self.seed, 0, 2**63 - 1)


@dataclass(frozen=True, slots=True)
class LayerRecipe:
    """What a generated layer remembers: its recipe and where the model looked (canvas px)."""

    recipe: Recipe
    context: Bounds
    region: Bounds

    def to_json(self) -> str:
        """One JSON object, readable by other programs."""
        settings = {
            key: value.value if isinstance(value, Enum) else value
            for key, value in asdict(self.recipe).items()
        }
        places = {"context": asdict(self.context), "region": asdict(self.region)}
        return json.dumps({"version": 1, **settings, **_renamed(places)}, ensure_ascii=False)

    @staticmethod
    def from_json(text: str) -> LayerRecipe:
        """Read what `to_json` wrote; unknown keys are ignored.

        Raises:
            InputError: it is not such an object, or a value is impossible.
        """
        try:
            found = read_json(text)
            known = {field.name for field in fields(Recipe)} - {"context", "fill", "loras"}
            settings = {key: value for key, value in found.items() if key in known}
            recipe = Recipe(
                **settings,
                fill=Fill(found.get("fill", "blur")),
                context=ContextChoice(found.get("context", "auto")),
                loras=tuple(LoraUse(**one) for one in found.get("loras", ())),
            )
            return LayerRecipe(
                recipe, Bounds(**found["context_bounds"]), Bounds(**found["region_bounds"])
            )
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise InputError(
                tr("The recipe of a layer cannot be read."),
                tr("The layer stays as it is; it cannot be made anew from its recipe."),
            ) from error


def _renamed(places: dict[str, dict[str, int]]) -> dict[str, dict[str, int]]:
    return {f"{name}_bounds": edges for name, edges in places.items()}
