"""The program speaks every language it offers, and says the same in each."""

from __future__ import annotations

import ast
import io
import string
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo

import translations
from studio.text import LANGUAGES, tr, use_language

ROOT = Path(__file__).parent.parent
FILES = translations.catalogue_files()
each_catalogue = pytest.mark.parametrize("path", FILES, ids=[path.parts[-3] for path in FILES])


@pytest.fixture(autouse=True)
def english_afterwards():
    yield
    use_language("en")


def test_every_language_offered_has_a_catalogue():
    assert {path.parts[-3] for path in FILES} == LANGUAGES.keys() - {"en"}


def test_tr_is_only_ever_given_a_literal_text():
    # Anything else cannot be found in the source, and would stay English.
    for path in (ROOT / "studio").rglob("*.py"):
        for line, given in translations.texts_given_to_tr(path):
            assert isinstance(given, ast.Constant), f"{path}:{line}"


def test_a_text_within_an_f_string_is_found(tmp_path):
    module = tmp_path / "module.py"
    module.write_text("words = f'<b>{tr(\"Undo\")}</b>'", encoding="utf-8")
    [(_, found)] = translations.texts_given_to_tr(module)
    assert isinstance(found, ast.Constant)
    assert found.value == "Undo"


@each_catalogue
def test_every_text_of_the_program_is_translated(path):
    found = _texts(translations.read(path))
    missing = {text for text in translations.words_of_the_program() if not found.get(text)}
    assert not missing


@each_catalogue
def test_a_catalogue_holds_nothing_that_the_program_no_longer_says(path):
    assert _texts(translations.read(path)).keys() <= translations.words_of_the_program().keys()


@each_catalogue
def test_no_translation_is_a_guess(path):
    assert not [message.id for message in translations.read(path) if message.id and message.fuzzy]


@each_catalogue
def test_a_translation_has_the_placeholders_of_its_text(path):
    for text, translation in _texts(translations.read(path)).items():
        assert _placeholders(translation) == _placeholders(text), text


@each_catalogue
def test_a_translation_begins_and_ends_like_its_text(path):
    # Spaces count where texts are joined; an ellipsis says that a dialog follows.
    for text, translation in _texts(translations.read(path)).items():
        assert translation == translation.strip(), text
        assert text.endswith("…") == translation.endswith("…"), text


@each_catalogue
def test_the_menus_keep_their_letters(path):
    for text, translation in _texts(translations.read(path)).items():
        assert _letter(text) == _letter(translation), text


@each_catalogue
def test_what_is_read_is_made_of_what_is_written(path):
    # Not the bytes: the header names the version of Babel.
    assert _compiled_texts(path.with_suffix(".mo").read_bytes()) == _texts(translations.read(path))


def test_tr_speaks_the_language_chosen():
    use_language("zh_CN")
    assert tr("Undo") == "撤销"
    assert tr("Seed {seed}", seed=7) == "种子 7"
    use_language("en")
    assert tr("Undo") == "Undo"
    assert tr("Seed {seed}", seed=7) == "Seed 7"


def _texts(catalogue: Catalog) -> dict[str, str]:
    return {str(one.id): str(one.string) for one in catalogue if one.id}


def _compiled_texts(content: bytes) -> dict[str, str]:
    return _texts(read_mo(io.BytesIO(content)))


def _placeholders(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def _letter(text: str) -> str:
    """The letter that opens a menu with Alt."""
    return text.partition("&")[2][:1]
