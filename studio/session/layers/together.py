"""Verbs that work on all chosen layers at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import TypeAlias

from studio.brush.moving import Moving
from studio.document.commands import AddLayer, MoveLayer, RemoveLayer, SetProperties
from studio.document.history import Several
from studio.document.layers import (
    GroupLayer,
    Layer,
    LayerId,
    LayerProperties,
    Pictured,
    TextLayer,
    walk,
)
from studio.errors import InputError
from studio.session.easel import Easel, refuse_locked_or_hidden
from studio.session.layers.chosen import Chosen
from studio.session.layers.layer_move import LayerMove, Moves
from studio.session.layers.layering import Layering, copied, refuse_locked, shown_as
from studio.session.layers.text_move import moving_text
from studio.session.painting import alpha_is_locked, limits_of
from studio.text import tr

Look: TypeAlias = Callable[[LayerProperties], LayerProperties]


class Together:
    """What can be done with the chosen layers, each one step of the history."""

    def __init__(self, easel: Easel, chosen: Chosen, layering: Layering) -> None:
        self._easel = easel
        self._chosen = chosen
        self._layering = layering

    def remove(self) -> None:
        """Take them, with all they hold, away.

        Raises:
            InputError: one of them is locked.
        """
        document, gone = self._easel.document, self._chosen.outermost
        for layer in gone:
            refuse_locked(layer)
        if not gone:
            return
        heir = self._heir(gone)
        # From the top, so that the places of those beneath stay what they are.
        removals = tuple(
            RemoveLayer(one, *document.place_of(one.id), tr("Delete layer"))
            for one in reversed(gone)
        )
        title = tr("Delete layers") if len(gone) > 1 else tr("Delete layer")
        document.do(removals[0] if len(gone) == 1 else Several(title, removals))
        if heir is not None:
            self._easel.activate(heir)

    def duplicate(self) -> None:
        """Put copies of them just above the topmost; the copies are chosen then."""
        document, originals = self._easel.document, self._chosen.outermost
        if not originals:
            return
        copies = []
        parent, index = document.place_of(originals[-1].id)
        with document.history.one_step(tr("Duplicate layers")):
            for number, layer in enumerate(originals, 1):
                copy = copied(layer, document)
                name = tr("{name} copy", name=layer.properties.name)
                copy.properties = replace(copy.properties, name=name)
                document.do(AddLayer(copy, parent, index + number, tr("Duplicate layer")))
                copies.append(copy.id)
        self._chosen.choose(copies)

    def group(self) -> None:
        """Put them into a new group where the topmost is."""
        document, members = self._easel.document, self._chosen.outermost
        if not members:
            return
        active, ids = self._easel.active, self._chosen.ids
        name = LayerProperties(self._layering.free_name(tr("Group")))
        group = GroupLayer(document.new_id(), name)
        parent, index = document.place_of(members[-1].id)
        with document.history.one_step(tr("Group layers")):
            document.do(AddLayer(group, parent, index + 1, tr("Add group")))
            for number, layer in enumerate(members):
                place = document.place_of(layer.id)
                document.do(MoveLayer(layer.id, place, (group.id, number)))
        self._chosen.choose(ids, active)

    def move(self, parent: LayerId, index: int) -> None:
        """Move them into a group, together; `index` from the bottom, before they are taken out."""
        document, moved = self._easel.document, self._chosen.outermost
        if any(parent == one.id for layer in moved for one in walk(layer)):
            return
        beneath = [one for one in document.group(parent).children[:index] if one not in moved]
        with document.history.one_step(tr("Move layers")):
            for layer in moved:
                self._put_above(layer, beneath[-1] if beneath else None, parent)
                beneath.append(layer)

    def raise_them(self) -> None:
        """Move each one up in its group, as far as there is room."""
        self._shift(tuple(reversed(self._chosen.outermost)), 1)

    def lower_them(self) -> None:
        """Move each one down in its group, as far as there is room."""
        self._shift(self._chosen.outermost, -1)

    def show_as(self, look: Look, title: str, *, scrub: str = "") -> None:
        """Change how they are shown; changes with the same `scrub` word become one step."""
        self.show_layers_as([layer.id for layer in self._chosen.layers], look, title, scrub=scrub)

    def show_layers_as(
        self, ids: Sequence[LayerId], look: Look, title: str, *, scrub: str = ""
    ) -> None:
        """The same for any layers."""
        looks = [(id, self._easel.document.layer(id).properties) for id in ids]  # noqa: A001
        changes = tuple(
            SetProperties(id, before, shown_as(before, look(before)), title, scrub)
            for id, before in looks  # noqa: A001
        )
        if any(one.before != one.after for one in changes):
            self._easel.document.do(changes[0] if len(ids) == 1 else Several(title, changes))

    @contextmanager
    def moving(self) -> Iterator[LayerMove]:
        """Move what is selected on them and in them, or all of it; one step.

        Raises:
            InputError: nothing on them can be moved.
        """
        document = self._easel.document
        layers = self._movable()
        selected = limits_of(document).selected
        with ExitStack() as stack:
            stack.enter_context(document.history.one_step(tr("Move")))
            moves: list[tuple[LayerId, Moves]] = []
            for layer in layers:
                if isinstance(layer, TextLayer):
                    text = stack.enter_context(moving_text(document, layer))
                    moves.append((layer.id, text))
                    continue
                tiles = stack.enter_context(document.painting(layer.id, tr("Move")))
                moves.append((layer.id, Moving(tiles, selected)))
            selection = stack.enter_context(document.selecting(tr("Move selection")))
            outline = Moving(selection.tiles, within=document.bounds)
            yield LayerMove(document, moves, outline)

    def _movable(self) -> list[Pictured]:
        if not self._chosen.are_several and not self._is_group():
            layers = [self._active()]
        else:
            held = [one for layer in self._chosen.outermost for one in walk(layer)]
            layers = [one for one in held if isinstance(one, Pictured)]
        if not layers:
            raise InputError(tr("There is nothing to move."), tr("Choose a paint layer."))
        for layer in layers:
            refuse_locked(layer)
            if layer.properties.alpha_locked:
                raise alpha_is_locked(layer)
        return layers

    def _active(self) -> Pictured:
        layer = self._easel.document.layer(self._easel.active)
        if not isinstance(layer, TextLayer):
            return self._easel.target()
        refuse_locked_or_hidden(layer)
        return layer

    def _is_group(self) -> bool:
        easel = self._easel
        is_root = easel.active == easel.document.root.id
        return not is_root and isinstance(easel.document.layer(easel.active), GroupLayer)

    def _put_above(self, layer: Layer, neighbour: Layer | None, parent: LayerId) -> None:
        document = self._easel.document
        others = [one for one in document.group(parent).children if one is not layer]
        place = parent, 0 if neighbour is None else others.index(neighbour) + 1
        origin = document.place_of(layer.id)
        if origin != place:
            document.do(MoveLayer(layer.id, origin, place))

    def _shift(self, layers: tuple[Layer, ...], by: int) -> None:
        """The foremost first; one that cannot move stops those behind it."""
        document = self._easel.document
        with document.history.one_step(tr("Move layers")):
            for layer in layers:
                parent, index = document.place_of(layer.id)
                siblings = document.group(parent).children
                to = index + by
                if 0 <= to < len(siblings) and siblings[to] not in layers:
                    document.do(MoveLayer(layer.id, (parent, index), (parent, to)))

    def _heir(self, gone: tuple[Layer, ...]) -> LayerId | None:
        """What becomes active when they go: the one beneath the topmost, else the one above."""
        document = self._easel.document
        parent, index = document.place_of(gone[-1].id)
        siblings = document.group(parent).children
        others = [*reversed(siblings[:index]), *siblings[index + 1 :]]
        return next((one.id for one in others if one not in gone), None)
