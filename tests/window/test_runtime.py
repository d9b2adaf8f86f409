"""The window for the AI runtime: what it costs before anything is fetched, and what goes on."""

from __future__ import annotations

import pytest

from studio.generation.engine import EngineError, EngineErrorKind
from studio.generation.hardware import Processor
from studio.runtime.machine import likely_processor
from studio.runtime.shelf import Shelf
from studio.session.models.equipping import Equipping, EquipState
from studio.window.runtime import RuntimeDialog
from tests.fakes.hub import Fault, fake_hub
from tests.fakes.wheels import manifest_of
from tests.runtime.conftest import Workshop


@pytest.fixture
def workshop(tmp_path):
    with fake_hub() as hub:
        yield Workshop(hub, tmp_path, Shelf(tmp_path / "runtime"))


@pytest.fixture
def equipping(desk, workshop):
    found = Equipping(
        lambda _: None,
        lambda: None,
        shelf=workshop.shelf,
        offers=(workshop.usual(), manifest_of(*workshop.usual().wheels, backend="cuda")),
        try_it=lambda *_: None,
    )
    desk.session.__dict__["equipping"] = found
    return found


def dialog_of(desk, equipping, qtbot, likely=Processor.cpu):
    dialog = RuntimeDialog(None, equipping, likely)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_opening_it_asks_the_network_nothing_and_tells_sizes_and_licences(
    desk, equipping, workshop, qtbot
):
    dialog = dialog_of(desk, equipping, qtbot)
    words = " ".join(one.text() for one in dialog.findChildren(type(dialog.state)))
    assert "to download" in words
    assert "Apache-2.0" in words
    assert "not repaint" in dialog.state.text()
    assert workshop.hub.asked == []


def test_what_suits_the_computer_is_chosen_first(desk, equipping, qtbot):
    assert dialog_of(desk, equipping, qtbot, Processor.cuda).chosen.backend == "cuda"
    assert dialog_of(desk, equipping, qtbot, Processor.cpu).chosen.backend == "cpu"
    assert dialog_of(desk, equipping, qtbot, Processor.mps).chosen.backend == "cpu"


def test_set_up_it_says_what_is_in_use_and_offers_to_repair(desk, equipping, qtbot):
    dialog = dialog_of(desk, equipping, qtbot)
    dialog.start.click()
    assert dialog.cancel.isVisible()
    qtbot.waitUntil(lambda: equipping.state is EquipState.idle)
    qtbot.waitUntil(dialog.repair.isVisible)
    assert "CPU" in dialog.state.text()
    assert not dialog.back.isVisible()
    assert not dialog.bar.isVisible()


def test_it_can_be_held_and_cancelled(desk, equipping, workshop, qtbot):
    workshop.hub.fail(equipping.offers[0].wheels[0].name, Fault(stall_after=10))
    dialog = dialog_of(desk, equipping, qtbot)
    dialog.start.click()
    qtbot.waitUntil(workshop.hub.stalling.is_set)
    dialog.hold.click()
    qtbot.waitUntil(lambda: "Paused" in dialog.words.text())
    assert dialog.hold.text() == "Resume"
    dialog.cancel.click()
    qtbot.waitUntil(dialog.start.isVisible)
    assert equipping.in_use is None


def test_what_went_wrong_is_said_where_one_looks(desk, equipping, workshop, qtbot):
    workshop.hub.fail(equipping.offers[0].wheels[0].name, Fault(status=404))
    dialog = dialog_of(desk, equipping, qtbot)
    dialog.start.click()
    qtbot.waitUntil(lambda: "has no small" in dialog.words.text())
    assert dialog.words.property("quiet") is False


def test_a_build_with_nothing_to_offer_says_so(desk, workshop, qtbot):
    empty = Equipping(lambda _: None, lambda: None, shelf=workshop.shelf, offers=())
    dialog = dialog_of(desk, empty, qtbot)
    words = " ".join(one.text() for one in dialog.findChildren(type(dialog.state)))
    assert "full build" in words
    assert not dialog.start.isEnabled()
    empty.close()


def test_the_notice_of_a_failed_repaint_opens_it(desk, answers):
    desk.session.tell(EngineError(EngineErrorKind.runtime_missing, "Not there."))
    assert desk.window.notice.verb.text() == "Set up…"
    desk.window.notice.verb.click()
    assert answers.asked == ["runtime"]


def test_a_program_that_brings_it_all_offers_nothing(desk):
    desk.window.menus.show_states()
    assert not desk.window.menus.action("runtime").isEnabled()


@pytest.mark.parametrize(
    ("files", "system", "machine", "expected"),
    [
        ((), "linux", "x86_64", Processor.cpu),
        (("proc/driver/nvidia/version",), "linux", "x86_64", Processor.cuda),
        (("dev/kfd",), "linux", "x86_64", Processor.rocm),
        ((), "darwin", "arm64", Processor.mps),
        ((), "darwin", "x86_64", Processor.cpu),
    ],
)
def test_what_the_machine_looks_like(tmp_path, files, system, machine, expected):
    for name in files:
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).touch()
    assert likely_processor(tmp_path, system, machine) is expected
