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
