"""Search across library, courses and hubs."""

from flask import Blueprint, Response

from gateway import i18n
from gateway.web import rendering, searching
from gateway.web.rendering import page, shared

pages = Blueprint("search", __name__)


@pages.get("/search")
def show() -> Response:
    asked = rendering.asked("q", "kind", "audience", "topic")
    answer = searching.Answer(None, {})
    if asked["q"]:
        answer = searching.ask("search", asked)
    response = page(
        "search.html",
        title=i18n.t("search.title"),
        status=answer.status,
        asked=asked,
        found=answer.found,
        problems=answer.problems,
        address_of=searching.address_of,
        facets=searching.facets(answer.found, asked) if answer.found else (),
    )
    return response if answer.problems else shared(response, "content")
