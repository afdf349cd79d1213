"""Published courses.

``course_versions``: every version ever published, ``_id`` is ``slug@version``, written
once and never changed; ``sources`` in it are the author's files, letter by letter.
``courses``: what lists show of each course's newest version, ``_id`` is the slug.
``course_files``: pictures and downloads, ``_id`` is the SHA-256 of their content.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from functools import lru_cache

from pymongo.client_session import ClientSession
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from services.learning.catalogue.domain.course import (
    Aliases,
    Course,
    from_plain,
    to_plain,
)
from services.learning.catalogue.domain.folder import Folder
from services.learning.catalogue.domain.publishing import decide, follow_on
from shared import mongo, outbox
from shared.attachments import digest as digest_of
from shared.contracts.learning import CoursePublished
from shared.envelope import Cause
from shared.errors import Conflict, NotFound
from shared.mongo import Doc
from shared.search_text import searchable

# Versions kept in memory, about 100 kB each. They never change, so none gets old.
_KEPT = 128


class MongoCourses:
    def __init__(self, db: Database[Doc]) -> None:
        self._db = db
        self._kept = lru_cache(_KEPT)(self._read)

    def get(self, slug: str, version: int) -> Course:
        """Raises:
        NotFound: ``course_not_found``.
        """
        return self._kept(slug, version)

    def newest(self, slug: str) -> int:
        """The number of the newest published version.

        Raises:
            NotFound: ``course_not_found``.
        """
        found = self._db.courses.find_one({"_id": slug}, {"version": 1})
        if found is None:
            raise _no_course()
        return int(found["version"])

    def fading(self) -> list[tuple[str, int]]:
        """Slug and number of every version whose skills fade."""
        rows = self._db.course_versions.find(
            {"content.freshness": {"$type": "object"}}, {"slug": 1, "version": 1}
        )
        return [(row["slug"], int(row["version"])) for row in rows]

    def newest_of(self, slugs: Collection[str]) -> dict[str, int]:
        """The number of each one's newest version; those not published are left out."""
        rows = self._db.courses.find({"_id": {"$in": [*slugs]}}, {"version": 1})
        return {row["_id"]: int(row["version"]) for row in rows}

    def publish(
        self, course: Course, folder: Folder, *, at: datetime, cause: Cause
    ) -> str:
        """Write the version, what lists show and the event together, or nothing.

        Raises:
            Conflict: see ``publishing.decide``; ``stale`` if another import of this
                version won.
            Invalid: see ``publishing.follow_on``.
        """
        digest = course.digest()
        self.keep_files(folder.attachments)

        def write(tx: ClientSession) -> str:
            newest = self._newest(course.slug, tx)
            status = self._decide(course, digest, newest, tx)
            if status == "imported":
                before = None if newest is None else self.get(course.slug, newest)
                aliases = follow_on(course, before)
                self._insert(course, digest, aliases, folder, at, tx)
                published = CoursePublished(
                    slug=course.slug, course_version=course.version, titles=course.title
                )
                outbox.record(self._db, [published], cause, session=tx)
            return status

        try:
            return mongo.transact(self._db, write)
        except DuplicateKeyError as exc:
            raise Conflict("stale", "Someone else imported this version.") from exc

    def folder(self, slug: str, version: int) -> Folder:
        """The files that the version was published from.

        Raises:
            NotFound: ``course_not_found``.
        """
        course = self.get(slug, version)
        found = self._db.course_versions.find_one(
            {"_id": f"{slug}@{version}"}, {"sources": 1}
        )
        sources = (found or {}).get("sources", [])
        return Folder(
            {source["path"]: source["text"] for source in sources},
            {file.id: self.content(file.digest) for file in course.files},
        )

    def content(self, digest: str) -> bytes:
        """Raises:
        NotFound: ``file_not_found``.
        """
        found = self._db.course_files.find_one({"_id": digest})
        if found is None:
            raise NotFound("file_not_found", "This course has no such file.")
        return bytes(found["content"])

    def keep_files(self, contents: Mapping[str, bytes]) -> None:
        """Keep what is not kept yet. A file that no course needs in the end does no
        harm, so this needs no transaction."""
        for content in contents.values():
            self._db.course_files.update_one(
                {"_id": digest_of(content)},
                {"$setOnInsert": {"content": content}},
                upsert=True,
            )

    def _read(self, slug: str, version: int) -> Course:
        found = self._db.course_versions.find_one(
            {"_id": f"{slug}@{version}"}, {"sources": 0}
        )
        if found is None:
            raise _no_course()
        return from_plain(found["content"], found.get("aliases"))

    def _newest(self, slug: str, tx: ClientSession) -> int | None:
        found = self._db.courses.find_one({"_id": slug}, {"version": 1}, session=tx)
        return int(found["version"]) if found else None

    def _decide(
        self, course: Course, digest: str, newest: int | None, tx: ClientSession
    ) -> str:
        same = self._db.course_versions.find_one(
            {"_id": f"{course.slug}@{course.version}"}, {"digest": 1}, session=tx
        )
        return decide(
            course.version,
            digest,
            published_digest=same["digest"] if same else None,
            newest=newest,
        )

    def _insert(
        self,
        course: Course,
        digest: str,
        aliases: Aliases,
        folder: Folder,
        at: datetime,
        tx: ClientSession,
    ) -> None:
        self._db.course_versions.insert_one(
            {
                "_id": f"{course.slug}@{course.version}",
                "slug": course.slug,
                "version": course.version,
                "digest": digest,
                "published_at": at,
                "content": to_plain(course),
                "aliases": aliases,
                "sources": [
                    {"path": path, "text": text} for path, text in folder.texts.items()
                ],
            },
            session=tx,
        )
        self._db.courses.replace_one(
            {"_id": course.slug}, _listed(course, at), upsert=True, session=tx
        )


def _no_course() -> NotFound:
    return NotFound("course_not_found", "There is no such course.")


def _listed(course: Course, at: datetime) -> Doc:
    return {
        "version": course.version,
        "published_at": at,
        "title": course.title,
        "summary": course.summary,
        "audiences": course.audiences,
        "topics": course.topics,
        "minutes": course.minutes,
        "lessons": len(course.lessons),
        "search": {
            language: searchable([title, course.summary[language]])
            for language, title in course.title.items()
        },
    }
