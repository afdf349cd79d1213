"""The directory of community safety hubs, as code reads it."""

from typing import Any

from flask import Blueprint

from gateway import rpc
from gateway.api.operation import operation
from gateway.i18n import language
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
