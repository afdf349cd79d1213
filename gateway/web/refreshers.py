"""Skills that fade: what is due, one question at a time, what was right."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint, Response, request, url_for

from gateway import auth, i18n, rpc
from gateway.web import forms
from gateway.web.rendering import page, see
from shared.errors import Conflict, Invalid

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
    try:
        rpc.call(
            "learning",
            "answer_card",
            slug=slug,
            review=review,
            question=request.form.get("question", "")[:100] or "-",
            answer=request.form.getlist("answer"),
            language=i18n.language(),
        )
    except Invalid:  # nothing chosen, or what the form never offered
        return _card(slug, {"answer": i18n.t("problem.refresher.answer")})
    except Conflict as refusal:  # answered on another device meanwhile
        return _card(slug, {"": forms.general(refusal)})
    return see(url_for("refreshers.review", slug=slug, review=review))


@pages.get(f"{REFRESHERS}/<slug>/reviews/<review>")
def review(slug: str, review: str) -> Response:
    auth.require_person()
    found = rpc.call(
        "learning", "get_review", slug=slug, review=review, language=i18n.language()
    )
    return page(
        "refreshers/review.html",
        title=i18n.t(
            "refreshers.right" if found["result"]["correct"] else "refreshers.wrong"
        ),
        section="my_learning",
        trail=_trail(),
        review=found,
        chosen=_in_words(found, found["result"]["chosen"]),
        right=_in_words(found, found["result"]["right"]),
    )


def _in_words(question: dict[str, Any], answer: list[str]) -> list[str]:
    """An answer of any kind as a person reads it; its parts in their order."""
    texts = {choice["id"]: choice["text"] for choice in question["choices"]}
    partners = {partner["id"]: partner["text"] for partner in question["partners"]}
    if question["kind"] == "matching":
        pairs = [pair.partition(":")[::2] for pair in answer]
        return [f"{texts[left]} — {partners[right]}" for left, right in pairs]
    return [texts.get(part, part) for part in answer]


def _card(slug: str, problems: dict[str, str] | None = None) -> Response:
    found = rpc.call("learning", "get_card", slug=slug, language=i18n.language())
    return page(
        "refreshers/card.html",
        title=found["refresher"]["title"],
        status=422 if problems else 200,
        section="my_learning",
        trail=_trail(),
        refresher=found["refresher"],
        card=found["card"],
        review_id=str(uuid.uuid4()),
        problems=problems or {},
    )


def _trail() -> list[tuple[str, Any]]:
    return [
        (i18n.t("my_learning.title"), url_for("progress.show")),
        (i18n.t("refreshers.title"), url_for("refreshers.index")),
    ]
