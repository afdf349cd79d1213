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


class SearchChanged(
    Event, type="content.search.changed.v1", subject="generation", version="sequence"
):
    """Search finds something else than before, beyond what other events told."""

    generation: int
    sequence: int


class TaxonomyPublished(
    Event, type="content.taxonomy.published.v1", subject="revision", version="revision"
):
    """The words that things are sorted by have changed: ask for them again."""

    revision: int


class CollectionChanged(
    Event, type="content.collection.changed.v1", subject="slug", version="version"
):
    """A collection of library items says something else, or holds others."""

    slug: str
    version: int
