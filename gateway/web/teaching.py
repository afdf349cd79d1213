"""Where those who teach begin: writing courses, and leading people through them."""

from __future__ import annotations

from flask import Blueprint, Response

from gateway import auth, i18n
from gateway.web.rendering import page
from shared.identity import COURSE_STAFF

pages = Blueprint("teaching", __name__)


@pages.get("/teaching")
def index() -> Response:
    auth.require_role(*COURSE_STAFF)
    return page(
        "teaching/index.html", title=i18n.t("teaching.title"), section="teaching"
    )
