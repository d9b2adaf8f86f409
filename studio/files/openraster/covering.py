"""Fills as text in a file: `#rrggbb` for one colour, else JSON of a kind and its settings."""

from __future__ import annotations

import json
from collections.abc import Mapping

from studio.colour import Colour
from studio.document.fills import FillContent, GradientFill, PatternFill
from studio.document.gradients import GradientShape
from studio.document.patterns import PatternKind
from studio.foreign_json import read_json

_LARGEST = 100_000.0


def fill_text(content: FillContent) -> str:
    """What `parse_fill` reads."""
    match content:
        case Colour():
            return content.hex
        case GradientFill():
            return json.dumps(
                {
                    "kind": "gradient",
                    "shape": content.shape.value,
                    "first": content.first.hex,
                    "last": content.last.hex,
                    "angle": content.angle,
                    "scale": content.scale,
                    "fades": content.fades,
                }
            )
        case PatternFill():
            return json.dumps(
                {
                    "kind": "pattern",
                    "pattern": content.kind.value,
                    "ink": content.ink.hex,
                    "ground": content.ground.hex,
                    "size": content.size,
                    "angle": content.angle,
                    "is_clear": content.is_clear,
                }
            )


def parse_fill(text: str) -> FillContent | None:
    """What text says; None when it is of a kind not known, or damaged."""
    try:
        return _content_of(read_json(text)) if text.startswith("{") else Colour.from_hex(text)
    except (ValueError, KeyError, TypeError):
        return None


def _content_of(found: Mapping[str, object]) -> FillContent:
    if found["kind"] == "gradient":
        return GradientFill(
            _colour(found["first"]),
            _colour(found["last"]),
            GradientShape(found["shape"]),
            angle=_number(found["angle"], -360, 360),
            scale=_number(found["scale"], 0.01, 100),
            fades=found["fades"] is True,
        )
    if found["kind"] == "pattern":
        return PatternFill(
            PatternKind(found["pattern"]),
            _colour(found["ink"]),
            _colour(found["ground"]),
            size=_number(found["size"], 1, _LARGEST),
            angle=_number(found["angle"], -360, 360),
            is_clear=found["is_clear"] is True,
        )
    raise KeyError(found["kind"])


def _colour(value: object) -> Colour:
    return Colour.from_hex(str(value))


def _number(value: object, least: float, most: float) -> float:
    # NaN is in no range.
    if not isinstance(value, int | float) or not least <= value <= most:
        raise ValueError(value)
    return float(value)
