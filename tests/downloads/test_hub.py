"""What a hub has to offer, asked before anything is fetched."""

from __future__ import annotations

import json
import socket

import pytest

from studio.downloads.address import checked_url
from studio.downloads.hub import Wish, look_up, wish_of
from studio.downloads.line import Line
from studio.downloads.trouble import NetworkError
from studio.errors import InputError
from tests.fakes.hub import REVISION, Fault
from tests.patience import PATIENCE

_BIG = bytes(4096)
FOLDER: dict[str, bytes] = {
    "README.md": b"words",
    "repaint-studio.json": b"{}",
    "model_index.json": b'{"_class_name": "StableDiffusionPipeline"}',
    "dream.safetensors": _BIG * 3,
    "dream.ckpt": _BIG,
    "scheduler/scheduler_config.json": b"{}",
    "unet/config.json": b"{}",
    "unet/diffusion_pytorch_model.safetensors": _BIG * 2,
    "unet/diffusion_pytorch_model.fp16.safetensors": _BIG,
    "unet/diffusion_pytorch_model.non_ema.safetensors": _BIG * 2,
    "unet/diffusion_pytorch_model.bin": _BIG,
    "unet/openvino_model.xml": b"",
    "vae/config.json": b"{}",
    "vae/diffusion_pytorch_model.safetensors": _BIG * 2,
    "vae/diffusion_pytorch_model.fp16.safetensors": _BIG,
    "text_encoder/config.json": b"{}",
    "text_encoder/model.safetensors": _BIG * 2,
    "text_encoder/model.fp16.safetensors": _BIG,
    "tokenizer/merges.txt": b"",
    "tokenizer/vocab.json": b"{}",
    "safety_checker/model.safetensors": _BIG * 9,
    "feature_extractor/preprocessor_config.json": b"{}",
}
_NEEDED = {
    *(
        "README.md",
        "repaint-studio.json",
        "model_index.json",
        "scheduler/scheduler_config.json",
        "unet/config.json",
    ),
    *("vae/config.json", "text_encoder/config.json"),
    *("tokenizer/merges.txt", "tokenizer/vocab.json"),
}


def offer(hub, text="some/dream"):
    return look_up(wish_of(text), Line(PATIENCE))


def test_a_model_folder_is_offered_by_variant_with_what_is_needed_of_it(hub):
    hub.repositories["some/dream"] = FOLDER
    half, whole, single = offer(hub).choices
    assert {one.path for one in half.files} == _NEEDED | {
        "unet/diffusion_pytorch_model.fp16.safetensors",
        "vae/diffusion_pytorch_model.fp16.safetensors",
        "text_encoder/model.fp16.safetensors",
    }
    assert (half.variant, whole.variant, single.name) == ("fp16", "", "dream.safetensors")
    assert half.nbytes < whole.nbytes
    assert all("checker" not in one.path for one in whole.files)


def test_files_are_asked_for_by_the_state_that_was_looked_at_with_their_digests(hub):
    hub.repositories["some/dream"] = FOLDER
    files = {one.path: one for one in offer(hub).choices[0].files}
    weights = files["unet/diffusion_pytorch_model.fp16.safetensors"]
    assert f"/resolve/{REVISION}/" in weights.url
    assert (len(weights.sha256), weights.git_sha1, weights.nbytes) == (64, "", len(_BIG))
    small = files["unet/config.json"]
    assert (small.sha256, small.git_sha1) == ("", "9e26dfeeb6e641a33dae4961196235bdb965b21b")


def test_shards_and_their_index_are_taken_together(hub):
    stem = "transformer/diffusion_pytorch_model"
    parts = {
        f"{stem}-00001-of-00002.safetensors": _BIG,
        f"{stem}-00002-of-00002.safetensors": _BIG,
        f"{stem}.safetensors.index.json": b"{}",
        "vae/diffusion_pytorch_model.safetensors": _BIG,
        "model_index.json": b"{}",
    }
    hub.repositories["some/flow"] = parts
    (choice,) = offer(hub, "some/flow").choices
    assert {one.path for one in choice.files} == set(parts)


def test_a_variant_that_not_all_parts_have_is_not_offered(hub):
    files = {name: body for name, body in FOLDER.items() if name != "vae/" and "vae/" not in name}
    hub.repositories["some/dream"] = {**files, "vae/diffusion_pytorch_model.safetensors": _BIG}
    folders = [one for one in offer(hub).choices if one.is_folder]
    assert [one.variant for one in folders] == [""]


def test_without_a_model_folder_each_safetensors_is_offered(hub):
    hub.repositories["some/style"] = {
        "a.safetensors": _BIG,
        "sub/b.safetensors": _BIG,
        "c.bin": b"",
    }
    assert [one.name for one in offer(hub, "some/style").choices] == [
        *("a.safetensors", "sub/b.safetensors")
    ]


