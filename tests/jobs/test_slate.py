import sys
from pathlib import Path

import numpy as np
import pytest

from studio.geometry import Extent
from studio.jobs import slate
from studio.jobs.slate import attach_slate, make_slate, picture_bytes, slate_bytes
from tests.fakes.requests import small_request


@pytest.fixture
def made():
    found = make_slate(1000)
    assert found is not None
    yield found
    found.close()


def test_what_one_lays_in_the_other_finds(made):
    picture = np.arange(60, dtype=np.uint8).reshape(4, 5, 3)
    there = attach_slate(made.name)
    at = there.shelf(100, 200).keep(picture[:, ::2])
    assert at == 100
    assert bytes(made.bytes[100:136]) == picture[:, ::2].tobytes()
    there.close()


def test_a_shelf_is_filled_one_behind_the_other_and_no_further(made):
    shelf = made.shelf(0, 100)
    assert shelf.keep(np.ones(60, np.uint8)) == 0
    assert shelf.keep(np.ones(60, np.uint8)) is None
    assert shelf.keep(np.ones(10, np.float32)) == 60


def test_after_its_maker_let_go_it_cannot_be_attached():
    gone = make_slate(10)
    assert gone is not None
    name = gone.name
    gone.close()
    with pytest.raises(FileNotFoundError):
        attach_slate(name)


def test_there_is_room_for_the_request_and_for_a_step_beside_the_result():
    request = small_request(1, size=Extent(32, 16))
    assert picture_bytes(request) == 32 * 16 * 3
    assert slate_bytes(request) == 2 * 32 * 16 * 3


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere memory is not claimed ahead")
def test_where_the_system_has_no_room_there_is_none_and_nothing_is_left(monkeypatch):
    names = []

    def full(name, _):
        names.append(name)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(slate, "_claim", full)
    assert make_slate(1000) is None
    assert not Path("/dev/shm", names[0]).exists()
