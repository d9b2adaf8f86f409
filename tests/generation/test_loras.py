import pytest

from studio.errors import InputError
from studio.generation.capture import captured
from studio.generation.loras import LoraUse, merged, split_loras, tags_of
from studio.generation.recipe import Recipe


@pytest.mark.parametrize(
    ("prompt", "rest", "loras"),
    [
        ("a cat", "a cat", ()),
        ("a cat <lora:soft:0.8>", "a cat", (LoraUse("soft", 0.8),)),
        ("<lora:soft> a cat", "a cat", (LoraUse("soft"),)),
        ("a <lora:a.b-c:-1>cat<lora:d:.5:0.2>", "a cat", (LoraUse("a.b-c", -1), LoraUse("d", 0.5))),
        ("a < b > c <hypernet:x:1>", "a < b > c <hypernet:x:1>", ()),
        ("  kept as it is ", "  kept as it is ", ()),
    ],
)
def test_tags_are_taken_out_of_a_prompt(prompt, rest, loras):
    assert split_loras(prompt) == (rest, loras)


def test_tags_are_written_as_they_are_read():
    loras = (LoraUse("soft", 0.8), LoraUse("b"))
    assert split_loras(f"a cat{tags_of(loras)}") == ("a cat", loras)


@pytest.mark.parametrize("weight", [5.0, -4.1, float("nan")])
def test_a_weight_that_nobody_could_use_is_refused(weight):
    with pytest.raises(InputError):
        LoraUse("soft", weight)


def test_the_later_of_two_of_a_name_says_how_strongly():
    assert merged((LoraUse("a", 0.2), LoraUse("b")), (LoraUse("a", 0.9),)) == (
        LoraUse("a", 0.9),
        LoraUse("b"),
    )


def test_a_recipe_is_captured_with_its_loras_and_words():
    recipe = Recipe(prompt="{red|red} __thing__ <lora:soft:0.8>", negative="<lora:x:1> bad")
    found = captured(recipe, 1, lambda _: ["cat"])
    assert (found.prompt, found.negative) == ("red cat", "bad")
    assert found.loras == (LoraUse("soft", 0.8),)


def test_a_plain_recipe_is_captured_as_it_is():
    recipe = Recipe(prompt="a cat", loras=(LoraUse("soft"),))
    assert captured(recipe, 1, lambda _: ()) is recipe
