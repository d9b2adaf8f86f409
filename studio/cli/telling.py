"""The verbs that look and write nothing: `info` and `models`."""

from __future__ import annotations

from dataclasses import asdict
from enum import Enum
from pathlib import Path
from typing import assert_never

import cv2
import numpy as np

from studio.cli.console import Console, Json
from studio.cli.sources import size_of
from studio.document.document import Document
from studio.document.layers import (
    AdjustmentLayer,
    FillLayer,
    GroupLayer,
    Layer,
    PaintLayer,
    Pictured,
    TextLayer,
)
from studio.files.formats import is_layered, open_document
from studio.files.pictures.images import read_picture
from studio.files.pictures.metadata import read_parameters
from studio.foreign_json import read_json
from studio.generation.recipe import Recipe
from studio.geometry import Bounds, Extent
from studio.models.catalogue import ModelEntry, installed
from studio.text import tr


def tell_file(path: Path, console: Console) -> None:
    """Say what a document or a picture holds.

    Raises:
        InputError: it is neither.
    """
    if is_layered(path):
        opened = open_document(path)
        _tell_document(path, opened.document, opened.warnings, console)
    else:
        _tell_picture(path, console)


def list_models(console: Console) -> None:
    """Say which models are installed."""
    for entry in installed().entries:
        console.show(_record_of(entry))
        family = entry.family.title
        console.say(f"{entry.id}: {entry.name} ({entry.kind.value}, {family}). {entry.note}")
        if entry.problem is not None:
            console.say(f"  {entry.problem.message} {entry.problem.hint}")


def _tell_document(
    path: Path, document: Document, warnings: tuple[str, ...], console: Console
) -> None:
    layers = [_layer(layer) for layer in document.layers]
    console.show(
        {
            "kind": "document",
            "file": str(path),
            "width": document.extent.width,
            "height": document.extent.height,
            "layers": list(layers),
            "warnings": list(warnings),
        }
    )
    console.say(tr("A document of {size} pixels.", size=size_of(document.extent)))
    for layer in reversed(document.layers):
        made = f" – {layer.recipe}" if isinstance(layer, PaintLayer) and layer.recipe else ""
        console.say(f"  {layer.properties.name}{made}")
    for warning in warnings:
        console.say(warning)


def _tell_picture(path: Path, console: Console) -> None:
    picture = read_picture(path)
    extent = Extent(picture.pixels.shape[1], picture.pixels.shape[0])
    made = read_parameters(picture.text)
    console.show(
        {
            "kind": "picture",
            "file": str(path),
            "width": extent.width,
            "height": extent.height,
            "recipe": _settings(made.recipe) if made else None,
            "text": dict(picture.text),
            "warnings": list(picture.warnings),
        }
    )
    console.say(tr("A picture of {size} pixels.", size=size_of(extent)))
    for words in picture.text.values():
        console.say(words)


def _layer(layer: Layer) -> dict[str, Json]:
    looks = layer.properties
    return {
        "name": looks.name,
        "kind": _kind_of(layer),
        "opacity": looks.opacity,
        "visible": looks.visible,
        "blend": looks.foreign_blend or looks.blend.value,
        "bounds": asdict(_tight(layer)) if isinstance(layer, Pictured) else None,
        "recipe": _recipe(layer),
        "words": layer.text.words if isinstance(layer, TextLayer) else None,
    }


def _kind_of(layer: Layer) -> str:
    match layer:
        case PaintLayer():
            return "paint"
        case GroupLayer():
            return "group"
        case FillLayer():
            return "fill"
        case AdjustmentLayer():
            return "adjustment"
        case TextLayer():
            return "text"
        case _:
            assert_never(layer)


def _recipe(layer: Layer) -> Json:
    if not isinstance(layer, PaintLayer) or not layer.recipe:
        return None
    found: Json = read_json(layer.recipe)
    return found


def _tight(layer: Pictured) -> Bounds:
    """Canvas px tightly around what is painted."""
    around = layer.tiles.bounds
    alpha = np.ascontiguousarray(layer.tiles.read(around)[..., 3])
    x, y, width, height = cv2.boundingRect(alpha)
    return Bounds(around.x + x, around.y + y, width, height) if width else Bounds(0, 0, 0, 0)


def _settings(recipe: Recipe) -> dict[str, Json]:
    return {
        key: value.value if isinstance(value, Enum) else value
        for key, value in asdict(recipe).items()
    }


def _record_of(entry: ModelEntry) -> dict[str, Json]:
    return {
        "id": entry.id,
        "name": entry.name,
        "kind": entry.kind.value,
        "family": entry.family.id,
        "path": str(entry.path),
        "hash": entry.hash,
        "limits": asdict(entry.limits),
        "recommended": asdict(entry.recommended),
        "note": entry.note,
        "problem": entry.problem.message if entry.problem else None,
        "hint": entry.problem.hint if entry.problem else None,
    }
