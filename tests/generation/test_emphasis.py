import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.generation.emphasis import Piece, pieces_of


@pytest.mark.parametrize(
    ("prompt", "pieces"),
    [
        ("", []),
        ("a cat", [("a cat", 1.0)]),
        ("a (red:1.3) cat", [("a ", 1.0), ("red", 1.3), (" cat", 1.0)]),
        ("(a)", [("a", 1.1)]),
        ("((a))", [("a", 1.21)]),
        ("[a]", [("a", 0.909091)]),
        ("(a (b:1.5) c:0.5)", [("a ", 0.5), ("b", 0.75), (" c", 0.5)]),
        (r"a \(b\)", [("a (b)", 1.0)]),
        ("(a", [("a", 1.1)]),
        ("a)", [("a)", 1.0)]),
        ("at 10:30", [("at 10:30", 1.0)]),
        ("a: b", [("a: b", 1.0)]),
        ("(a:99)", [("a", 10.0)]),
        ("猫 (大:1.2)", [("猫 ", 1.0), ("大", 1.2)]),
    ],
)
def test_words_count_as_their_marks_say(prompt, pieces):
    assert [(one.text, one.weight) for one in pieces_of(prompt)] == pieces


def test_a_break_stands_between():
    assert pieces_of("a BREAK b") == (Piece("a"), Piece("", is_break=True), Piece("b"))
    assert pieces_of("BREAKFAST") == (Piece("BREAKFAST"),)


@given(st.text(alphabet="a ()[]:\\1.BREAK", max_size=40))
def test_any_text_can_be_read_and_counts_within_bounds(prompt):
    assert all(one.text or one.is_break for one in pieces_of(prompt))
