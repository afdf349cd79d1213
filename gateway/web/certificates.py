"""Certificates: one to show and print, and the form that checks a number."""

from flask import Blueprint, Response, request, url_for

from gateway import accounts, i18n, rpc
from gateway.web.rendering import page, see, shared
from shared.errors import Invalid, NotFound

pages = Blueprint("certificates", __name__)


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
    return page(
        "certificates/certificate.html",
        title=i18n.t("certificate.title", number=found["number"]),
        trail=[(i18n.t("check.title"), url_for("certificates.check"))],
        certificate=found,
        holder=accounts.names(found["person_id"]).get(found["person_id"]),
    )


def _certificate(number: str) -> dict[str, str]:
    found: dict[str, str] = rpc.public(
        "learning", "get_certificate", number=number, language=i18n.language()
    )
    return found
