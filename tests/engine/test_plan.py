"""How a job runs on machines that nobody has here."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from studio.engine.demand import Demand
from studio.engine.device import CPU
from studio.engine.plan import (
    DevicePlan,
    budget_of,
    can_compile,
    hardware_of,
    lesser,
    machine_for,
    plan_for,
)
from studio.generation.hardware import HardwareChoice, Offload, Portion, Precision, Processor
from tests.engine.machines import GB, computer, nvidia, other

CHOICE = HardwareChoice()
SD15 = Demand(1_066_000_000, 860_000_000, 512 * 512)
SDXL = Demand(3_470_000_000, 2_570_000_000, 1024 * 1024)
FLUX = Demand(16_800_000_000, 11_900_000_000, 1024 * 1024, is_transformer=True)


@pytest.mark.parametrize(
    ("machine", "demand", "dtype"),
    [
        (nvidia(20), SDXL, torch.float16),
        (nvidia(20), FLUX, torch.bfloat16),
        (nvidia(20, capability=(7, 5)), FLUX, torch.float16),
        (nvidia(20, capability=(6, 1)), SD15, torch.float32),
        (other(Processor.rocm, 16), SDXL, torch.float16),
        (other(Processor.xpu, 16), SDXL, torch.bfloat16),
        (other(Processor.mps, 32), SDXL, torch.float16),
        (computer(), SDXL, torch.float32),
    ],
    ids=["ampere", "ampere-dit", "turing-dit", "pascal", "rocm", "xpu", "mps", "cpu"],
)
def test_the_precision_suits_processor_and_model(machine, demand, dtype):
    assert plan_for(machine, CHOICE, demand).device.dtype is dtype


@pytest.mark.parametrize(
    ("machine", "demand", "offload", "is_tiled"),
    [
        (nvidia(20), SDXL, Offload.none, False),
        (nvidia(10), SDXL, Offload.none, True),
        (nvidia(7), SDXL, Offload.parts, True),
        (nvidia(5.2), SDXL, Offload.layers, False),
        (nvidia(1.5), SDXL, Offload.layers, True),
        (nvidia(22), FLUX, Offload.layers, False),
        (nvidia(40), FLUX, Offload.none, False),
        (nvidia(4), SD15, Offload.none, False),
        (other(Processor.mps, 8), SDXL, Offload.none, True),
        (computer(4), SDXL, Offload.none, True),
        (computer(16), SD15, Offload.none, False),
    ],
)
def test_what_fits_decides_where_weights_wait(machine, demand, offload, is_tiled):
    plan = plan_for(machine, CHOICE, demand)
    assert (plan.offload, plan.tiles_vae) == (offload, is_tiled)


def test_eight_bits_make_room():
    assert plan_for(nvidia(7), replace(CHOICE, keeps_int8=True), SDXL).offload is Offload.none


def test_what_the_painter_chose_stands():
    choice = HardwareChoice(precision=Precision.float32, offload=Offload.layers)
    plan = plan_for(nvidia(20), choice, SD15)
    assert plan.device.dtype is torch.float32
    assert plan.offload is Offload.layers


@pytest.mark.parametrize("portion", [Portion.whole, Portion.pieces])
@pytest.mark.parametrize("machine", [computer(4), computer(16)], ids=["tight", "roomy"])
def test_what_is_done_in_pieces_is_as_the_painter_chose(machine, portion):
    choice = HardwareChoice(attention=portion, decoding=portion)
    plan = plan_for(machine, choice, SDXL)
    is_in_pieces = portion is Portion.pieces
    assert (plan.slices_attention, plan.tiles_vae) == (is_in_pieces, is_in_pieces)


@pytest.mark.parametrize(
    ("machine", "choice", "kept"),
    [
        (computer(), HardwareChoice(offload=Offload.parts), DevicePlan(CPU)),
        (computer(), HardwareChoice(compiles=True), DevicePlan(CPU)),
        (
            nvidia(20, capability=(7, 5)),
            HardwareChoice(precision=Precision.bfloat16),
            DevicePlan(replace(CPU, kind="cuda", dtype=torch.float16)),
        ),
    ],
    ids=["nowhere to offload", "no compiler", "no bfloat16"],
)
def test_what_a_machine_cannot_do_is_left_out(machine, choice, kept):
    assert plan_for(machine, choice, SD15) == kept


def test_the_chosen_processor_is_used_where_it_is_there():
    found = (nvidia(8), computer())
    assert machine_for(found, HardwareChoice(processor=Processor.cpu)).is_cpu
    assert machine_for(found, HardwareChoice(processor=Processor.mps)) is found[0]
    assert machine_for(found, CHOICE) is found[0]


def test_when_memory_runs_out_on_a_card_the_cpu_is_the_last_resort():
    machine = nvidia(20)
    plans = list(lesser(plan_for(machine, CHOICE, SD15), machine))
    kept = [(one.device.kind, one.tiles_vae, one.offload.value, one.share) for one in plans]
    assert kept == [
        ("cuda", True, "none", 1.0),
        ("cuda", True, "parts", 1.0),
        ("cuda", True, "layers", 1.0),
        ("cuda", True, "layers", 0.75),
        ("cuda", True, "layers", 0.5),
        ("cpu", True, "none", 1.0),
    ]


def test_on_a_cpu_there_are_pieces_and_smaller_pictures():
    plans = list(lesser(DevicePlan(CPU), computer()))
    assert [(one.tiles_vae, one.share) for one in plans] == [(True, 1.0), (True, 0.75), (True, 0.5)]


def test_models_may_take_what_is_chosen_or_what_suits():
    assert budget_of(nvidia(20), HardwareChoice(memory_megabytes=3000)) == 3000 << 20
    assert budget_of(nvidia(20), CHOICE) == int(0.9 * 20 * GB)
    assert budget_of(computer(16), CHOICE) == 8 * GB


def test_compiling_is_offered_where_it_works():
    assert [can_compile(one) for one in (nvidia(8), computer())] == [True, False]


@pytest.mark.parametrize(("chosen", "used"), [(0, 7), (3, 3), (64, 7)])
def test_no_more_threads_are_used_than_chosen(chosen, used):
    choice = HardwareChoice(Processor.cpu, threads=chosen)
    assert machine_for((nvidia(20), computer(16, threads=7)), choice).threads == used


def test_what_is_told_is_where_it_really_runs():
    found = (nvidia(20), computer(16, threads=7))
    meant = hardware_of(found, found[0], plan_for(found[0], CHOICE, SD15))
    assert (meant.processor, meant.precision) == (Processor.cuda, Precision.float16)
    assert meant.found == (Processor.cuda, Processor.cpu)
    *_, last = lesser(plan_for(found[0], CHOICE, SD15), found[0])
    fallen = hardware_of(found, found[0], last)
    assert (fallen.processor, fallen.threads) == (Processor.cpu, 7)
    assert fallen.precision is Precision.float32
