"""What an engine computes on: what the painter asks for, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Processor(Enum):
    """What does the arithmetic; auto: the fastest there is."""

    auto = "auto"
    cuda = "cuda"
    rocm = "rocm"
    xpu = "xpu"
    mps = "mps"
    cpu = "cpu"


class Precision(Enum):
    """How numbers are kept; auto: what suits the processor and the model."""

    auto = "auto"
    float32 = "float32"
    float16 = "float16"
    bfloat16 = "bfloat16"


class Offload(Enum):
    """Which weights wait in the computer's memory; auto: as few as fit.

    none: all are on the processor. parts: one network at a time is. layers: one layer at a time.
    """

    auto = "auto"
    none = "none"
    parts = "parts"
    layers = "layers"


class Portion(Enum):
    """How much is worked on at a time; auto: all of it, as long as it fits."""

    auto = "auto"
    whole = "whole"
    pieces = "pieces"


@dataclass(frozen=True, slots=True)
class HardwareChoice:
    """What the painter wants; all of it may be left to the engine.

    keeps_int8: the denoiser's weights are kept in eight bits and computed in `precision`.
    compiles: the blocks a denoiser repeats are compiled. memory_megabytes: what loaded models may
    take together, 0 for what suits the machine. idle_minutes: until their memory is given back.
    threads: at most so many of a CPU, 0 for all but one. attention: of the denoiser, in pieces head
    by head. decoding: by the VAE, in pieces by tiles that overlap.
    """

    processor: Processor = Processor.auto
    precision: Precision = Precision.auto
    offload: Offload = Offload.auto
    keeps_int8: bool = False
    compiles: bool = False
    memory_megabytes: int = 0
    idle_minutes: int = 15
    threads: int = 0
    attention: Portion = Portion.auto
    decoding: Portion = Portion.auto


AUTOMATIC = HardwareChoice()


@dataclass(frozen=True, slots=True)
class Hardware:
    """What a job runs on.

    name: the processor's, as its maker calls it. threads: at work on a CPU, else 0. memory_bytes:
    all that the processor has. is_tiled: the VAE works in pieces. found: the processors there are,
    the fastest first. can_compile: whether this one can. quantised: how the model's
    weights are kept where that is in blocks, as in “Q4_K”.
    """

    processor: Processor
    name: str
    threads: int
    memory_bytes: int
    precision: Precision
    offload: Offload = Offload.none
    is_tiled: bool = False
    is_int8: bool = False
    is_compiled: bool = False
    found: tuple[Processor, ...] = ()
    can_compile: bool = False
    quantised: str = ""
