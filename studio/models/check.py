"""Whether a model folder may be loaded: found out before anything of it is imported or run."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from studio.generation.engine import EngineError, EngineErrorKind
from studio.models.completeness import CLIP_ENCODERS, missing_tensor
from studio.models.family import Component, Family
from studio.models.folder import INDEX, broken, missing, read_object
from studio.models.headers import Json, is_pickle, pickle_refused, read_header
from studio.text import tr

VARIANTS = ("", "fp16")
# Keys by which a config makes a library fetch or run code: CVE-2026-4372 was one of them.
_CODE_KEYS = re.compile(
    r"auto_map|custom_pipelines?|trust_remote_code|custom_class|_?attn_implementation.*"
)
_SMALLEST_WEIGHTS = 1 << 10


def check_folder(folder: Path, family: Family) -> str:
    """Refuse what is not wholly a model of that family; headers and configs are read, no tensor.

    Returns the variant of its weights: what stands between name and `.safetensors`, often nothing.

    Raises:
        EngineError: model_missing, model_refused or model_broken, naming the part.
    """
    used = _checked_parts(folder, family)
    return _check_weights(folder, [one for one in used if one.weights])


def check_rest(folder: Path, family: Family, *, is_whole: bool) -> str:
    """The same for a folder that completes a single file; a whole file needs no weights of it."""
    used = _checked_parts(folder, family)
    if is_whole:
        return ""
    wanted = [one for one in used if one.weights and one.name != family.denoiser]
    return _check_weights(folder, wanted)


def _checked_parts(folder: Path, family: Family) -> tuple[Component, ...]:
    """The parts that are loaded, with no code and no class in them that is not known."""
    index = read_object(folder / INDEX)
    _check_index(index, family)
    _check_no_code(folder)
    used = tuple(one for one in family.components if one.is_loaded and not _is_left(one, index))
    for component in used:
        _check_component(folder, component, index)
    return used


def _check_index(index: dict[str, Json], family: Family) -> None:
    _check_keys(index, INDEX)
    if not _is_in(family.named, index.get("_class_name")):
        raise _unknown_class(str(index.get("_class_name")), INDEX)
    for name, value in index.items():
        if isinstance(value, list):
            _check_named(name, value, family)
        elif name[:1] != "_" and isinstance(value, dict):
            raise _unknown_class(name, INDEX)


def _check_named(name: str, value: list[Json], family: Family) -> None:
    component = family.component(name)
    if value == [None, None]:
        if component and component.is_loaded and not component.is_optional:
            raise missing(Path(INDEX) / name)
        return
    if component is None or len(value) != 2:
        raise _unknown_class(json.dumps(value), f"{name} ({INDEX})")
    library, class_name = value
    if library != component.library or not _is_in(component.classes, class_name):
        raise _unknown_class(f"{library}.{class_name}", f"{name} ({INDEX})")


def _is_left(component: Component, index: dict[str, Json]) -> bool:
    """Whether the folder says that it does without."""
    return component.is_optional and index.get(component.name, [None, None]) == [None, None]


def _is_in(names: frozenset[str], found: Json) -> bool:
    return isinstance(found, str) and found in names


def _check_no_code(folder: Path) -> None:
    for path in (*folder.glob("*.py"), *folder.glob("*/*.py")):
        raise EngineError(
            EngineErrorKind.model_refused,
            tr("The model folder holds a program, {name}.", name=path.name),
            tr("A model needs none. If you trust the rest of it, take the program out."),
        )


def _check_component(folder: Path, component: Component, index: dict[str, Json]) -> None:
    if component.name not in index:
        raise missing(folder / component.name)
    place = folder / component.name
    if not place.is_dir():
        raise missing(place)
    for path in sorted(place.glob("*.json")):
        if path.stat().st_size:
            _check_keys_in(path)
    _check_class(place, component)


def _check_keys_in(path: Path) -> None:
    # A vocabulary is a flat table of words, some of which may well be these keys.
    if path.name in ("vocab.json", "tokenizer.json"):
        return
    _check_keys(read_object(path), f"{path.parent.name}/{path.name}")


def _check_class(place: Path, component: Component) -> None:
    if component.library == "transformers" and not component.weights:
        return
    name = "scheduler_config.json" if component.name == "scheduler" else "config.json"
    config = read_object(place / name)
    for class_name in _class_names(config):
        if not _is_in(component.classes, class_name):
            raise _unknown_class(str(class_name), f"{place.name}/{name}")


def _class_names(config: dict[str, Json]) -> Iterator[Json]:
    if "_class_name" in config:
        yield config["_class_name"]
    architectures = config.get("architectures") or []
    yield from architectures if isinstance(architectures, list) else [architectures]


def _check_keys(found: Json, where: str) -> None:
    for key in _keys(found):
        if _CODE_KEYS.fullmatch(key):
            raise EngineError(
                EngineErrorKind.model_refused,
                tr("{where} of the model asks for code to be run ({key}).", where=where, key=key),
                tr("A model needs none. Get it from its maker in the ordinary form."),
            )


def _keys(found: Json) -> Iterator[str]:
    if isinstance(found, dict):
        for key, value in found.items():
            yield key
            yield from _keys(value)
    elif isinstance(found, list):
        for value in found:
            yield from _keys(value)


def _check_weights(folder: Path, components: Iterable[Component]) -> str:
    """Prove that every file of weights is whole; returns the variant that all of them have."""
    places = [(folder / one.name, one) for one in components]
    choices = [_choices(place, one.weights) for place, one in places]
    for variant in VARIANTS:
        if all(variant in choice for choice in choices):
            for (place, component), choice in zip(places, choices, strict=True):
                names = _tensors_in(choice[variant])
                if component.classes & CLIP_ENCODERS:
                    _check_complete(place, choice[variant], names)
            return variant
    raise _mixed(folder)


def _check_complete(place: Path, weights: Path, names: frozenset[str]) -> None:
    lacking = missing_tensor(names, read_object(place / "config.json"))
    if lacking:
        raise EngineError(
            EngineErrorKind.model_broken,
            tr(
                "{name} of the model lacks {part}.",
                name=f"{place.name}/{weights.name}",
                part=lacking,
            ),
            tr("Download it again; a part of it may be missing."),
        )


def _choices(place: Path, stem: str) -> dict[str, Path]:
    """The file to open for each variant there is: one file of weights, or the index of many."""
    found: dict[str, Path] = {}
    for variant in VARIANTS:
        middle = f".{variant}" if variant else ""
        for path in (
            place / f"{stem}{middle}.safetensors",
            place / f"{stem}.safetensors.index{middle}.json",
        ):
            if path.is_file():
                found.setdefault(variant, path)
    if not found:
        raise _why_none(place, stem)
    return found


def _why_none(place: Path, stem: str) -> EngineError:
    for path in sorted(place.iterdir()):
        if path.is_file() and path.stat().st_size >= _SMALLEST_WEIGHTS and is_pickle(path):
            return pickle_refused(path)
    return missing(place / f"{stem}.safetensors")


def _tensors_in(path: Path) -> frozenset[str]:
    """The names of all tensors in one file of weights, or in the many of an index."""
    if path.suffix == ".safetensors":
        return frozenset(read_header(path).tensors)
    parts = read_object(path).get("weight_map")
    if not isinstance(parts, dict) or not parts:
        raise broken(path)
    names: set[str] = set()
    for part in sorted({str(part) for part in parts.values()}):
        if Path(part).name != part or not part.endswith(".safetensors"):
            raise broken(path)
        if not (path.parent / part).is_file():
            raise missing(path.parent / part)
        names |= read_header(path.parent / part).tensors.keys()
    return frozenset(names)


def _mixed(folder: Path) -> EngineError:
    return EngineError(
        EngineErrorKind.model_missing,
        tr("Some parts of the model {name} lack weights that fit the others.", name=folder.name),
        tr("Download it again, either all plain files or all of one variant."),
    )


def _unknown_class(name: str, where: str) -> EngineError:
    return EngineError(
        EngineErrorKind.model_refused,
        tr("The model asks for {name}, which is not known, in {where}.", name=name, where=where),
        tr("Only models made of known parts are loaded. Get it in the ordinary form."),
    )
