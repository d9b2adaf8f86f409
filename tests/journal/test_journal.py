from __future__ import annotations

import io
import os
import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from studio.document.document import Document
from studio.document.layers import LayerProperties, PaintLayer
from studio.errors import StudioError
from studio.files.openraster.format import load, save
from studio.files.stamp import Source
from studio.generation.request import GenerationRequest
from studio.geometry import Bounds, Extent
from studio.journal import script
from studio.journal.journal import Journal
from studio.journal.moment import Finished, painted_of
from studio.journal.reading import last_state
from studio.journal.records import START, RecordKind, RecordReader, RecordWriter
from studio.journal.shelf import Left, left_behind
from studio.journal.state import VERSION, state_bytes
from tests.journal.scenes import a_candidate, moment_of, paint, rich_document, same


@pytest.fixture
def journal(tmp_path):
    made = Journal(tmp_path / "journal")
    yield made
    made.close()


def keep(
    journal: Journal,
    document: Document,
    candidates: tuple[Finished, ...] = (),
    asked: tuple[GenerationRequest, ...] = (),
) -> None:
    journal.keep(moment_of(document, candidates=candidates, asked=asked))
    journal.wait()
    assert journal.failure() is None


def records_of(journal: Journal) -> Path:
    (found,) = journal.root.glob("*/journal")
    return found


def crash(journal: Journal) -> Left:
    """What is found once the program is gone."""
    journal.close()
    (left,) = left_behind(journal.root)
    return left


def opened(document: Document, path: Path) -> tuple[Document, Source]:
    save(document, path)
    source = Source.of(path)
    assert source is not None
    return load(path).document, source


def test_everything_of_a_painting_comes_back_as_it_was(journal):
    document = rich_document()
    keep(journal, document)
    found = crash(journal).restored()
    assert same(found.document, document)
    assert found.lost == 0
    assert found.active == found.document.layers[-1].id


def test_the_last_state_is_what_comes_back(journal):
    document = rich_document()
    for value in range(5):
        paint(document, value)
        keep(journal, document)
    left = crash(journal)
    assert same(left.restored().document, document)
    assert (left.state.title, len(left.state.rows)) == ("Sea", 6)


def test_a_stroke_costs_its_tiles_and_not_the_painting(journal):
    document = rich_document()
    keep(journal, document)
    before = records_of(journal).stat().st_size
    paint(document, 3, Bounds(10, 10, 4, 4))
    keep(journal, document)
    grown = records_of(journal).stat().st_size - before
    assert before > 500_000  # it is of noise
    assert grown < before / 2
    keep(journal, document)
    again = records_of(journal).stat().st_size - before - grown
    assert again < 2_000


def test_layers_that_share_their_tiles_share_them_in_the_journal_too(journal):
    document = rich_document()
    ground = document.paint_layer(document.layers[0].id)
    for _ in range(20):
        copy = PaintLayer(document.new_id(), LayerProperties("Copy"))
        copy.tiles.apply(ground.tiles.snapshot())
        document.root.children.append(copy)
    keep(journal, document)
    assert records_of(journal).stat().st_size < 1_500_000
    assert same(crash(journal).restored().document, document)


def test_a_stroke_that_goes_on_is_left_out(journal):
    document, before = rich_document(), rich_document()
    with document.painting(document.layers[0].id, "Stroke") as tiles:
        tiles.edit((0, 0))[:] = 9
        keep(journal, document)
    assert same(crash(journal).restored().document, before)


def test_of_an_opened_file_only_what_was_painted_since_is_written(journal, tmp_path):
    document, source = opened(rich_document(), tmp_path / "sea.ora")
    journal.begin(painted_of(document, document.root.id), source)
    paint(document, 200, Bounds(0, 0, 4, 4))
    keep(journal, document)
    assert records_of(journal).stat().st_size < 300_000
    # Whoever saves replaces the file: the journal has its own hold on what it was.
    save(rich_document(), tmp_path / "sea.ora")
    (tmp_path / "sea.ora").unlink()
    found = crash(journal).restored()
    assert same(found.document, document)
    assert found.lost == 0


def test_a_file_that_is_no_longer_what_was_opened_is_not_built_upon(journal, tmp_path):
    document, source = opened(rich_document(), tmp_path / "sea.ora")
    journal.begin(painted_of(document, document.root.id), source)
    (tmp_path / "sea.ora").write_bytes(b"somebody else's")
    keep(journal, document)
    assert same(crash(journal).restored().document, document)


