"""My learning: courses with their progress, groups, certificates."""

from flask import Blueprint, Response

from gateway import auth, i18n, rpc
from gateway.web.rendering import given, page

pages = Blueprint("progress", __name__)


@pages.get("/my-learning")
def show() -> Response:
    auth.require_person()
    here = i18n.language()
    enrolments = rpc.call("learning", "list_enrolments", language=here, **given({}))
    certificates = rpc.call("learning", "list_certificates", language=here)
    cohorts = rpc.call("learning", "list_my_cohorts", language=here)
    refreshers = rpc.call("learning", "list_refreshers", language=here)
    return page(
        "my_learning.html",
        title=i18n.t("my_learning.title"),
        section="my_learning",
        enrolments=enrolments,
        certificates=certificates,
        cohorts=cohorts,
        refreshers=refreshers["items"],
    )
