from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from studio.document.changes import Change, SeveralChanges, TreeChanged
from studio.document.commands import RemoveLayer, SetProperties
from studio.document.document import Document
from studio.document.history import Command
from studio.document.layers import LayerProperties, PaintLayer
from studio.document.sheet import Sheet
from studio.geometry import EMPTY, Bounds
from tests.document.paintings import ROOT, add_paint, document_of, paint

SQUARE = Bounds(0, 0, 8, 8)


@dataclass(frozen=True)
class Note:
    """Writes its word into the attachments of a sheet; keeps `nbytes` of memory alive."""

    title: str
    nbytes: int = 0

    def do(self, sheet: Sheet) -> Change:
        sheet.attachments[self.title] = b""
        return TreeChanged(EMPTY)

    def undo(self, sheet: Sheet) -> Change:
        del sheet.attachments[self.title]
        return TreeChanged(EMPTY)

    def merged(self, later: Command) -> Command | None:
        return None


def document_with_steps(*titles: str) -> Document:
    document = document_of()
    for title in titles:
        document.do(Note(title))
    return document


class HalfwayError(Exception):
    """Something that goes wrong half-way."""


def interrupt(document: Document, *commands: Command) -> None:
    with document.history.one_step("Interrupted"):
        for command in commands:
            document.do(command)
        raise HalfwayError


def opacity_of(layer: PaintLayer) -> float:
    return layer.properties.opacity


def set_opacity(document: Document, layer: PaintLayer, opacity: float, scrub: str = "") -> None:
    before = layer.properties
    after = LayerProperties(before.name, opacity=opacity)
    document.do(SetProperties(layer.id, before, after, "Opacity", scrub))


def test_undo_and_redo_walk_through_the_steps():
    document = document_with_steps("a", "b")
    history = document.history
    assert history.undo()
    assert list(document.attachments) == ["a"]
    assert history.undo()
    assert not history.undo()
    assert history.redo()
    assert history.redo()
    assert not history.redo()
    assert list(document.attachments) == ["a", "b"]


def test_a_new_step_forgets_what_was_undone():
    document = document_with_steps("a", "b")
    document.history.undo()
    document.do(Note("c"))
    assert document.history.titles == ("a", "c")
    assert not document.history.redo()


def test_going_to_a_position_undoes_or_redoes_on_the_way():
    document = document_with_steps("a", "b", "c")
    document.history.go_to(1)
    assert list(document.attachments) == ["a"]
    document.history.go_to(3)
    assert list(document.attachments) == ["a", "b", "c"]


def test_the_latest_step_is_what_undo_takes_back():
    document = document_with_steps("a", "b")
    document.history.undo()
    latest = document.history.latest
    assert latest is not None
    assert latest.title == "a"
    document.history.undo()
    assert document.history.latest is None


def test_the_oldest_steps_go_when_memory_is_short_but_never_the_last():
    document = document_of()
    document.history.limit_bytes = 100
    for title in "abc":
        document.do(Note(title, nbytes=40))
    assert list(document.history.titles) == ["b", "c"]
    document.do(Note("large", nbytes=1000))
    assert list(document.history.titles) == ["large"]
    assert document.history.nbytes == 1000
    assert document.history.position == 1


def test_a_dragged_slider_is_one_step_and_a_second_drag_another():
    document = document_of()
    layer = add_paint(document)
    for opacity in (0.9, 0.8, 0.7):
        set_opacity(document, layer, opacity, scrub="first")
    for opacity in (0.6, 0.5):
        set_opacity(document, layer, opacity, scrub="second")
    document.history.undo()
    assert opacity_of(layer) == 0.7
    document.history.undo()
    assert opacity_of(layer) == 1.0


def test_steps_without_a_scrub_word_stay_apart():
    document = document_of()
    layer = add_paint(document)
    set_opacity(document, layer, 0.9)
    set_opacity(document, layer, 0.8)
    document.history.undo()
    assert opacity_of(layer) == 0.9


def test_several_commands_become_one_step():
    document = document_with_steps("before")
    with document.history.one_step("Both"):
        document.do(Note("a"))
        document.do(Note("b"))
    assert document.history.titles == ("before", "Both")
    seen: list[Change] = []
    document.changed.connect(seen.append)
    document.history.undo()
    assert list(document.attachments) == ["before"]
    assert isinstance(seen[0], SeveralChanges)
    document.history.redo()
    assert list(document.attachments) == ["before", "a", "b"]


def test_one_step_inside_another_is_part_of_it():
    document = document_of()
    with document.history.one_step("Outer"):
        document.do(Note("a"))
        with document.history.one_step("Inner"):
            document.do(Note("b"))
            document.do(Note("c"))
    assert document.history.titles == ("Outer",)
    document.history.undo()
    assert not document.attachments


def test_an_exception_inside_one_step_takes_all_of_it_back():
    document = document_with_steps("before")
    with pytest.raises(HalfwayError):
        interrupt(document, Note("a"))
    assert list(document.attachments) == ["before"]
    assert document.history.titles == ("before",)


def test_an_exception_before_anything_was_done_leaves_the_redo_steps():
    document = document_with_steps("a", "b")
    document.history.undo()
    with pytest.raises(HalfwayError):
        interrupt(document)
    assert document.history.redo()


def test_a_slider_inside_one_step_does_not_join_the_step_before():
    document = document_of()
    layer = add_paint(document)
    set_opacity(document, layer, 0.9, scrub="drag")
    before = layer.properties
    after = LayerProperties(before.name, opacity=0.5)
    with pytest.raises(HalfwayError):
        interrupt(document, SetProperties(layer.id, before, after, "Opacity", "drag"))
    assert opacity_of(layer) == 0.9


def test_no_step_is_forgotten_while_one_step_is_being_made():
    document = document_of()
    document.history.limit_bytes = 50
    with pytest.raises(HalfwayError):
        interrupt(document, Note("a", nbytes=40), Note("b", nbytes=40))
    assert not document.attachments


def test_a_stroke_keeps_the_tiles_from_before_and_a_removed_layer_all_of_its():
    document = document_of()
    layer = add_paint(document)
    tile = 256 * 256 * 4
    paint(document, layer, SQUARE, np.full((8, 8, 4), 255, np.uint8))
    assert document.history.nbytes == 0
    paint(document, layer, SQUARE, np.full((8, 8, 4), 128, np.uint8))
    assert document.history.nbytes == tile
    document.do(RemoveLayer(layer, ROOT, 0, "Remove"))
    assert document.history.nbytes == 2 * tile


def test_listeners_hear_of_every_step():
    document, heard = document_of(), []
    document.history.changed.connect(heard.append)
    document.do(Note("a"))
    document.history.undo()
    document.history.redo()
    assert len(heard) == 3


def test_a_lower_limit_holds_from_the_next_step_on():
    document = document_of()
    for title in "abc":
        document.do(Note(title, nbytes=40))
    document.history.limit_bytes = 90
    assert list(document.history.titles) == ["a", "b", "c"]
    document.do(Note("d", nbytes=40))
    assert list(document.history.titles) == ["c", "d"]
    assert document.history.position == 2


def test_two_strokes_on_the_same_place_are_different_steps():
    document = document_of()
    layer = add_paint(document)
    for value in (50, 100, 150):
        paint(document, layer, SQUARE, np.full((8, 8, 4), value, np.uint8))
    latest = document.history.latest
    document.history.undo()
    assert document.history.latest != latest
