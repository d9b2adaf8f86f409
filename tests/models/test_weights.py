import hashlib

from studio.models import weights
from studio.models.weights import weights_hash
from tests.models.folders import copy_starter, write_tensors


def test_the_digest_of_one_file_is_its_sha256(tmp_path):
    path = write_tensors(tmp_path / "a.safetensors", {"a": (3,)})
    assert weights_hash(path) == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_changed_file_has_another_digest(tmp_path):
    path = write_tensors(tmp_path / "a.safetensors", {"a": (3,)})
    before = weights_hash(path)
    write_tensors(path, {"a": (4,)})
    assert weights_hash(path) != before


def test_the_digest_of_a_folder_does_not_depend_on_where_it_is(tmp_path):
    one, other = copy_starter(tmp_path / "one"), copy_starter(tmp_path / "deeper" / "other")
    assert weights_hash(one) == weights_hash(other)
    path = other / "vae" / "diffusion_pytorch_model.safetensors"
    path.write_bytes(path.read_bytes()[:-1] + b"\x01")
    assert weights_hash(one) != weights_hash(other)


def test_a_huge_file_is_sampled_from_its_first_to_its_last_byte(tmp_path, monkeypatch):
    monkeypatch.setattr(weights, "_WHOLE", 1000)
    monkeypatch.setattr(weights, "_PIECE", 10)
    digests = set()
    for changed in (0, 5, 9_995, 9_999):
        path = tmp_path / f"{changed}.safetensors"
        content = bytearray(10_000)
        content[changed] = 1
        path.write_bytes(content)
        digests.add(weights_hash(path))
    assert len(digests) == 4
