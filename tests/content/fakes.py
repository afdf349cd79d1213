"""In-memory stand-ins. Kept honest by ``test_store_contract.py``."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from services.content.editing.domain.work import Folder, Work
from services.content.editing.handlers.works import Step
from shared.envelope import Cause
from shared.errors import Conflict


class MemoryWorks:
    def __init__(self) -> None:
        self.works: dict[str, Work] = {}
        self.revisions: dict[tuple[str, int], Folder] = {}
        self.history: list[Step] = []
        self.shelf: dict[str, int] = {}

    def find(self, slug: str) -> Work | None:
        return self.works.get(slug)

    def find_all(self, slugs: Sequence[str]) -> dict[str, Work]:
        return {slug: self.works[slug] for slug in slugs if slug in self.works}

    def related(self) -> Mapping[str, Sequence[str]]:
        return {slug: work.item.related for slug, work in self.works.items()}

    def record(self, steps: Sequence[Step], *, cause: Cause) -> None:
        for step in steps:
            now = self.works.get(step.work.slug)
            if (now.version if now else 0) != (step.was.version if step.was else 0):
                raise Conflict("overtaken", "Someone else changed this item.")
        for step in steps:
            work = step.work
            before = step.was.version if step.was else 0
            self.works[work.slug] = replace(work, version=before + 1)
            self.revisions[work.slug, work.revision] = work.files
            if work.published is None:
                self.shelf.pop(work.slug, None)
            else:
                self.shelf[work.slug] = work.published
        self.history += steps
