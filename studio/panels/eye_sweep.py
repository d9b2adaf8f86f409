"""Many eyes opened or closed in one movement."""

from __future__ import annotations

from collections.abc import Sequence

from studio.document.layers import LayerId
from studio.session.session import Session


class EyeSweep:
    """From the press on an eye to the release: all that the pointer passes become as the first."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._number = 0
        self._passed: set[LayerId] = set()
        self._shows = False

    @property
    def is_on(self) -> bool:
        """Whether the button is still held."""
        return bool(self._passed)

    def begin(self, ids: Sequence[LayerId], *, visible: bool) -> None:
        """Show or hide the first, and those that go with it."""
        self._number += 1
        self._shows = visible
        self._passed.clear()
        self._show(ids)

    def over(self, id: LayerId) -> None:  # noqa: A002
        """Show or hide one more."""
        if self.is_on and id not in self._passed:
            self._show([id])

    def end(self) -> None:
        """The button was let up."""
        self._passed.clear()

    def _show(self, ids: Sequence[LayerId]) -> None:
        self._passed.update(ids)
        showing, scrub = self._session.showing, f"eyes {self._number}"
        self._session.attempt(lambda: showing.show(ids, visible=self._shows, scrub=scrub))
