"""Safetensors files made into GGUF by llama.cpp's own writer."""

from __future__ import annotations

from pathlib import Path


def write_gguf(source: Path, path: Path, kind: str = "Q8_0", architecture: str = "flux") -> Path:
    """The tensors of a safetensors file; matrices in blocks of this kind, where those fit."""
    import gguf
    import torch
    from safetensors.torch import load_file

    wanted = gguf.GGMLQuantizationType[kind]
    writer = gguf.GGUFWriter(path, architecture)
    for name, tensor in load_file(source).items():
        numbers = tensor.to(torch.float32).numpy()
        fits = numbers.ndim == 2 and numbers.shape[-1] % gguf.GGML_QUANT_SIZES[wanted][0] == 0
        if fits and name.endswith(".weight"):
            writer.add_tensor(name, gguf.quantize(numbers, wanted), raw_dtype=wanted)
        else:
            writer.add_tensor(name, numbers)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path
