"""The tokenizer: byte-level BPE in CLIP's layout, learned from the captions."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator
from pathlib import Path

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers
from transformers import CLIPTokenizer

from starter_model.captions import caption, stories_of
from starter_model.palette import COLOURS
from starter_model.plans import Planner

START, END = "<|startoftext|>", "<|endoftext|>"
ENDING = "</w>"
# CLIP's own, of openai/CLIP (MIT).
WORDS = (
    r"<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"
)
# What painters write around the words we teach.
COMMON = tuple(
    """
    the of and with without in on at by over under above below near beside behind between very
    big large huge old new young happy sad cute beautiful simple detailed bright dark light soft
    best quality masterpiece blurry ugly low bad text watermark photo painting oil acrylic
    """.split()  # noqa: SIM905  (shorter than a list of them)
)


def corpus(planner: Planner, captions: int, seed: int = 5) -> Iterator[str]:
    """Captions as they are taught, and every word of the table often enough to be one token."""
    for concept in planner.concepts:
        for words in (concept.name, *concept.others, *concept.chinese):
            yield from [words] * 30
    for colour in COLOURS:
        yield from [colour.name, colour.chinese] * 30
    yield from COMMON * 20
    chance = random.Random(seed)
    for story in stories_of(planner.plan(captions, seed), planner.concepts, planner.drawings):
        yield caption(story, chance)


def train_tokenizer(lines: Iterable[str], folder: Path, *, size: int, length: int) -> None:
    """Write the tokenizer's folder. size: entries at most; length: tokens of a prompt."""
    learner = Tokenizer(
        models.BPE(continuing_subword_prefix="", end_of_word_suffix=ENDING, unk_token=END)
    )
    learner.normalizer = normalizers.Sequence(
        [
            normalizers.NFC(),
            normalizers.Replace(Regex(r"\s+"), " "),
            normalizers.Lowercase(),
        ]
    )
    learner.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(WORDS), behavior="removed", invert=True),
            pre_tokenizers.ByteLevel(add_prefix_space=False),
        ]
    )
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    trainer = trainers.BpeTrainer(
        vocab_size=size - 2 - len(alphabet),
        initial_alphabet=alphabet,
        end_of_word_suffix=ENDING,
        min_frequency=2,
        special_tokens=[],
        show_progress=False,
    )
    learner.train_from_iterator(lines, trainer)
    learned = json.loads(learner.to_str())["model"]["merges"]
    _write(folder, alphabet, [(first, second) for first, second in learned], length)


def load_tokenizer(folder: Path) -> CLIPTokenizer:
    """What `train_tokenizer` wrote."""
    return CLIPTokenizer.from_pretrained(folder, local_files_only=True)


def _write(folder: Path, alphabet: list[str], merges: list[tuple[str, str]], length: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    words, usable = _vocabulary(alphabet, merges)
    rules = "".join(f"{first} {second}\n" for first, second in usable)
    (folder / "vocab.json").write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")
    (folder / "merges.txt").write_text(f"#version: 0.2\n{rules}", encoding="utf-8")
    marks = {"bos_token": START, "eos_token": END, "unk_token": END, "pad_token": END}
    settings = {
        "add_prefix_space": False,
        "do_lower_case": True,
        "errors": "replace",
        "model_max_length": length,
        "tokenizer_class": "CLIPTokenizer",
    }
    texts = {"tokenizer_config.json": {**settings, **marks}, "special_tokens_map.json": marks}
    for name, content in texts.items():
        (folder / name).write_text(json.dumps(content, indent=1), encoding="utf-8")


def _vocabulary(
    alphabet: list[str], merges: list[tuple[str, str]]
) -> tuple[dict[str, int], list[tuple[str, str]]]:
    """In CLIP's order: bytes, bytes that end a word, merges, the two marks."""
    words = [*alphabet, *(f"{letter}{ENDING}" for letter in alphabet)]
    known, usable = set(words), []
    for first, second in merges:
        if {first, second} <= known:
            usable.append((first, second))
            if first + second not in known:
                words.append(first + second)
                known.add(first + second)
    words += [START, END]
    return {word: index for index, word in enumerate(words)}, usable
