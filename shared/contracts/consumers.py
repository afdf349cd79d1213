"""Who consumes which event: (service, method, event).

A queue misses what was published before it was made, and a publisher that reaches
any queue believes to have reached all. So the operator declares every consumer's queue
before anything is published (``hub broker declare``), from this list. A test holds the
list against the services.
"""

from shared.contracts.content import TaxonomyPublished
from shared.contracts.event import Event
from shared.contracts.hubs import HubPublished
from shared.contracts.learning import (
    CertificateRenewed,
    CertificateRevoked,
    CourseCompleted,
    CoursePublished,
    LearnerNudged,
)

CONSUMERS: tuple[tuple[str, str, type[Event]], ...] = (
    ("content", "on_course_published", CoursePublished),
    ("content", "on_hub_published", HubPublished),
    ("learning", "on_taxonomy_published", TaxonomyPublished),
    ("notifications", "on_course_published", CoursePublished),
    ("notifications", "on_course_completed", CourseCompleted),
    ("notifications", "on_learner_nudged", LearnerNudged),
    ("notifications", "on_certificate_renewed", CertificateRenewed),
    ("notifications", "on_certificate_revoked", CertificateRevoked),
)
