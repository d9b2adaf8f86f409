"""What it costs to know what lies in a folder of models."""

from __future__ import annotations

import json
import struct
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from studio.models.catalogue import ModelCatalogue
from studio.models.families import UNKNOWN
from tests.benchmarks import Benchmark, Row, at_most

FILES = 500
_BLOCKS = ("input_blocks.1.1", "input_blocks.4.1", "middle_block.1", "output_blocks.3.1")


def family_detection() -> Iterator[Row]:
    """CPU seconds until 500 files are known; they have as many tensors as real ones."""
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home)
        for index in range(FILES):
            _write(folder / f"{index:03}.safetensors", index)
        start = time.process_time()
        entries = ModelCatalogue((folder,)).entries
        seconds = time.process_time() - start
    known = sum(one.family is not UNKNOWN for one in entries)
    yield at_most("family of 500 files", seconds, "s CPU", 2.0)
    yield Row("of them known", known, "files", FILES, known == FILES)


def _write(path: Path, index: int) -> None:
    """Of five files three are LoRAs, one is a checkpoint of SD 1.5 and one of SDXL."""
    match index % 5:
        case 0:
            shapes = _checkpoint(768, 1100)
        case 1:
            shapes = _checkpoint(2048, 2500)
        case _:
            shapes = _lora(768 if index % 2 else 2048, 264 if index % 2 else 722)
    header: dict[str, object] = {}
    place = 0
    for name, shape in shapes.items():
        size = 2 * shape[0] * shape[1]
        header[name] = {"dtype": "F16", "shape": shape, "data_offsets": [place, place + size]}
        place += size
    text = json.dumps(header).encode()
    with path.open("wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        file.truncate(8 + len(text) + place)


def _checkpoint(width: int, count: int) -> dict[str, tuple[int, int]]:
    blocks = (f"model.diffusion_model.{block}.transformer_blocks.0.attn2" for block in _BLOCKS)
    crosses = {f"{block}.to_k.weight": (320, width) for block in blocks}
    rest = count - len(crosses)
    others = (
        f"model.diffusion_model.output_blocks.{at}.0.in_layers.2.weight" for at in range(rest)
    )
    vae = {"first_stage_model.decoder.conv_in.weight": (8, 4), "cond_stage_model.x": (1, 1)}
    return {**dict.fromkeys(others, (320, 320)), **vae, **crosses}


def _lora(width: int, modules: int) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for at in range(modules):
        attention = "attn2_to_k" if at % 4 == 3 else "attn1_to_q"
        stem = f"lora_unet_down_blocks_{at}_attentions_0_transformer_blocks_0_{attention}"
        found[f"{stem}.alpha"] = (1, 1)
        found[f"{stem}.lora_down.weight"] = (16, width)
        found[f"{stem}.lora_up.weight"] = (320, 16)
    return found


BENCHMARKS = (Benchmark("family_detection", family_detection),)
