"""An author at work on a course."""

from __future__ import annotations

from typing import Any

from shared.identity import Identity
from tests.learning.builders import TRAINER
from tests.learning.conftest import World

BOTH = {"uk": "Назва", "en": "Name"}
NEW = {
    "slug": "new-light",
    "title": BOTH,
    "summary": BOTH,
    "audiences": ["citizen"],
    "topics": ["public-space"],
}
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h9"/></svg>'
QUESTION = "## q1 single\n\nЩо?\n\n- [x] a: Так\n- [ ] b: Ні\n\n> Бо так.\n"


class Desk:
    """An author at one draft, always at its newest revision."""

    def __init__(self, world: World, caller: Identity = TRAINER, **new: Any) -> None:
        self.service = world.as_(caller)
        self.draft = self.service.start_course(**{**NEW, **new})

    def do(self, method: str, **asked: Any) -> Any:
        at = {"slug": self.draft["slug"], "revision": self.draft["revision"]}
        done = getattr(self.service, method)(**at, **asked)
        if done and "revision" in done:
            self.draft = done
        return done

    def write_all(self) -> None:
        source = {
            "title": "A report",
            "url": "https://example.org/report",
            "licence": "rights-reserved",
            "checked_on": "2026-11-24",
        }
        objectives = {"uk": ["Побачити"], "en": ["See"]}
        facts = {"objectives": objectives, "sources": [source], "minutes": 12}
        self.do("change_outline", facts=facts)
        self.do("add_part", kind="module", id="first", title=BOTH)
        self.do("add_part", kind="lesson", id="why", title=BOTH, module="first")
        body = {"uk": "Текст.", "en": "Text."}
        self.do("write_lesson", lesson="why", minutes=7, title=BOTH, body=body)
        self.do("add_part", kind="quiz", id="final", title=BOTH, module="first")
        file = next(
            f for f in self.draft["files"] if f["path"] == "quizzes/final.uk.md"
        )
        text = f"{file['text']}\n{QUESTION}"
        self.do("write_quiz", quiz="final", texts={"uk": text, "en": text})
