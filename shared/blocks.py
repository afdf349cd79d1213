"""What stands between ``:::`` lines in a lesson: callouts, video, scenarios.

The importer checks lessons with this and the pages show them with it, so that what is
accepted is what is shown. ``docs/course-format.md`` describes the notation.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from shared.folders import SLUG

CALLOUTS = ("note", "tip", "warning", "danger", "example")

# Called with a line, the first of the text being 0, and what is wrong there.
Complain = Callable[[int, str], None]
Lines = list[str]


@dataclass(frozen=True, slots=True)
class Prose:
    line: int
    text: str  # Markdown


@dataclass(frozen=True, slots=True)
class Callout:
    line: int
    kind: str  # one of CALLOUTS
    text: str  # Markdown


@dataclass(frozen=True, slots=True)
class Video:
    line: int
    url: str
    title: str
    minutes: int
    megabytes: int
    transcript: str  # Markdown


@dataclass(frozen=True, slots=True)
class Way:
    """One thing to do in a scenario."""

    id: str
    line: int
    text: str  # one line of Markdown
    follows: str  # Markdown
    onward: str | None  # the scenario it leads to


@dataclass(frozen=True, slots=True)
class Scenario:
    line: int
    id: str
    text: str  # Markdown
    ways: tuple[Way, ...]


Block = Prose | Callout | Video | Scenario

_OPENING = re.compile(r":::\s*(\S+)(?:\s+(\S+))?\s*")
_FENCE = re.compile(r"(`{3,}|~{3,})")
_WAY = re.compile(rf"- ({SLUG.pattern}): (.*\S)\s*")
_ONWARD = re.compile(rf"(.*?)\s*→\s*({SLUG.pattern})\s*", re.DOTALL)
_SETTING = re.compile(r"(title|minutes|megabytes): *(.*\S)\s*")
_MOST_NUMBER = 10_000


def parse(body: str, complain: Complain = lambda line, problem: None) -> list[Block]:
    """The blocks of a lesson in their order.

    What is wrong is told to ``complain``; such a block is left out, or shown as far as
    it can be.
    """
    blocks = [
        block
        for kind, argument, at, lines in _split(body.split("\n"), complain)
        if (block := _block(kind, argument, at, lines, complain)) is not None
    ]
    _check_scenarios(blocks, complain)
    return blocks


def _split(lines: Lines, complain: Complain) -> Iterator[tuple[str, str, int, Lines]]:
    """``(kind, argument, first line, lines)``; kind "" is prose between blocks."""
    kind, argument, begun, inside, fence = "", "", 0, False, ""
    gathered: Lines = []
    for number, line in enumerate(lines):
        fence = _fence_after(line, fence)
        is_mark = not fence and line.startswith(":::")
        if not is_mark:
            gathered.append(line)
            continue
        if inside or gathered:
            yield kind, argument, begun, gathered
        opening = _OPENING.fullmatch(line)
        if opening is None and not inside:
            complain(number, "There is no block here that “:::” could close.")
        if opening is not None and inside:
            complain(number, "A block cannot stand inside another; close it first.")
        inside = opening is not None
        kind, argument = (opening[1], opening[2] or "") if opening else ("", "")
        begun, gathered = number + 1, []
    if inside:
        complain(begun - 1, "This block is not closed by a line “:::”.")
    if inside or gathered:
        yield kind, argument, begun, gathered


def _fence_after(line: str, fence: str) -> str:
    """The mark of the code block that is open after this line, or nothing."""
    found = _FENCE.match(line.lstrip())
    if found is None:
        return fence
    if not fence:
        return found[1]
    closes = found[1].startswith(fence) and line.strip() == found[1]
    return "" if closes else fence


def _block(
    kind: str, argument: str, at: int, lines: Lines, complain: Complain
) -> Block | None:
    text = "\n".join(lines)
    if not kind:
        return Prose(at, text) if text.strip() else None
    if kind in CALLOUTS:
        if argument:
            complain(at - 1, f"“{kind}” stands alone on its line.")
        return Callout(at, kind, text)
    if kind == "video":
        return _video(argument, at, lines, complain)
    if kind == "scenario":
        return _scenario(argument, at, lines, complain)
    known = ", ".join((*CALLOUTS, "video", "scenario"))
    complain(at - 1, f"“{kind}” is no block; there are {known}.")
    return None


def _video(url: str, at: int, lines: Lines, complain: Complain) -> Video | None:
    settings: dict[str, str] = {}
    count = 0
    for line in lines:
        found = _SETTING.fullmatch(line)
        if found is None:
            break
        settings[found[1]] = found[2]
        count += 1
    transcript = "\n".join(lines[count:])
    wrong = [
        name
        for name in ("minutes", "megabytes")
        if not _is_count(settings.get(name, ""))
    ]
    if not url.startswith("https://"):
        complain(at - 1, "A video is “::: video https://…”.")
    for name in wrong:
        complain(at, f"A video needs “{name}: ” and a whole number.")
    if "title" not in settings:
        complain(at, "A video needs a line “title: …”.")
    if not transcript.strip():
        complain(at, "A video needs its transcript, after an empty line.")
    if wrong or "title" not in settings or not url.startswith("https://"):
        return None
    return Video(
        at,
        url,
        settings["title"],
        int(settings["minutes"]),
        int(settings["megabytes"]),
        transcript,
    )


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdecimal() and 0 < int(text[:9]) <= _MOST_NUMBER


def _scenario(name: str, at: int, lines: Lines, complain: Complain) -> Scenario | None:
    text: Lines = []
    ways: list[tuple[int, str, str, Lines]] = []
    for number, line in enumerate(lines, start=at):
        if found := _WAY.fullmatch(line):
            ways.append((number, found[1], found[2], []))
        elif not ways:
            text.append(line)
        elif line.startswith("  >"):
            ways[-1][3].append(line[3:].removeprefix(" "))
        elif line.strip():
            complain(number, "After a choice only “  > what follows” may stand.")
    if not SLUG.fullmatch(name):
        complain(at - 1, "A scenario is “::: scenario <id>”.")
        return None
    if len(ways) < 2:
        complain(at - 1, "A scenario needs two choices or more, “- a: …”.")
    _check_ways(ways, complain)
    return Scenario(at, name, "\n".join(text), tuple(_way(*way) for way in ways))


def _check_ways(ways: list[tuple[int, str, str, Lines]], complain: Complain) -> None:
    seen: set[str] = set()
    for line, way_id, _, follows in ways:
        if not "".join(follows).strip():
            complain(line, "What follows from this choice, “  > …”, is missing.")
        if way_id in seen:
            complain(line, f"There is a choice “{way_id}” already.")
        seen.add(way_id)


def _way(line: int, way_id: str, text: str, follows: Lines) -> Way:
    whole = "\n".join(follows).strip("\n")
    found = _ONWARD.fullmatch(whole)
    if found is None:
        return Way(way_id, line, text, whole, None)
    return Way(way_id, line, text, found[1], found[2])


def _check_scenarios(blocks: list[Block], complain: Complain) -> None:
    scenarios = [block for block in blocks if isinstance(block, Scenario)]
    names: set[str] = set()
    for scenario in scenarios:
        if scenario.id in names:
            complain(scenario.line - 1, f"There is a “{scenario.id}” already.")
        names.add(scenario.id)
    for scenario in scenarios:
        for way in scenario.ways:
            if way.onward is not None and way.onward not in names:
                complain(way.line, f"There is no scenario “{way.onward}” to go to.")
