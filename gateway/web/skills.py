"""Practical skills of a member of a group: what its trainer saw them do, and signs."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, url_for

from gateway import accounts, auth, i18n, rpc
from gateway.web import forms, typed
from gateway.web.cohort_people import MEMBER
from gateway.web.cohorts import get, trail, trail_of
from gateway.web.rendering import page, see
from shared.errors import NotFound, ServiceError

pages = Blueprint("skills", __name__)
SKILLS = f"{MEMBER}/skills"


@pages.route(SKILLS, methods=["GET", "POST"])
def skills(cohort: str, person: str) -> Response:
    """Every practical skill of the group's course, signed or still to be seen."""
    found = _led(cohort)
    problems: dict[str, str] = {}
    skill = typed.line("skill")
    if skill:
        try:
            rpc.call(
                "learning",
                "sign_skill",
                person_id=person,
                course=found["course"],
                skill=skill,
                seen_on=typed.line(f"seen_on_{skill}"),
                language=i18n.language(),
            )
        except ServiceError as refusal:
            problems = {f"seen_on_{skill}": _problem(refusal)}
        else:
            return see(url_for("skills.skills", cohort=cohort, person=person), "signed")
    signed = _signed(found["course"], person)
    names = accounts.names(person, *(one["signed_by"] for one in signed.values()))
    return page(
        "cohorts/skills.html",
        title=i18n.t("skills.title", name=names.get(person, "")),
        status=422 if problems else 200,
        section="teaching",
        trail=[trail(), trail_of(found)],
        cohort=found,
        person=person,
        skills=practical(found["course"]),
        signed=signed,
        names=names,
        problems=problems,
    )


@pages.post(f"{SKILLS}/<signature>/revocation")
def revoke(cohort: str, person: str, signature: str) -> Response:
    _led(cohort)
    language = i18n.language()
    rpc.call(
        "learning", "revoke_skill", person_id=person, id=signature, language=language
    )
    address = url_for("skills.skills", cohort=cohort, person=person)
    return see(address, "signature_revoked")


def practical(slug: str) -> list[dict[str, Any]]:
    """``{id, title}`` of the skills that a course wants to be seen."""
    course = rpc.call("learning", "get_course", slug=slug, language=i18n.language())
    found: list[dict[str, Any]] = course["practical"]
    return found


def _led(cohort: str) -> dict[str, Any]:
    auth.require_person()
    found = get(cohort)
    if found["part"] != "trainer":
        raise NotFound("cohort_not_found", "There is no such cohort.")
    return found


def _signed(course: str, person: str) -> dict[str, dict[str, Any]]:
    """The signature that counts, by skill."""
    found = rpc.call(
        "learning", "list_skills", person_id=person, language=i18n.language()
    )
    return {
        one["skill"]: one
        for one in found["items"]
        if one["course"] == course and not one["revoked"]
    }


def _problem(refusal: ServiceError) -> str:
    wrong = refusal.code == "invalid_fields"
    return i18n.t("problem.skills.seen_on") if wrong else forms.general(refusal)
