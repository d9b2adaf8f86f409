"""What the hub, or another site, has to offer: sizes and licence before anything is fetched.

The hub's own library is not used: to import it takes 130 ms, it cannot be asked once HF_HUB_OFFLINE
is set, and what it would be asked for is one answer in JSON.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote, unquote, urlsplit

import msgspec

from studio.downloads.address import checked_url
from studio.downloads.choosing import Choice, choices_in
from studio.downloads.line import Answer, Line
from studio.downloads.plan import UNTOLD, PlannedFile
from studio.downloads.trouble import web_page
from studio.errors import InputError
from studio.foreign_json import read_as
from studio.models.weights import WEIGHTS
from studio.text import tr

_LARGEST = 32 << 20
_NAME = r"[A-Za-z0-9][\w.-]*"
_REPOSITORY = re.compile(rf"({_NAME}/{_NAME})(?:@([\w./-]+))?")


@dataclass(frozen=True, slots=True)
class Offer:
    """What may be downloaded from one place.

    licence: in its maker's words or as the hub calls it, empty when nothing is said. page: where a
    person reads more. is_gated: only for those who log in. revision: the state that was looked at.
    """

    title: str
    choices: tuple[Choice, ...]
    page: str
    licence: str = ""
    licence_page: str = ""
    is_gated: bool = False
    revision: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for. repository: empty for any other address. path: of one file in it."""

    address: str
    repository: str = ""
    revision: str = "main"
    path: str = ""


def endpoint() -> str:
    """Where the hub is: companies and countries have mirrors, told as to the hub's library."""
    return os.environ.get("HF_ENDPOINT", "https://huggingface.co").rstrip("/")


def wish_of(text: str) -> Wish:
    """What somebody typed or pasted: organisation/name, a page of the hub, or a file's address.

    Raises:
        InputError: it is none of them.
    """
    words = text.strip()
    found = _REPOSITORY.fullmatch(words)
    if found:
        return Wish(words, found[1], found[2] or "main")
    if "://" not in words:
        raise InputError(
            tr("“{words}” is no repository and no address.", words=words),
            tr("Type organisation/name as on the hub, or paste an address with https://"),
        )
    address = checked_url(words)
    hosts = {urlsplit(endpoint()).netloc, "huggingface.co", "hf.co"}
    parts = urlsplit(address)
    return _on_hub(address, parts.path) if parts.netloc in hosts else Wish(address)


def look_up(wish: Wish, line: Line) -> Offer:
    """Ask what there is.

    Raises:
        NetworkError: nobody answers, or there is no such thing.
        InputError: nothing of it can be used here.
    """
    offer = _of_repository(wish, line) if wish.repository else _of_address(wish, line)
    if not offer.choices:
        raise InputError(
            tr("{title} has no safetensors that Repaint Studio could use.", title=offer.title),
            tr("Only this form is safe to open. Look for one that ends in .safetensors."),
        )
    return offer


def _on_hub(address: str, path: str) -> Wish:
    steps = [unquote(step) for step in path.split("/") if step]
    if len(steps) < 2 or not _REPOSITORY.fullmatch("/".join(steps[:2])):
        raise InputError(
            tr("{address} is no page of a model.", address=address),
            tr("Open the model's page on the hub, and copy its address."),
        )
    repository = "/".join(steps[:2])
    if len(steps) > 3 and steps[2] in ("tree", "blob", "resolve"):
        inner = "/".join(steps[4:]) if steps[2] != "tree" else ""
        return Wish(address, repository, steps[3], inner)
    return Wish(address, repository)


class _Lfs(msgspec.Struct):
    sha256: str = ""


class _Sibling(msgspec.Struct):
    rfilename: str
    size: Annotated[int, msgspec.Meta(ge=0)] | None = None
    blob: str = msgspec.field(name="blobId", default="")
    lfs: _Lfs | None = None


class _Card(msgspec.Struct):
    licence: str | list[str] | None = msgspec.field(name="license", default=None)
    licence_name: str | None = msgspec.field(name="license_name", default=None)
    licence_link: str | None = msgspec.field(name="license_link", default=None)


class _Model(msgspec.Struct):
    id: str
    sha: str
    gated: bool | str = False
    card: _Card | None = msgspec.field(name="cardData", default=None)
    siblings: list[_Sibling] = []


def _of_repository(wish: Wish, line: Line) -> Offer:
    revision = quote(wish.revision, safe="")
    url = f"{endpoint()}/api/models/{wish.repository}/revision/{revision}?blobs=true"
    with line.open(url) as answer:
        found = _decoded(answer, wish.repository)
    files = (_file(found, one) for one in found.siblings)
    chosen = (one for one in files if not wish.path or one.path == wish.path)
    card = found.card or _Card()
    page = f"{endpoint()}/{found.id}"
    return Offer(
        found.id,
        choices_in(chosen),
        page,
        _licence(card),
        _licence_page(card, page),
        bool(found.gated),
        found.sha,
    )


def _decoded(answer: Answer, name: str) -> _Model:
    content = bytearray()
    while len(content) < _LARGEST and (piece := answer.read(_LARGEST)):
        content += piece
    try:
        return read_as(bytes(content), _Model)
    except ValueError as error:
        raise web_page(answer.host, name) from error


def _file(model: _Model, one: _Sibling) -> PlannedFile:
    """By the state that was looked at: what is put there later is not mixed into it."""
    url = f"{endpoint()}/{model.id}/resolve/{model.sha}/{quote(one.rfilename)}"
    nbytes = UNTOLD if one.size is None else one.size
    sha256 = one.lfs.sha256 if one.lfs else ""
    return PlannedFile(one.rfilename, url, nbytes, sha256, "" if sha256 else one.blob)


def _licence(card: _Card) -> str:
    told = card.licence if isinstance(card.licence, str) else ", ".join(card.licence or ())
    return card.licence_name or told if told in ("", "other") else told


def _licence_page(card: _Card, page: str) -> str:
    link = card.licence_link or ""
    return link if link.startswith("https://") else page


def _of_address(wish: Wish, line: Line) -> Offer:
    """One file somewhere: its name and size are asked for, its digest nobody tells."""
    with line.open(wish.address) as answer:
        name = answer.name
        if answer.is_page:
            raise web_page(answer.host, name or wish.address)
        if not name.endswith(WEIGHTS):
            raise InputError(
                tr("{name} is not in the safetensors form.", name=name or wish.address),
                tr("Only this form is safe to open. Look for one that ends in .safetensors."),
            )
        nbytes = UNTOLD if answer.length is None else answer.length
        host = answer.host
    file = PlannedFile(name, wish.address, nbytes)
    page = f"https://{host}"
    return Offer(name.removesuffix(WEIGHTS), (Choice((file,), is_folder=False),), page)