def test_a_file_overwritten_in_place_later_is_noticed_and_done_without(journal, tmp_path):
    document, source = opened(rich_document(), tmp_path / "sea.ora")
    journal.begin(painted_of(document, document.root.id), source)
    paint(document, 1)
    keep(journal, document)
    (tmp_path / "sea.ora").write_bytes(b"cp does that")
    paint(document, 2)
    keep(journal, document)
    found = crash(journal).restored()
    assert same(found.document, document)
    assert found.lost == 0


def test_a_recovered_painting_goes_on_in_its_journal(journal, tmp_path):
    document, source = opened(rich_document(), tmp_path / "sea.ora")
    journal.begin(painted_of(document, document.root.id), source)
    keep(journal, document)
    left = crash(journal)
    found = left.restored()
    size = records_of(journal).stat().st_size
    second = Journal(journal.root)
    second.go_on(left.gone_on_with(found))
    paint(found.document, 5, Bounds(0, 0, 4, 4))
    keep(second, found.document)
    assert records_of(journal).stat().st_size < size + 300_000
    again = crash(second).restored()
    assert same(again.document, found.document)


def test_candidates_and_requests_come_back(journal):
    document, waiting, running = rich_document(), a_candidate(7), a_candidate(8).request
    keep(journal, document, candidates=(waiting,), asked=(running,))
    size = records_of(journal).stat().st_size
    keep(journal, document, candidates=(waiting,), asked=(running,))
    assert records_of(journal).stat().st_size < size + 2_000
    found = crash(journal).restored()
    (candidate,), (asked,) = found.candidates, found.asked
    assert (candidate.request.seed, int(candidate.result.pixels[0, 0, 0])) == (7, 7)
    assert asked.seed == 8
    assert asked.recipe == running.recipe


def test_what_is_saved_leaves_nothing_behind(journal):
    document = rich_document()
    keep(journal, document)
    journal.begin(painted_of(document, document.root.id), None)
    journal.forget()
    journal.wait()
    assert list(journal.root.iterdir()) == []


def test_the_journal_before_stays_until_the_next_has_something(journal):
    document = rich_document()
    keep(journal, document)
    journal.begin(painted_of(document, document.root.id), None)
    journal.wait()
    assert len(list(journal.root.iterdir())) == 1
    paint(document, 4)
    keep(journal, document)
    assert same(crash(journal).restored().document, document)


def test_what_somebody_works_on_is_not_offered_to_another(journal):
    keep(journal, rich_document())
    assert left_behind(journal.root) == ()
    assert len(list(journal.root.iterdir())) == 1


def test_a_journal_that_grew_is_written_anew(journal, monkeypatch):
    monkeypatch.setattr(script, "SPARED_BYTES", 0)
    document = rich_document()
    keep(journal, document)
    first = records_of(journal).stat().st_size
    for value in range(12):
        paint(document, value, document.bounds)
        paint(document, 255 - value, Bounds(0, 0, 4, 4))
        keep(journal, document)
        noise = rich_document().paint_layer(document.layers[0].id).tiles.snapshot()
        with document.painting(document.layers[0].id, "Noise") as tiles:
            tiles.apply(noise)
        keep(journal, document)
    assert records_of(journal).stat().st_size < 5 * first
    assert same(crash(journal).restored().document, document)


@pytest.mark.parametrize("share", [0.1, 0.35, 0.6, 0.95, 0.999])
def test_a_torn_end_falls_back_to_the_last_whole_state(journal, share):
    document = rich_document()
    keep(journal, document)
    whole = records_of(journal).stat().st_size
    before = rich_document()
    paint(document, 9)
    keep(journal, document)
    path = records_of(journal)
    os.truncate(path, whole + int((path.stat().st_size - whole) * share))
    assert same(crash(journal).restored().document, before)


def test_random_bytes_never_crash_it(journal):
    document = rich_document()
    keep(journal, document, candidates=(a_candidate(),))
    path = records_of(journal)
    journal.close()
    whole, chance = path.read_bytes(), random.Random(3)
    for _ in range(150):
        broken = bytearray(whole)
        for _ in range(chance.choice([1, 3, 200])):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(broken[: chance.choice([len(broken), chance.randrange(len(broken))])])
        for left in left_behind(journal.root):
            assert isinstance(left.restored().document, Document)
            left.folder.let_go()


