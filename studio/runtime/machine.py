"""What the machine looks like from outside: torch, which could ask, is what is to be chosen."""

from __future__ import annotations

import os
import platform
import sys
from pathlib import Path

from studio.generation.hardware import Processor

_NVIDIA = "proc/driver/nvidia/version"
_AMD = "dev/kfd"


def likely_processor(
    root: Path = Path("/"), system: str = sys.platform, machine: str = ""
) -> Processor:
    """The fastest that a driver is installed for. root: where the system's files are."""
    if system == "darwin":
        is_apple = (machine or platform.machine()) == "arm64"
        return Processor.mps if is_apple else Processor.cpu
    if system == "win32":
        windows = Path(os.environ.get("SYSTEMROOT", "C:/Windows"))
        return Processor.cuda if (windows / "System32" / "nvcuda.dll").exists() else Processor.cpu
    if (root / _NVIDIA).exists():
        return Processor.cuda
    return Processor.rocm if (root / _AMD).exists() else Processor.cpu
