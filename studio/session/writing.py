"""Writing on the canvas: a text being typed, and the style of texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from studio.document.changes import Change, ExtentChanged, LayerShownDifferently, each
from studio.document.commands import AddLayer, RemoveLayer, SetProperties
from studio.document.document import Document
from studio.document.layers import GroupLayer, Layer, LayerId, LayerProperties, TextLayer
from studio.document.lettering import Typeset, usual_family
from studio.document.placement import Placement, Spot
from studio.document.rewording import SetText, reword, set_text, text_layer
from studio.document.texts import Style, Text, length_of, with_inserted
from studio.document.tiles import TilePatch, Tiles
from studio.geometry import EMPTY
from studio.session.easel import Easel, refuse_locked_or_hidden
from studio.session.layers.layering import Layering
from studio.session.painting import Painting
from studio.signals import Signal
from studio.text import tr


@dataclass(frozen=True, slots=True)
class Caret:
    """Between which letters typing goes; UTF-16 units of the words, as Qt counts.

    anchor: where what is selected begins, if anything is. preedit: what an input method composes
    there, not yet part of the words.
    """

    position: int = 0
    anchor: int = 0
    preedit: str = ""

    @property
    def selected(self) -> tuple[int, int]:
        """From where to where."""
        return min(self.position, self.anchor), max(self.position, self.anchor)

    @property
    def seen_at(self) -> int:
        """Where it is drawn."""
        return self.position + length_of(self.preedit)


@dataclass(slots=True, eq=False)
class _Draft:
    """A text being written; its layer shows it already.

    before, tiles: what the layer was. added: the command that put it there, not yet a step.
    """

    document: Document
    layer: TextLayer
    before: Text
    tiles: Tiles
    text: Text
    caret: Caret
    typeset: Typeset
    added: AddLayer | None = None
    active_before: LayerId | None = None


class Writing:
    """One text at a time, from click to Escape; however much is typed, it is one step."""

    def __init__(self, easel: Easel, painting: Painting, layering: Layering) -> None:
        self.changed: Signal[None] = Signal()
        self.asked: Signal[None] = Signal()  # for the keyboard
        self._easel = easel
        self._painting = painting
        self._layering = layering
        self._style = Style()
        self._draft: _Draft | None = None
        easel.document_replaced.connect(lambda _: self._forget())
        easel.document_changed.connect(self._on_document_changed)
        easel.active_changed.connect(self._on_active_changed)
        painting.tool_changed.connect(lambda _: self.commit())
        painting.colours_changed.connect(lambda _: self._take_colour())

    @property
    def is_on(self) -> bool:
        """Whether a text is being written."""
        return self._draft is not None

    @property
    def text(self) -> Text | None:
        """What is being written, without what an input method still composes."""
        return self._draft.text if self._draft else None

    @property
    def caret(self) -> Caret:
        """Where typing goes."""
        return self._draft.caret if self._draft else Caret()

    @property
    def typeset(self) -> Typeset | None:
        """What is being written as it is seen."""
        return self._draft.typeset if self._draft else None

    @property
    def style(self) -> Style:
        """Of what is written, else of the active text, else of the next one."""
        if self._draft is not None:
            return self._draft.text.style
        layer = self._easel.document.layer(self._easel.active)
        if isinstance(layer, TextLayer):
            return layer.text.style
        return self._style if self._style.family else replace(self._style, family=usual_family())

    def set_style(self, style: Style, *, scrub: str = "") -> None:
        """Give what `style` is of another one; changes with the same `scrub` word are one step.

        Raises:
            InputError: the text is locked or hidden.
        """
        self._style = style
        layer = self._easel.document.layer(self._easel.active)
        if self._draft is not None:
            self._show(replace(self._draft.text, style=style), self._draft.caret)
        elif isinstance(layer, TextLayer) and layer.text.style != style:
            refuse_locked_or_hidden(layer)
            text, document = replace(layer.text, style=style), self._easel.document
            document.do(set_text(document, layer, text, tr("Text style"), scrub=scrub))
        self.changed.emit(None)

    def begin(self, id: LayerId) -> None:  # noqa: A002
        """Go on with the text of a layer, from its end.

        Raises:
            InputError: it is locked or hidden.
        """
        self.commit()
        layer = text_layer(self._easel.document, id)
        refuse_locked_or_hidden(layer)
        self._easel.activate(id)
        self._painting.set_colours(layer.text.colour, self._painting.background)
        end = length_of(layer.text.words)
        self._draft = self._draft_of(layer, Caret(end, end))
        self._tell()

    def begin_at(self, spot: Spot, width: float | None = None) -> None:
        """Begin a text that stands on a canvas spot, or in a box whose corner that is."""
        self.commit()
        document, active = self._easel.document, self._easel.active
        text = Text("", self.style, self._painting.foreground, Placement(e=spot[0], f=spot[1]))
        rise = 0.0 if width is not None else -Typeset(text).ascent
        text = replace(text.moved(0, rise), width=width)
        look = LayerProperties(self._layering.free_name(tr("Text")))
        layer = TextLayer(document.new_id(), look, text)
        added = AddLayer(layer, *self._layering.place_above(), tr("Add text"))
        document.changed.emit(added.do(document))
        self._draft = self._draft_of(layer, Caret())
        self._draft.added, self._draft.active_before = added, active
        self._tell()

    def write(self, words: str, caret: Caret) -> None:
        """Let it say other words."""
        if self._draft is not None:
            self._show(replace(self._draft.text, words=words), caret)
            self.changed.emit(None)

    def point_at(self, spot: Spot, *, extends: bool = False) -> None:
        """Put the caret to a canvas spot; `extends`: select up to there."""
        draft = self._draft
        if draft is not None:
            position = min(draft.typeset.position_at(spot), length_of(draft.text.words))
            anchor = draft.caret.anchor if extends else position
            draft.caret = Caret(position, anchor)
            self._tell()

    def undo(self) -> None:
        """Take all of it back, so that it can be done again."""
        document = self._easel.document
        steps = document.history.position
        self.commit()
        if document.history.position > steps:
            document.history.undo()

    def commit(self) -> None:
        """Make it last: one step. A text without words goes, and a new one leaves no trace."""
        draft = self._draft
        if draft is None:
            return
        if draft.text.is_blank and draft.added is not None:
            self.cancel()
            return
        self._draft = None
        self._show_on(draft, draft.text)
        if draft.added is not None:
            self._keep_new(draft, draft.added)
        elif draft.text.is_blank:
            self._restore(draft)
            place = draft.document.place_of(draft.layer.id)
            draft.document.do(RemoveLayer(draft.layer, *place, tr("Delete text")))
        elif draft.text != draft.before:
            self._keep(draft)
        self.changed.emit(None)

    def cancel(self) -> None:
        """Leave everything as it was."""
        draft, self._draft = self._draft, None
        if draft is None:
            return
        if draft.added is not None:
            draft.document.changed.emit(draft.added.undo(draft.document))
            if draft.active_before in {one.id for one in draft.document.layers}:
                self._easel.activate(draft.active_before)
        else:
            self._restore(draft)
        self.changed.emit(None)

    def _draft_of(self, layer: TextLayer, caret: Caret) -> _Draft:
        document, text = self._easel.document, layer.text
        return _Draft(document, layer, text, layer.tiles.snapshot(), text, caret, Typeset(text))

    def _tell(self) -> None:
        self.changed.emit(None)
        self.asked.emit(None)

    def _show(self, text: Text, caret: Caret) -> None:
        """Show a text, with what is composed in it."""
        draft = self._draft
        if draft is None:
            return
        draft.text, draft.caret = text, caret
        words = with_inserted(text.words, caret.position, caret.preedit)
        seen = replace(text, words=words)
        if seen != draft.layer.text:
            draft.typeset = Typeset(seen)
            self._show_on(draft, seen)

    def _show_on(self, draft: _Draft, text: Text) -> None:
        if text != draft.layer.text:
            dirty = reword(draft.layer, text, draft.document.bounds)
            draft.document.touched(draft.layer.id, dirty)

    def _restore(self, draft: _Draft) -> None:
        patch = TilePatch.between(draft.layer.tiles.snapshot(), draft.tiles)
        draft.layer.text = draft.before
        draft.layer.tiles.apply(patch.after)
        draft.document.touched(draft.layer.id, patch.bounds)

    def _keep_new(self, draft: _Draft, added: AddLayer) -> None:
        layer = draft.layer
        layer.properties = replace(layer.properties, name=draft.text.name)
        draft.document.history.record(added)
        draft.document.changed.emit(LayerShownDifferently(layer.id, EMPTY))

    def _keep(self, draft: _Draft) -> None:
        document, layer = draft.document, draft.layer
        patch = TilePatch.between(draft.tiles, layer.tiles.snapshot())
        title, look = tr("Edit text"), layer.properties
        with document.history.one_step(title):
            document.history.record(SetText(layer.id, draft.before, draft.text, patch, title))
            if look.name == draft.before.name != draft.text.name:
                named = replace(look, name=draft.text.name)
                document.do(SetProperties(layer.id, look, named, tr("Rename layer")))

    def _take_colour(self) -> None:
        if self._draft is not None:
            text = replace(self._draft.text, colour=self._painting.foreground)
            self._show(text, self._draft.caret)

    def _forget(self) -> None:
        """What it was written on is gone."""
        if self._draft is not None:
            self._draft = None
            self.changed.emit(None)

    def _on_active_changed(self, id: LayerId) -> None:  # noqa: A002
        if self._draft is not None and self._draft.layer.id != id:
            self.commit()
        else:
            self.changed.emit(None)

    def _on_document_changed(self, change: Change) -> None:
        """Another size of the canvas has taken the text along: nothing to go back to is left."""
        draft = self._draft
        if draft is None:
            return
        is_reshaped = any(isinstance(one, ExtentChanged) for one in each(change))
        if is_reshaped or draft.layer not in draft.document.layers:
            self._forget()


def text_at(document: Document, spot: Spot) -> TextLayer | None:
    """The topmost text that is seen at a canvas spot."""
    seen = list(_seen_texts(document.root))
    return next((one for one in reversed(seen) if Typeset(one.text).holds(spot)), None)


def _seen_texts(layer: Layer) -> Iterator[TextLayer]:
    if isinstance(layer, TextLayer):
        yield layer
    elif isinstance(layer, GroupLayer):
        for child in layer.children:
            if child.properties.visible:
                yield from _seen_texts(child)
