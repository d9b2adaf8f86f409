"""The one door to the network: nothing else in the program opens a connection."""

from __future__ import annotations

import re
import socket
import ssl
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import IO
from urllib.parse import unquote, urlsplit

from studio import __version__
from studio.downloads.trouble import NetworkError, answered, cut_off, not_trusted, stalled
from studio.errors import InputError
from studio.text import tr

PATIENCE = 30.0
_AGENT = f"RepaintStudio/{__version__}"
_LOCAL = ("127.0.0.1", "localhost", "::1")
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
        with _worded(self.host):
            return self._response.read1(most)


class Line:
    """One connection at a time. hang_up: from any thread, ends whatever is waited for."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._socket: socket.socket | None = None
        self._is_hung_up = False
        self._opener: urllib.request.OpenerDirector | None = None

    @contextmanager
    def open(self, url: str, start: int = 0, mark: str = "") -> Iterator[Answer]:
        """Ask for a file from a byte on, if it is still the one of that mark; else for all of it.

        Raises:
            NetworkError: it cannot be had.
            InputError: that is no address of the web.
        """
        request = urllib.request.Request(checked_url(url), headers={"User-Agent": _AGENT})
        request.add_header("Accept-Encoding", "identity")
        if start:
            request.add_header("Range", f"bytes={start}-")
            if mark:
                request.add_header("If-Range", mark)
        with _worded(urlsplit(url).hostname or url):
            response = self._opened().open(request, timeout=self._patience)
        try:
            yield Answer(response, url)
        finally:
            response.close()
            self._socket = None

    def hang_up(self) -> None:
        """Have the thread that waits for the network fail now."""
        self._is_hung_up = True
        self.keep(self._socket)

    def _opened(self) -> urllib.request.OpenerDirector:
        if self._opener is None:
            self._opener = urllib.request.build_opener(_Plain(self), _Secure(self), _Redirects)
        return self._opener

    def keep(self, found: socket.socket | None) -> None:
        """The socket that is waited on from now on."""
        self._socket = found
        if self._is_hung_up and found is not None:
            with suppress(OSError):
                # TLS's own would wait for the other side.
                socket.socket.shutdown(found, socket.SHUT_RDWR)


class _Plain(urllib.request.HTTPHandler):
    def __init__(self, line: Line) -> None:
        super().__init__()
        self._line = line

    def http_open(self, req: urllib.request.Request) -> HTTPResponse:
        line = self._line

        class Connection(HTTPConnection):
            def connect(self) -> None:
                super().connect()
                line.keep(self.sock)

        return self.do_open(Connection, req)


class _Secure(urllib.request.HTTPSHandler):
    def __init__(self, line: Line) -> None:
        self._trust = _trusting_the_system()
        super().__init__(context=self._trust)
        self._line = line

    def https_open(self, req: urllib.request.Request) -> HTTPResponse:
        line = self._line

        class Connection(HTTPSConnection):
            def connect(self) -> None:
                super().connect()
                line.keep(self.sock)

        return self.do_open(Connection, req, context=self._trust)


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Never from a secure address to another one."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: object,
        newurl: str,
    ) -> urllib.request.Request | None:
        checked_url(newurl)
        if req.full_url.startswith("https:") and not newurl.startswith("https:"):
            raise not_trusted(urlsplit(newurl).hostname or newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]


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


def _trusting_the_system() -> ssl.SSLContext:
    """By the system's own certificates: a frozen Python knows none, companies add theirs there."""
    import truststore

    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


@contextmanager
def _worded(host: str) -> Iterator[None]:
    """What fails, in words.

    Raises:
        NetworkError: instead of what the libraries raise.
    """
    try:
        yield
    except urllib.error.HTTPError as error:
        error.close()
        name = urlsplit(error.url or "").path.rpartition("/")[2]
        raise answered(error.code, host, unquote(name)) from error
    except TimeoutError as error:
        raise stalled(host) from error
    except urllib.error.URLError as error:
        raise _of_reason(error.reason, host) from error
    except ssl.SSLCertVerificationError as error:
        raise not_trusted(host) from error
    except (OSError, HTTPException, ValueError) as error:
        raise cut_off(host) from error


def _of_reason(reason: object, host: str) -> NetworkError:
    if isinstance(reason, TimeoutError):
        return stalled(host)
    if isinstance(reason, ssl.SSLCertVerificationError):
        return not_trusted(host)
    return cut_off(host)
