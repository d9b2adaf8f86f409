"""Memory runs out: what is tried next, and that nothing done is done again."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from studio.engine.device import CPU
from studio.engine.local import LocalEngine
from studio.engine.machine import Machine
from studio.engine.placing import denoiser_of
from studio.generation.engine import Cancelled, EngineError, EngineErrorKind
from studio.generation.hardware import HardwareChoice, Processor
from studio.generation.request import Task
from studio.generation.samplers import SAMPLERS
from studio.geometry import Extent
from tests.engine.machines import computer, nvidia
from tests.engine.requests import a_picture, a_request, halves
from tests.fakes.watches import Recorder

SMALLEST = 16 * 16


class Memory:
    """Runs out before the given calls of a network (counted from 0), as long as it is used."""

    def __init__(self, network: torch.nn.Module, *calls: int) -> None:
        self.seen: list[tuple[int, ...]] = []
        self._calls = calls
        self._hook = network.register_forward_pre_hook(self._fail)

    def __enter__(self) -> Memory:
        return self

    def __exit__(self, *_: object) -> None:
        self._hook.remove()

    def _fail(self, _network: object, inputs: tuple[torch.Tensor, ...]) -> None:
        self.seen.append(tuple(inputs[0].shape))
        if len(self.seen) - 1 in self._calls:
            raise torch.OutOfMemoryError


@pytest.fixture(scope="module")
def spare(catalogue):
    return LocalEngine(catalogue, CPU, probe=lambda: (computer(),))


@pytest.fixture
def own(spare):
    """An engine of this module's own, warm; and its model."""
    engine = spare
    engine.generate(a_request(steps=1), Recorder())
    (model,) = engine._warm._loaded.values()
    return engine, model


def of_task(task, **settings):
    mask = halves(96, 255) if task is Task.inpaint else None
    strength = 1.0 if task is Task.text_to_image else 0.7
    return a_request(task, mask=mask, **{"strength": strength, "steps": 6, **settings})


@pytest.mark.parametrize("sampler", SAMPLERS)
@pytest.mark.parametrize("task", tuple(Task), ids=lambda task: task.name)
def test_going_on_gives_the_picture_of_an_undisturbed_run(own, task, sampler):
    engine, model = own
    request = of_task(task, sampler=sampler)
    undisturbed = engine.generate(request, Recorder())
    watch = Recorder()
    with Memory(denoiser_of(model.pipe), 2) as memory:
        result = engine.generate(request, watch)
    count = undisturbed_steps(engine, request)
    assert np.array_equal(result.pixels, undisturbed.pixels)
    assert len(memory.seen) == count + 1
    assert [step.index for step in watch.steps] == list(range(1, count + 1))
    assert result.notes
    assert undisturbed.notes == ()


def undisturbed_steps(engine, request):
    watch = Recorder()
    engine.generate(request, watch)
    return len(watch.steps)


def test_memory_that_runs_out_while_decoding_costs_the_last_step_only(own):
    engine, model = own
    with Memory(model.pipe.vae.decoder, 0), Memory(model.pipe.unet) as steps:
        engine.generate(of_task(Task.text_to_image), Recorder())
    assert len(steps.seen) == 7


def test_a_first_pass_that_is_done_is_not_done_again(own):
    engine, model = own
    request = replace(of_task(Task.inpaint, strength=1.0), refine=Extent(64, 64))
    undisturbed = engine.generate(request, Recorder()).pixels
    with Memory(denoiser_of(model.pipe), 7) as memory:
        assert np.array_equal(engine.generate(request, Recorder()).pixels, undisturbed)
    sides = [shape[-1] for shape in memory.seen]
    assert sides == [4] * 6 + [8] * (len(sides) - 6)


def test_a_smaller_picture_goes_on_from_the_step_it_had_come_to(own):
    engine, model = own
    watch = Recorder()
    request = of_task(Task.text_to_image, pixels=None)
    request = replace(request, **a_square(64))
    with Memory(denoiser_of(model.pipe), 3, 4) as memory:
        result = engine.generate(request, watch)
    # Whole, in pieces, then at three quarters.
    assert [shape[-1] for shape in memory.seen] == [8] * 5 + [6] * 3
    assert [step.index for step in watch.steps] == [1, 2, 3, 4, 5, 6]
    assert result.pixels.shape == (64, 64, 3)
    assert "75 %" in result.notes[-1]


def a_square(side):
    request = a_request(pixels=a_picture(side, side))
    names = ("context", "region", "size", "pixels", "coverage")
    return {name: getattr(request, name) for name in names}


def test_a_card_whose_memory_runs_out_always_leaves_it_to_the_cpu(catalogue):
    """The card is this machine's CPU under another name: there is none here."""
    engine = LocalEngine(catalogue, probe=lambda: (as_if_a_card(), computer()))
    watch = Recorder()
    engine.generate(a_request(steps=1), watch)
    (model,) = engine._warm._loaded.values()
    with Memory(denoiser_of(model.pipe), 1):
        result = engine.generate(a_request(steps=4), Recorder())
    assert result.pixels.shape == (32, 32, 3)
    assert watch.machines[0].name == "GeForce"


def as_if_a_card() -> Machine:
    return replace(nvidia(20), processor=Processor.cpu, threads=1)


def test_memory_that_never_suffices_is_told_and_the_engine_goes_on(own):
    engine, model = own
    with (
        Memory(denoiser_of(model.pipe), *range(100)) as memory,
        pytest.raises(EngineError) as caught,
    ):
        engine.generate(replace(a_request(), **a_square(64)), Recorder())
    assert caught.value.kind is EngineErrorKind.out_of_memory
    assert caught.value.hint
    assert [shape[-1] for shape in memory.seen] == [8, 8, 6, 4]
    assert engine.generate(a_request(), Recorder()).pixels.shape == (32, 32, 3)


def test_a_cancel_amid_the_tries_is_a_cancel(catalogue):
    engine = LocalEngine(catalogue, CPU)
    engine.generate(a_request(steps=1), Recorder())
    (model,) = engine._warm._loaded.values()
    with Memory(denoiser_of(model.pipe), 2), pytest.raises(Cancelled):
        engine.generate(a_request(steps=6), Recorder(cancel_after=3))


def test_what_is_tried_is_told(own):
    engine, model = own
    watch = Recorder()
    with Memory(denoiser_of(model.pipe), 1, 2):
        engine.generate(replace(a_request(), **a_square(64)), watch)
    assert [told.what for told in watch.loadings] == [
        "Memory ran out: going on in smaller pieces",
        "Memory ran out: going on at a smaller size",
    ]
    assert [one.is_tiled for one in watch.machines] == [False, True, True]


def test_a_choice_of_another_precision_loads_the_model_anew(catalogue):
    engine = LocalEngine(catalogue, probe=lambda: (computer(),))
    watch = Recorder()
    engine.generate(a_request(steps=1), watch)
    eight = replace(a_request(steps=1), hardware=HardwareChoice(keeps_int8=True))
    engine.generate(eight, watch)
    assert [one.is_int8 for one in watch.machines] == [False, True]
    assert len(watch.loadings) == 2
