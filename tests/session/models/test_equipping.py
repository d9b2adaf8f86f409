"""The AI runtime as the user has it: set up, held, gone on with, cancelled, repaired."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from studio.errors import InputError
from studio.generation.engine import EngineError, EngineErrorKind
from studio.runtime.setting_up import Stage
from studio.runtime.shelf import Shelf
from studio.session.models.equipping import Equipping, EquipState
from studio.session.notice import Notice
from tests.fakes.hub import Fault, fake_hub
from tests.runtime.conftest import Workshop
from tests.session.conftest import Painter


@dataclass
class Store:
    """A session's runtimes, and where their wheels come from."""

    painter: Painter
    workshop: Workshop
    equipping: Equipping
    told: list[Notice] = field(default_factory=list)
    unloaded: list[int] = field(default_factory=list)
    failure: Exception | None = None

    def try_it(self, runtime, watch):
        if self.failure is not None:
            raise self.failure

    def wait_until(self, state):
        self.painter.wait_for(lambda: self.equipping.state is state)

    def set_up(self, manifest):
        self.equipping.start(manifest)
        self.wait_until(EquipState.idle)


@pytest.fixture
def store(painter, tmp_path):
    with fake_hub() as hub:
        workshop = Workshop(hub, tmp_path, Shelf(tmp_path / "runtime"))
        yield make_store(painter, workshop)


def make_store(painter, workshop) -> Store:
    told, unloaded = [], []
    equipping = Equipping(
        told.append,
        lambda: unloaded.append(1),
        shelf=workshop.shelf,
        offers=(workshop.usual(),),
        try_it=lambda runtime, watch: made.try_it(runtime, watch),
    )
    # Closed with the session.
    painter.session.__dict__["equipping"] = equipping
    made = Store(painter, workshop, equipping, told, unloaded)
    return made


def test_set_up_it_is_in_use_the_engine_lets_go_and_the_user_is_told(store):
    manifest = store.workshop.usual()
    assert store.equipping.in_use is None
    store.set_up(manifest)
    assert store.equipping.in_use == manifest
    assert store.unloaded == [1]
    assert "works" in store.told[0].message
    assert store.equipping.progress.done == store.equipping.progress.total == manifest.nbytes


def test_held_it_keeps_what_has_arrived_and_goes_on(store):
    manifest = store.workshop.usual()
    large = manifest.wheels[1].name
    store.workshop.hub.fail(large, Fault(stall_after=3_000))
    store.equipping.start(manifest)
    here = manifest.wheels[0].nbytes + 3_000
    store.painter.wait_for(lambda: store.equipping.progress.done == here)
    store.equipping.pause()
    store.wait_until(EquipState.paused)
    store.equipping.resume()
    store.wait_until(EquipState.idle)
    assert store.workshop.hub.asked_for(large)[-1].range == "bytes=3000-"
    assert store.equipping.in_use == manifest


def test_cancelled_nothing_of_it_is_left_and_the_old_one_is_in_use(store):
    old = store.workshop.usual()
    store.set_up(old)
    newer = store.workshop.usual("2.0")
    store.workshop.hub.fail(newer.wheels[0].name, Fault(stall_after=10))
    store.equipping.start(newer)
    store.painter.wait_for(store.workshop.hub.stalling.is_set)
    store.equipping.cancel()
    store.wait_until(EquipState.idle)
    assert store.equipping.in_use == old
    assert not store.workshop.shelf.wheels.exists()


def test_one_that_fails_says_why_and_may_be_tried_again(store):
    manifest = store.workshop.usual()
    store.failure = EngineError(EngineErrorKind.crashed, "It does not work.")
    store.equipping.start(manifest)
    store.wait_until(EquipState.failed)
    assert store.equipping.error is store.failure
    assert store.equipping.stage is Stage.trying
    assert store.equipping.in_use is None
    store.failure = None
    store.equipping.resume()
    store.wait_until(EquipState.idle)
    assert store.equipping.in_use == manifest


def test_a_failed_one_that_is_cancelled_leaves_nothing(store):
    store.failure = EngineError(EngineErrorKind.crashed, "It does not work.")
    store.equipping.start(store.workshop.usual())
    store.wait_until(EquipState.failed)
    store.equipping.cancel()
    assert store.equipping.state is EquipState.idle
    assert not store.workshop.shelf.wheels.exists()


def test_only_one_is_set_up_at_a_time(store):
    manifest = store.workshop.usual()
    store.workshop.hub.fail(manifest.wheels[0].name, Fault(stall_after=10))
    store.equipping.start(manifest)
    store.painter.wait_for(store.workshop.hub.stalling.is_set)
    with pytest.raises(InputError):
        store.equipping.start(manifest)


def test_repair_fetches_what_is_damaged(store):
    manifest = store.workshop.usual()
    with pytest.raises(InputError):
        store.equipping.repair()
    store.set_up(manifest)
    (store.workshop.shelf.chosen / "small" / "__init__.py").write_text("broken")
    store.equipping.repair()
    store.wait_until(EquipState.idle)
    assert "VERSION" in (store.workshop.shelf.chosen / "small" / "__init__.py").read_text()


def test_the_former_comes_back_and_the_engine_lets_go(store):
    old, newer = store.workshop.usual(), store.workshop.usual("2.0")
    store.set_up(old)
    store.set_up(newer)
    store.equipping.go_back()
    assert (store.equipping.in_use, store.equipping.former) == (old, newer)
    assert len(store.unloaded) == 3


def test_a_repaint_without_a_runtime_says_what_is_missing_and_offers_it(painter):
    told, wanted = [], []
    painter.session.notice.connect(told.append)
    painter.session.runtime_wanted.connect(wanted.append)
    painter.session.tell(EngineError(EngineErrorKind.runtime_missing, "Not there."))
    told[0].verb.run()
    assert wanted == [None]
    painter.session.tell(EngineError(EngineErrorKind.crashed, "Something else."))
    assert told[1].verb is None
