"""The taxonomy is followed, and courses are held against it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from services.learning.catalogue.domain.course import Course
from services.learning.topics import domain
from shared.contracts.content import TaxonomyPublished
from shared.envelope import Envelope, open_event

# Asks another service: (service, method, **what is asked).
Ask = Callable[..., Any]


class Topics(Protocol):
    def revision(self) -> int: ...
    def known(self) -> frozenset[str]: ...
    def keep(self, revision: int, topics: Sequence[str]) -> None: ...


def follow_taxonomy(topics: Topics, ask: Ask, envelope: Envelope) -> None:
    """Keep the topics of the taxonomy that an event tells of, or of a newer one.

    Raises:
        Unavailable: the content service is not there; the event comes again.
    """
    if open_event(envelope, TaxonomyPublished).revision <= topics.revision():
        return
    found = ask("content", "list_concepts")
    topics.keep(
        found["revision"],
        [one["id"] for one in found["items"] if one["scheme"] == "topic"],
    )


def check_topics(topics: Topics, course: Course) -> None:
    """Before the first taxonomy was heard of, every topic passes.

    Raises:
        Invalid: ``broken_course``: a topic that nothing else is sorted by.
    """
    domain.check(course, topics.known())
