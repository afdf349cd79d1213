"""Coming into a group with its code, and leaving it."""

from __future__ import annotations

from flask import Blueprint, Response, request, url_for

from gateway import auth, i18n, rpc
from gateway.web import forms
from gateway.web.rendering import page, see
from shared.errors import ServiceError

pages = Blueprint("joining", __name__)


@pages.route("/join", methods=["GET", "POST"])
def join() -> Response:
    auth.require_person()
    code = request.form.get("code", "").strip()
    problems: dict[str, str] = {}
    if request.method == "POST":
        try:
            joined = rpc.call("learning", "join_cohort", code=code)
        except ServiceError as refusal:
            problems = forms.problems("join", refusal)
        else:
            return see(url_for("courses.course", slug=joined["course"]), "joined")
    return page(
        "cohorts/join.html",
        title=i18n.t("join.title"),
        section="my_learning",
        trail=[(i18n.t("my_learning.title"), url_for("progress.show"))],
        status=422 if problems else 200,
        code=code,
        problems=problems,
    )


@pages.post("/my-learning/cohorts/<cohort>/leaving")
def leave(cohort: str) -> Response:
    auth.require_person()
    rpc.call("learning", "decline_cohort", id=cohort)
    return see(url_for("progress.show"), "cohort_left")
