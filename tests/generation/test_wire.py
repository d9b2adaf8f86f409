"""What crosses to an engine and back."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import fields, is_dataclass, replace
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.errors import InputError, StudioError
from studio.generation.engine import EngineError, EngineErrorKind
from studio.generation.events import Loading, Result, Step
from studio.generation.hardware import Hardware, HardwareChoice, Precision, Processor
from studio.generation.loras import LoraUse
from studio.generation.recipe import Fill
from studio.generation.request import Task
from studio.generation.wire import (
    VERSION,
    Ask,
    Begun,
    Cancel,
    Failure,
    Logged,
    Ping,
    Pong,
    Ready,
    Seen,
    Stopped,
    WireError,
    asked_memory,
    pack,
    peek,
    unpack,
)
from studio.geometry import Bounds, Extent
from tests.fakes.requests import small_request


def _picture(height=5, width=7):
    return np.random.default_rng(0).integers(0, 256, (height, width, 3), np.uint8)


def _masked_request():
    mask = np.zeros((16, 32), np.uint8)
    mask[4:8, 3:9] = 130
    return replace(
        small_request(
            2**63 - 1,
            prompt="猫 “x”",
            fill=Fill.edges,
            strength=0.3,
            loras=(LoraUse("soft", -0.5, "ab12"),),
            vae="bright",
            clip_skip=2,
        ),
        task=Task.inpaint,
        mask=mask,
        refine=Extent(64, 32),
        region=Bounds(-3, 2, 32, 16),
    )


def _crossed(said, memory=None):
    """Any message: which it is, the test says."""
    return unpack(said, memory)[1]


def _same(one, other):
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and np.array_equal(one, other)
    if is_dataclass(one):
        names = [field.name for field in fields(one)]
        return type(one) is type(other) and all(
            _same(getattr(one, name), getattr(other, name)) for name in names
        )
    return one == other


EVERYTHING = [
    Ask(small_request(3), "memory"),
    Ask(_masked_request()),
    Ask(replace(small_request(4), hardware=HardwareChoice(Processor.mps, idle_minutes=2))),
    Cancel(),
    Seen(),
    Ping(),
    Pong(),
    Ready(),
    Begun(),
    Hardware(Processor.cuda, "GeForce", 0, 8 << 30, Precision.float16, found=(Processor.cpu,)),
    Loading("model", 0.5),
    Loading("model"),
    Step(1, 4, _picture()),
    Step(1, 4, None),
    Result(_picture(), 1, 0.5, None, 7, "abc", ("Memory ran out.",)),
    Failure(EngineErrorKind.out_of_memory, "Full.", "Empty it."),
    Stopped(),
    Logged(40, "studio", "Traceback"),
]


@pytest.mark.parametrize("message", EVERYTHING, ids=lambda one: type(one).__name__)
def test_what_is_said_arrives_as_it_was(message):
    job, found = unpack(pack(12, message))
    assert job == 12
    assert _same(found, message)


def test_whose_it_is_can_be_told_without_its_arrays():
    assert peek(pack(12, Step(1, 4, _picture()), lambda _: 50)) == (12, Step)


def test_arrays_that_arrive_are_read_only():
    step = _crossed(pack(1, Step(1, 4, _picture())))
    assert not step.preview.flags.writeable
    with pytest.raises(ValueError, match="read-only"):
        step.preview[0, 0, 0] = 1


def test_arrays_may_lie_in_shared_memory_and_are_copied_from_there():
    memory = bytearray(2000)

    def keep(array):
        memory[100 : 100 + array.nbytes] = array.tobytes()
        return 100

    picture = _picture()
    said = pack(1, Step(1, 4, picture), keep)
    assert len(said) < 60
    step = _crossed(said, memoryview(memory))
    memory[:] = bytes(2000)
    assert np.array_equal(step.preview, picture)


def test_an_array_that_is_no_block_of_memory_crosses_too():
    picture = _picture(20, 20)[::2, 3:]
    step = _crossed(pack(1, Step(1, 4, picture)))
    assert np.array_equal(step.preview, picture)


def test_numbers_of_numpy_cross_as_numbers():
    int_of_numpy: Any = np.int64(3)
    step = _crossed(pack(1, Step(int_of_numpy, 4, None)))
    assert step.index == 3


def test_the_memory_of_a_request_is_known_before_its_arrays():
    def keep(array):
        return 10

    assert asked_memory(pack(1, Ask(small_request(), "psm_1"), keep)) == "psm_1"
    assert asked_memory(pack(1, Ping())) is None


def test_an_error_arrives_as_the_same_error():
    error = EngineError(EngineErrorKind.model_broken, "It is broken.", "Mend it.")
    failure = _crossed(pack(1, Failure.of(error)))
    assert (failure.error.kind, str(failure.error), failure.error.hint) == (
        EngineErrorKind.model_broken,
        "It is broken.",
        "Mend it.",
    )


def test_another_version_is_told_and_not_guessed_at():
    with pytest.raises(WireError, match="version"):
        unpack(msgspec.msgpack.encode([VERSION + 1, "something", "else"]))


def test_arrays_outside_the_memory_are_refused():
    said = pack(1, Step(1, 4, _picture()), lambda _: 50)
    with pytest.raises(WireError):
        unpack(said, memoryview(bytes(100)))
    with pytest.raises(WireError):
        unpack(said)


@pytest.mark.parametrize("dtype", ["|O", "<M8[s]", "V8", "nonsense"])
def test_an_array_of_anything_but_numbers_is_refused(dtype):
    body = {"index": 1, "total": 2, "preview": [dtype, [1], bytes(8)]}
    with pytest.raises(WireError):
        unpack(msgspec.msgpack.encode([VERSION, 1, "step", body]))


def test_an_impossible_value_is_refused_as_it_is_everywhere():
    said = msgspec.msgpack.decode(pack(1, Ask(small_request())))
    said[3]["request"]["recipe"]["strength"] = 7.0
    with pytest.raises(InputError):
        unpack(msgspec.msgpack.encode(said))


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 255), st.sampled_from(EVERYTHING))
def test_damaged_bytes_never_do_worse_than_an_error(at, byte, message):
    said = bytearray(pack(1, message))
    said[at % len(said)] = byte
    for found in (bytes(said), bytes(said[: at % len(said)])):
        with suppress(StudioError):
            unpack(found)
