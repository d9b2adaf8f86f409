"""Brushes with a name, and what they look like in a file."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, fields
from enum import Enum
from typing import Any

from studio.brush.brush import Brush
from studio.brush.dynamics import Curve, Response, Sense, Trait
from studio.brush.own_picture import OwnPicture, Role, unpacked
from studio.brush.tip import path_of
from studio.document.blending import BlendMode
from studio.errors import InputError
from studio.foreign_json import read_json
from studio.text import tr

FORMAT = "repaint-studio-brush"


class Use(Enum):
    """What a brush is for."""

    paint = "paint"
    erase = "erase"
    smudge = "smudge"


@dataclass(frozen=True, slots=True)
class Preset:
    """A brush to choose.

    id: that of its file. tags: words to find it by.
    """

    id: str
    name: str
    brush: Brush
    use: Use = Use.paint
    tags: tuple[str, ...] = ()


def written(preset: Preset) -> str:
    """The preset as the text of a file; what is as in any brush is left out."""
    plain = Brush()
    traits = {
        field.name: _plain(getattr(preset.brush, field.name))
        for field in fields(Brush)
        if getattr(preset.brush, field.name) != getattr(plain, field.name)
    }
    found = {
        "format": FORMAT,
        "name": preset.name,
        "use": preset.use.value,
        "tags": list(preset.tags),
        "brush": traits,
    }
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def read(id: str, text: str) -> Preset:  # noqa: A002
    """The preset that a file holds.

    Raises:
        InputError: it holds none, or one whose tip or paper is not here.
    """
    try:
        preset = _preset_of(id, read_json(text))
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
        raise InputError(
            tr("“{name}” holds no brush.", name=id),
            tr("Choose a brush saved by this program, or one of MyPaint (.myb)."),
        ) from error
    _check_pictures(preset)
    return preset


def _check_pictures(preset: Preset) -> None:
    for role, picture in ((Role.tip, preset.brush.tip), (Role.paper, preset.brush.texture)):
        if isinstance(picture, str) and picture and not path_of(role, picture).is_file():
            raise InputError(
                tr(
                    "“{name}” wants a picture that is not here: {missing}.",
                    name=preset.name,
                    missing=picture,
                ),
                tr("A later version of the program may have it."),
            )


def _preset_of(id: str, found: dict[str, Any]) -> Preset:  # noqa: A002
    if found["format"] != FORMAT:
        raise ValueError(found["format"])
    tags = tuple(str(tag) for tag in found.get("tags", ()))
    return Preset(id, str(found["name"]), _brush_of(found["brush"]), Use(found["use"]), tags)


def _plain(value: object) -> object:
    """A trait as JSON has it."""
    if isinstance(value, BlendMode):
        return value.name
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Response):
        points = [list(point) for point in value.curve.points]
        return {"trait": value.trait.value, "sense": value.sense.value, "curve": points}
    if isinstance(value, OwnPicture):
        return {"name": value.name, "png": base64.b64encode(value.png).decode()}
    return value


def _brush_of(found: dict[str, object]) -> Brush:
    """A brush of traits that are there; unknown ones come from a later program and are left."""
    plain = Brush()
    traits: dict[str, Any] = {}  # each is checked against what it is in a plain brush
    for field in fields(Brush):
        if field.name in found:
            traits[field.name] = _trait(found[field.name], getattr(plain, field.name))
    return Brush(**traits)


def _trait(value: object, plain: object) -> object:
    match plain:
        case BlendMode():
            return BlendMode[str(value)]
        case tuple():
            return tuple(_response(one) for one in _list(value))
        case str() if isinstance(value, dict):
            return _own_picture(value)
        case bool() | str() if type(value) is type(plain):
            return value
        case float() if isinstance(value, int | float) and not isinstance(value, bool):
            return float(value)
    raise TypeError(value)


def _own_picture(found: dict[str, object]) -> OwnPicture:
    picture = OwnPicture(str(found["name"]), base64.b64decode(str(found["png"]), validate=True))
    unpacked(picture)
    return picture


def _response(found: object) -> Response:
    if not isinstance(found, dict):
        raise TypeError(found)
    points = tuple((float(x), float(y)) for x, y in found["curve"])
    if not points or list(points) != sorted(points, key=lambda point: point[0]):
        raise ValueError(points)
    return Response(Trait(found["trait"]), Sense(found["sense"]), Curve(points))


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError(value)
    return value
