"""Model folders of a few bytes, whole or spoiled in one way."""

from __future__ import annotations

import json
import shutil
import struct
from pathlib import Path
from typing import Any

from studio.resources import resource

STARTER = resource("models", "starter")
# Px of its pictures.
STARTER_SIDE: int = json.loads((STARTER / "repaint-studio.json").read_text(encoding="utf-8"))[
    "limits"
]["max_side"]


def copy_starter(folder: Path) -> Path:
    """A copy of the starter model that a test may spoil."""
    shutil.copytree(STARTER, folder)
    return folder


def edit(path: Path, **changes: Any) -> None:
    """Change keys of a JSON object in a file."""
    found = json.loads(path.read_text(encoding="utf-8"))
    found.update(changes)
    path.write_text(json.dumps(found), encoding="utf-8")


def write_tensors(path: Path, shapes: dict[str, tuple[int, ...]], **words: str) -> Path:
    """A safetensors file of zeros, float16."""
    header: dict[str, Any] = {"__metadata__": words} if words else {}
    place = 0
    for name, shape in shapes.items():
        size = 2
        for side in shape:
            size *= side
        header[name] = {"dtype": "F16", "shape": shape, "data_offsets": [place, place + size]}
        place += size
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + bytes(place))
    return path


def drop_tensor(path: Path, name: str) -> None:
    """Rewrite a safetensors file as if it had never had this tensor."""
    content = path.read_bytes()
    (length,) = struct.unpack("<Q", content[:8])
    header, body = json.loads(content[8 : 8 + length]), content[8 + length :]
    start, end = header.pop(name)["data_offsets"]
    for key, tensor in header.items():
        if key != "__metadata__" and tensor["data_offsets"][0] >= end:
            tensor["data_offsets"] = [place - (end - start) for place in tensor["data_offsets"]]
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + body[:start] + body[end:])


class Evil:
    """Unpickling it makes a file: the canary."""

    def __init__(self, canary: Path) -> None:
        self.canary = canary

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return (_sing, (str(self.canary),))


def _sing(canary: str) -> None:
    Path(canary).write_text("it ran")
