"""Pickles: tensors come out of them, and nothing of what they ask for is done."""

from __future__ import annotations

import pickle
import sys
import threading
from collections import OrderedDict
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from studio.engine.unpickling import convert
from studio.errors import InputError, StorageError
from studio.generation.engine import EngineError
from studio.jobs.converting import Conversion
from tests.models.folders import write_tensors


class Calls:
    """Unpickling it calls something."""

    def __init__(self, function: object, *arguments: object) -> None:
        self.function = function
        self.arguments = arguments

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return self.function, self.arguments


def canaries(canary: Path):
    """What an attacker would write; each makes the file if it runs."""
    import os
    import subprocess

    code = f"open({str(canary)!r}, 'w').close()"
    yield "system", Calls(os.system, f"touch '{canary}'")
    yield "popen", Calls(subprocess.getoutput, f"touch '{canary}'")
    yield "eval", Calls(eval, code)
    yield "exec", Calls(exec, code)
    yield "open", Calls(open, str(canary), "w")
    yield "mkdir", Calls(os.mkdir, str(canary))
    yield "within a state", {"state_dict": {"x": Calls(os.system, f"touch '{canary}'")}}


NAMES = ("system", "popen", "eval", "exec", "open", "mkdir", "within a state")


def write_state(path: Path, **tensors: torch.Tensor) -> Path:
    torch.save(OrderedDict(tensors), path)
    return path


def refusal(path: Path) -> InputError:
    with pytest.raises(InputError) as caught:
        Conversion(path).run()
    assert not path.with_suffix(".safetensors").exists()
    assert [one for one in path.parent.iterdir() if one.name.startswith(".")] == []
    return caught.value


STATE = {
    "a": torch.arange(6.0).reshape(2, 3).T,
    "b": torch.ones(4, dtype=torch.float16),
    "c": torch.full((), 7, dtype=torch.bfloat16),
    "d": torch.zeros(0, 3, dtype=torch.int64),
    "é": torch.tensor([True, False]),
}


def converted(path: Path) -> dict[str, torch.Tensor]:
    """As the child does it, in this process."""
    target = path.with_suffix(".safetensors")
    convert(path, target, lambda: None)
    found: dict[str, torch.Tensor] = load_file(target)
    return found


def refused(path: Path) -> str:
    with pytest.raises(EngineError) as caught:
        converted(path)
    return caught.value.hint


def is_state(found: dict[str, torch.Tensor]) -> bool:
    return found.keys() == STATE.keys() and all(
        torch.equal(found[name], one) and found[name].dtype == one.dtype
        for name, one in STATE.items()
    )


@pytest.mark.parametrize("is_old", [False, True], ids=["zip", "legacy"])
@pytest.mark.parametrize("within", [STATE, {"state_dict": STATE, "step": 3}], ids=["bare", "ckpt"])
def test_every_form_that_torch_writes_is_read(tmp_path, is_old, within):
    path = tmp_path / "dream.ckpt"
    torch.save(within, path, _use_new_zipfile_serialization=not is_old)
    assert is_state(converted(path))


def test_the_tensors_of_a_pickle_become_safetensors_beside_it(tmp_path):
    path = tmp_path / "dream.ckpt"
    torch.save({"state_dict": STATE, "step": 3}, path)
    assert is_state(load_file(Conversion(path).run()))
    assert sorted(one.name for one in tmp_path.iterdir()) == ["dream.ckpt", "dream.safetensors"]


def test_an_embedding_of_the_web_ui_is_one_after_it_too(tmp_path):
    path = tmp_path / "glow.pt"
    torch.save({"string_to_param": {"*": torch.ones(2, 768)}, "name": "glow"}, path)
    assert converted(path)["emb_params"].shape == (2, 768)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("form", ["pickle", "torch"])
def test_nothing_that_a_pickle_asks_for_is_done(tmp_path, name, form):
    path = write_evil(tmp_path, name, form)
    with pytest.raises(EngineError) as caught:
        convert(path, tmp_path / "evil.safetensors", lambda: None)
    assert not (tmp_path / "canary").exists()
    assert caught.value.hint


@pytest.mark.parametrize(("name", "form"), [("system", "torch"), ("eval", "pickle")])
def test_nor_in_the_process_that_is_shut_in(tmp_path, name, form):
    error = refusal(write_evil(tmp_path, name, form))
    assert not (tmp_path / "canary").exists()
    assert error.hint


def write_evil(folder: Path, name: str, form: str) -> Path:
    evil = dict(canaries(folder / "canary"))[name]
    path = folder / "evil.ckpt"
    if form == "pickle":
        path.write_bytes(pickle.dumps(evil, protocol=2))
    else:
        torch.save(evil, path)
    return path


def test_a_tensor_that_unfolds_into_more_than_its_file_is_refused(tmp_path):
    path = write_state(tmp_path / "bomb.ckpt", x=torch.zeros(1).expand(1 << 20))
    assert refused(path)


def test_a_pickle_without_tensors_is_refused(tmp_path):
    torch.save({"step": 3}, tmp_path / "x.ckpt")
    assert "no tensors" in refused(tmp_path / "x.ckpt")


def test_a_truncated_pickle_is_refused(tmp_path):
    path = write_state(tmp_path / "x.ckpt", x=torch.ones(1000))
    path.write_bytes(path.read_bytes()[:-700])
    assert refused(path)


def test_what_is_no_pickle_and_what_is_converted_already_is_told(tmp_path):
    plain = write_tensors(tmp_path / "plain.ckpt", {"x": (1,)})
    with pytest.raises(InputError, match="no pickle"):
        Conversion(plain).check()
    with pytest.raises(InputError, match="cannot be read"):
        Conversion(tmp_path / "gone.ckpt").check()
    path = write_state(tmp_path / "x.ckpt", x=torch.ones(1))
    path.with_suffix(".safetensors").write_bytes(b"")
    with pytest.raises(InputError, match="there already"):
        Conversion(path).check()


def test_stopped_it_leaves_nothing(tmp_path):
    path = write_state(tmp_path / "x.ckpt", x=torch.ones(1))
    conversion = Conversion(path)
    caught = []

    def run() -> None:
        try:
            conversion.run()
        except InputError as error:
            caught.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    while conversion._process is None and thread.is_alive():
        thread.join(0.01)
    conversion.stop()
    thread.join()
    assert caught
    assert [one.name for one in tmp_path.iterdir()] == ["x.ckpt"]


@pytest.mark.skipif(sys.platform == "win32", reason="permissions as POSIX has them")
def test_a_folder_that_cannot_be_written_is_told(tmp_path, monkeypatch):
    path = write_state(tmp_path / "x.ckpt", x=torch.ones(1))

    def refuse(*_: object, **__: object) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.mkdtemp", refuse)
    with pytest.raises(StorageError):
        Conversion(path).run()
