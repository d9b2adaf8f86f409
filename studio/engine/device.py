"""Where the engine computes, and in what precision."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass

import psutil
import torch

# On a scale to 19: it gets a third of what the window gets where both want all.
_NICE = 5


@dataclass(frozen=True, slots=True)
class Device:
    """A processor as torch calls it, and the precision that suits it."""

    kind: str
    dtype: torch.dtype

    def free(self) -> None:
        """Give back what the allocator keeps for later."""
        match self.kind:
            case "cuda":
                torch.cuda.empty_cache()
            case "xpu":
                torch.xpu.empty_cache()
            case "mps":
                torch.mps.empty_cache()

    def step_aside(self) -> None:
        """Let the window go first where both want the processor; for a process of the engine's."""
        if self.kind == "cpu":
            process = psutil.Process()
            process.nice(psutil.BELOW_NORMAL_PRIORITY_CLASS if sys.platform == "win32" else _NICE)

    def start_counting(self) -> None:
        """Count the peak from now on, where it can be."""
        match self.kind:
            case "cuda":
                torch.cuda.reset_peak_memory_stats()
            case "xpu":
                torch.xpu.reset_peak_memory_stats()

    def peak_bytes(self) -> int:
        """The most memory that was in use: of the device, or of this process on a CPU."""
        match self.kind:
            case "cuda":
                return int(torch.cuda.max_memory_allocated())
            case "xpu":
                return int(torch.xpu.max_memory_allocated())
            case "mps":
                return int(torch.mps.driver_allocated_memory())
            case _:
                return _process_peak()


CPU = Device("cpu", torch.float32)


def choose_device() -> Device:
    """The fastest there is; on a CPU, torch leaves one core to the window.

    AMD's ROCm is called CUDA by torch. Half precision from the first NVIDIA cards that gain by it
    (7.0); bfloat16 needs no loss of range on Intel's.
    """
    if torch.cuda.is_available():
        has_fast_half = bool(torch.version.hip) or torch.cuda.get_device_capability() >= (7, 0)
        return Device("cuda", torch.float16 if has_fast_half else torch.float32)
    if torch.xpu.is_available():
        return Device("xpu", torch.bfloat16)
    if torch.backends.mps.is_available():
        return Device("mps", torch.float16)
    torch.set_num_threads(min(torch.get_num_threads(), max(1, _cores() - 1)))
    return CPU


def is_out_of_memory(error: BaseException) -> bool:
    """Whether that is what an error means: only CUDA and XPU have a class of their own for it."""
    if isinstance(error, torch.OutOfMemoryError | MemoryError):
        return True
    said = str(error).lower()
    return isinstance(error, RuntimeError) and any(words in said for words in _NO_MEMORY)


_NO_MEMORY = ("out of memory", "can't allocate memory", "not enough memory", "alloc_cpu")


def _cores() -> int:
    """Those this process may use: a container may have fewer than the machine."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _process_peak() -> int:
    if sys.platform == "win32":
        return int(psutil.Process().memory_info().peak_wset)
    import resource  # not on Windows

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
