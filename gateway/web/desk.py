"""What the pages of a draft share: what was typed, what was refused, which revision.

A draft has one revision for all its files. A form remembers what its own files said
when it was opened: while nobody has changed those, it may be saved, whatever happened
to the rest of the draft. When somebody has, the form comes back with what was typed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Response, request, url_for

from gateway import auth, i18n, rpc
from gateway.field_messages import localised
from gateway.web import forms, typed
from gateway.web.rendering import page, see
from shared.errors import Conflict, Invalid, ServiceError
from shared.fingerprints import fingerprint
from shared.identity import COURSE_AUTHORS, COURSE_REVIEWERS
from shared.languages import LANGUAGES

Draft = dict[str, Any]
Problems = dict[str, str]

DRAFT = "/teaching/courses/<slug>"
OUTLINE = "course.yaml"
# Refusals as a whole that one field can mend.
CONCERNS = {"slug_taken": "slug", "part_taken": "id"}
# Fields as they follow one another on the pages.
ORDER = (
    *("content", "name", "source_title", "source_url", "source_licence"),
    *("source_checked_on", "title_uk", "title_en", "summary_uk", "summary_en"),
    *("minutes", "audiences", "topics", "slug", "module", "purpose", "pass_mark", "id"),
    *("licence", "reviewed_by", "answers"),
)
SLOWEST_S = 10.0  # seconds: a whole course is checked, and files travel


def read(slug: str) -> Draft:
    """The draft as its authors and reviewers see it.

    Raises:
        Unauthenticated, Forbidden: for nobody else.
        NotFound: ``draft_not_found``.
    """
    auth.require_person()
    found: Draft = ask("get_draft", slug=slug, language=i18n.language())
    return found


def ask(method: str, **asked: Any) -> Any:
    return rpc.call("learning", method, deadline_s=SLOWEST_S, **asked)


def open_to_write(slug: str) -> Draft:
    """As ``read``, for authors alone."""
    auth.require_role(*COURSE_AUTHORS)
    return read(slug)


def change(
    method: str, draft: Draft, *, revision: int | None = None, **asked: Any
) -> Draft:
    """Change the draft in the revision that was read, unless another one is named."""
    at = draft["revision"] if revision is None else revision
    changed: Draft = ask(
        method, slug=draft["slug"], revision=at, language=i18n.language(), **asked
    )
    return changed


def is_author() -> bool:
    return auth.has_role(*COURSE_AUTHORS)


def is_reviewer() -> bool:
    return auth.has_role(*COURSE_REVIEWERS)


# Which revision


def text_of(draft: Draft, path: str) -> str:
    found = (file["text"] for file in draft["files"] if file["path"] == path)
    return next(found, "")


def seen(draft: Draft, *paths: str) -> str:
    """What a form remembers of the files it changes."""
    return fingerprint([text_of(draft, path) for path in paths])


def check_seen(draft: Draft, *paths: str) -> None:
    """Raises:
    Conflict: ``draft_changed``: somebody has changed these files since the form was
        opened.
    """
    if typed.line("seen") != seen(draft, *paths):
        raise Conflict("draft_changed", "Someone has changed this since you opened it.")


def looked_at() -> int:
    """The revision of the page that a button was pressed on."""
    return typed.number("revision") or 0


# What was refused


def problems_of(refusal: ServiceError) -> Problems:
    """Field to a sentence; a refusal as a whole stands under the empty name."""
    if not isinstance(refusal, Invalid) or refusal.code != "invalid_fields":
        return {CONCERNS.get(refusal.code, ""): forms.general(refusal)}
    found: Problems = {}
    for place, messages in refusal.fields.items():
        field = _field(place)
        key = f"problem.desk.{field}"
        found.setdefault(
            field, i18n.t(key) if i18n.has(key) else localised(messages[0])
        )
    in_order = sorted(found.items(), key=lambda entry: _place(entry[0]))
    return dict(in_order) or {"": forms.general(refusal)}


def _place(field: str) -> int:
    return ORDER.index(field) if field in ORDER else len(ORDER)


def _field(place: str) -> str:
    """``title.uk`` is of the field ``title_uk``, ``audiences.0`` of ``audiences``."""
    name, _, rest = place.partition(".")
    return f"{name}_{rest}" if rest in LANGUAGES else name


def status_of(problems: Mapping[str, str], refusal: ServiceError | None = None) -> int:
    if isinstance(refusal, Conflict):
        return 409
    return 422 if problems else 200


def form(
    template: str,
    *,
    title: str,
    draft: Draft | None = None,
    save: Callable[[], Response] | None = None,
    **values: Any,
) -> Response:
    """A form's page; on POST it is saved first, and shown again where that is refused.

    Args:
        save: what to do with what was typed; where to go on then. It raises what is
            wrong, of the whole or of fields.
    """
    problems: Problems = {}
    refusal: ServiceError | None = None
    if request.method == "POST" and save is not None:
        try:
            return save()
        except (Invalid, Conflict) as refused:
            problems, refusal = problems_of(refused), refused
    return page(
        template,
        title=title,
        status=status_of(problems, refusal),
        section="teaching",
        trail=trail(draft),
        draft=draft,
        problems=problems,
        overtaken=refusal is not None and refusal.code == "draft_changed",
        **values,
    )


def wrong(*fields: str) -> Invalid:
    """What this page itself finds wrong; each field has its sentence."""
    return Invalid(
        "invalid_fields", "Some fields need changing.", {name: [""] for name in fields}
    )


# Where things are


def address(draft: Draft | str, anchor: str | None = None) -> str:
    slug = draft if isinstance(draft, str) else draft["slug"]
    return url_for("desk_courses.draft", slug=slug, _anchor=anchor)


def trail(draft: Draft | None = None) -> list[tuple[str, str]]:
    above = [
        (i18n.t("teaching.title"), url_for("teaching.index")),
        (i18n.t("desk.title"), url_for("desk_courses.index")),
    ]
    return [*above, (draft["title"], address(draft))] if draft else above


def to_draft(draft: Draft | str, notice: str, anchor: str | None = None) -> Response:
    return see(address(draft, anchor), notice)
