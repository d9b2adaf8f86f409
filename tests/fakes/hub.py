"""A hub on loopback that behaves, or fails in a way that was asked for."""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from unittest import mock

REVISION = "0123456789abcdef"
_LARGE = 1024


@dataclass(frozen=True)
class Fault:
    """What to do otherwise at one request for a file.

    status: answer with it. page: a web page. after: so many bytes of the body, then cut or stall.
    flip: change a byte. ignores_range: all of it. shifts: the wrong part of it. longer: so many
    bytes too many. etag: another one.
    """

    status: int = 0
    page: bool = False
    cut_after: int | None = None
    stall_after: int | None = None
    flip: bool = False
    ignores_range: bool = False
    shifts: bool = False
    longer: int = 0
    etag: str = ""


@dataclass
class Asked:
    """One request."""

    path: str
    range: str
    if_range: str


@dataclass
class FakeHub:
    """Repositories by name, each with its files; faults by path, one a request."""

    repositories: dict[str, dict[str, bytes]] = field(default_factory=dict)
    cards: dict[str, dict[str, object]] = field(default_factory=dict)
    gated: set[str] = field(default_factory=set)
    others: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    redirects: dict[str, str] = field(default_factory=dict)
    faults: dict[str, deque[Fault]] = field(default_factory=lambda: defaultdict(deque))
    asked: list[Asked] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)
    stalling: threading.Event = field(default_factory=threading.Event)
    url: str = ""

    def fail(self, name: str, *faults: Fault) -> None:
        """At the next requests for a file of that name."""
        self.faults[name].extend(faults)

    def asked_for(self, name: str) -> list[Asked]:
        """The requests for a file of that name."""
        return [one for one in self.asked if one.path.endswith(name)]

    def listing(self, repository: str) -> bytes:
        """What the API says of it."""
        siblings = [_sibling(*one) for one in self.repositories[repository].items()]
        found = {
            "id": repository,
            "sha": REVISION,
            "gated": "auto" if repository in self.gated else False,
            "cardData": self.cards.get(repository),
            "siblings": siblings,
            "tags": [],
        }
        return json.dumps(found).encode()

    def content(self, path: str) -> tuple[str, bytes] | None:
        """The type and body of what lies at a path."""
        path = path.partition("?")[0]
        for name, files in self.repositories.items():
            if path.startswith(f"/api/models/{name}/revision/"):
                return "application/json", self.listing(name)
            inner = path.removeprefix(f"/{name}/resolve/{REVISION}/")
            if inner in files:
                return "application/octet-stream", files[inner]
        return self.others.get(path)


def _sibling(name: str, content: bytes) -> dict[str, object]:
    """Large files are told by their SHA-256, small ones by git's digest alone."""
    blob = hashlib.sha1(f"blob {len(content)}\0".encode() + content).hexdigest()
    found: dict[str, object] = {"rfilename": name, "size": len(content), "blobId": blob}
    if len(content) >= _LARGE:
        found["lfs"] = {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
    return found


@contextmanager
def fake_hub() -> Iterator[FakeHub]:
    """One that answers until the end of the block."""
    hub = FakeHub()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _answers(hub))
    server.daemon_threads = True
    hub.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        with mock.patch.dict(os.environ, {"no_proxy": "*"}):
            yield hub
    finally:
        hub.released.set()
        server.shutdown()
        server.server_close()
        thread.join()


def _answers(hub: FakeHub) -> type[BaseHTTPRequestHandler]:
    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told = self.headers
            asked = Asked(self.path, told.get("Range", ""), told.get("If-Range", ""))
            hub.asked.append(asked)
            name = self.path.partition("?")[0].rpartition("/")[2]
            waiting = hub.faults.get(name)
            _Reply(self, hub, asked, waiting.popleft() if waiting else Fault()).send()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Not into the tests' output."""

    return Answering


class _Reply:
    def __init__(
        self, answering: BaseHTTPRequestHandler, hub: FakeHub, asked: Asked, fault: Fault
    ) -> None:
        self._to = answering
        self._hub = hub
        self._asked = asked
        self._fault = fault

    def send(self) -> None:
        path, fault = self._asked.path, self._fault
        found = self._hub.content(path)
        if path in self._hub.redirects:
            self._head(302, {"Location": self._hub.redirects[path], "Content-Length": "0"})
        elif fault.status or found is None:
            self._head(fault.status or 404, {"Content-Length": "0"})
        elif fault.page:
            self._body(200, "text/html; charset=utf-8", b"<html>Log in</html>", {})
        else:
            self._file(*found)

    def _file(self, kind: str, content: bytes) -> None:
        etag = self._fault.etag or f'"{hashlib.sha256(content).hexdigest()[:16]}"'
        is_same = self._asked.if_range in ("", etag)
        start = 0
        if self._asked.range and is_same and not self._fault.ignores_range:
            start = int(self._asked.range.removeprefix("bytes=").partition("-")[0])
            if start >= len(content):
                self._head(416, {"Content-Range": f"bytes */{len(content)}"})
                return
        first = start + 1 if self._fault.shifts and start else start
        told = {"ETag": etag}
        if start:
            told["Content-Range"] = f"bytes {first}-{len(content) - 1}/{len(content)}"
        self._body(206 if start else 200, kind, content[first:], told)

    def _body(self, status: int, kind: str, body: bytes, told: dict[str, str]) -> None:
        fault = self._fault
        body += bytes(fault.longer)
        if fault.flip:
            body = body[:-1] + bytes((body[-1] ^ 1,))
        self._head(status, {"Content-Type": kind, "Content-Length": str(len(body)), **told})
        end = fault.cut_after if fault.cut_after is not None else fault.stall_after
        try:
            self._to.wfile.write(body if end is None else body[:end])
            self._to.wfile.flush()
        except OSError:  # whoever asked has gone
            return
        if fault.stall_after is not None:
            self._hub.stalling.set()
            self._hub.released.wait()

    def _head(self, status: int, told: dict[str, str]) -> None:
        self._to.send_response(status)
        for name, value in told.items():
            self._to.send_header(name, value)
        self._to.end_headers()
