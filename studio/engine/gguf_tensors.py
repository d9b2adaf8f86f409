"""The tensors of a GGUF file, those of blocks left as they are kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import numpy as np
import torch
from diffusers.quantizers.gguf.utils import GGUFParameter, dequantize_gguf_tensor
from gguf import GGMLQuantizationType

from studio.models.gguf import PACKED, read_gguf
from studio.models.headers import Header, Tensor

_PLAIN = {
    "F32": torch.float32,
    "F16": torch.float16,
    "BF16": torch.bfloat16,
    "F64": torch.float64,
    "I8": torch.int8,
    "I16": torch.int16,
    "I32": torch.int32,
    "I64": torch.int64,
}


def tensors_of(path: Path) -> dict[str, torch.Tensor]:
    """All of them by name.

    Raises:
        EngineError: the file is gone, or not what its header says.
        OSError: it cannot be read to its end.
    """
    header = read_gguf(path)
    with path.open("rb") as file:
        return dict(_tensors(file, header))


def _tensors(file: BinaryIO, header: Header) -> Iterator[tuple[str, torch.Tensor]]:
    for name, told in header.tensors.items():
        start, end = told.data_offsets
        file.seek(header.start + start)
        # Copied, and not mapped: a file that is cut while it is mapped ends the process.
        raw = np.fromfile(file, np.uint8, end - start)
        if len(raw) != end - start:
            raise OSError(name)
        yield name, _tensor(name, told, torch.from_numpy(raw))


def _tensor(name: str, told: Tensor, raw: torch.Tensor) -> torch.Tensor:
    if told.dtype in _PLAIN:
        return raw.view(_PLAIN[told.dtype]).reshape(told.shape)
    *outer, inner = told.shape
    packing = PACKED[told.dtype]
    row = inner // packing.numbers * packing.nbytes
    kept: torch.Tensor = GGUFParameter(
        raw.reshape(*outer, row), quant_type=GGMLQuantizationType[told.dtype]
    )
    # Only the layers of a matrix know how to compute with blocks.
    is_matrix = len(outer) == 1 and name.endswith(".weight")
    return kept if is_matrix else dequantize_gguf_tensor(kept)
