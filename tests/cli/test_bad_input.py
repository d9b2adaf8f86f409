"""Each is answered by a sentence, a hint and exit code 2, before any model is loaded."""

import pickle
import struct
import zlib

import numpy as np
import pytest

from tests.cli.conftest import HEIGHT, WIDTH, save
from tests.models.folders import Evil, copy_starter, edit


@pytest.fixture
def refused(shell):
    """Runs a repaint that must be refused; returns its error."""

    def refused(*words, out="out.png"):
        files = sorted(shell.folder.rglob("*"))
        assert shell.repaint(*words, out=out) == 2
        (error,) = shell.events
        assert error["event"] == "error"
        assert error["message"].endswith((".", "?"))
        assert error["hint"]
        assert shell.engine.served == []
        assert sorted(shell.folder.rglob("*")) == files
        return error

    return refused


@pytest.mark.parametrize(
    "words",
    [
        ("--strength", "nan"),
        ("--strength", "0"),
        ("--strength", "1.5"),
        ("--strength", "much"),
        ("--guidance", "inf"),
        ("--guidance", "-1"),
        ("--steps", "0"),
        ("--steps", "100000"),
        ("--steps", "2.5"),
        ("--seed", "-1"),
        ("--seed", str(2**64)),
        ("--seed", str(2**63 - 1), "--count", "2"),
        ("--count", "0"),
        ("--count", "1000"),
        ("--sampler", "Nobody"),
        ("--context", "somewhere"),
        ("--prompt", "\udcff"),
        ("--nonsense",),
    ],
    ids=" ".join,
)
def test_words_and_numbers_that_cannot_be(refused, words):
    refused(*words)


def test_a_command_without_its_words(shell):
    assert shell("repaint", "--json") == 2
    assert "PICTURE" in shell.events[0]["message"]
    assert shell() == 2
    assert shell.err


def test_a_picture_that_is_not_there(shell, refused):
    (shell.folder / "picture.png").unlink()
    assert "picture.png" in refused()["message"]


@pytest.mark.parametrize("content", [b"", b"not a picture", b"PK\x03\x04 no document either"])
def test_a_picture_that_is_not_one(shell, refused, content):
    (shell.folder / "picture.png").write_bytes(content)
    refused()


def test_a_truncated_picture(shell, refused):
    path = shell.folder / "picture.png"
    path.write_bytes(path.read_bytes()[:1000])
    refused()


def test_a_picture_of_absurd_size(shell, refused):
    header = b"IHDR" + struct.pack(">IIBBBBB", 300_000, 300_000, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))
    (shell.folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + chunk)
    refused()


def test_a_mask_of_another_size_names_both(shell, refused):
    save(shell.folder / "mask.png", np.full((10, 20), 255, np.uint8))
    message = refused()["message"]
    assert "20 × 10" in message
    assert f"{WIDTH} × {HEIGHT}" in message


def test_an_empty_mask(shell, refused):
    save(shell.folder / "mask.png", np.zeros((HEIGHT, WIDTH), np.uint8))
    assert "empty" in refused()["message"]


def test_a_mask_that_is_no_picture(shell, refused):
    (shell.folder / "mask.png").write_bytes(b"no")
    assert "mask.png" in refused()["message"]


@pytest.mark.parametrize("out", ["out", "out.txt", "out.jpg", "gone/out.png", "folder.png"])
def test_a_result_that_could_not_be_written(shell, refused, out):
    (shell.folder / "folder.png").mkdir()
    refused(out=out)


def test_a_result_that_would_replace_a_read_only_file(shell, refused):
    path = shell.folder / "out.png"
    path.write_bytes(b"precious")
    path.chmod(0o444)
    refused()
    assert path.read_bytes() == b"precious"


def test_a_folder_for_previews_that_is_a_file(shell, refused):
    (shell.folder / "previews").write_bytes(b"")
    refused("--previews", shell.folder / "previews")


def test_a_model_that_is_not_there_names_those_that_are(refused):
    error = refused("--model", "nobody")
    assert error["kind"] == "model_missing"
    assert "starter" in error["hint"]


def test_a_folder_that_is_no_model(shell, refused):
    assert refused("--model", shell.folder)["kind"] == "model_missing"


def _without_config(folder, canary):
    (folder / "unet" / "config.json").unlink()


def _cut_short(folder, canary):
    path = folder / "vae" / "diffusion_pytorch_model.safetensors"
    path.write_bytes(path.read_bytes()[:-1])


def _pickled(folder, canary):
    path = folder / "unet" / "diffusion_pytorch_model.safetensors"
    path.write_bytes(pickle.dumps(Evil(canary)))


def _of_os(folder, canary):
    edit(folder / "model_index.json", unet=["os", "system"])


def _asking_for_code(folder, canary):
    edit(folder / "text_encoder" / "config.json", auto_map={"AutoModel": "me--mine.Class"})


@pytest.mark.parametrize(
    ("spoil", "kind"),
    [
        (_without_config, "model_missing"),
        (_cut_short, "model_broken"),
        (_pickled, "model_refused"),
        (_of_os, "model_refused"),
        (_asking_for_code, "model_refused"),
    ],
)
def test_a_model_folder_that_is_spoiled(shell, refused, tmp_path_factory, spoil, kind):
    place = tmp_path_factory.mktemp("models")
    spoil(copy_starter(place / "mine"), place / "canary")
    assert refused("--model", place / "mine")["kind"] == kind
    assert not (place / "canary").exists()


def test_a_person_reads_the_sentence_and_the_hint_on_standard_error(shell):
    assert shell("info", shell.folder / "gone.png") == 2
    assert shell.out == ""
    assert len(shell.err.splitlines()) == 2
    assert "Traceback" not in shell.err
