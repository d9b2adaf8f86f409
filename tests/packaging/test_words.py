from __future__ import annotations

from collections import Counter

import pytest

from starter_model.palette import COLOURS
from starter_model.words import MARKS, concepts_taught

ALL = concepts_taught()


def test_at_least_170_concepts_are_taught():
    assert len(ALL) >= 170


@pytest.mark.parametrize("concept", ALL, ids=lambda concept: concept.name)
def test_every_concept_has_synonyms_and_chinese_words(concept):
    assert concept.icon
    assert len(concept.others) >= 1
    assert concept.name not in concept.others
    assert concept.chinese
    assert all(not word.isascii() for word in concept.chinese)
    assert concept.marks <= MARKS


def test_no_english_word_means_two_concepts():
    said = Counter(word for one in ALL for word in {one.name, *one.others})
    assert [word for word, count in said.items() if count > 1] == []


def test_no_chinese_word_means_two_concepts():
    said = Counter(word for one in ALL for word in set(one.chinese))
    assert [word for word, count in said.items() if count > 1] == []


def test_each_concept_has_its_own_icon():
    assert len({one.icon for one in ALL}) == len(ALL)


def test_the_first_are_taught_when_not_all_can_be():
    assert [one.name for one in concepts_taught(3)] == ["cat", "fish", "red apple"]


def test_every_colour_has_a_chinese_name():
    assert all(colour.chinese and not colour.chinese.isascii() for colour in COLOURS)
