"""Walking every page that can be reached, as one visitor, in both languages."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter

from tests.pages.reading import Page
from tests.pages.visiting import Visitor

MOST = 1200  # pages a visitor; more would be a loop
# Pages of one endpoint in one language that somebody with an account looks at, seeds
# aside. Whoever has none looks at all there are.
MOST_ALIKE = 16
LANGUAGES = ("uk", "en")


@dataclass(slots=True)
class Seen:
    """One page as one visitor saw it; ``endpoint`` is the application's name for it.

    ``state`` tells apart what one address can show: "" as a link opens it, else what
    was done before, such as "empty form".
    """

    role: str
    path: str
    endpoint: str
    status: int
    location: str
    html: str
    page: Page
    state: str = ""
    cookies: dict[str, str] = field(default_factory=dict)

    @property
    def language(self) -> str:
        return self.path.split("/")[1]

    @property
    def name(self) -> str:
        """For a person: who saw what."""
        return " ".join(filter(None, (self.role, self.path, self.state)))


def walk(visitor: Visitor, seeds: Iterable[str], routes: MapAdapter) -> list[Seen]:
    """The pages that links lead to from the seeds, each once."""
    waiting = deque(dict.fromkeys(seeds))
    known = set(waiting)
    alike: Counter[tuple[str, str]] = Counter()
    found: list[Seen] = []
    while waiting and len(found) < MOST:
        path = waiting.popleft()
        seen = look(visitor, path, routes)
        found.append(seen)
        for link in (_inside(link) for link in [*seen.page.links, seen.location]):
            if not link or link in known:
                continue
            known.add(link)
            kind = (link.split("/")[1], endpoint_of(link, routes))
            alike[kind] += 1
            if visitor.role == "anonymous" or alike[kind] <= MOST_ALIKE:
                waiting.append(link)
    assert not waiting, f"{visitor.role} walks in a circle: {waiting[0]}"
    return found


def look(visitor: Visitor, path: str, routes: MapAdapter) -> Seen:
    answer = visitor.get(path)
    return Seen(
        visitor.role,
        path,
        endpoint_of(path, routes),
        answer.status,
        answer.location,
        answer.html,
        answer.page,
        cookies=visitor.cookies(),
    )


def refused(visitor: Visitor, path: str, ending: str, **values: object) -> Seen:
    """What a form that was sent wrongly answers."""
    answer = visitor.submit(path, ending, **values)
    return Seen(
        visitor.role,
        path,
        "",
        answer.status,
        answer.location,
        answer.html,
        answer.page,
        f"refused {ending.strip('/')}",
        visitor.cookies(),
    )


def endpoint_of(path: str, routes: MapAdapter) -> str:
    """The application's name for a page; empty where it has none."""
    try:
        endpoint, _ = routes.match(urlsplit(path).path, method="GET")
    except HTTPException:
        return ""
    return str(endpoint)


def _inside(link: str) -> str:
    """A link to a page of ours without what only remembers the way; else empty."""
    parts = urlsplit(link)
    is_ours = not parts.netloc and parts.path[1:3] in LANGUAGES
    if not is_ours:
        return ""
    query = f"?{parts.query}" if "cursor=" in parts.query else ""
    return parts.path + query
