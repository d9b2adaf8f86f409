"""Dark and light: neutral greys, so that nothing but the painting has a colour."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import Enum
from string import Template

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from studio.resources import resource

_Role, _Group = QPalette.ColorRole, QPalette.ColorGroup


class ThemeName(Enum):
    """What the user may choose."""

    dark = "dark"
    light = "light"
    system = "system"


@dataclass(frozen=True, slots=True)
class Theme:
    """The greys from the deepest to the brightest, the text, and the one accent.

    surround, border: what lies around the canvas.
    arrow: the file of the little arrow that style sheets can only take from a file.
    """

    surround: str
    border: str
    well: str
    window: str
    raised: str
    hover: str
    line: str
    text: str
    quiet: str
    faint: str
    accent: str
    accent_hover: str
    on_accent: str
    selected: str
    arrow: str


# 42 of 255: dark enough to rest the eyes, light enough to judge a dark picture against.
DARK = Theme(
    surround="#2a2a2a",
    border="#101010",
    well="#242424",
    window="#2f2f2f",
    raised="#3b3b3b",
    hover="#464646",
    line="#1f1f1f",
    text="#dcdcdc",
    quiet="#a2a2a2",
    faint="#727272",
    accent="#4a86d8",
    accent_hover="#5b96e6",
    on_accent="#ffffff",
    selected="#36506f",
    arrow="arrow-dark.svg",
)
LIGHT = Theme(
    surround="#c9c9c9",
    border="#8c8c8c",
    well="#fafafa",
    window="#e6e6e6",
    raised="#f4f4f4",
    hover="#ffffff",
    line="#c4c4c4",
    text="#262626",
    quiet="#5e5e5e",
    faint="#9a9a9a",
    accent="#3573c4",
    accent_hover="#2a66b5",
    on_accent="#ffffff",
    selected="#c3d7f0",
    arrow="arrow-light.svg",
)


def theme_named(name: str) -> ThemeName:
    """A theme by what is kept of it; dark for what no theme is called."""
    return ThemeName(name) if name in {one.value for one in ThemeName} else ThemeName.dark


def theme_of(name: ThemeName, system: Qt.ColorScheme) -> Theme:
    """What a name means under a system that is light, dark, or does not say."""
    is_light = name is ThemeName.light or (
        name is ThemeName.system and system is Qt.ColorScheme.Light
    )
    return LIGHT if is_light else DARK


def use_theme(app: QApplication, name: ThemeName) -> bool:
    """Dress the whole program; may be called again while it runs. Whether it looks otherwise."""
    theme = theme_of(name, app.styleHints().colorScheme())
    arrow = resource("themes", theme.arrow).as_posix()
    sheet = Template(resource("themes", "studio.qss").read_text("utf-8"))
    dress = sheet.substitute(asdict(theme) | {"arrow": arrow})
    if app.styleSheet() == dress:
        return False  # polishing every widget anew takes 0.2 s
    app.setStyle("Fusion")
    app.setPalette(palette_of(theme))
    app.setStyleSheet(dress)
    return True


def palette_of(theme: Theme) -> QPalette:
    """The palette that Fusion draws with."""
    palette = QPalette()
    for role, colour in {
        _Role.Window: theme.window,
        _Role.WindowText: theme.text,
        _Role.Base: theme.well,
        _Role.AlternateBase: theme.window,
        _Role.Text: theme.text,
        _Role.Button: theme.raised,
        _Role.ButtonText: theme.text,
        _Role.BrightText: theme.on_accent,
        _Role.Highlight: theme.accent,
        _Role.HighlightedText: theme.on_accent,
        _Role.Accent: theme.accent,
        _Role.Link: theme.accent_hover,
        _Role.ToolTipBase: theme.raised,
        _Role.ToolTipText: theme.text,
        _Role.PlaceholderText: theme.faint,
        _Role.Light: theme.hover,
        _Role.Midlight: theme.hover,
        _Role.Mid: theme.line,
        _Role.Dark: theme.surround,
        _Role.Shadow: theme.border,
    }.items():
        palette.setColor(role, QColor(colour))
    for role in (_Role.WindowText, _Role.Text, _Role.ButtonText, _Role.HighlightedText):
        palette.setColor(_Group.Disabled, role, QColor(theme.faint))
    palette.setColor(_Group.Disabled, _Role.Highlight, QColor(theme.hover))
    return palette
