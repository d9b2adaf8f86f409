"""The window that fetches models, with a hub on loopback."""

from __future__ import annotations

from contextlib import suppress

import pytest
from PySide6.QtCore import Qt

from studio.downloads.recommended import Use, recommended
from studio.downloads.watch import Progress
from studio.models.families import FAMILIES
from studio.session.models.downloading import DownloadState
from studio.window.download_words import purpose_words, size_words, state_words
from studio.window.downloads import DownloadsDialog
from tests.downloads.test_hub import FOLDER
from tests.fakes.hub import Fault, fake_hub


@pytest.fixture
def hub(monkeypatch):
    with fake_hub() as found:
        monkeypatch.setenv("HF_ENDPOINT", found.url)
        found.repositories["some/dream"] = FOLDER
        yield found


@pytest.fixture
def dialog(desk, hub, qtbot):
    shown = DownloadsDialog(desk.window, desk.session)
    shown.show()
    yield shown
    with suppress(RuntimeError):  # closed by the test, and gone
        shown.close()


def looked_up(dialog, qtbot, text="some/dream"):
    dialog.look_up(text)
    qtbot.waitUntil(lambda: dialog._offer is not None)
    return dialog._offer


def test_it_is_opened_from_the_menu(desk, answers):
    desk.do("download_model")
    assert answers.asked == ["downloads"]


def test_opening_it_asks_the_network_nothing(dialog, hub):
    assert hub.asked == []
    assert "Nothing is asked" in dialog.note.text()


def test_the_list_tells_size_and_licence_and_looks_up_what_is_pressed(dialog, hub, qtbot):
    first = recommended()[0].repository
    hub.repositories[first] = FOLDER
    dialog.list.buttons[first].click()
    qtbot.waitUntil(lambda: dialog._offer is not None)
    assert recommended()[0].licence in dialog._offer.words.text()


def test_an_offer_shows_the_licence_the_sizes_and_where_it_goes(dialog, hub, qtbot):
    hub.cards["some/dream"] = {"license": "openrail++"}
    view = looked_up(dialog, qtbot)
    assert "openrail++" in view.words.text()
    assert [one.text().partition(" ·")[0] for one in view.choices.buttons()] == [
        *("Model in half precision (fp16)", "Model in full", "dream.safetensors alone")
    ]
    assert "dream" in view.place.text()
    assert not [one for one in hub.asked if "/resolve/" in one.path]


def test_enter_in_the_field_looks_up_and_never_downloads(dialog, desk, hub, qtbot):
    looked_up(dialog, qtbot)
    hub.repositories["some/other"] = {"other.safetensors": bytes(4096)}
    dialog.field.setFocus()
    dialog.field.setText("some/other")
    qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "some/other" in dialog._offer.words.text())
    assert desk.session.downloading.items == ()


def test_without_a_licence_it_says_so(dialog, qtbot):
    assert "No licence" in looked_up(dialog, qtbot).words.text()


def test_what_needs_a_log_in_cannot_be_taken(dialog, hub, qtbot):
    hub.gated.add("some/dream")
    view = looked_up(dialog, qtbot)
    assert not view.take.isEnabled()
    assert "logged in" in view.words.text()


def test_what_is_taken_is_on_its_way_and_can_be_held_and_removed(dialog, desk, hub, qtbot):
    hub.fail("vocab.json", Fault(stall_after=0))
    looked_up(dialog, qtbot).take.click()
    qtbot.waitUntil(hub.stalling.is_set)
    (row,) = dialog.rows.rows.values()
    row.hold.click()
    qtbot.waitUntil(lambda: "Paused" in row.words.text())
    assert row.hold.accessibleName() == "Resume"
    row.hold.click()
    qtbot.waitUntil(lambda: "Here" in row.words.text() or "broken" in row.words.text())
    row.out.click()
    assert desk.session.downloading.items == ()
    assert not dialog.rows.isVisible()


def test_closed_amid_a_download_it_goes_on(dialog, desk, hub, qtbot):
    looked_up(dialog, qtbot).take.click()
    dialog.close()
    downloading = desk.session.downloading
    ended = (DownloadState.done, DownloadState.failed)
    qtbot.waitUntil(lambda: downloading.items[0].state in ended)


@pytest.mark.parametrize("text", ["nonsense", "some/nothing"])
def test_what_cannot_be_had_is_told_in_place(dialog, qtbot, text):
    dialog.look_up(text)
    qtbot.waitUntil(lambda: "no" in dialog.note.text() and dialog.ask.isEnabled())
    assert not dialog.note.property("quiet")


@pytest.mark.parametrize(
    ("nbytes", "words"), [(999, "1 kB"), (5_400_000, "5 MB"), (6_940_000_000, "6.9 GB")]
)
def test_sizes_in_words(nbytes, words):
    assert size_words(nbytes) == words


def test_a_running_download_tells_pace_and_what_is_left(desk):
    from studio.downloads.plan import Plan
    from studio.session.models.downloading import Download, DownloadId

    plan = Plan("It", desk.session.downloading.folder)
    progress = Progress(1_000_000_000, 7_000_000_000, 10_000_000)
    item = Download(DownloadId(1), plan, DownloadState.running, progress)
    assert state_words(item) == "1.0 GB of 7.0 GB · 10 MB per second · 10 min left"


def test_every_recommended_model_says_what_its_licence_allows():
    assert all(one.licence and one.megabytes > 0 for one in recommended())


def test_those_for_any_use_are_recommended_first_and_all_can_be_run():
    uses = [one.use is not Use.any for one in recommended()]
    assert uses == sorted(uses)
    titles = {one.title for one in FAMILIES}
    assert {one.family for one in recommended()} <= titles
    assert all(purpose_words(one.purpose) for one in recommended())
