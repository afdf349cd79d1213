"""Who is asking. Set by the gateway, checked by every service for itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shared.errors import Forbidden

ROLES = (
    "learner",
    "officer",
    "trainer",
    "editor",
    "reviewer",
    "coordinator",
    "administrator",
)

# Who writes courses, and who answers for those about delicate topics.
COURSE_AUTHORS = ("trainer", "editor", "administrator")
COURSE_REVIEWERS = ("reviewer", "administrator")
COURSE_STAFF = (*COURSE_AUTHORS, *COURSE_REVIEWERS)

# Who writes in the library, and who approves what was written.
LIBRARY_EDITORS = ("editor", "administrator")
LIBRARY_REVIEWERS = ("reviewer", "administrator")
LIBRARY_STAFF = (*LIBRARY_EDITORS, *LIBRARY_REVIEWERS)


@dataclass(frozen=True, slots=True)
class Identity:
    person_id: str | None = None
    roles: frozenset[str] = frozenset()
    hubs: frozenset[str] = frozenset()  # slugs of those that a coordinator keeps

    def require_person(self) -> str:
        """The person's id.

        Raises:
            Forbidden: ``sign_in_required``.
        """
        if self.person_id is None:
            raise Forbidden("sign_in_required", "Sign in to do this.")
        return self.person_id

    def require_role(self, *allowed: str) -> None:
        """Raises:
        Forbidden: ``role_required``, when the caller has none of ``allowed``.
        """
        if self.roles.isdisjoint(allowed):
            raise Forbidden("role_required", "Your role does not allow this.")

    def require_hub(self, slug: str) -> None:
        """Raises:
        Forbidden: ``not_your_hub``, unless the caller keeps this hub, or them all.
        """
        keeps = "coordinator" in self.roles and slug in self.hubs
        if not keeps and "administrator" not in self.roles:
            raise Forbidden("not_your_hub", "Only its coordinators change this hub.")

    def to_wire(self) -> dict[str, Any]:
        return {
            "person_id": self.person_id,
            "roles": sorted(self.roles),
            "hubs": sorted(self.hubs),
        }

    @classmethod
    def from_wire(cls, wire: Mapping[str, Any] | None) -> Identity:
        if not wire:
            return ANONYMOUS
        return cls(
            wire.get("person_id"),
            frozenset(wire.get("roles", ())),
            frozenset(wire.get("hubs", ())),
        )


ANONYMOUS = Identity()
# The gateway speaking for itself, not for a person.
SYSTEM = Identity(roles=frozenset({"system"}))
# Whoever holds the operator's command line.
OPERATOR = Identity(roles=frozenset({"administrator"}))
