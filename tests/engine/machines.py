"""Machines that nobody has here."""

from __future__ import annotations

from studio.engine.machine import Machine
from studio.generation.hardware import Processor

GB = 1 << 30


def nvidia(free: float, *, total: float = 24, capability: tuple[int, int] = (8, 6)) -> Machine:
    """A card with so many GB free."""
    return Machine(
        Processor.cuda, "GeForce", int(total * GB), int(free * GB), capability=capability
    )


def other(processor: Processor, free: float) -> Machine:
    """A processor that is not NVIDIA's."""
    return Machine(processor, processor.name, int(free * GB), int(free * GB))


def computer(free: float = 16, threads: int = 7) -> Machine:
    """Nothing but a CPU."""
    return Machine(Processor.cpu, "CPU", int(2 * free * GB), int(free * GB), threads)
