"""Certificates: one to show and to carry away, and the form that checks a number."""

from base64 import b64decode
from typing import Any

from flask import Blueprint, Response, request, url_for

from gateway import accounts, auth, i18n, rpc
from gateway.web.rendering import page, see, shared
from shared.errors import Invalid, NotFound

pages = Blueprint("certificates", __name__)
# A sheet takes half a second, and others may be waiting for theirs.
PRINT_S = 20.0


@pages.get("/certificates")
def check() -> Response:
    asked = request.args.get("number", "").strip()
    problem = ""
    if "number" in request.args and not asked:
        problem = i18n.t("problem.check.empty")
    elif asked:
        try:
            found = _certificate(asked)
            return see(url_for("certificates.certificate", number=found["number"]))
        except (NotFound, Invalid):
            problem = i18n.t("problem.check.unknown")
    response = page(
        "certificates/check.html",
        title=i18n.t("check.title"),
        status=422 if problem else 200,
        asked=asked,
        problems={"number": problem} if problem else {},
    )
    return response if problem else shared(response)


@pages.get("/certificates/<number>")
def certificate(number: str) -> Response:
    found = _certificate(number)
    person_id = auth.current_person_id()
    return page(
        "certificates/certificate.html",
        title=i18n.t("certificate.title", number=found["number"]),
        trail=[(i18n.t("check.title"), url_for("certificates.check"))],
        certificate=found,
        holder=accounts.names(found["person_id"]).get(found["person_id"]),
        is_ours=person_id == found["person_id"],
    )


@pages.get("/certificates/<number>.pdf")
def sheet(number: str) -> Response:
    """The holder's certificate as PDF."""
    person = auth.require_person()
    # First: it refuses everybody else.
    ticket = rpc.call("learning", "sign_ticket", number=number, name=person.name)
    found = _certificate(number)
    address = url_for(
        "certificates.certificate", number=found["number"], _external=True
    )
    printed = rpc.call(
        "printer",
        "print_certificate",
        deadline_s=PRINT_S,
        language=i18n.language(),
        number=found["number"],
        name=person.name,
        title=found["title"],
        title_language=found["language"],
        minutes=found["minutes"],
        issued_at=found["issued_at"],
        expires_at=found["expires_at"],
        address=url_for("certificates.check", _external=True).partition("://")[2],
        # What follows "#" never leaves the reader's device.
        qr=f"{address}#{ticket['token']}",
    )
    response = Response(b64decode(printed["content"]), mimetype="application/pdf")
    # Shown in the browser, saved under a name that tells nothing of the person.
    response.headers["Content-Disposition"] = (
        f'inline; filename="certificate-{found["number"]}.pdf"'
    )
    return response


@pages.get("/certificates/<number>/badge")
def badge(number: str) -> Response:
    """The holder's certificate as an Open Badges credential, to be saved."""
    person = auth.require_person()
    signed = rpc.call(
        "learning",
        "sign_badge",
        number=number,
        name=person.name,
        language=i18n.language(),
    )
    response = Response(signed["token"], content_type="application/vc+jwt")
    response.headers["Content-Disposition"] = 'attachment; filename="badge.jwt"'
    return response


def _certificate(number: str) -> dict[str, Any]:
    found: dict[str, Any] = rpc.public(
        "learning", "get_certificate", number=number, language=i18n.language()
    )
    return found
