"""Downloads as the user has them: looked up, held, resumed at the next start, removed."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from studio.downloads.line import Line
from studio.resources import resource
from studio.session.models.downloading import Downloading, DownloadState
from studio.session.notice import Notice
from tests.fakes.hub import FakeHub, Fault, fake_hub
from tests.models.folders import write_tensors
from tests.patience import PATIENCE
from tests.session.conftest import Painter

_LORA = "lora_te_text_model_encoder_layers_0_self_attn_q_proj.lora_down.weight"


@dataclass
class Shop:
    """A session's downloads, and the hub they come from."""

    painter: Painter
    hub: FakeHub
    downloading: Downloading
    offers: list[Any] = field(default_factory=list)
    told: list[Notice] = field(default_factory=list)

    def look_up(self, text: str):
        """What is offered, or why nothing is."""
        count = len(self.offers)
        self.downloading.look_up(text)
        self.wait_for(lambda: len(self.offers) > count)
        return self.offers[-1]

    def order(self, text: str = "some/style"):
        offer = self.look_up(text)
        return self.downloading.start(offer, offer.choices[0])

    def wait_for(self, is_so):
        self.painter.wait_for(is_so)

    def wait_until(self, wanted, state):
        self.wait_for(lambda: self.item(wanted).state is state)

    def item(self, wanted):
        return next(one for one in self.downloading.items if one.id == wanted)

    def names(self):
        self.painter.session.repainting.catalogue.rescan()
        return [one.id for one in self.painter.session.repainting.catalogue.entries]


@pytest.fixture
def shop(painter, tmp_path, monkeypatch):
    with fake_hub() as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.url)
        lora = write_tensors(tmp_path / "x", {_LORA: (40, 768)}).read_bytes()
        hub.repositories["some/style"] = {"soft.safetensors": lora}
        painter.session.repainting.catalogue.include((tmp_path / "own",))
        yield make_shop(painter, hub, tmp_path / "own")


def make_shop(painter, hub, folder: Path) -> Shop:
    told = []
    downloading = Downloading(
        folder, painter.session.models, told.append, make_line=lambda: Line(PATIENCE)
    )
    shop = Shop(painter, hub, downloading, told=told)
    downloading.offered.connect(shop.offers.append)
    downloading.refused.connect(shop.offers.append)
    # Closed with the session.
    painter.session.__dict__["downloading"] = downloading
    return shop


def test_a_download_is_a_model_as_soon_as_it_is_here(shop):
    one = shop.order()
    shop.wait_until(one, DownloadState.done)
    assert shop.names() == ["starter", "some/soft.safetensors"]
    assert "some/style" in shop.told[0].message
    assert shop.item(one).progress.done == shop.item(one).progress.total


def test_a_whole_folder_is_a_model_of_its_repositorys_name(shop):
    starter = resource("models", "starter")
    shop.hub.repositories["some/starter"] = {
        one.relative_to(starter).as_posix(): one.read_bytes()
        for one in starter.rglob("*")
        if one.is_file()
    }
    shop.wait_until(shop.order("some/starter"), DownloadState.done)
    assert "some/starter" in shop.names()
    entry = shop.painter.session.repainting.catalogue.find("some/starter")
    assert (entry.name, entry.problem) == ("Starter", None)


def test_paused_amid_a_stall_it_stops_at_once_and_goes_on_from_there(shop):
    shop.hub.fail("soft.safetensors", Fault(stall_after=2000))
    one = shop.order()
    shop.wait_for(shop.hub.stalling.is_set)
    shop.wait_for(lambda: shop.item(one).progress.done == 2000)
    shop.downloading.pause(one)
    shop.downloading.resume(one)
    shop.wait_until(one, DownloadState.done)
    assert [one.range for one in shop.hub.asked_for("soft.safetensors")] == ["", "bytes=2000-"]


def test_one_that_was_left_is_there_at_the_next_start_and_goes_on_when_asked(shop, tmp_path):
    shop.hub.fail("soft.safetensors", Fault(stall_after=2000))
    one = shop.order()
    shop.wait_for(lambda: shop.item(one).progress.done == 2000)
    shop.downloading.close()
    asked = len(shop.hub.asked)
    later = make_shop(shop.painter, shop.hub, tmp_path / "own")
    later.downloading.remember()
    (item,) = later.downloading.items
    assert (item.state, item.progress.done) == (DownloadState.paused, 2000)
    assert len(shop.hub.asked) == asked
    later.downloading.resume(item.id)
    later.wait_until(item.id, DownloadState.done)
    assert shop.hub.asked[-1].range == "bytes=2000-"


def test_removed_amid_a_stall_nothing_is_left_of_it(shop, tmp_path):
    shop.hub.fail("soft.safetensors", Fault(stall_after=2000))
    one = shop.order()
    shop.wait_for(shop.hub.stalling.is_set)
    shop.downloading.remove(one)
    assert shop.downloading.items == ()
    shop.wait_for(lambda: not list((tmp_path / "own").glob("*/.*")))


def test_one_that_fails_says_why_and_can_be_tried_again(shop):
    shop.hub.fail("soft.safetensors", Fault(status=404))
    one = shop.order()
    shop.wait_until(one, DownloadState.failed)
    assert shop.item(one).error.hint
    assert shop.told[0].message == shop.item(one).error.message
    shop.downloading.resume(one)
    shop.wait_until(one, DownloadState.done)


def test_they_run_one_after_another_and_a_failure_does_not_hold_the_next(shop):
    shop.hub.repositories["some/other"] = {
        "other.safetensors": shop.hub.repositories["some/style"]["soft.safetensors"]
    }
    shop.hub.fail("soft.safetensors", Fault(status=404))
    first, second = shop.order(), shop.order("some/other")
    shop.wait_until(second, DownloadState.done)
    assert shop.item(first).state is DownloadState.failed


def test_what_is_on_its_way_is_not_fetched_twice(shop):
    shop.hub.fail("soft.safetensors", Fault(stall_after=100))
    shop.order()
    offer = shop.offers[-1]
    assert not shop.painter.session.attempt(lambda: shop.downloading.start(offer, offer.choices[0]))


def test_a_file_without_a_name_of_its_own_has_its_repositorys(shop):
    files = shop.hub.repositories["some/style"]
    shop.hub.repositories["some/glow"] = {
        "pytorch_lora_weights.safetensors": files["soft.safetensors"]
    }
    shop.wait_until(shop.order("some/glow"), DownloadState.done)
    assert "some/glow.safetensors" in shop.names()


def test_what_cannot_be_looked_up_is_told(shop):
    assert "has no" in str(shop.look_up("some/nothing"))


def test_only_the_latest_look_up_is_told(shop):
    shop.hub.fail("main", Fault(stall_after=0))
    shop.downloading.look_up("some/style")
    shop.wait_for(shop.hub.stalling.is_set)
    assert shop.look_up("some/style").title == "some/style"
    assert len(shop.offers) == 1
