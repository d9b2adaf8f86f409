"""The words a user reads, in the language they chose."""

from __future__ import annotations

import gettext
from collections.abc import Mapping

from studio.resources import resource

LANGUAGES = {"en": "English", "zh_CN": "简体中文"}

# A process speaks one language, as it has one locale: gettext's own design.
_catalogues: list[gettext.NullTranslations] = [gettext.NullTranslations()]


def use_language(code: str) -> None:
    """Translate from now on; a language without a catalogue leaves the English words."""
    _catalogues[0] = gettext.translation("studio", resource("translations"), [code], fallback=True)


def language_of(chosen: str, system: str) -> str:
    """The language to speak: the one chosen, else the system's where we know it, else English."""
    if chosen in LANGUAGES:
        return chosen
    return "zh_CN" if system.startswith("zh") else "en"


def language_of_terminal(environment: Mapping[str, str]) -> str:
    """What the commands of a shell speak; the first that says anything holds (POSIX)."""
    said = (environment.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return language_of("", next(filter(None, said), ""))


def language() -> str:
    """The language spoken now."""
    return _catalogues[0].info().get("language", "en")


def tr(words: str, /, **values: object) -> str:
    """The words in the user's language, `{name}` replaced by the value of that name."""
    translated = _catalogues[0].gettext(words)
    return translated.format(**values) if values else translated
