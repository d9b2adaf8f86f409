"""Adjustments as text in a file: JSON of a kind and its settings."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, fields
from typing import get_args

from studio.colour import Colour
from studio.document.adjustments import Adjustment, Curves, GradientMap
from studio.foreign_json import read_json

_KINDS: dict[str, type[Adjustment]] = {kind.__name__: kind for kind in get_args(Adjustment)}
_MOST_POINTS = 64
_LARGEST = 1000


def adjustment_text(adjustment: Adjustment) -> str:
    """JSON that `parse_adjustment` reads."""
    settings: dict[str, object] = asdict(adjustment)
    if isinstance(adjustment, GradientMap):
        settings = {"dark": adjustment.dark.hex, "light": adjustment.light.hex}
    return json.dumps({"kind": type(adjustment).__name__, **settings})


def parse_adjustment(text: str) -> Adjustment | None:
    """What text says; None when it is of a kind not known, or damaged."""
    try:
        found = read_json(text)
        kind = _KINDS[found["kind"]]
        return _adjustment_of(kind, found)
    except (ValueError, KeyError, TypeError):
        return None


def _adjustment_of(kind: type[Adjustment], found: Mapping[str, object]) -> Adjustment:
    if kind is GradientMap:
        return GradientMap(_colour(found["dark"]), _colour(found["light"]))
    if kind is Curves:
        return Curves(_points(found["points"]))
    settings = {one.name: _number(found[one.name]) for one in fields(kind)}
    make: Callable[..., Adjustment] = kind
    return make(**settings)


def _number(value: object) -> float:
    # NaN is no larger and no smaller.
    if not isinstance(value, int | float) or not abs(value) <= _LARGEST:
        raise ValueError(value)
    return float(value)


def _colour(value: object) -> Colour:
    return Colour.from_hex(str(value))


def _points(value: object) -> tuple[tuple[float, float], ...]:
    if not isinstance(value, list) or not 1 <= len(value) <= _MOST_POINTS:
        raise ValueError(value)
    return tuple((_number(x), _number(y)) for x, y in value)
