"""Who belongs to a group: nominations, a trainer's decisions, trainers and heads."""

from __future__ import annotations

from flask import Blueprint, Response, request, url_for

from gateway import accounts, auth, i18n, rpc
from gateway.web import forms
from gateway.web.cohorts import COHORT, cohort_page, get
from gateway.web.rendering import see
from shared.contracts.learning_cohorts import MOST_NOMINATED
from shared.errors import ServiceError

pages = Blueprint("cohort_people", __name__)
MEMBER = f"{COHORT}/members/<person>"


@pages.post(f"{COHORT}/nominations")
def nominate(cohort: str) -> Response:
    """Nominate by e-mail address. Only here is an address looked up, after the service
    has said that the asker may nominate; the service itself knows ids alone."""
    auth.require_person()
    get(cohort)
    addresses = list(dict.fromkeys(request.form.get("emails", "").split()))
    addresses = [address.strip(",;") for address in addresses]
    if not 1 <= len(addresses) <= MOST_NOMINATED:
        problem = i18n.t("problem.nominate.emails", number=MOST_NOMINATED)
        return cohort_page(cohort, {"emails": problem}, request.form)
    found = accounts.ids(*addresses)
    known = [person for person in found.values() if person]
    try:
        if known:
            rpc.call("learning", "nominate", id=cohort, people=known)
    except ServiceError as refusal:
        problem = forms.general(refusal)
        return cohort_page(cohort, {"emails": problem}, request.form)
    unknown = [address for address, person in found.items() if person is None]
    if unknown:
        problem = i18n.t("problem.nominate.unknown", addresses=", ".join(unknown))
        rest = {"emails": "\n".join(unknown)}
        return cohort_page(cohort, {"emails": problem}, rest)
    return see(url_for("cohorts.show", cohort=cohort), "nominated")


@pages.post(f"{MEMBER}/admission")
def admit(cohort: str, person: str) -> Response:
    return _decide("admit_member", cohort, person, "member_admitted")


@pages.post(f"{MEMBER}/removal")
def remove(cohort: str, person: str) -> Response:
    return _decide("remove_member", cohort, person, "member_removed")


@pages.post(f"{MEMBER}/reminder")
def remind(cohort: str, person: str) -> Response:
    return _decide("remind_member", cohort, person, "member_reminded")


@pages.post(f"{COHORT}/parts")
def give_part(cohort: str) -> Response:
    """Name a trainer or a head by e-mail address."""
    auth.require_person()
    if get(cohort)["part"] != "trainer":
        return see(url_for("cohorts.show", cohort=cohort))
    address = request.form.get("email", "").strip()
    person = accounts.ids(address)[address]
    if person is None:
        problem = i18n.t("problem.part.email")
        return cohort_page(cohort, {"email": problem}, request.form)
    try:
        rpc.call(
            "learning",
            "give_part",
            id=cohort,
            person_id=person,
            part=request.form.get("part", ""),
        )
    except ServiceError as refusal:
        problem = forms.general(refusal)
        return cohort_page(cohort, {"email": problem}, request.form)
    return see(url_for("cohorts.show", cohort=cohort), "part_given")


@pages.post(f"{COHORT}/parts/<any(trainer, head):part>/<person>/removal")
def take_part(cohort: str, part: str, person: str) -> Response:
    auth.require_person()
    try:
        rpc.call("learning", "take_part", id=cohort, person_id=person, part=part)
    except ServiceError as refusal:
        return cohort_page(cohort, {"": forms.general(refusal)})
    is_me = auth.require_person().person_id == person
    gone = url_for("cohorts.index") if is_me else url_for("cohorts.show", cohort=cohort)
    return see(gone, "part_taken")


def _decide(what: str, cohort: str, person: str, notice: str) -> Response:
    auth.require_person()
    try:
        rpc.call("learning", what, id=cohort, person_id=person)
    except ServiceError as refusal:
        return cohort_page(cohort, {"": forms.general(refusal)})
    return see(url_for("cohorts.show", cohort=cohort), notice)
