"""What the person who asks has learned: enrolments, facts, certificates."""

from typing import Any

from flask import Blueprint

from gateway import rpc
from gateway.api.operation import operation
from gateway.api.schemas import Move
from gateway.i18n import language
from shared.contracts.certificates_rpc import (
    CertificateListView,
    ListCertificates,
)
from shared.contracts.learning_facts import FactsView, RecordFacts
from shared.contracts.progress_rpc import (
    EnrolledView,
    EnrolmentPageView,
    EnrolmentView,
    ListEnrolments,
    PrerequisitesView,
)

bp = Blueprint("api_progress", __name__)
FACTS_DEADLINE_S = 10.0  # a phone may come back with a week of them


@operation(
    bp,
    "PUT",
    "/me/enrolments/<slug>",
    tag="progress",
    returns=EnrolledView(),
    also=(201,),
    refusals=(404, 409),
)
def enrol(slug: str) -> Any:
    """Enrol in a course; 201 the first time, 200 when one is enrolled already."""
    enrolment = rpc.call("learning", "enrol", slug=slug, language=language())
    return enrolment, 201 if enrolment["created"] else 200


@operation(
    bp,
    "GET",
    "/me/enrolments",
    tag="progress",
    query=ListEnrolments(),
    returns=EnrolmentPageView(),
)
def list_enrolments(query: dict[str, Any]) -> Any:
    """Courses one is enrolled in, with progress."""
    return rpc.call("learning", "list_enrolments", **query)


@operation(
    bp,
    "POST",
    "/me/enrolments/<slug>/move",
    tag="progress",
    body=Move(),
    returns=EnrolmentView(),
    refusals=(404, 409),
)
def move_enrolment(slug: str, body: dict[str, Any]) -> Any:
    """Go on in a newer version of a course; what was done stays done."""
    return rpc.call(
        "learning", "move_enrolment", slug=slug, language=language(), **body
    )


@operation(
    bp,
    "GET",
    "/me/prerequisites/<slug>",
    tag="progress",
    returns=PrerequisitesView(),
    refusals=(404,),
)
def list_prerequisites(slug: str) -> Any:
    """Courses to complete before enrolling in this one, and whether one has."""
    return rpc.call("learning", "list_prerequisites", slug=slug, language=language())


@operation(
    bp,
    "POST",
    "/me/facts",
    tag="progress",
    body=RecordFacts(),
    returns=FactsView(),
)
def record_facts(body: dict[str, Any]) -> Any:
    """Report what one did; each fact is answered alone, in the order of the batch.

    Ids are the client's; sending twice changes nothing.
    """
    return rpc.call("learning", "record_facts", deadline_s=FACTS_DEADLINE_S, **body)


@operation(
    bp,
    "GET",
    "/me/certificates",
    tag="progress",
    query=ListCertificates(),
    returns=CertificateListView(),
)
def list_certificates(query: dict[str, Any]) -> Any:
    """One's certificates."""
    return rpc.call("learning", "list_certificates", **query)
