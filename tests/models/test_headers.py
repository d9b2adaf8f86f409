import json
import pickle
import struct
import zipfile

import pytest

from studio.generation.engine import EngineError, EngineErrorKind
from studio.models.headers import is_pickle, read_header
from tests.models.folders import Evil, write_tensors


def _file(path, header, body=b""):
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + body)
    return path


def _tensor(start, end, shape=(2,), dtype="F16"):
    return {"dtype": dtype, "shape": shape, "data_offsets": [start, end]}


def test_a_header_is_read_with_its_shapes_and_words(tmp_path):
    path = write_tensors(tmp_path / "a.safetensors", {"one": (2, 3), "two": (4,)}, author="me")
    header = read_header(path)
    assert header.width("one") == 3
    assert header.width("two", 0) == 4
    assert header.width("three") == 0
    assert header.words["author"] == "me"


@pytest.mark.parametrize(
    ("header", "body"),
    [
        ({"a": _tensor(0, 4)}, b"123"),
        ({"a": _tensor(0, 4)}, b"12345"),
        ({"a": _tensor(0, 4), "b": _tensor(2, 6)}, b"123456"),
        ({"a": _tensor(0, 4, shape=(3,))}, b"1234"),
        ({"a": _tensor(0, 4, dtype="F17")}, b"1234"),
        ({"a": _tensor(-4, 0)}, b""),
        ({"a": _tensor(0, 4, shape=(-1, -2))}, b"1234"),
        ({"a": 3}, b""),
        ([], b""),
        (b"{not json", b""),
        (b'{"a":' + b"[" * 100_000, b""),
    ],
    ids=[
        "truncated",
        "too long",
        "overlapping",
        "shape lies",
        "unknown type",
        "before the start",
        "negative shape",
        "no tensor",
        "no object",
        "no json",
        "nested deeply",
    ],
)
def test_a_header_that_does_not_fit_its_file_is_broken(tmp_path, header, body):
    path = _file(tmp_path / "bad.safetensors", header, body)
    with pytest.raises(EngineError) as caught:
        read_header(path)
    assert caught.value.kind is EngineErrorKind.model_broken
    assert "bad.safetensors" in str(caught.value)
    assert caught.value.hint


@pytest.mark.parametrize("content", [b"", b"123", struct.pack("<Q", 2**62) + b"{}"])
def test_a_file_too_short_for_its_header_is_broken(tmp_path, content):
    path = tmp_path / "short.safetensors"
    path.write_bytes(content)
    with pytest.raises(EngineError) as caught:
        read_header(path)
    assert caught.value.kind is EngineErrorKind.model_broken


def test_a_file_that_is_not_there_is_missing(tmp_path):
    with pytest.raises(EngineError) as caught:
        read_header(tmp_path / "gone.safetensors")
    assert caught.value.kind is EngineErrorKind.model_missing


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_pickle_is_refused_whatever_its_name_and_is_never_run(tmp_path, protocol):
    canary = tmp_path / "canary"
    path = tmp_path / "model.safetensors"
    path.write_bytes(pickle.dumps(Evil(canary), protocol))
    with pytest.raises(EngineError) as caught:
        read_header(path)
    assert caught.value.kind is EngineErrorKind.model_refused
    assert not canary.exists()


def test_an_archive_of_torch_is_a_pickle(tmp_path):
    path = tmp_path / "model.safetensors"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("archive/data.pkl", pickle.dumps(Evil(tmp_path / "canary")))
    assert is_pickle(path)


def test_what_safetensors_writes_is_no_pickle(tmp_path):
    assert not is_pickle(write_tensors(tmp_path / "a.safetensors", {"a": (3,)}))
