"""Events the content service publishes."""

from __future__ import annotations

from shared.contracts.event import Event


class ItemPublished(
    Event, type="content.item.published.v1", subject="slug", version="revision"
):
    """A library item has a new published revision."""

    slug: str
    revision: int


class ItemArchived(Event, type="content.item.archived.v1", subject="slug"):
    """Readers no longer have a library item; ``revision`` is the last they had."""

    slug: str
    revision: int
