"""Sessions of a group, and who came: signed by its trainer."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, Response, request, url_for

from gateway import accounts, auth, i18n, rpc
from gateway.web import forms
from gateway.web.cohorts import COHORT, cohort_page, get, trail, trail_of
from gateway.web.rendering import given, page, see
from shared.dates import KYIV
from shared.errors import NotFound, ServiceError

pages = Blueprint("cohort_sessions", __name__)
PAGE = 100  # members on one attendance form


@pages.post(f"{COHORT}/sessions")
def add(cohort: str) -> Response:
    auth.require_person()
    try:
        rpc.call(
            "learning",
            "add_session",
            id=cohort,
            title=request.form.get("title", "").strip(),
            starts_at=_in_kyiv(request.form.get("starts_at", "")),
            place=request.form.get("place", "").strip(),
        )
    except NotFound:
        raise
    except ServiceError as refusal:
        problems = forms.problems("session", refusal)
        return cohort_page(cohort, problems, request.form)
    return see(url_for("cohorts.show", cohort=cohort), "session_added")


@pages.route(f"{COHORT}/sessions/<session>/attendance", methods=["GET", "POST"])
def attendance(cohort: str, session: str) -> Response:
    auth.require_person()
    if request.method == "POST":
        rpc.call(
            "learning",
            "sign_attendance",
            id=cohort,
            session=session,
            members=request.form.get("members", "").split(),
            came=request.form.getlist("came"),
        )
        return see(request.full_path.rstrip("?"), "attendance_signed")
    found = get(cohort)
    items = rpc.call(
        "learning",
        "get_attendance",
        id=cohort,
        session=session,
        limit=PAGE,
        **given({}),
    )
    (held,) = (one for one in found["sessions"] if one["id"] == session)
    people = [one["person_id"] for one in items["items"]]
    return page(
        "cohorts/attendance.html",
        title=i18n.t("attendance.title", session=held["title"]),
        section="teaching",
        trail=[trail(), trail_of(found)],
        cohort=found,
        session=held,
        attendance=items,
        names=accounts.names(*people),
    )


def _in_kyiv(local: str) -> str:
    """The moment a clock on a wall in Ukraine shows; as it came if it is none."""
    try:
        return datetime.fromisoformat(local).replace(tzinfo=KYIV).isoformat()
    except ValueError:
        return local
