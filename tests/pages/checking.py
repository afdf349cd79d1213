"""What every page must be, as far as its HTML alone can tell."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

from deploy.local.layout import REPOSITORY
from deploy.local.node import binary
from tests.pages.walking import Seen

CONFIG = Path(__file__).with_name("html-validate.config.mjs")
PROGRAM = REPOSITORY / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"


def problems(seen: Seen) -> list[str]:
    """What is wrong with one page, in words; empty when nothing is."""
    page = seen.page
    found = [
        *_headings(seen),
        *(f"id {i!r} twice" for i, n in Counter(page.ids).items() if n > 1),
        *_fields(seen),
        *_focus(seen),
    ]
    if page.language != seen.language:
        found.append(f"its language is {page.language!r}")
    return [f"{seen.name}: {problem}" for problem in found]


def _headings(seen: Seen) -> list[str]:
    page = seen.page
    levels = [level for level, _ in page.headings]
    found = []
    if levels.count(1) != 1:
        found.append(f"{levels.count(1)} main headings")
    title = " ".join(page.title.split())
    if not page.h1 or page.h1 not in title:
        found.append(f"the title {title!r} lacks the heading {page.h1!r}")
    for before, after in pairwise(levels):
        if after > before + 1:
            found.append(f"a heading of level {after} after one of level {before}")
    if any(not text for _, text in page.headings):
        found.append("an empty heading")
    return found


def _fields(seen: Seen) -> list[str]:
    return [
        f"the field {field.get('name')!r} has no label"
        for field in seen.page.inputs
        if field.get("id") not in seen.page.labelled and not field.get("aria-label")
    ]


def _focus(seen: Seen) -> list[str]:
    """Focus follows the document: nothing jumps ahead, the skip link is first."""
    stops = seen.page.focusable
    found = [
        f"tabindex {stop['tabindex']} jumps the queue"
        for stop in stops
        if int(stop.get("tabindex", "0")) > 0
    ]
    first = stops[0].get("href") if stops else None
    if first != "#main-content" or "main-content" not in seen.page.ids:
        found.append("the first stop is not a link to the main content")
    return found


def invalid(pages: Iterable[Seen], folder: Path) -> list[str]:
    """What html-validate finds in these pages, all in one run."""
    names = {}
    for number, seen in enumerate(pages):
        path = folder / f"{number}.html"
        path.write_text(seen.html, "utf-8")
        names[str(path)] = seen.name
    report = folder / "report.json"  # a pipe would be cut short when Node ends
    command = [binary(), str(PROGRAM), "--config", str(CONFIG)]
    done = subprocess.run(  # noqa: S603 - our own command
        [*command, "--formatter", f"json={report}", f"{folder}/*.html"],
        check=False,
        capture_output=True,
        encoding="utf-8",
    )
    assert report.exists(), done.stderr
    reports = json.loads(report.read_text("utf-8"))
    return [
        f"{names[one['filePath']]}: {message['ruleId']}: {message['message']} "
        f"(line {message['line']})"
        for one in reports
        for message in one["messages"]
    ]
