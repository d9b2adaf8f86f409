from __future__ import annotations

import random

import pytest

from starter_model.captions import REMOVAL, STYLES, caption, stories_of
from starter_model.drawings import SETS
from starter_model.plans import Kind


def stories(planner, kind, count=150):
    plan = planner.plan(count, 5, kind)
    return stories_of(plan, planner.concepts, planner.drawings)


def words_of(concept):
    return (concept.name, *concept.others, *concept.chinese)


def without_colour(text):
    """The words of a thing that was turned blue lose their "red"."""
    return [part for part in text.split() if part not in ("red", "blue", "yellow", "gold", "pink")]


@pytest.mark.parametrize("kind", [Kind.alone, Kind.inpaint, Kind.pair, Kind.doodle])
def test_a_caption_names_every_thing_that_is_shown(planner, kind):
    chance = random.Random(1)
    for story in stories(planner, kind):
        said = caption(story, chance)
        for thing in story.things:
            candidates = [" ".join(without_colour(word)) for word in words_of(thing.concept)]
            candidates += [word.removeprefix("红") for word in thing.concept.chinese]
            assert any(word in said for word in (*words_of(thing.concept), *candidates)), said


def test_a_caption_names_the_colour_a_thing_was_turned_to(planner):
    chance = random.Random(2)
    turned = [one for one in stories(planner, Kind.alone, 400) if one.things[0].colour is not None]
    assert turned
    for story in turned:
        colour = story.things[0].colour
        said = caption(story, chance)
        assert colour.name in said or colour.chinese in said


def test_removal_is_asked_for_with_nothing_or_the_word_background(planner):
    chance = random.Random(3)
    asked = {caption(story, chance) for story in stories(planner, Kind.removal)}
    assert asked <= {*REMOVAL[0], *REMOVAL[1]}
    assert {"", "background"} <= asked


def test_scenery_is_named_by_what_is_seen(planner):
    chance = random.Random(4)
    assert all(caption(story, chance) for story in stories(planner, Kind.scenery))


def test_some_captions_are_chinese_and_most_are_not(planner):
    chance = random.Random(5)
    said = [caption(story, chance) for story in stories(planner, Kind.alone, 400)]
    chinese = sum(not one.isascii() for one in said)
    assert 40 < chinese < 140


def test_the_same_chance_gives_the_same_captions(planner):
    told = stories(planner, Kind.alone)
    first, second = random.Random(6), random.Random(6)
    assert [caption(one, first) for one in told] == [caption(one, second) for one in told]


def test_every_set_of_drawings_has_words_for_its_style():
    assert {one.style for one in SETS} <= set(STYLES)
