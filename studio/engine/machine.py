"""What there is to compute on, and how much of it is free."""

from __future__ import annotations

import os
import platform
import sys
from dataclasses import dataclass

import psutil
import torch

from studio.generation.hardware import Precision, Processor

# On a scale to 19: it gets a third of what the window gets where both want all.
_NICE = 5


@dataclass(frozen=True, slots=True)
class Machine:
    """One processor, as it is now.

    free_bytes: what we could take, what we hold already included. capability: NVIDIA's number for
    what its chips can do. threads: those worth using, on a CPU.
    """

    processor: Processor
    name: str
    total_bytes: int
    free_bytes: int
    threads: int = 0
    capability: tuple[int, int] = (0, 0)

    @property
    def kind(self) -> str:
        """What torch calls it: AMD's ROCm is “cuda” to it."""
        return "cuda" if self.processor is Processor.rocm else self.processor.value

    @property
    def is_cpu(self) -> bool:
        """Whether nothing computes but the computer's own processor."""
        return self.processor is Processor.cpu

    @property
    def shares_memory(self) -> bool:
        """Whether its memory is the computer's: there is nowhere else to put weights."""
        return self.processor in (Processor.cpu, Processor.mps)

    @property
    def precision(self) -> Precision:
        """What it computes fastest without losing the picture.

        Half precision from the first NVIDIA cards that gain by it (7.0); bfloat16 needs no loss of
        range on Intel's. A CPU has neither but in a few servers.
        """
        match self.processor:
            case Processor.cuda:
                return Precision.float16 if self.capability >= (7, 0) else Precision.float32
            case Processor.rocm | Processor.mps:
                return Precision.float16
            case Processor.xpu:
                return Precision.bfloat16
            case _:
                return Precision.float32

    @property
    def has_bfloat16(self) -> bool:
        """Whether it computes in that, and does not only imitate it."""
        if self.processor is Processor.cuda:
            return self.capability >= (8, 0)
        return self.processor in (Processor.rocm, Processor.xpu)


def machines() -> tuple[Machine, ...]:
    """Those there are, the fastest first; the CPU is always the last."""
    found = (_cuda(), _xpu(), _mps(), _cpu())
    return tuple(one for one in found if one is not None)


def step_aside() -> None:
    """Let the window go first where both want the processor; for a process of the engine's."""
    process = psutil.Process()
    process.nice(psutil.BELOW_NORMAL_PRIORITY_CLASS if sys.platform == "win32" else _NICE)


def cores() -> int:
    """Those this process may use: a container may have fewer than the machine."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _cuda() -> Machine | None:
    if not torch.cuda.is_available():
        return None
    free, total = torch.cuda.mem_get_info()
    ours = torch.cuda.memory_reserved()
    processor = Processor.rocm if torch.version.hip else Processor.cuda
    name = torch.cuda.get_device_name()
    capability = torch.cuda.get_device_capability()
    return Machine(processor, name, total, free + ours, capability=capability)


def _xpu() -> Machine | None:
    if not torch.xpu.is_available():
        return None
    described = torch.xpu.get_device_properties()
    total = int(described.total_memory)
    return Machine(Processor.xpu, str(described.name), total, total)


def _mps() -> Machine | None:
    if not torch.backends.mps.is_available():
        return None
    # Beyond what Metal recommends the system begins to swap.
    usable = int(torch.mps.recommended_max_memory())
    return Machine(Processor.mps, platform.processor() or "Apple", usable, usable)


def _cpu() -> Machine:
    memory = psutil.virtual_memory()
    ours = psutil.Process().memory_info().rss
    name = platform.processor() or platform.machine()
    threads = max(1, cores() - 1)
    return Machine(Processor.cpu, name, memory.total, memory.available + ours, threads)
