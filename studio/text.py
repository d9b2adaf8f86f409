"""The words a user reads, in the language they chose."""

from __future__ import annotations

import gettext

from studio.resources import resource

LANGUAGES = {"en": "English", "zh_CN": "简体中文"}

# A process speaks one language, as it has one locale: gettext's own design.
_catalogues: list[gettext.NullTranslations] = [gettext.NullTranslations()]


def use_language(code: str) -> None:
    """Translate from now on; a language without a catalogue leaves the English words."""
    _catalogues[0] = gettext.translation("studio", resource("translations"), [code], fallback=True)


def language() -> str:
    """The language spoken now."""
    return _catalogues[0].info().get("language", "en")


def tr(words: str, /, **values: object) -> str:
    """The words in the user's language, `{name}` replaced by the value of that name."""
    translated = _catalogues[0].gettext(words)
    return translated.format(**values) if values else translated
