from __future__ import annotations

import pickle
from dataclasses import FrozenInstanceError, fields, replace

import numpy as np
import pytest

from studio.generation.engine import EngineError, EngineErrorKind
from studio.generation.events import Loading, Result, Step
from studio.generation.recipe import Recipe
from studio.generation.request import GenerationRequest, Task
from studio.geometry import Bounds, Extent


@pytest.fixture
def request_():
    return GenerationRequest(
        Recipe(prompt="a fox"),
        7,
        Task.inpaint,
        context=Bounds(10, 20, 64, 32),
        region=Bounds(20, 24, 16, 8),
        size=Extent(64, 32),
        pixels=np.full((32, 64, 3), 9, np.uint8),
        mask=np.full((32, 64), 100, np.uint8),
        coverage=np.full((8, 16), 255, np.uint8),
        refine=Extent(128, 64),
    )


def test_the_arrays_of_a_request_cannot_be_changed(request_):
    for array in (request_.pixels, request_.mask, request_.coverage):
        with pytest.raises(ValueError, match="read-only"):
            array[0, 0] = 1


def test_a_request_cannot_be_changed(request_):
    with pytest.raises(FrozenInstanceError):
        request_.seed = 8


def test_variations_share_the_arrays(request_):
    variation = replace(request_, seed=8)

    assert variation.seed == 8
    assert variation.pixels is request_.pixels
    assert variation.mask is request_.mask
    assert variation.coverage is request_.coverage


def test_a_request_crosses_to_another_process_whole(request_):
    crossed = pickle.loads(pickle.dumps(request_))

    for field in fields(GenerationRequest):
        np.testing.assert_equal(getattr(crossed, field.name), getattr(request_, field.name))


def test_the_pixels_of_a_result_cannot_be_changed():
    result = Result(np.zeros((4, 4, 3), np.uint8), 1, 0.5, None, 0)

    with pytest.raises(ValueError, match="read-only"):
        result.pixels[0, 0] = 1


@pytest.mark.parametrize(
    "event",
    [
        Loading("model", 0.5),
        Step(1, 4, np.full((2, 2, 3), 3, np.uint8)),
        Step(2, 4, None),
        Result(np.full((2, 2, 3), 3, np.uint8), 1, 0.5, 0.1, 1 << 30, "ab12"),
    ],
    ids=lambda event: type(event).__name__,
)
def test_events_cross_to_another_process_whole(event):
    crossed = pickle.loads(pickle.dumps(event))

    for field in fields(event):
        np.testing.assert_equal(getattr(crossed, field.name), getattr(event, field.name))


def test_an_engine_error_has_a_sentence_a_hint_and_a_kind():
    error = EngineError(EngineErrorKind.out_of_memory, "No room.", "Make room.")

    assert (str(error), error.hint, error.kind) == (
        "No room.",
        "Make room.",
        EngineErrorKind.out_of_memory,
    )


def test_an_engine_error_crosses_to_another_process_whole():
    error = EngineError(EngineErrorKind.out_of_memory, "No room.", "Make room.")

    crossed = pickle.loads(pickle.dumps(error))

    assert (crossed.kind, crossed.message, crossed.hint) == (
        error.kind,
        error.message,
        error.hint,
    )
