"""One good file of every kind that the program reads, and how it reads it."""

from __future__ import annotations

import io
import json
import struct
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from studio.brush.myb import read_myb
from studio.brush.preset import read as read_preset
from studio.files.formats import open_document
from studio.files.openraster.parsing import parse_stack
from studio.files.openraster.stack import write_stack
from studio.files.palettes import read_palette
from studio.files.pictures.comfy import comfy_settings
from studio.files.pictures.metadata import parse_parameters
from studio.generation.emphasis import pieces_of
from studio.generation.recipe import LayerRecipe
from studio.generation.wire import Ask, pack, unpack
from studio.models.headers import read_header
from studio.models.proof import proof_of
from studio.session.preferences import PreferencesFile
from tests.fakes.requests import small_request
from tests.faults.scenes import SCENES, a_document
from tests.files.corpus import PARAMETERS, corpus, in_openraster
from tests.models import gguf_bytes as gguf

GRAPH = {
    "3": {"class_type": "KSampler", "inputs": {"seed": 5, "steps": 20, "positive": ["6", 0]}},
    "6": {"class_type": "CLIPTextEncode", "inputs": {"text": "a fox", "clip": ["4", 1]}},
}
MYB = {
    "version": 3,
    "group": "",
    "settings": {
        "radius_logarithmic": {"base_value": 2.0, "inputs": {"pressure": [[0, -1], [1, 0.5]]}},
        "opaque": {"base_value": 0.8, "inputs": {}},
        "hardness": {"base_value": 0.5, "inputs": {"speed1": [[0, 0], [4, 0.2]]}},
    },
}

_TENSORS = {"img_in.weight": ((2, 64), "F16"), "txt_in.weight": ((1, 256), "Q4_K")}


@dataclass(frozen=True, slots=True)
class Kind:
    """A good content, and what reads any content; it may raise StudioErrors only."""

    content: bytes
    read: Callable[[bytes], object]


def kinds() -> Mapping[str, Kind]:
    """Every kind of file and text, by name."""
    found = {name: Kind(content, as_file(open_document)) for name, content in corpus().items()}
    return {**found, **dict(own_files()), **dict(texts())}


def own_files() -> Iterator[tuple[str, Kind]]:
    """What the program keeps for the painter, and the header of a model."""
    for name, read in (
        ("colours.gpl", read_palette),
        ("preferences.json", PreferencesFile),
    ):
        with tempfile.TemporaryDirectory() as folder:
            SCENES[name].write(Path(folder, name), 100)
            yield name, Kind(Path(folder, name).read_bytes(), as_file(read))
    header = {
        "__metadata__": {"modelspec.title": "x"},
        "lora_unet_down.weight": {"dtype": "F16", "shape": [2, 2], "data_offsets": [0, 8]},
    }
    words = json.dumps(header).encode()
    whole = struct.pack("<Q", len(words)) + words + bytes(8)
    yield "model.safetensors", Kind(whole, as_file(read_header))
    said = gguf.word("general.architecture", "flux"), gguf.words("tags", ["image", "small"])
    yield "model.gguf", Kind(gguf.whole(_TENSORS, *said), as_file(proof_of))


def texts() -> Iterator[tuple[str, Kind]]:
    """Words within files, and messages."""
    with tempfile.TemporaryDirectory() as folder:
        SCENES["brush.json"].write(Path(folder, "brush.json"), 100)
        preset = Path(folder, "brush.json").read_bytes()
    yield "brush.json", Kind(preset, as_text(lambda text: read_preset("x", text)))
    yield "brush.myb", Kind(json.dumps(MYB).encode(), as_text(lambda text: read_myb("x", text)))
    yield "parameters", Kind(PARAMETERS.encode(), as_text(parse_parameters))
    yield "comfy graph", Kind(json.dumps(GRAPH).encode(), as_text(comfy_settings))
    yield "prompt", Kind(b"a (red:1.2) [fox] BREAK ((snow)) \\( <x>", as_text(pieces_of))
    request = small_request(3)
    recipe = LayerRecipe(request.recipe, request.context, request.region).to_json()
    yield "recipe", Kind(recipe.encode(), as_text(LayerRecipe.from_json))
    yield "wire", Kind(pack(3, Ask(request)), unpack)
    yield "stack", Kind(_stack(), lambda content: parse_stack(content, []))


def _stack() -> bytes:
    with zipfile.ZipFile(io.BytesIO(in_openraster(a_document(1)))) as archive:
        return write_stack(parse_stack(archive.read("stack.xml"), []))


def as_file(read: Callable[[Path], object], name: str = "file") -> Callable[[bytes], object]:
    """What reads a file, reading a content that is put into one of that name."""

    def from_file(content: bytes) -> object:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, name)
            path.write_bytes(content)
            return read(path)

    return from_file


def as_text(read: Callable[[str], object]) -> Callable[[bytes], object]:
    """What reads words, reading bytes."""
    return lambda content: read(content.decode("utf-8", "replace"))
