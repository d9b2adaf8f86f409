"""Of Python's own HTTP, what a `Line` is made of: imported when one is first used."""

from __future__ import annotations

import socket
import ssl
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import IO, TypeAlias
from urllib.parse import unquote, urlsplit

from studio import __version__
from studio.downloads.address import checked_url
from studio.downloads.trouble import (
    NetworkError,
    answered,
    cut_off,
    not_trusted,
    stalled,
    unreached,
)

Keep: TypeAlias = Callable[[socket.socket], object]
_AGENT = f"RepaintStudio/{__version__}"


def opener(keep: Keep) -> urllib.request.OpenerDirector:
    """Opens addresses, by the system's proxies and certificates; `keep` gets every socket."""
    return urllib.request.build_opener(_Plain(keep), _Secure(keep), _Redirects)


def request_for(url: str, start: int, mark: str) -> urllib.request.Request:
    """For a file from a byte on, if it is still the one of that mark; else for all of it."""
    request = urllib.request.Request(url, headers={"User-Agent": _AGENT})
    request.add_header("Accept-Encoding", "identity")
    if start:
        request.add_header("Range", f"bytes={start}-")
        if mark:
            request.add_header("If-Range", mark)
    return request


class _Plain(urllib.request.HTTPHandler):
    def __init__(self, keep: Keep) -> None:
        super().__init__()
        self._keep = keep

    def http_open(self, req: urllib.request.Request) -> HTTPResponse:
        keep = self._keep

        class Connection(HTTPConnection):
            def connect(self) -> None:
                super().connect()
                keep(self.sock)

        return self.do_open(Connection, req)


class _Secure(urllib.request.HTTPSHandler):
    def __init__(self, keep: Keep) -> None:
        self._trust = _trusting_the_system()
        super().__init__(context=self._trust)
        self._keep = keep

    def https_open(self, req: urllib.request.Request) -> HTTPResponse:
        keep = self._keep

        class Connection(HTTPSConnection):
            def connect(self) -> None:
                super().connect()
                keep(self.sock)

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


def _trusting_the_system() -> ssl.SSLContext:
    """By the system's own certificates: a frozen Python knows none, companies add theirs there."""
    import truststore

    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


@contextmanager
def worded(host: str) -> Iterator[None]:
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
    return unreached(host)
