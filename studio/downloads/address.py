"""Where something may be fetched from."""

from __future__ import annotations

from urllib.parse import urlsplit

from studio.errors import InputError
from studio.text import tr

_LOCAL = ("127.0.0.1", "localhost", "::1")


def checked_url(url: str) -> str:
    """The same address, when it is one that may be fetched from.

    Raises:
        InputError: it is not of the web, or not secure.
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        parts, host = urlsplit(""), ""
    is_local = parts.scheme == "http" and host in _LOCAL
    if not host or not (parts.scheme == "https" or is_local):
        raise InputError(
            tr("{address} is not a secure address of the web.", address=url),
            tr("It begins with https://"),
        )
    return url
