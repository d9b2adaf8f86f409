import pytest

from studio.generation.wildcards import drawn, has_chance

LISTS = {"colour": ["red", "blue", "green"], "pet": ["{old|young} cat"], "deep/a-b": ["x"]}


def lists(name):
    return LISTS.get(name, ())


def test_a_seed_draws_the_same_words_each_time_and_others_draw_others():
    prompt = "a __colour__ {a|b|c|d} __pet__"
    found = {drawn(prompt, seed, lists) for seed in range(40)}
    assert len(found) > 10
    assert drawn(prompt, 7, lists) == drawn(prompt, 7, lists)


def test_lists_and_choices_may_hold_each_other():
    assert drawn("__pet__", 1, lists) in ("old cat", "young cat")
    assert drawn("{__deep/a-b__|__deep/a-b__}", 1, lists) == "x"
    assert drawn("{a|{a|a}}", 1, lists) == "a"


@pytest.mark.parametrize("prompt", ["a cat", "__nobody__", "snake__case", "{one}", r"\{a|b}", ""])
def test_what_is_no_choice_stays(prompt):
    assert drawn(prompt, 1, lists) == prompt


def test_two_lists_side_by_side_are_two():
    assert drawn("__deep/a-b__ __deep/a-b__", 1, lists) == "x x"


def test_a_list_that_names_itself_ends():
    assert "__loop__" in drawn("__loop__", 1, lambda _: ["a __loop__"])


@pytest.mark.parametrize(("prompt", "told"), [("a|b", False), ("{a|b}", True), ("__a__", True)])
def test_chance_is_seen(prompt, told):
    assert has_chance(prompt) is told
