from __future__ import annotations

import pytest

from starter_model.profiles import MICRO
from starter_model.words import concepts_taught


@pytest.mark.parametrize(
    "text",
    ["a red apple", "红苹果", "雪地里的红色狐狸", "zebra", "крот", "t-shirt", "", "🦊"],
)
def test_words_survive_the_round_trip_in_any_script(tokenizer, text):
    tokens = tokenizer(text).input_ids
    again = tokenizer.decode(tokens, skip_special_tokens=True)
    assert again.replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize("concept", concepts_taught(12), ids=lambda concept: concept.name)
def test_taught_words_are_one_token_each(tokenizer, concept):
    for word in (*concept.name.split(), *concept.chinese):
        assert len(tokenizer(word).input_ids) == 3, word


def test_a_prompt_is_cut_to_what_the_text_encoder_takes(tokenizer):
    found = tokenizer("fox " * 500, padding="max_length", truncation=True)
    assert len(found.input_ids) == MICRO.length == tokenizer.model_max_length


def test_the_marks_are_the_last_two_entries(tokenizer):
    assert tokenizer.bos_token_id == len(tokenizer) - 2
    assert tokenizer.eos_token_id == tokenizer.pad_token_id == len(tokenizer) - 1
    assert len(tokenizer) <= MICRO.vocabulary