@pytest.mark.parametrize(
    ("card", "licence"),
    [
        (None, ""),
        ({"license": "mit"}, "mit"),
        ({"license": ["mit", "apache-2.0"]}, "mit, apache-2.0"),
        ({"license": "other", "license_name": "sai-nc-community"}, "sai-nc-community"),
        ({"license": "other"}, "other"),
    ],
)
def test_the_licence_is_told_as_the_hub_has_it(hub, card, licence):
    hub.repositories["some/dream"] = FOLDER
    hub.cards["some/dream"] = card
    assert offer(hub).licence == licence


def test_a_repository_behind_a_log_in_says_so(hub):
    hub.repositories["some/dream"] = FOLDER
    hub.gated.add("some/dream")
    assert offer(hub).is_gated


def test_a_repository_of_pickles_has_nothing_for_us(hub):
    hub.repositories["some/old"] = {"model.bin": _BIG, "model.ckpt": _BIG}
    with pytest.raises(InputError, match="safetensors"):
        offer(hub, "some/old")


def test_a_repository_that_is_not_there_is_told(hub):
    with pytest.raises(NetworkError, match="has no"):
        offer(hub, "some/nothing")


def test_a_hub_that_cannot_be_reached_is_told(monkeypatch):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{port}")
    with pytest.raises(NetworkError, match="cannot be reached"):
        look_up(wish_of("some/dream"), Line())


@pytest.mark.parametrize(
    "answer", [b"<html>", b"[]", b'{"id": 3}', json.dumps({"sha": 1}).encode()]
)
def test_a_listing_that_makes_no_sense_is_told(hub, answer):
    hub.others["/api/models/some/odd/revision/main"] = ("application/json", answer)
    with pytest.raises(NetworkError, match="web page"):
        offer(hub, "some/odd")


def test_a_listing_with_a_path_that_leads_elsewhere_is_refused(hub):
    hub.repositories["some/evil"] = {"../../.bashrc.safetensors": _BIG}
    with pytest.raises(InputError, match="cannot be a file's"):
        offer(hub, "some/evil")


def test_the_address_of_a_file_on_the_hub_offers_that_file_with_its_digest(hub):
    hub.repositories["some/dream"] = FOLDER
    (choice,) = offer(hub, f"{hub.url}/some/dream/blob/main/dream.safetensors").choices
    assert choice.name == "dream.safetensors"
    assert choice.files[0].sha256


def test_an_address_elsewhere_offers_the_file_it_gives(hub, monkeypatch):
    monkeypatch.setenv("HF_ENDPOINT", "https://example.org")
    hub.others["/files/soft.safetensors"] = ("application/octet-stream", _BIG)
    (choice,) = offer(hub, f"{hub.url}/files/soft.safetensors").choices
    assert (choice.name, choice.nbytes) == ("soft.safetensors", len(_BIG))
    hub.others["/files/soft.ckpt"] = ("application/octet-stream", _BIG)
    with pytest.raises(InputError, match="safetensors"):
        offer(hub, f"{hub.url}/files/soft.ckpt")
    hub.fail("page", Fault(page=True))
    hub.others["/page"] = ("text/html", b"")
    with pytest.raises(NetworkError, match="web page"):
        offer(hub, f"{hub.url}/page")


@pytest.mark.parametrize(
    ("text", "repository", "revision", "path"),
    [
        ("some/dream", "some/dream", "main", ""),
        (" some/dream@v2 ", "some/dream", "v2", ""),
        ("https://huggingface.co/some/dream", "some/dream", "main", ""),
        ("https://huggingface.co/some/dream/tree/fp16", "some/dream", "fp16", ""),
        (
            "https://hf.co/some/dream/blob/main/a/b.safetensors",
            *("some/dream", "main"),
            "a/b.safetensors",
        ),
        (
            "https://huggingface.co/some/dream/resolve/main/b?download=true",
            "some/dream",
            "main",
            "b",
        ),
        ("https://example.org/some/dream", "", "main", ""),
    ],
)
def test_what_was_typed_or_pasted_is_understood(text, repository, revision, path):
    assert wish_of(text) == Wish(text.strip(), repository, revision, path)


@pytest.mark.parametrize(
    "text", ["", "dream", "a/b/c", "http://example.org/x", "ftp://x/y", "file:///etc", "https://"]
)
def test_what_is_no_address_is_told(text):
    with pytest.raises(InputError):
        wish_of(text)


def test_only_this_computer_may_be_asked_insecurely():
    assert checked_url("http://127.0.0.1:80/x")
    with pytest.raises(InputError):
        checked_url("http://127.0.0.1.example.org/x")
