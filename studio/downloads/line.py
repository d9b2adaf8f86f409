"""The one door to the network: nothing else in the program opens a connection."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from studio.downloads.address import checked_url

if TYPE_CHECKING:
    from http.client import HTTPResponse
    from urllib.request import OpenerDirector

PATIENCE = 30.0
_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")
_NAME = re.compile(r"filename\*?=(?:UTF-8'')?\"?([^\";]+)", re.IGNORECASE)


class Answer:
    """What came back: the bytes from `start` on. length: of what is to come, None if untold."""

    def __init__(self, response: HTTPResponse, url: str) -> None:
        self.host = urlsplit(url).hostname or url
        self._response = response
        self._headers = response.headers
        self.status = response.status

    @property
    def is_page(self) -> bool:
        """Whether it is a web page."""
        return self._headers.get_content_type() in ("text/html", "application/xhtml+xml")

    @property
    def length(self) -> int | None:
        """The bytes to come."""
        told = self._headers.get("Content-Length", "")
        return int(told) if told.isdecimal() else None

    @property
    def start(self) -> int | None:
        """Where in the file they begin; None for a range that makes no sense."""
        if self.status != 206:
            return 0
        found = _RANGE.match(self._headers.get("Content-Range", ""))
        return int(found[1]) if found else None

    @property
    def mark(self) -> str:
        """What tells this state of the file from others, fit to be asked about; often empty."""
        etag = self._headers.get("ETag", "")
        return "" if etag.startswith("W/") else etag

    @property
    def name(self) -> str:
        """What the file is called there."""
        found = _NAME.search(self._headers.get("Content-Disposition", ""))
        path = unquote(found[1] if found else urlsplit(self._response.url).path)
        return path.replace("\\", "/").rpartition("/")[2]

    def read(self, most: int) -> bytes:
        """Some of it, as soon as there is any; empty at its end.

        Raises:
            NetworkError: it stalls, or is cut off.
        """
        from studio.downloads.web import worded

        with worded(self.host):
            return self._response.read1(most)


class Line:
    """One connection at a time. hang_up: from any thread, ends whatever is waited for.

    What it is made of is imported when it is first used: 40 ms that no start needs to spend.
    """

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._socket: socket.socket | None = None
        self._is_hung_up = False
        self._opener: OpenerDirector | None = None

    @contextmanager
    def open(self, url: str, start: int = 0, mark: str = "") -> Iterator[Answer]:
        """Ask for a file from a byte on, if it is still the one of that mark; else for all of it.

        Raises:
            NetworkError: it cannot be had.
            InputError: that is no address of the web.
        """
        from studio.downloads.web import opener, request_for, worded

        request = request_for(checked_url(url), start, mark)
        self._opener = self._opener or opener(self.keep)
        with worded(urlsplit(url).hostname or url):
            response = self._opener.open(request, timeout=self._patience)
        try:
            yield Answer(response, url)
        finally:
            response.close()
            self._socket = None

    def hang_up(self) -> None:
        """Have the thread that waits for the network fail now."""
        self._is_hung_up = True
        self.keep(self._socket)

    def keep(self, found: socket.socket | None) -> None:
        """The socket that is waited on from now on."""
        self._socket = found
        if self._is_hung_up and found is not None:
            with suppress(OSError):
                # TLS's own would wait for the other side.
                socket.socket.shutdown(found, socket.SHUT_RDWR)
