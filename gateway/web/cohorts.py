"""Teaching: the groups one leads, or nominates for."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request, url_for

from gateway import accounts, auth, i18n, rpc
from gateway.web import forms
from gateway.web.rendering import given, page, part, see, word
from shared.contracts.learning_cohorts import REPORTS
from shared.errors import ServiceError

pages = Blueprint("cohorts", __name__)
COHORT = "/teaching/cohorts/<cohort>"
MAKERS = {"trainer", "coordinator", "administrator"}
Problems = dict[str, str]


@pages.get("/teaching/cohorts")
def index() -> Response:
    person = auth.require_person()
    found = rpc.call("learning", "list_cohorts", language=i18n.language(), **given({}))
    return page(
        "cohorts/index.html",
        title=i18n.t("cohorts.title"),
        section="teaching",
        found=found,
        may_make=not MAKERS.isdisjoint(person.roles),
    )


@pages.route("/teaching/cohorts/new", methods=["GET", "POST"])
def make() -> Response:
    auth.require_role(*MAKERS)
    asked = _form("name", "course", "unit", "hub", "due_on")
    problems: Problems = {}
    if request.method == "POST":
        try:
            made = rpc.call("learning", "make_cohort", **_told(asked))
        except ServiceError as refusal:
            problems = forms.problems("cohort", refusal)
        else:
            return see(url_for("cohorts.show", cohort=made["id"]), "cohort_made")
    return page(
        "cohorts/new.html",
        title=i18n.t("cohort.new"),
        section="teaching",
        trail=[trail()],
        status=422 if problems else 200,
        asked=asked,
        problems=problems,
        courses=_courses(),
        hubs=[("", i18n.t("cohort.no_hub")), *_hubs()],
    )


@pages.get(COHORT)
def show(cohort: str) -> Response:
    return cohort_page(cohort)


@pages.route(f"{COHORT}/settings", methods=["GET", "POST"])
def change(cohort: str) -> Response:
    auth.require_person()
    found = get(cohort)
    asked = _form("name", "due_on", "version")
    problems: Problems = {}
    if request.method == "POST":
        try:
            version = asked["version"]
            rpc.call(
                "learning",
                "change_cohort",
                id=cohort,
                name=asked["name"],
                due_on=asked["due_on"] or None,
                version=int(version) if version.isdecimal() else version,
            )
        except ServiceError as refusal:
            problems = forms.problems("cohort", refusal)
        else:
            return see(url_for("cohorts.show", cohort=cohort), "cohort_saved")
    else:
        asked = {name: found[name] or "" for name in ("name", "due_on")}
    return page(
        "cohorts/settings.html",
        title=i18n.t("cohort.settings"),
        section="teaching",
        trail=[trail(), trail_of(found)],
        status=422 if problems else 200,
        cohort=found,
        # What was read now, unless the reader must first see what another changed.
        version=asked.get("version") or found["version"],
        asked=asked,
        problems=problems,
    )


@pages.post(f"{COHORT}/closing")
def close(cohort: str) -> Response:
    auth.require_person()
    rpc.call("learning", "close_cohort", id=cohort)
    return see(url_for("cohorts.show", cohort=cohort), "cohort_closed")


def get(cohort: str) -> dict[str, Any]:
    found: dict[str, Any] = rpc.call(
        "learning", "get_cohort", id=cohort, language=i18n.language()
    )
    return found


def cohort_page(
    cohort: str, problems: Problems | None = None, asked: Any = None
) -> Response:
    """The page of one cohort, with what was wrong with one of its forms."""
    auth.require_person()
    found = get(cohort)
    leads = found["part"] == "trainer"
    nominated = _members(cohort, "nominated", limit=100)
    joined = _members(cohort, "member", limit=100, **given({})) if leads else None
    people = [*found["trainers"], *found["heads"]]
    for listed in (nominated, joined):
        people += [one["person_id"] for one in (listed or {}).get("items", [])]
    hub = found["hub"] and _hub_name(found["hub"])
    return page(
        "cohorts/cohort.html" if leads else "cohorts/nominating.html",
        title=found["name"],
        section="teaching",
        trail=[trail()],
        status=422 if problems else 200,
        cohort=found,
        home=found["unit"] or hub,
        nominated=nominated,
        joined=joined,
        names=accounts.names(*people),
        reports=[(report, word("report.title", report)) for report in REPORTS],
        practical=leads and _has_practice(found["course"]),
        problems=problems or {},
        asked=asked or {},
    )


def trail() -> tuple[str, str]:
    return i18n.t("cohorts.title"), url_for("cohorts.index")


def trail_of(cohort: dict[str, Any]) -> tuple[str, str]:
    return cohort["name"], url_for("cohorts.show", cohort=cohort["id"])


def _members(cohort: str, state: str, **asked: Any) -> dict[str, Any]:
    found: dict[str, Any] = rpc.call(
        "learning", "list_members", id=cohort, state=state, **asked
    )
    return found


def _has_practice(slug: str) -> bool:
    """Whether the course has skills for a trainer to see."""
    course = part(
        lambda: rpc.call("learning", "get_course", slug=slug, language=i18n.language())
    )
    return bool(course and course["practical"])


def _form(*names: str) -> dict[str, str]:
    return {name: request.form.get(name, "").strip() for name in names}


def _told(asked: dict[str, str]) -> dict[str, Any]:
    """The form's fields that are filled in; the service says which may be empty."""
    return {name: text for name, text in asked.items() if text}


def _courses() -> list[tuple[str, str]]:
    found = rpc.public("learning", "list_courses", language=i18n.language(), limit=100)
    return [(course["slug"], course["title"]) for course in found["items"]]


def _hubs() -> list[tuple[str, str]]:
    found = part(
        lambda: rpc.public("hubs", "list_hubs", language=i18n.language(), limit=100)
    )
    return [(hub["slug"], hub["name"]) for hub in (found or {}).get("items", [])]


def _hub_name(slug: str) -> str:
    return dict(_hubs()).get(slug, slug)
