"""Where a job runs and how its weights are kept: decided from what is there and what is asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

import torch

from studio.engine.demand import Demand
from studio.engine.device import CPU, Device
from studio.engine.machine import Machine
from studio.generation.hardware import (
    Hardware,
    HardwareChoice,
    Offload,
    Portion,
    Precision,
    Processor,
)

# Of the free memory: the driver, fragments and other programs want some too.
_USABLE = 0.9
# A processor that shares the computer's memory leaves the window and other programs half.
_USABLE_SHARED = 0.5
# Sides of the picture, against the ones asked for, when memory runs out.
_SMALLER = (0.75, 0.5)
_TYPES = {
    Precision.float32: torch.float32,
    Precision.float16: torch.float16,
    Precision.bfloat16: torch.bfloat16,
}


# The device; whether layer by layer, attention in pieces, in eight bits, compiled.
Build: TypeAlias = tuple[Device, bool, bool, bool, bool]


@dataclass(frozen=True, slots=True)
class DevicePlan:
    """How a job runs. share: of the working size's sides, 1 unless memory ran out."""

    device: Device
    offload: Offload = Offload.none
    tiles_vae: bool = False
    slices_attention: bool = False
    keeps_int8: bool = False
    compiles: bool = False
    share: float = 1.0

    @property
    def build(self) -> Build:
        """What a loaded model cannot change any more: it is loaded anew for another."""
        is_in_layers = self.offload is Offload.layers
        return self.device, is_in_layers, self.slices_attention, self.keeps_int8, self.compiles


def machine_for(found: tuple[Machine, ...], choice: HardwareChoice) -> Machine:
    """The one chosen where it is there, else the fastest; with no more threads than chosen."""
    machine = next((one for one in found if one.processor is choice.processor), found[0])
    if not 0 < choice.threads < machine.threads:
        return machine
    return replace(machine, threads=choice.threads)


def plan_for(machine: Machine, choice: HardwareChoice, demand: Demand) -> DevicePlan:
    """As fast as it goes in what is free; every choice of the painter's stands, if it can."""
    device = Device(machine.kind, _TYPES[_precision(machine, choice, demand)])
    # What is kept in blocks is smaller already.
    keeps_int8 = choice.keeps_int8 and not demand.is_packed
    plan = DevicePlan(
        device,
        keeps_int8=keeps_int8,
        compiles=choice.compiles and can_compile(machine),
        slices_attention=_in_pieces(
            choice.attention,
            advised=machine.processor is Processor.mps and machine.total_bytes < 16 << 30,
        ),
    )
    offload = _offload(machine, choice, demand, plan)
    room = _usable(machine) - _resident(demand, plan, offload)
    tiles = _in_pieces(choice.decoding, advised=demand.decoding_bytes > room)
    return replace(plan, offload=offload, tiles_vae=tiles)


def can_compile(machine: Machine) -> bool:
    """Whether compiled blocks gain: torch brings a compiler for NVIDIA's and AMD's only."""
    return machine.processor in (Processor.cuda, Processor.rocm)


def budget_of(machine: Machine, choice: HardwareChoice) -> int:
    """Bytes that loaded models may take together."""
    return (choice.memory_megabytes << 20) or _usable(machine)


def lesser(plan: DevicePlan, machine: Machine) -> Iterator[DevicePlan]:
    """What wants ever less memory than a plan that did not fit.

    The VAE in pieces, weights moved out, a smaller picture, and the computer's own memory.
    """
    if not plan.tiles_vae:
        plan = replace(plan, tiles_vae=True)
        yield plan
    if not machine.shares_memory:
        for offload in _further(plan.offload):
            plan = replace(plan, offload=offload)
            yield plan
    for share in _SMALLER:
        plan = replace(plan, share=share)
        yield plan
    if not machine.is_cpu:
        yield DevicePlan(CPU, tiles_vae=True)


def hardware_of(
    found: tuple[Machine, ...], machine: Machine, plan: DevicePlan, quantised: str = ""
) -> Hardware:
    """What is told of a plan, for a model that is kept so."""
    is_moved = plan.device.kind != machine.kind
    used = found[-1] if is_moved else machine
    precisions = {dtype: precision for precision, dtype in _TYPES.items()}
    return Hardware(
        used.processor,
        used.name,
        used.threads,
        used.total_bytes,
        precisions[plan.device.dtype],
        plan.offload,
        plan.tiles_vae,
        plan.keeps_int8,
        plan.compiles,
        tuple(one.processor for one in found),
        can_compile(used),
        quantised,
    )


def _precision(machine: Machine, choice: HardwareChoice, demand: Demand) -> Precision:
    wanted = choice.precision
    if wanted is Precision.auto:
        # Transformers were trained in bfloat16, and overflow in float16.
        is_wide = demand.is_transformer and machine.has_bfloat16
        return Precision.bfloat16 if is_wide else machine.precision
    if wanted is Precision.bfloat16 and not (machine.has_bfloat16 or machine.is_cpu):
        return machine.precision
    return wanted


def _in_pieces(chosen: Portion, *, advised: bool) -> bool:
    return advised if chosen is Portion.auto else chosen is Portion.pieces


def _usable(machine: Machine) -> int:
    return int(machine.free_bytes * (_USABLE_SHARED if machine.shares_memory else _USABLE))


def _offload(machine: Machine, choice: HardwareChoice, demand: Demand, plan: DevicePlan) -> Offload:
    """The least that fits; nothing is moved where there is nowhere to move it."""
    if machine.shares_memory:
        return Offload.none
    if choice.offload is not Offload.auto:
        return choice.offload
    working = demand.denoising_bytes(plan.device.dtype.itemsize)
    for offload in (Offload.none, Offload.parts):
        if _resident(demand, plan, offload) + working <= _usable(machine):
            return offload
    return Offload.layers


def _resident(demand: Demand, plan: DevicePlan, offload: Offload) -> int:
    """Bytes of the weights that are on the processor at a time."""
    itemsize = plan.device.dtype.itemsize
    own = 1 if plan.keeps_int8 else itemsize
    match offload:
        case Offload.layers:
            return 0
        case Offload.parts:
            return demand.largest_bytes(itemsize, own)
        case _:
            return demand.model_bytes(itemsize, own)


def _further(offload: Offload) -> tuple[Offload, ...]:
    order = (Offload.none, Offload.parts, Offload.layers)
    return order[order.index(offload) + 1 :]
