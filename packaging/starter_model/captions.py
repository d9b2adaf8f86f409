"""What a painter would have typed to get a scene, in English or Chinese."""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np

from starter_model.backdrops import BACKDROPS, Backdrop
from starter_model.drawings import SETS, Drawings
from starter_model.palette import COLOURS, NamedColour
from starter_model.plans import NONE, PHOTOGRAPH, Filter, Kind, Plan
from starter_model.words import Concept

CHINESE_SHARE = 0.2
STYLES = {
    "flat": (("flat style", "flat"), ("扁平风格",)),
    "glossy": (("glossy 3d style", "glossy 3d", "soft shaded style"), ("立体风格", "三维风格")),
    "cartoon": (("cartoon style", "cartoon", "clean cartoon"), ("卡通风格", "卡通")),
    "clip art": (("clip art style", "clip art"), ("剪贴画风格",)),
    "watercolour": (("watercolour", "watercolor", "watercolour painting"), ("水彩", "水彩画")),
    "pencil": (("pencil sketch", "pencil drawing", "pencil"), ("铅笔画", "素描")),
}
# Flat and glossy drawings are of the same shapes.
UNASKED = {"flat": 0.3, "glossy": 0.5}
FILTER_STYLES = {Filter.watercolour: "watercolour", Filter.pencil: "pencil"}
POSITIONS = {
    "left": ("on the left", "左边"),
    "right": ("on the right", "右边"),
    "top": ("at the top", "上方"),
    "bottom": ("at the bottom", "下方"),
}
REMOVAL = (("", "background", "empty background", "nothing", "empty"), ("背景", "空背景", ""))
JOINS = ("on", "in", "at", "under", "with", "over", "among", "by")


@dataclass(frozen=True, slots=True)
class Thing:
    """An object as it is spoken of. colour: what it was turned to."""

    concept: Concept
    colour: NamedColour | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """A scene in words' reach. style: of STYLES. position: of POSITIONS or ""."""

    kind: Kind
    things: tuple[Thing, ...]
    backdrop: Backdrop
    named: tuple[NamedColour, NamedColour]
    style: str
    is_filtered: bool
    is_small: bool
    position: str
    is_above: bool


def stories_of(plan: Plan, concepts: tuple[Concept, ...], drawings: Drawings) -> list[Story]:
    """What each scene of a plan shows."""
    return [_story(plan, index, concepts, drawings) for index in range(len(plan))]


def caption(story: Story, chance: random.Random) -> str:
    """One of the many ways to ask for it; never longer than a line."""
    in_chinese = chance.random() < CHINESE_SHARE
    if story.kind is Kind.removal:
        return chance.choice(REMOVAL[in_chinese])
    return _chinese(story, chance) if in_chinese else _english(story, chance)


def _story(plan: Plan, at: int, concepts: tuple[Concept, ...], drawings: Drawings) -> Story:
    shown = [int(sprite) for sprite in plan.sprite[at, :2] if sprite != NONE]
    turned = int(plan.turned[at])
    things = [Thing(concepts[int(drawings.concept[sprite])]) for sprite in shown]
    if things and turned != NONE:
        things[0] = Thing(things[0].concept, COLOURS[turned])
    filtered = Filter(int(plan.filtered[at]))
    drawn = SETS[int(drawings.origin[shown[0]])].style if shown else ""
    first, second = plan.named[at]
    size = float(plan.size[at, 0])
    is_alone = plan.kind[at] in (Kind.alone, Kind.doodle) and not plan.is_above[at]
    return Story(
        kind=Kind(int(plan.kind[at])),
        things=tuple(things),
        backdrop=BACKDROPS[int(plan.backdrop[at])],
        named=(COLOURS[int(first)], COLOURS[int(second)]),
        style=FILTER_STYLES.get(filtered, drawn),
        is_filtered=filtered is not Filter.none,
        is_small=bool(is_alone and size < 0.56),
        position=_position(plan.centre[at, 0]) if is_alone and size < 0.56 else "",
        is_above=bool(plan.is_above[at]),
    )


def _position(centre: np.ndarray[tuple[int], np.dtype[np.float32]]) -> str:
    """Where it is, when it is clearly somewhere."""
    across, down = (float(one) - 0.5 for one in centre)
    if max(abs(across), abs(down)) < 0.1:
        return ""
    if abs(across) > abs(down):
        return "left" if across < 0 else "right"
    return "top" if down < 0 else "bottom"


