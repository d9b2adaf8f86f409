import pytest

from studio.models.wordlists import WordLists


@pytest.fixture
def lists(tmp_path):
    (tmp_path / "wildcards" / "deep").mkdir(parents=True)
    (tmp_path / "wildcards" / "colour.txt").write_text(
        "red\n\n# no\n blue \n雪\n", encoding="utf-8"
    )
    (tmp_path / "wildcards" / "deep" / "pet.txt").write_bytes(b"cat\r\n\xff\r\n")
    return WordLists([tmp_path / "none", tmp_path])


def test_a_list_is_its_lines(lists):
    assert lists("colour") == ["red", "blue", "雪"]


def test_a_list_may_lie_deeper_and_be_badly_written(lists):
    assert lists("deep/pet") == ["cat", "\ufffd"]


def test_what_is_not_there_is_empty(lists):
    assert lists("nobody") == ()