def test_nothing_at_all_is_swept(tmp_path):
    for name, content in (("empty", b""), ("begun", START[:9]), ("torn", START + bytes(9))):
        (tmp_path / name).mkdir()
        (tmp_path / name / "journal").write_bytes(content)
    (tmp_path / "bare").mkdir()
    assert left_behind(tmp_path) == ()
    assert list(tmp_path.iterdir()) == []
    assert left_behind(tmp_path / "not there") == ()


@pytest.mark.parametrize("content", [b"noise", b"RepaintJournal2\n", START + bytes(99)])
def test_what_nobody_can_read_is_set_aside_and_not_swept(tmp_path, content):
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "journal").write_bytes(content)
    told: list[Path] = []
    assert left_behind(tmp_path, told.append) == ()
    assert told == [tmp_path / "one"]
    told[0].rename(tmp_path / "one.damaged")
    assert left_behind(tmp_path, told.append) == ()
    assert (tmp_path / "one.damaged" / "journal").read_bytes() == content


def test_a_state_of_a_later_version_is_set_aside_and_not_swept(journal):
    keep(journal, rich_document())
    path = records_of(journal)
    journal.close()
    whole = path.read_bytes()
    state, _ = last_state(RecordReader(io.BytesIO(whole)))
    later = state_bytes(replace(state, version=VERSION + 1))
    stream = io.FileIO(path, "w+")
    with stream:
        RecordWriter(stream).pack(later, RecordKind.state)
    told: list[Path] = []
    assert left_behind(journal.root, told.append) == ()
    assert told == [path.parent]
    assert path.exists()


def test_a_disk_that_cannot_be_written_is_told_and_tried_again(journal, monkeypatch):
    document = rich_document()
    keep(journal, document)

    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr(os, "fsync", fails)
        paint(document, 50)
        journal.keep(moment_of(document))
        journal.wait()
    failure = journal.failure()
    assert isinstance(failure, StudioError)
    assert "No space" in failure.message
    paint(document, 60)
    keep(journal, document)
    assert same(crash(journal).restored().document, document)


def test_a_thumbnail_shows_what_would_come_back(journal):
    document = Document(Extent(512, 256))
    document.root.children.append(PaintLayer(document.new_id(), LayerProperties("Paint")))
    paint(document, 255, document.bounds)
    keep(journal, document)
    assert crash(journal).thumbnail().shape == (128, 256, 4)


@pytest.mark.parametrize("name", ["write", "fsync", "truncate", "replace", "link", "mkdir"])
@pytest.mark.parametrize("nth", range(0, 18, 5))
def test_whichever_call_fails_the_last_whole_state_comes_back(
    journal, tmp_path, monkeypatch, name, nth
):
    monkeypatch.setattr(script, "SPARED_BYTES", 0)
    monkeypatch.setattr(script, "GROWN", 1)
    document, source = opened(rich_document(), tmp_path / "sea.ora")
    journal.begin(painted_of(document, document.root.id), source)
    kept = None
    calls = 0

    def maybe(call):
        def called(*arguments, **others):
            nonlocal calls
            calls += 1
            if calls == nth + 1:
                raise OSError(28, "No space left on device")
            return call(*arguments, **others)

        return called

    owner = {"write": RecordWriter, "truncate": RecordWriter, "mkdir": Path, "replace": Path}
    inner = {"write": "_write", "truncate": "take_back"}.get(name, name)
    home = owner.get(name, os)
    with monkeypatch.context() as faulty:
        faulty.setattr(home, inner, maybe(getattr(home, inner)))
        for value in range(6):
            paint(document, value, document.bounds)
            journal.keep(moment_of(document))
            journal.wait()
            kept = kept if journal.failure() else value
    assert kept is not None
    found = crash(journal).restored()
    assert found.lost == 0
    pixels = found.document.paint_layer(found.document.layers[0].id).tiles.read(document.bounds)
    assert set(np.unique(pixels).tolist()) in ({kept}, {kept + 1})


def test_a_folder_that_another_window_takes_for_nothing_is_made_anew(journal, monkeypatch):
    journal.root.mkdir()
    made = Path.mkdir
    swept: list[Path] = []

    def made_and_swept(path: Path, mode: int = 0o777, *, parents: bool, **_: bool) -> None:
        made(path, mode, parents)
        if not swept:
            swept.append(path)
            path.rmdir()

    with monkeypatch.context() as sweeping:
        sweeping.setattr(Path, "mkdir", made_and_swept)
        keep(journal, rich_document())
    assert records_of(journal).parent != swept[0]
