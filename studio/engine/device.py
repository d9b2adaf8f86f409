"""Where the engine computes, and in what precision."""

from __future__ import annotations

import sys
from dataclasses import dataclass

import psutil
import torch


@dataclass(frozen=True, slots=True)
class Device:
    """A processor as torch calls it, and the precision that suits it."""

    kind: str
    dtype: torch.dtype

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


def free_memory() -> None:
    """Give back what the allocators keep for later."""
    torch.cuda.empty_cache()
    torch.xpu.empty_cache()
    if torch.backends.mps.is_available():
        torch.mps.empty_cache()


def is_out_of_memory(error: BaseException) -> bool:
    """Whether that is what an error means: only CUDA and XPU have a class of their own for it."""
    if isinstance(error, torch.OutOfMemoryError | MemoryError):
        return True
    said = str(error).lower()
    return isinstance(error, RuntimeError) and any(words in said for words in _NO_MEMORY)


_NO_MEMORY = ("out of memory", "can't allocate memory", "not enough memory", "alloc_cpu")


def _process_peak() -> int:
    if sys.platform == "win32":
        return int(psutil.Process().memory_info().peak_wset)
    import resource  # not on Windows

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
