"""The directory of safety hubs: a list and each hub with its hours."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, url_for

from gateway import auth, i18n, rpc
from gateway.web import linked_data, rendering
from gateway.web.rendering import page, see, shared
from shared.contracts.hubs_rpc import DAYS, FACILITIES, SERVICE_KINDS

pages = Blueprint("hubs", __name__)


@pages.get("/hubs")
def index() -> Response:
    filters = rendering.asked("q", "service", "facility", "open_at")
    found = rpc.public(
        "hubs", "list_hubs", language=i18n.language(), **rendering.given(filters)
    )
    response = page(
        "hubs/index.html",
        title=i18n.t("hubs.title"),
        section="hubs",
        found=found,
        asked=filters,
        filtered=any(filters.values()),
        services=rendering.choices("service", SERVICE_KINDS),
        facilities=rendering.choices("facility", FACILITIES),
    )
    return shared(response, "hubs")


@pages.get("/hubs/<slug>")
def hub(slug: str) -> Response:
    found = rpc.public("hubs", "get_hub", slug=slug, language=i18n.language())
    response = page(
        "hubs/hub.html",
        title=found["name"],
        description=found["summary"],
        languages=found["languages"],
        things=[linked_data.hub(found)],
        unlisted=found["synthetic"],  # nobody must look for a door that is not there
        section="hubs",
        trail=[(i18n.t("hubs.title"), url_for("hubs.index"))],
        hub=found,
        week=_week(found["hours"]),
        keeps=_keeps(slug),
    )
    return shared(response, "hubs")


@pages.post("/hubs/<slug>/confirmation")
def confirm(slug: str) -> Response:
    """One tap of a coordinator: all of this is true today."""
    auth.require_person()
    rpc.call("hubs", "confirm_hub", slug=slug)
    return see(url_for("hubs.hub", slug=slug), "hub_confirmed")


def _keeps(slug: str) -> bool:
    """Whether whoever is signed in may confirm the hub."""
    person = auth.current_person()
    if person is None:
        return False
    return slug in person.hubs or auth.has_role("administrator")


def _week(hours: list[dict[str, str]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Every day from Monday to Sunday with its opening times, earliest first."""
    return [
        (
            day,
            sorted(
                (span for span in hours if span["day"] == day),
                key=lambda span: span["opens"],
            ),
        )
        for day in DAYS
    ]
