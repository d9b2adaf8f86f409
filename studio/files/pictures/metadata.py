"""Generation settings as other programs store them in pictures."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from studio.errors import InputError
from studio.files.pictures.comfy import comfy_settings
from studio.foreign_json import read_json
from studio.generation.loras import LoraUse, split_loras, tags_of
from studio.generation.recipe import Recipe
from studio.geometry import Extent

PARAMETERS = "parameters"

_NEGATIVE = "Negative prompt:"
# A name, a colon, and a value that is a JSON string or holds no comma. Names end: without that a
# megabyte of letters would be looked through from each of them.
_PAIR = re.compile(r'(\w[\w \-/]{0,99}):\s*("(?:\\.|[^\\"])*"|[^,]*)(?:,|$)')
_HASH = re.compile(r"[0-9a-fA-F]+")
_SHORT_HASH = 12
_SIZE = re.compile(r"(\d{1,6})x(\d{1,6})")
_FEWEST_PAIRS = 3
_NEEDS_QUOTES = re.compile(r'[,:"\n\r\\]|^\s|\s$')


@dataclass(frozen=True, slots=True)
class Parameters:
    """What a picture says about how it was made; `extent` is the size it was made at, if told."""

    recipe: Recipe
    extent: Extent | None = None


def parameters_text(recipe: Recipe, extent: Extent) -> str:
    """Settings as the Stable Diffusion web UI writes them, which most programs read."""
    settings = {
        "Steps": str(recipe.steps),
        "Sampler": recipe.sampler,
        "CFG scale": f"{recipe.guidance:g}",
        "Seed": "" if recipe.seed is None else str(recipe.seed),
        "Size": f"{extent.width}x{extent.height}",
        "Model hash": recipe.model_hash,
        "Model": recipe.model,
        "VAE": recipe.vae,
        "Clip skip": str(recipe.clip_skip) if recipe.clip_skip > 1 else "",
        "Lora hashes": _hashes(recipe.loras),
        "Denoising strength": f"{recipe.strength:g}" if recipe.strength < 1 else "",
        "Version": "Repaint Studio",
    }
    pairs = (f"{name}: {_quoted(value)}" for name, value in settings.items() if value)
    negative = (f"{_NEGATIVE} {recipe.negative}",) if recipe.negative else ()
    prompt = f"{recipe.prompt}{tags_of(_plainly_named(recipe.loras))}"
    return "\n".join((prompt, *negative, ", ".join(pairs)))


def parse_parameters(text: str) -> Parameters:
    """Read settings as the web UI writes them; what is impossible is left at its default."""
    *prompts, last = text.strip().split("\n")
    pairs = _PAIR.findall(last)
    if len(pairs) < _FEWEST_PAIRS:
        prompts, pairs = [*prompts, last], []
    prompt, _, negative = "\n".join(["", *prompts]).partition(f"\n{_NEGATIVE}")
    settings = {name.strip(): _unquoted(value.strip()) for name, value in pairs}
    return _parameters_of({**settings, "prompt": prompt.strip(), "negative": negative.strip()})


def read_parameters(text: Mapping[str, str]) -> Parameters | None:
    """What the words of a picture say about how it was made; None when they say nothing."""
    if PARAMETERS in text:
        return parse_parameters(text[PARAMETERS])
    settings = comfy_settings(text.get("prompt", ""))
    return _parameters_of(settings) if settings else None


def _parameters_of(settings: Mapping[str, str]) -> Parameters:
    recipe = Recipe()
    for change in _CHANGES:
        try:
            recipe = change(recipe, settings)
        except (InputError, KeyError, ValueError):
            continue  # not told, or nothing an engine could do: the default stays
    size = _SIZE.fullmatch(settings.get("Size", ""))
    return Parameters(recipe, Extent(int(size[1]), int(size[2])) if size else None)


_CHANGES: tuple[Callable[[Recipe, Mapping[str, str]], Recipe], ...] = (
    lambda recipe, found: replace(recipe, prompt=found["prompt"]),
    lambda recipe, found: _with_loras(recipe, found),
    lambda recipe, found: replace(recipe, negative=found["negative"]),
    lambda recipe, found: replace(recipe, model=found["Model"]),
    lambda recipe, found: replace(recipe, model_hash=found["Model hash"]),
    lambda recipe, found: replace(recipe, sampler=_sampler(found)),
    lambda recipe, found: replace(recipe, vae=Path(found["VAE"]).stem),
    lambda recipe, found: replace(recipe, clip_skip=int(found["Clip skip"])),
    lambda recipe, found: replace(recipe, steps=int(found["Steps"])),
    lambda recipe, found: replace(recipe, guidance=float(found["CFG scale"])),
    lambda recipe, found: replace(recipe, strength=float(found["Denoising strength"])),
    lambda recipe, found: replace(recipe, seed=int(found["Seed"])),
)


def _plainly_named(loras: Iterable[LoraUse]) -> Iterator[LoraUse]:
    """By their files' names, as the web UI knows them."""
    for one in loras:
        yield replace(one, name=one.name.rsplit("/")[-1].removesuffix(".safetensors"))


def _hashes(loras: Iterable[LoraUse]) -> str:
    named = _plainly_named(loras)
    return ", ".join(f"{one.name}: {one.hash[:_SHORT_HASH]}" for one in named if one.hash)


def _with_loras(recipe: Recipe, found: Mapping[str, str]) -> Recipe:
    prompt, loras = split_loras(found["prompt"])
    told = _hashes_in(found.get("Lora hashes", ""))
    hashed = (replace(one, hash=told.get(one.name, "")) for one in loras)
    return replace(recipe, prompt=prompt, loras=tuple(hashed))


def _hashes_in(said: str) -> Mapping[str, str]:
    """Those of LoRAs, by name."""
    pairs = (map(str.strip, one.partition(":")) for one in said.split(","))
    return {name: digest for name, _, digest in pairs if _HASH.fullmatch(digest)}


def _sampler(found: Mapping[str, str]) -> str:
    """The web UI writes the schedule apart since 1.9; before, it was part of the name."""
    name, schedule = found["Sampler"], found.get("Schedule type", "")
    return f"{name} Karras" if schedule == "Karras" and "Karras" not in name else name


def _quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=False) if _NEEDS_QUOTES.search(value) else value


def _unquoted(value: str) -> str:
    if not value.startswith('"'):
        return value
    try:
        return str(read_json(value))
    except ValueError:
        return value
