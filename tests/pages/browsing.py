"""What only a browser can tell: axe's findings, width, weight, focus; screenshots."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Route, ViewportSize, sync_playwright

from deploy.local.layout import REPOSITORY
from tests.pages.walking import Seen

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = REPOSITORY / "node_modules" / "axe-core" / "axe.min.js"
MOST_BYTES = 150 * 1024  # of everything a first visit loads, as it travels
NARROW, WIDE = 320, 1280
SMALL: ViewportSize = {"width": NARROW, "height": 640}
LARGE: ViewportSize = {"width": WIDE, "height": 800}
FIND = """async () => (await axe.run(document, {resultTypes: ["violations"]}))
  .violations.map(v => `${v.id}: ${v.help}: ` +
    v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)).join(" | "))"""
PAINTED = "() => new Promise(r => requestAnimationFrame(() => setTimeout(r, 50)))"
EXCESS = "() => document.documentElement.scrollWidth - window.innerWidth"
FOCUSED = "() => document.activeElement.getAttribute('href')"


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, which neither calls home nor updates itself."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


def examine_all(pages: list[Seen], base_url: str, shots: Path) -> list[str]:
    """What is wrong with these pages, by one browser of their own.

    Leaves their screenshots in ``shots``.
    """
    found = []
    with chromium() as browser:
        for _, same in groupby(sorted(pages, key=_who), key=_who):
            seen_by_one = list(same)
            context = browser.new_context(viewport=SMALL, color_scheme="light")
            for name, value in seen_by_one[0].cookies.items():
                context.add_cookies([{"name": name, "value": value, "url": base_url}])
            for seen in seen_by_one:
                page = context.new_page()
                problems = _examine(page, base_url, seen, shots)
                found += [f"{seen.name}: {problem}" for problem in problems]
                page.close()
            context.close()
    return found


def _who(seen: Seen) -> list[tuple[str, str]]:
    return sorted(seen.cookies.items())


def _examine(page: Page, base_url: str, seen: Seen, shots: Path) -> list[str]:
    """Axe looks twice: at a narrow light page and at a wide dark one."""
    sizes = _weigh(page)
    _open(page, base_url, seen)
    weight = sum(sizes)
    found = [f"{weight} bytes to load"] if weight > MOST_BYTES else []
    found += _first_stop(page, seen)
    found += _wide(page) + _axe(page, "narrow and light")
    shot = _file(seen, shots)
    page.screenshot(path=shots / f"{shot}-{NARROW}.png", full_page=True)
    page.set_viewport_size(LARGE)
    page.screenshot(path=shots / f"{shot}-{WIDE}.png", full_page=True)
    page.emulate_media(color_scheme="dark")
    page.evaluate(PAINTED)
    return found + _wide(page) + _axe(page, "wide and dark")


def _weigh(page: Page) -> list[int]:
    """Collects the size of each answer as it came over the wire, headers included.

    Nothing is taken from a cache, as on a first visit.
    """
    sizes: list[int] = []
    protocol = page.context.new_cdp_session(page)
    protocol.send("Network.enable")
    protocol.send("Network.setCacheDisabled", {"cacheDisabled": True})

    def note(event: dict[str, Any]) -> None:
        sizes.append(int(event["encodedDataLength"]))

    protocol.on("Network.loadingFinished", note)
    return sizes


def _open(page: Page, base_url: str, seen: Seen) -> None:
    """Open the page, or what a form answered at its address."""
    if seen.state:

        def answer(route: Route) -> None:
            route.fulfill(body=seen.html, content_type="text/html; charset=utf-8")

        page.route(base_url + seen.path, answer)
    page.goto(base_url + seen.path, wait_until="load")
    page.evaluate("() => document.fonts.ready")


def _first_stop(page: Page, seen: Seen) -> list[str]:
    if "error-summary" in seen.html:
        return []  # focus starts at the summary, past the link
    page.keyboard.press("Tab")
    focused = page.evaluate(FOCUSED)
    page.evaluate("() => document.activeElement.blur()")
    return [] if focused == "#main-content" else [f"Tab first goes to {focused}"]


def _wide(page: Page) -> list[str]:
    excess = page.evaluate(EXCESS)
    return [f"{excess} px wider than the screen"] if excess > 0 else []


def _axe(page: Page, how: str) -> list[str]:
    # Evaluated by the browser's own protocol, which the content policy leaves alone.
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text("utf-8"))
    return [f"{how}: {finding}" for finding in page.evaluate(FIND)]


def _file(seen: Seen, shots: Path) -> str:
    """A name for this page's screenshots that no other page has."""
    parts = (seen.language, seen.endpoint or str(seen.status), seen.state, seen.role)
    name = "-".join(part.replace(" ", "-") for part in parts if part)
    taken = len(list(shots.glob(f"{name}*-{NARROW}.png")))
    return f"{name}-{taken + 1}" if taken else name
