"""What authors do before they walk, so that every page of a draft is seen."""

from __future__ import annotations

from tests.pages.visiting import Answer, Visitor
from tests.pages.walking import Seen, refused

DESK = "/teaching/courses"
PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h9v9z"/></svg>'
QUIZ = """---
title: {title}
pass_mark: 80
---

## q1 single

{text}

- [x] a: {right}
- [ ] b: {wrong}

> {text}

## q2 numeric

{text}

= 100 +- 5 [m]

> {text}
"""
LESSON = """{text}

![{text}](files/plan.svg)

::: scenario yard
{text}

- a: {right}
  > {text}
- b: {wrong}
  > {text}
:::
"""
WORDS = {
    "uk": {"title": "Тест", "text": "Що тут?", "right": "Світло", "wrong": "Темрява"},
    "en": {"title": "Quiz", "text": "What is here?", "right": "Light", "wrong": "Dark"},
}
BOTH = {"title_uk": "Назва", "title_en": "Name"}
ONE_OF_EACH = ("single", "ordering", "matching", "short", "scenario")


def both(field: str, text: str) -> dict[str, str]:
    """A form's fields in each language."""
    return {f"{field}_{code}": text.format(**WORDS[code]) for code in WORDS}


def write(visitor: Visitor, path: str, ending: str, **values: object) -> Answer:
    done = visitor.submit(path, ending, **values)
    assert done.status == 303, f"{path} is not taken: {done.status}"
    return done


def begin(visitor: Visitor, slug: str, *delicate: str) -> str:
    """A new draft's address."""
    values = {**BOTH, "slug": slug, "audiences": "citizen", "topics": "dialogue"}
    more = {"summary_uk": "Опис", "summary_en": "Summary", "delicate": list(delicate)}
    return write(
        visitor, "/uk/teaching/new-course", "/new-course", **values, **more
    ).location


def fill(visitor: Visitor, draft: str) -> None:
    """Everything a sound course needs, through the same forms as anybody."""
    write(
        visitor,
        f"{draft}/facts",
        "/facts",
        **BOTH,
        **both("summary", "{text}"),
        **both("objectives", "{text}"),
        audiences="citizen",
        topics="dialogue",
    )
    write(
        visitor,
        f"{draft}/sources",
        "/sources",
        source_title="A report",
        source_url="https://example.org/report",
        source_licence="rights-reserved",
    )
    write(
        visitor,
        f"{draft}/files",
        "/files",
        **BOTH,
        content=("Plan.svg", PICTURE),
        licence="own",
    )
    write(visitor, f"{draft}/new-module", "/new-module", **BOTH, id="first")
    write(
        visitor, f"{draft}/new-lesson", "/new-lesson", **BOTH, id="why", module="first"
    )
    write_lesson(visitor, draft, "why", LESSON)
    new = {"id": "final", "module": "first", "purpose": "final"}
    write(visitor, f"{draft}/new-quiz", "/new-quiz", **BOTH, **new)
    write(visitor, f"{draft}/quizzes/final", "/final", **both("text", QUIZ))


def write_lesson(visitor: Visitor, draft: str, lesson: str, text: str) -> None:
    body = both("body", text)
    write(visitor, f"{draft}/lessons/{lesson}", f"/{lesson}", **BOTH, **body)


def teach(visitor: Visitor) -> None:
    """Drafts of every kind: one full of problems, one ready, one that waits."""
    ready = begin(visitor, "page-ready")
    fill(visitor, ready)
    waiting = begin(visitor, "page-waiting", "violence")
    fill(visitor, waiting)
    write(visitor, waiting, "/publication")
    broken = begin(visitor, "page-broken")
    fill(visitor, broken)
    write(visitor, f"{broken}/new-module", "/new-module", **BOTH, id="second")
    write(
        visitor,
        f"{broken}/new-quiz",
        "/new-quiz",
        **BOTH,
        id="more",
        module="first",
        purpose="practice",
    )
    for kind in ONE_OF_EACH:
        write(visitor, f"{broken}/quizzes/more", "/more", kind=kind, then="add")
    write_lesson(visitor, broken, "why", "# {text}\n\n<b>{text}</b>\n\n::: odd\n:::")
    write(
        visitor,
        f"{broken}/files",
        "/files",
        **BOTH,
        content=("form.txt", "Бланк".encode()),
        licence="cc-by-4.0",
    )


def sent_wrongly(visitor: Visitor, lang: str) -> list[Seen]:
    """Each form of a draft, sent empty or wrong."""
    draft = f"/{lang}{DESK}/page-broken"
    empty = {"title_uk": "", "title_en": ""}
    forms = [
        (f"/{lang}/teaching/new-course", "/new-course", empty),
        (f"{draft}/facts", "/facts", {"minutes": "x", "topics": ""}),
        (f"{draft}/sources", "/sources", {"source_url": "x", "source_title": ""}),
        (f"{draft}/files", "/files", {}),
        (f"{draft}/new-module", "/new-module", empty),
        (f"{draft}/new-lesson", "/new-lesson", {**empty, "id": "Ж"}),
        (f"{draft}/new-quiz", "/new-quiz", {**BOTH, "pass_mark": "x"}),
        (f"{draft}/modules/first", "/first", empty),
        (f"{draft}/lessons/why", "/why", {**empty, "minutes": "x"}),
    ]
    found = [refused(visitor, path, end, **values) for path, end, values in forms]
    for path in ("lessons/why", "quizzes/more"):
        seen = refused(visitor, f"{draft}/{path}", path, **BOTH, seen="x", kind="short")
        seen.state = "overtaken"
        found.append(seen)
    return found


def reviewed_wrongly(visitor: Visitor, lang: str) -> Seen:
    return refused(visitor, f"/{lang}{DESK}/page-waiting/review", "/review")