def _english(story: Story, chance: random.Random) -> str:
    words = _subject(story, chance)
    behind = _behind(story, chance)
    if not words:
        words, behind = behind, ""
        words = f"landscape, {words}" if chance.random() < 0.2 else words
    if behind:
        joined = behind.split()[0] in JOINS
        words = f"{words} {behind}" if joined else f"{words}, {behind}"
    return _styled(words, story, chance)


def _subject(story: Story, chance: random.Random) -> str:
    """The things and where they are; "" for scenery."""
    named = [_named(thing, story, chance) for thing in story.things]
    if len(named) == 2:
        ways = ("{} and {}", "{} next to {}", "{}, {}", "{} on the left, {} on the right")
        return chance.choice(ways).format(*named)
    if not named:
        return ""
    if story.is_above and story.backdrop.over:
        return f"{named[0]} {chance.choice(('over', 'above'))} {story.backdrop.over[0]}"
    if story.position and chance.random() < 0.7:
        return f"{named[0]} {POSITIONS[story.position][0]}"
    return named[0]


def _named(thing: Thing, story: Story, chance: random.Random) -> str:
    words = _word(thing.concept.name, thing.concept.others, chance)
    if thing.colour is not None:
        words = f"{thing.colour.name} {_uncoloured(words)}"
    if story.is_small and chance.random() < 0.5:
        words = f"{chance.choice(('small', 'little', 'tiny'))} {words}"
    if chance.random() < 0.5 and not words.endswith("s"):
        words = f"{'an' if words[0] in 'aeiou' else 'a'} {words}"
    return words


def _word(name: str, others: tuple[str, ...], chance: random.Random) -> str:
    return chance.choice(others) if others and chance.random() < 0.4 else name


def _uncoloured(words: str) -> str:
    """Without the colour it usually has: a red car turned blue is a blue car."""
    known = {colour.name for colour in COLOURS} | {"gold", "golden", "grey"}
    return " ".join(word for word in words.split() if word not in known)


def _behind(story: Story, chance: random.Random) -> str:
    """The background, if it is mentioned: around a hole it is seen anyway."""
    mentioned = 1.0 if not story.things else 0.3 if story.kind is Kind.inpaint else 0.75
    if story.is_above or chance.random() >= mentioned:
        return ""
    if story.backdrop is BACKDROPS[PHOTOGRAPH] and chance.random() < 0.5:
        return ""
    phrase = chance.choice(story.backdrop.english)
    return phrase.format(*(colour.name for colour in story.named))


def _styled(words: str, story: Story, chance: random.Random) -> str:
    if story.style and chance.random() < _told(story):
        style = chance.choice(STYLES[story.style][0])
        ways = ("{1}, {0}", "{1}, {0}", "{0}, {1}", "{0} of {1}")
        return chance.choice(ways).format(style, words)
    if chance.random() < 0.1:
        return f"{chance.choice(('a picture of', 'a drawing of'))} {words}"
    return words


def _told(story: Story) -> float:
    """How often a style is asked for: nearly always, but for the one that comes unasked.

    Two drawings of a thing under the same words would teach the mean of both.
    """
    return UNASKED.get(story.style, 0.9) if not story.is_filtered else 0.9


def _chinese(story: Story, chance: random.Random) -> str:
    things = "和".join(_chinese_name(thing, story, chance) for thing in story.things)
    behind = _chinese_behind(story, chance)
    if story.position and chance.random() < 0.5:
        things = f"{POSITIONS[story.position][1]}的{things}"
    ways = (f"{behind}上的{things}", f"{behind}里的{things}", f"{things}，{behind}")
    words = chance.choice(ways) if behind else things
    words = words if things else behind
    if story.style and chance.random() < _told(story):
        style = chance.choice(STYLES[story.style][1])
        words = chance.choice((f"{words}，{style}", f"{style}的{words}"))
    return words


def _chinese_name(thing: Thing, story: Story, chance: random.Random) -> str:
    name = _word(thing.concept.chinese[0], thing.concept.chinese[1:], chance)
    if thing.colour is not None:
        name = f"{thing.colour.chinese}的{name.removeprefix('红')}"
    if story.is_small and chance.random() < 0.5:
        name = f"小小的{name}"
    return name


def _chinese_behind(story: Story, chance: random.Random) -> str:
    mentioned = 1.0 if not story.things else 0.3 if story.kind is Kind.inpaint else 0.7
    if chance.random() >= mentioned and not story.is_above:
        return ""
    if story.is_above and story.backdrop.over:
        return story.backdrop.over[1]
    phrase = chance.choice(story.backdrop.chinese)
    return phrase.format(*(colour.chinese for colour in story.named))
