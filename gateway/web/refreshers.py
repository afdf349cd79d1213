"""Skills that fade: what is due, one question at a time, what was right."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint, Response, request, url_for

from gateway import auth, i18n, rpc
from gateway.web import answers, forms
from gateway.web.rendering import page, see
from shared.errors import Conflict, Invalid, NotFound

pages = Blueprint("refreshers", __name__)
REFRESHERS = "/learning/refreshers"


@pages.get(REFRESHERS)
def index() -> Response:
    auth.require_person()
    found = rpc.call("learning", "list_refreshers", language=i18n.language())
    return page(
        "refreshers/index.html",
        title=i18n.t("refreshers.title"),
        section="my_learning",
        trail=_trail()[:1],
        refreshers=found["items"],
    )


@pages.get(f"{REFRESHERS}/<slug>")
def card(slug: str) -> Response:
    auth.require_person()
    return _card(slug)


@pages.post(f"{REFRESHERS}/<slug>/reviews")
def answer(slug: str) -> Response:
    """Take an answer. The form carries its id, so that sending it twice counts once."""
    auth.require_person()
    review = request.form.get("review", "")
    card = _next(slug)["card"]
    if card is None or card["id"] != request.form.get("question"):
        return _was_answered(slug, review)
    given = answers.given([card], request.form)
    try:
        rpc.call(
            "learning",
            "answer_card",
            slug=slug,
            review=review,
            question=card["id"],
            answer=given.get(card["id"], []),
            language=i18n.language(),
        )
    except Invalid:  # nothing chosen, or what the form never offered
        return _card(slug, {card["id"]: answers.problem(card, 1)})
    except Conflict as refusal:  # answered on another device just now
        return _card(slug, {"": forms.general(refusal)})
    return see(url_for("refreshers.review", slug=slug, review=review))


def _was_answered(slug: str, review: str) -> Response:
    """By this very form, sent twice, or on another device."""
    try:
        _review(slug, review)
    except NotFound as refusal:
        if refusal.code != "review_not_found":
            raise
        return _card(slug, {"": i18n.t("error.card_not_due")})
    return see(url_for("refreshers.review", slug=slug, review=review))


@pages.get(f"{REFRESHERS}/<slug>/reviews/<review>")
def review(slug: str, review: str) -> Response:
    auth.require_person()
    found = _review(slug, review)
    return page(
        "refreshers/review.html",
        title=i18n.t(
            "refreshers.right" if found["result"]["correct"] else "refreshers.wrong"
        ),
        section="my_learning",
        trail=_trail(),
        review=found,
        rows=answers.explain(found, found["result"]),
    )


def _next(slug: str) -> dict[str, Any]:
    found: dict[str, Any] = rpc.call(
        "learning", "get_card", slug=slug, language=i18n.language()
    )
    return found


def _review(slug: str, review: str) -> dict[str, Any]:
    found: dict[str, Any] = rpc.call(
        "learning",
        "get_review",
        slug=slug,
        review=review or "-",
        language=i18n.language(),
    )
    return found


def _card(slug: str, problems: dict[str, str] | None = None) -> Response:
    found = _next(slug)
    return page(
        "refreshers/card.html",
        title=found["refresher"]["title"],
        status=422 if problems else 200,
        section="my_learning",
        trail=_trail(),
        refresher=found["refresher"],
        card=found["card"],
        split=answers.split,
        sent=request.form,
        review_id=str(uuid.uuid4()),
        problems=problems or {},
    )


def _trail() -> list[tuple[str, Any]]:
    return [
        (i18n.t("my_learning.title"), url_for("progress.show")),
        (i18n.t("refreshers.title"), url_for("refreshers.index")),
    ]
