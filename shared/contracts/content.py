"""Events the content service publishes."""

from __future__ import annotations

from shared.contracts.event import Event


class ItemPublished(
    Event, type="content.item.published.v1", subject="slug", version="revision"
):
    """A library item has a new published revision."""

    slug: str
    revision: int
