"""The directory of community safety hubs, as code reads it."""

import json
from typing import Any

from flask import Blueprint

from gateway import rpc
from gateway.api.operation import operation
from gateway.i18n import language
from gateway.web import addresses
from shared.contracts.hubs_rpc import HubPageView, HubView, ListHubs

bp = Blueprint("api_hubs", __name__)


@operation(
    bp,
    "GET",
    "/hubs",
    tag="hubs",
    query=ListHubs(),
    returns=HubPageView(),
    signed_in=False,
    kept=("hubs",),
)
def list_hubs(query: dict[str, Any]) -> Any:
    """Community safety hubs."""
    return rpc.public("hubs", "list_hubs", **query)


@operation(
    bp,
    "GET",
    "/hubs.geojson",
    tag="hubs",
    query=ListHubs(),
    media_type="application/geo+json",
    signed_in=False,
    kept=("hubs",),
)
def list_places(query: dict[str, Any]) -> Any:
    """Community safety hubs with a place, for maps (RFC 7946)."""
    found = rpc.public("hubs", "list_hubs", **query)
    features = [_feature(hub) for hub in found["items"] if hub["point"]]
    # ``next`` is a foreign member: where to go on, as in every list.
    listed = {"type": "FeatureCollection", "features": features, "next": found["next"]}
    return json.dumps(listed, ensure_ascii=False)


def _feature(hub: dict[str, Any]) -> dict[str, Any]:
    place = [hub["point"]["longitude"], hub["point"]["latitude"]]
    told = ("name", "community", "services", "facilities", "opening", "synthetic")
    return {
        "type": "Feature",
        "id": hub["slug"],
        "geometry": {"type": "Point", "coordinates": place},
        "properties": {
            **{name: hub[name] for name in told},
            "url": addresses.of("hubs.hub", lang=hub["language"], slug=hub["slug"]),
        },
    }


@operation(
    bp,
    "POST",
    "/hubs/<slug>/confirmations",
    tag="hubs",
    status=204,
    refusals=(403, 404),
)
def confirm_hub(slug: str) -> Any:
    """Say, as one of its coordinators, that all of a hub's entry is true today."""
    return rpc.call("hubs", "confirm_hub", slug=slug)


@operation(
    bp,
    "GET",
    "/hubs/<slug>",
    tag="hubs",
    returns=HubView(),
    signed_in=False,
    kept=("hubs",),
    refusals=(404,),
)
def get_hub(slug: str) -> Any:
    """One hub with its services and hours."""
    return rpc.public("hubs", "get_hub", slug=slug, language=language())
