"""The picture of a session, as the screen it is seen on needs it."""

from __future__ import annotations

from studio.canvas.display import DisplayTiles
from studio.files.pictures.correction import correction_of
from studio.session.session import Session


def tiles_for(session: Session) -> DisplayTiles:
    """Tiles of what is on the easel, corrected for the screen."""
    easel, correction = session.easel, correction_of(session.screen.profile)
    return DisplayTiles(
        easel.compositor,
        easel.document.extent,
        correction=correction,
        limit_bytes=session.preferences.current.cache_megabytes << 20,
    )
