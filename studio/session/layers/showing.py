"""Which layers are seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from studio.document.document import Document
from studio.document.layers import Layer, LayerId
from studio.document.showing import ShowLayers
from studio.session.easel import Easel
from studio.text import tr


class Showing:
    """Shows and hides layers; each verb is one step of the history."""

    def __init__(self, easel: Easel) -> None:
        self._easel = easel
        # Which were seen before one was to be seen alone, and which one that is.
        self._before: frozenset[LayerId] = frozenset()
        self._alone: LayerId | None = None
        easel.document_replaced.connect(lambda _: self._forget())

    def show(self, ids: Iterable[LayerId], *, visible: bool, scrub: str = "") -> None:
        """Show or hide layers; changes with the same `scrub` word become one step."""
        document = self._easel.document
        changed = [id for id in ids if document.layer(id).properties.visible is not visible]  # noqa: A001
        latest = document.history.latest
        goes_on = scrub != "" and isinstance(latest, ShowLayers) and latest.scrub == scrub
        if visible:
            title = tr("Show layers") if goes_on or len(changed) > 1 else tr("Show layer")
        else:
            title = tr("Hide layers") if goes_on or len(changed) > 1 else tr("Hide layer")
        self._set(changed if visible else (), () if visible else changed, title, scrub)

    def alone(self, id: LayerId) -> None:  # noqa: A002
        """Hide all but one layer and what it needs to be seen; again, show what was seen before."""
        document = self._easel.document
        needed = set(_needed(document, id))
        others = [one.id for one in _beside(document, needed)]
        seen = {one for one in others if document.layer(one).properties.visible}
        unseen = [one for one in needed if not document.layer(one).properties.visible]
        if seen or unseen:
            if self._alone is None or not self._is_alone(self._alone):
                self._before = frozenset(
                    one.id for one in document.layers if one.properties.visible
                )
            self._alone = id
            self._show_only(needed)
        else:
            known = self._before or frozenset(others)
            again = [one.id for one in document.layers if one.id in known or one.id in needed]
            again = [one for one in again if not document.layer(one).properties.visible]
            self._set(again, (), tr("Show the others again"))
            self._forget()

    def _show_only(self, needed: set[LayerId]) -> None:
        """From one that is alone to another, those seen before count, not those hidden since."""
        document = self._easel.document
        hidden = [one.id for one in _beside(document, needed) if one.properties.visible]
        shown = [one for one in needed if not document.layer(one).properties.visible]
        self._set(shown, hidden, tr("Show only this layer"))

    def _is_alone(self, id: LayerId) -> bool:  # noqa: A002
        """Whether nothing has been shown since one was to be seen alone."""
        document = self._easel.document
        if id not in {one.id for one in document.layers}:
            return False
        others = _beside(document, set(_needed(document, id)))
        return not any(one.properties.visible for one in others)

    def _set(
        self, shown: Iterable[LayerId], hidden: Iterable[LayerId], title: str, scrub: str = ""
    ) -> None:
        command = ShowLayers(tuple(shown), tuple(hidden), title, scrub)
        if command.shown or command.hidden:
            self._easel.document.do(command)

    def _forget(self) -> None:
        self._before, self._alone = frozenset(), None


def _needed(document: Document, id: LayerId) -> Iterator[LayerId]:  # noqa: A002
    """The layer, what it is clipped to, and the groups around both."""
    while id != document.root.id:
        yield id
        parent = document.parent_of(id)
        index = parent.children.index(document.layer(id))
        while index > 0 and parent.children[index].properties.clipped:
            index -= 1
        yield parent.children[index].id
        id = parent.id  # noqa: A001


def _beside(document: Document, needed: set[LayerId]) -> list[Layer]:
    """Those in the groups around what is needed; what lies in the layer itself stays as it is."""
    groups = {document.parent_of(one).id for one in needed}
    siblings = [one for id in groups for one in document.group(id).children]  # noqa: A001
    return [one for one in siblings if one.id not in needed]
