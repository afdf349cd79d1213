"""When a course may be published: what was published once stays as it is, and what
people have done in it stays counted."""

from __future__ import annotations

from services.learning.catalogue.domain.course import Aliases, Course
from services.learning.catalogue.domain.outline import PATH
from shared.errors import Conflict, Invalid


def decide(
    version: int, digest: str, *, published_digest: str | None, newest: int | None
) -> str:
    """``imported`` if this is a new version, ``unchanged`` if it is known already.

    Args:
        published_digest: of this version, if it was published.
        newest: the number of the newest published version, if there is any.

    Raises:
        Conflict: ``version_published`` or ``version_outdated``.
    """
    if published_digest == digest:
        return "unchanged"
    if published_digest is not None:
        raise Conflict(
            "version_published",
            f"Version {version} is published with other content and never changes; "
            "give the course a new version.",
        )
    if newest is not None and version < newest:
        raise Conflict(
            "version_outdated",
            f"Version {newest} is published; a new version must have a higher number.",
        )
    return "imported"


def follow_on(course: Course, before: Course | None) -> Aliases:
    """What every part of the versions before has become in this one.

    Args:
        before: the newest published version, if there is any.

    Raises:
        Invalid: ``orphaned_progress``: a part is gone and nothing says what for.
    """
    if before is None:
        return {}
    parts = course.parts()
    orphans = sorted(before.parts() - parts - course.replaces.keys())
    if orphans:
        raise Invalid(
            "orphaned_progress",
            "This version would orphan progress that people have made.",
            {
                f"{PATH}:1": [
                    f"Version {before.version} has “{part}”; say under “replaces” "
                    "which part takes its place, or null for none."
                    for part in orphans
                ]
            },
        )
    steps = {old: course.replaces[old] for old in before.parts() - parts}
    older = {
        old: None if then is None else course.replaces.get(then, then)
        for old, then in before.aliases.items()
        if old not in parts
    }
    return {**older, **steps}
