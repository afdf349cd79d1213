"""Events the hubs service publishes."""

from __future__ import annotations

from shared.contracts.event import Event


class HubPublished(
    Event, type="hubs.hub.published.v1", subject="slug", version="version"
):
    """A hub's public entry is new or has changed."""

    slug: str
    version: int
