"""A pickled model made into safetensors: tensors and their names, and nothing else of it."""

from __future__ import annotations

import io
import json
import struct
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

import torch

from studio.generation.engine import EngineError, EngineErrorKind
from studio.text import tr

# As safetensors calls them.
_DTYPES = {
    torch.float64: "F64",
    torch.float32: "F32",
    torch.float16: "F16",
    torch.bfloat16: "BF16",
    torch.float8_e4m3fn: "F8_E4M3",
    torch.float8_e5m2: "F8_E5M2",
    torch.int64: "I64",
    torch.int32: "I32",
    torch.int16: "I16",
    torch.int8: "I8",
    torch.uint8: "U8",
    torch.bool: "BOOL",
}
_MOST_TENSORS = 100_000
_MOST_SIDES = 8
_LONGEST_NAME = 500
_DEEPEST = 4
# Where programs put the tensors within what they save.
_WITHIN = ("state_dict", "model", "params_ema", "params")


def convert(source: Path, target: Path, shut_in: Callable[[], None]) -> int:
    """Write the tensors of a pickle as safetensors; how many there are.

    shut_in: called once all that is needed is imported and has run, before the file is opened.

    Raises:
        EngineError: model_refused: it holds something else, or would run a program.
    """
    _warm_up()
    shut_in()
    tensors = dict(_checked(_tensors_in(_loaded(source)), source.stat().st_size))
    if not tensors:
        raise _refused(tr("There are no tensors in it."))
    with target.open("wb") as file:
        _write(tensors, file)
    return len(tensors)


def _warm_up() -> None:
    """Import whatever torch puts off until it loads or saves."""
    content = io.BytesIO()
    torch.save({"x": torch.zeros(2)}, content)
    content.seek(0)
    torch.load(content, map_location="cpu", weights_only=True)
    old = io.BytesIO()
    torch.save({"x": torch.zeros(2)}, old, _use_new_zipfile_serialization=False)
    old.seek(0)
    torch.load(old, map_location="cpu", weights_only=True)
    _write({"x": torch.zeros(2, dtype=torch.float16)}, io.BytesIO())


def _loaded(source: Path) -> object:
    try:
        return torch.load(source, map_location="cpu", weights_only=True)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001  # whatever it is, the file is at fault
        reason = str(error).partition("\n")[0][:200]
        raise _refused(tr("It holds more than tensors: {reason}", reason=reason)) from None


def _tensors_in(found: object) -> Iterator[tuple[str, torch.Tensor]]:
    """By name: a state, a state within something larger, or an embedding of the web UI."""
    if not isinstance(found, Mapping):
        raise _refused(tr("There are no tensors in it."))
    words = found.get("string_to_param")
    if isinstance(words, Mapping):
        yield from (("emb_params", one) for one in words.values() if _is_tensor(one))
        return
    within = next((found[name] for name in _WITHIN if isinstance(found.get(name), Mapping)), found)
    yield from _flat(within, "", _DEEPEST)


def _flat(found: object, start: str, deep: int) -> Iterator[tuple[str, torch.Tensor]]:
    if isinstance(found, torch.Tensor):
        yield start, found
    elif isinstance(found, Mapping) and deep:
        for name, one in found.items():
            if isinstance(name, str):
                yield from _flat(one, f"{start}.{name}" if start else name, deep - 1)


def _is_tensor(one: object) -> bool:
    return isinstance(one, torch.Tensor)


def _checked(
    tensors: Iterator[tuple[str, torch.Tensor]], nbytes: int
) -> Iterator[tuple[str, torch.Tensor]]:
    """Each as safetensors takes it; none may unfold into more than the file holds."""
    total = 0
    for count, (name, tensor) in enumerate(tensors):
        is_plain = tensor.layout is torch.strided and tensor.dtype in _DTYPES
        total += tensor.numel() * tensor.element_size()
        is_bomb = count >= _MOST_TENSORS or total > nbytes or tensor.dim() > _MOST_SIDES
        if not is_plain or is_bomb or len(name) > _LONGEST_NAME:
            raise _refused(tr("The tensor {name} is none of a model.", name=name[:80]))
        yield name, tensor.detach()


def _write(tensors: Mapping[str, torch.Tensor], file: BinaryIO) -> None:
    """The form itself: the library's own writer needs ctypes, which is given up by then."""
    header: dict[str, object] = {}
    place = 0
    for name, tensor in tensors.items():
        end = place + tensor.numel() * tensor.element_size()
        kind, shape = _DTYPES[tensor.dtype], list(tensor.shape)
        header[name] = {"dtype": kind, "shape": shape, "data_offsets": [place, end]}
        place = end
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    file.write(struct.pack("<Q", len(text)) + text)
    for tensor in tensors.values():
        file.write(tensor.contiguous().reshape(-1).view(torch.uint8).numpy().data)


def _refused(why: str) -> EngineError:
    return EngineError(
        EngineErrorKind.model_refused,
        tr("This file cannot be converted."),
        why,
    )
