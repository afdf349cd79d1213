"""When a course may be published: what was published once stays as it is."""

from shared.errors import Conflict


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
