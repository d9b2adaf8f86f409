"""MyPaint's brushes, as far as ours can be like them."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from studio.brush.brush import Brush
from studio.brush.dynamics import Curve, Response, Sense, Trait
from studio.brush.preset import Preset, Use
from studio.errors import InputError
from studio.foreign_json import read_json
from studio.text import tr

_LARGEST = 2000.0
_SENSES = {
    "pressure": Sense.pressure,
    "random": Sense.random,
    "speed1": Sense.speed,
    "tilt_declination": Sense.tilt,
}


def read_myb(id: str, text: str) -> Preset:  # noqa: A002
    """The brush of a `.myb` file (version 3: JSON).

    Raises:
        InputError: it holds none.
    """
    try:
        settings = read_json(text)["settings"]
        brush = _brush_of({name: _Setting(found) for name, found in settings.items()})
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
        raise InputError(
            tr("“{name}” holds no brush.", name=id),
            tr("Choose a brush saved by this program, or one of MyPaint (.myb)."),
        ) from error
    return Preset(id, id.replace("_", " "), brush, _use_of(settings), ("MyPaint",))


class _Setting:
    """A base value, and what is added to it along curves over inputs."""

    def __init__(self, found: dict[str, object] | None = None) -> None:
        base = (found or {}).get("base_value", 0.0)
        inputs = (found or {}).get("inputs", {})
        self.base = float(base) if isinstance(base, int | float) else 0.0
        self.inputs: dict[str, list[tuple[float, float]]] = {}
        if isinstance(inputs, dict):
            for name, points in inputs.items():
                self.inputs[str(name)] = [(float(x), float(y)) for x, y in points]


def _brush_of(settings: dict[str, _Setting]) -> Brush:
    def base(name: str, plain: float = 0.0) -> float:
        return settings[name].base if name in settings else plain

    radius = settings.get("radius_logarithmic", _Setting({"base_value": 2.0}))
    opaque, multiplied = base("opaque", 1.0), settings.get("opaque_multiply", _Setting())
    dabs = base("dabs_per_actual_radius", 2.0) + base("dabs_per_basic_radius")
    return replace(
        Brush(),
        size=min(max(2 * math.exp(radius.base), 1.0), _LARGEST),
        hardness=_within(base("hardness", 0.8)),
        opacity=_within(opaque),
        spacing=_within(0.5 / max(dabs, 0.25)),
        angle=base("elliptical_dab_angle", 90.0),
        roundness=_within(1 / max(base("elliptical_dab_ratio", 1.0), 1.0)),
        scatter=max(0.0, base("offset_by_random") / 2),
        smoothing=_within(base("slow_tracking") / 10),
        builds_up=opaque < 0.5,
        dulls=True,
        charge=_within(1 - base("smudge", 1.0)),
        responses=(
            *_responses(Trait.size, radius, math.exp),
            *_responses(Trait.opacity, multiplied, lambda y: y + multiplied.base),
        ),
    )


def _responses(
    trait: Trait, setting: _Setting, factor: Callable[[float], float]
) -> tuple[Response, ...]:
    """Its inputs as curves of what the trait is multiplied by, at most 1."""
    found = []
    for name, sense in _SENSES.items():
        points = setting.inputs.get(name, [])
        if len(points) > 1 and any(y != 0 for _, y in points):
            curve = Curve(tuple((_within(x), _within(factor(y))) for x, y in sorted(points)))
            found.append(Response(trait, sense, curve))
    return tuple(found)


def _use_of(settings: dict[str, dict[str, object]]) -> Use:
    if _Setting(settings.get("eraser")).base > 0.5:
        return Use.erase
    return Use.smudge if _Setting(settings.get("smudge")).base > 0.5 else Use.paint


def _within(value: float) -> float:
    return min(max(value, 0.0), 1.0)
