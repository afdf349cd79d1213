"""Items of the library in every state, for editors and reviewers to walk past."""

from __future__ import annotations

from tests.content.files import a_picture
from tests.pages.visiting import Visitor
from tests.pages.walking import Seen, refused

SHELF = "/teaching/library"
COLLECTIONS, EMPTY = "/teaching/collections", "page-empty"
_ABOUT = {
    "title_uk": "Світло у дворах",
    "title_en": "Light in yards",
    "summary_uk": "З чого почати.",
    "summary_en": "Where to begin.",
}
DRAFT, WAITING, MINES, SHOWN = "page-draft", "page-waiting", "page-mines", "page-shown"
TEXTS = {
    "title_uk": "Світло у дворі",
    "title_en": "Light in the yard",
    "summary_uk": "Коротко.",
    "summary_en": "In short.",
    "body_uk": "## Що зробити\n\nПоставте ліхтар.",
    "body_en": "## What to do\n\nPut up a lamp.",
}
CASE = {
    "type": "case_study",
    "country": "ua",
    "period": "2018-06/2018-09",
    **{f"{name}_uk": "Текст." for name in ("partner", "goals", "actions")},
    **{f"{name}_en": "Text." for name in ("partner", "goals", "actions")},
    **{f"{name}_uk": "Текст." for name in ("results", "cost")},
    **{f"{name}_en": "Text." for name in ("results", "cost")},
}
PLAN = ("План двору.png", a_picture())
PLAN_WORDS = {
    "words_uk": "План двору",
    "words_en": "A plan of the yard",
    "licence": "cc-by-4.0",
    "source": "Example NGO, 2026",
}
SOURCE = "A report | https://example.org/report | rights-reserved | 2026-11-24"


def write_items(editor: Visitor) -> None:
    for slug, topic in (
        (DRAFT, "public-space"),
        (WAITING, "trust"),
        (MINES, "mines"),
        (SHOWN, "public-space"),
    ):
        sent = editor.submit(
            f"/uk{SHELF}/new",
            "/new",
            **{**TEXTS, "slug": slug, "type": "guideline"},
            audiences="citizen",
            topics=topic,
            sources=SOURCE,
        )
        assert sent.status == 303, f"{slug}: {sent.status}"
    for slug in (DRAFT, SHOWN):
        _save(editor, slug, **CASE, body_uk="## Що зробити\n\nПоставте два ліхтарі.")
    files = f"/uk{SHELF}/{DRAFT}/files"
    sent = editor.submit(files, "/files", content=PLAN, **PLAN_WORDS)
    assert sent.status == 303, f"file: {sent.status}"
    # The translation falls behind.
    _save(editor, SHOWN, title_uk="Світло надворі")
    for slug in (WAITING, MINES, SHOWN):
        step(editor, slug, "review", comment="Готово.")


def collect(editor: Visitor) -> None:
    """A collection of which readers have one item, and one that they do not see."""
    for slug, items in (
        ("page-together", f"{DRAFT}\n/en/library/{SHOWN}"),
        (EMPTY, ""),
    ):
        sent = editor.submit(
            f"/uk{COLLECTIONS}/new", "/new", **_ABOUT, slug=slug, items=items
        )
        assert sent.status == 303, f"{slug}: {sent.status}"


def review_items(reviewer: Visitor) -> None:
    step(reviewer, MINES, "safety_review")
    step(reviewer, SHOWN, "published")
    step(reviewer, WAITING, "published", at="2036-01-10T10:00")
    said = reviewer.submit(f"/uk{SHELF}/{DRAFT}", "/comments", text="Чому два?")
    assert said.status == 303


def write_on(administrator: Visitor) -> None:
    """A newer text than readers have."""
    _save(administrator, SHOWN, title_uk="Світло у кожному дворі")


def _save(visitor: Visitor, slug: str, **values: str) -> None:
    saved = visitor.submit(f"/uk{SHELF}/{slug}/text", "/text", **values)
    assert saved.status == 303, f"{slug}: {saved.status}"


def step(visitor: Visitor, slug: str, to: str, **values: str) -> None:
    moved = visitor.submit(f"/uk{SHELF}/{slug}", "/steps", to=to, **values)
    assert moved.status == 303, f"{slug} to {to}: {moved.status}"


def sent_wrongly(visitor: Visitor, lang: str) -> list[Seen]:
    """The forms of an item, sent empty or wrong."""
    shelf = f"/{lang}{SHELF}"
    if visitor.role == "reviewer":
        asked = {"to": "published", "at": "2027-03-28T03:30"}
        return [refused(visitor, f"{shelf}/{MINES}", "/steps", **asked)]
    if visitor.role != "editor":
        return []
    empty = {**dict.fromkeys(TEXTS, ""), "title_uk": "x", "sources": "x", "topics": ""}
    overtaken = refused(visitor, f"{shelf}/{DRAFT}/text", "/text", revision="1")
    overtaken.state = "overtaken"
    collections = f"/{lang}{COLLECTIONS}"
    unknown = {"items": "x\nno-such-item", "title_uk": ""}
    return [
        refused(visitor, f"{collections}/new", "/new", **_ABOUT, slug="Ж"),
        refused(visitor, f"{collections}/{EMPTY}", f"/{EMPTY}", **unknown),
        refused(visitor, f"{shelf}/new", "/new", **empty, audiences=[]),
        refused(visitor, f"{shelf}/{DRAFT}/text", "/text", body_en="<b>x</b>"),
        refused(visitor, f"{shelf}/{DRAFT}", "/comments", text=""),
        refused(visitor, f"{shelf}/{DRAFT}/files", "/files", content=PLAN),
        refused(
            visitor,
            f"{shelf}/{DRAFT}/files/plan-dvoru.png",
            "/plan-dvoru.png",
            words_uk="",
            source="",
        ),
        overtaken,
    ]
