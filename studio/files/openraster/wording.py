"""Texts of text layers as an entry of a file: JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import TypeAlias

from studio.colour import Colour
from studio.document.placement import Placement
from studio.document.texts import Alignment, Style, Text
from studio.foreign_json import read_json

# More than anyone writes on a picture; a file made to harm has more.
_MOST_LETTERS = 100_000
_LARGEST, _FARTHEST = 10_000, float(1 << 20)

_Found: TypeAlias = Mapping[str, object]


def wording_of(text: Text) -> str:
    """JSON that `parse_wording` reads."""
    style = asdict(text.style) | {"alignment": text.style.alignment.value}
    at = text.placement
    return json.dumps(
        {
            "words": text.words,
            "style": style,
            "colour": text.colour.hex,
            "placement": [at.a, at.b, at.c, at.d, at.e, at.f],
            "width": text.width,
        }
    )


def parse_wording(wording: str) -> Text | None:
    """The text; None when it is damaged, or no text could be like that."""
    try:
        found = read_json(wording)
        return _text_of(found)
    except (ValueError, KeyError, TypeError):
        return None


def _text_of(found: _Found) -> Text:
    words, width = found["words"], found["width"]
    if not isinstance(words, str) or len(words) > _MOST_LETTERS:
        raise ValueError(words)
    return Text(
        words,
        _style_of(found["style"]),
        Colour.from_hex(str(found["colour"])),
        _placement_of(found["placement"]),
        None if width is None else _number(width, 1, _FARTHEST),
    )


def _style_of(found: object) -> Style:
    if not isinstance(found, Mapping):
        raise TypeError(found)
    return Style(
        str(found["family"]),
        round(_number(found["size"], 1, _LARGEST)),
        round(_number(found["weight"], 100, 900)),
        is_italic=found["is_italic"] is True,
        alignment=Alignment(found["alignment"]),
        line_spacing=_number(found["line_spacing"], 0.1, 10),
        letter_spacing=_number(found["letter_spacing"], -1, 10),
    )


def _placement_of(found: object) -> Placement:
    if not isinstance(found, list) or len(found) != 6:
        raise ValueError(found)
    placement = Placement(*(_number(one, -_FARTHEST, _FARTHEST) for one in found))
    if not 1e-3 < placement.scale < 1e3:
        raise ValueError(found)
    return placement


def _number(value: object, least: float, most: float) -> float:
    # NaN is in no range.
    if not isinstance(value, int | float) or not least <= value <= most:
        raise ValueError(value)
    return float(value)
