"""Entrypoints of those who write courses. No decisions here."""

from collections.abc import Callable
from functools import partial
from typing import Any

from services.learning.authoring.domain import changes
from services.learning.authoring.domain.draft import Draft
from services.learning.authoring.handlers import drafts, folders, previewing, writing
from services.learning.authoring.store import MongoDrafts
from services.learning.catalogue.store import MongoCourses
from services.learning.topics.store import MongoTopics
from shared.contracts import authoring_rpc as wire
from shared.contracts.folders_rpc import (
    ExportCourse,
    ExportedCourseView,
    ImportCourse,
    ImportedCourseView,
)
from shared.contracts.learning_rpc import (
    FileView,
)
from shared.providers import Caller, Clock, RequestCause, Store
from shared.rpc_server import rpc
from shared.schemas import dump, load


class AuthoringEntrypoints:
    drafts = Store(MongoDrafts)
    courses = Store(MongoCourses)
    topics = Store(MongoTopics)
    now = Clock()
    cause = RequestCause()
    caller = Caller()

    @rpc
    def import_course(self, **payload: Any) -> Any:
        asked = load(ImportCourse, payload)
        imported = folders.import_course(
            self.drafts,
            self.courses,
            self.topics,
            self.now,
            self.caller,
            **asked,
            cause=self.cause,
        )
        return dump(ImportedCourseView, imported)

    @rpc
    def export_course(self, **payload: Any) -> Any:
        asked = load(ExportCourse, payload)
        found = folders.export_course(self.drafts, self.courses, self.caller, **asked)
        return dump(ExportedCourseView, found)

    @rpc
    def list_drafts(self, **payload: Any) -> Any:
        asked = load(wire.ListDrafts, payload)
        found = drafts.list_drafts(self.drafts, self.caller, **asked)
        return dump(wire.DraftListView, found)

    @rpc
    def get_draft(self, **payload: Any) -> Any:
        asked = load(wire.GetDraft, payload)
        found = drafts.get_draft(self.drafts, self.caller, **asked)
        return dump(wire.DraftView, found)

    @rpc
    def start_course(self, **payload: Any) -> Any:
        asked = load(wire.StartCourse, payload)
        begun = drafts.start_course(
            self.drafts, self.courses, self.now, self.caller, **asked
        )
        return dump(wire.DraftView, begun)

    @rpc
    def open_draft(self, **payload: Any) -> Any:
        asked = load(wire.OpenDraft, payload)
        opened = drafts.open_draft(
            self.drafts, self.courses, self.now, self.caller, **asked
        )
        return dump(wire.DraftView, opened)

    @rpc
    def change_outline(self, **payload: Any) -> Any:
        asked = load(wire.ChangeOutline, payload)
        return self._changed(changes.change_outline, asked)

    @rpc
    def add_part(self, **payload: Any) -> Any:
        return self._changed(changes.add_part, load(wire.AddPart, payload))

    @rpc
    def remove_part(self, **payload: Any) -> Any:
        asked = load(wire.RemovePart, payload)
        changed = writing.remove_part(
            self.drafts, self.courses, self.now, self.caller, **asked
        )
        return dump(wire.DraftView, changed)

    @rpc
    def rename_module(self, **payload: Any) -> Any:
        return self._changed(changes.rename_module, load(wire.RenameModule, payload))

    @rpc
    def move_part(self, **payload: Any) -> Any:
        return self._changed(changes.move_part, load(wire.MovePart, payload))

    @rpc
    def write_lesson(self, **payload: Any) -> Any:
        return self._changed(changes.write_lessons, load(wire.WriteLesson, payload))

    @rpc
    def write_quiz(self, **payload: Any) -> Any:
        return self._changed(changes.write_quizzes, load(wire.WriteQuiz, payload))

    @rpc
    def write_file(self, **payload: Any) -> Any:
        return self._changed(changes.write_file, load(wire.WriteFile, payload))

    @rpc
    def attach(self, **payload: Any) -> Any:
        return self._changed(changes.attach, load(wire.Attach, payload))

    @rpc
    def detach(self, **payload: Any) -> Any:
        return self._changed(changes.detach, load(wire.Detach, payload))

    @rpc
    def publish_draft(self, **payload: Any) -> Any:
        asked = load(wire.OfDraft, payload)
        published = drafts.publish_draft(
            self.drafts,
            self.courses,
            self.topics,
            self.now,
            self.caller,
            **asked,
            cause=self.cause,
        )
        return dump(ImportedCourseView, published)

    @rpc
    def review_draft(self, **payload: Any) -> Any:
        asked = load(wire.ReviewDraft, payload)
        published = drafts.review_draft(
            self.drafts,
            self.courses,
            self.topics,
            self.now,
            self.caller,
            **asked,
            cause=self.cause,
        )
        return dump(ImportedCourseView, published)

    @rpc
    def discard_draft(self, **payload: Any) -> Any:
        asked = load(wire.OfDraft, payload)
        drafts.discard_draft(self.drafts, self.caller, **asked)

    @rpc
    def get_draft_lesson(self, **payload: Any) -> Any:
        asked = load(wire.GetDraftLesson, payload)
        found = previewing.get_draft_lesson(self.drafts, self.caller, **asked)
        return dump(wire.DraftLessonView, found)

    @rpc
    def preview_lesson(self, **payload: Any) -> Any:
        asked = load(wire.PreviewLesson, payload)
        found = previewing.preview_lesson(self.drafts, self.caller, **asked)
        return dump(wire.LessonPreviewView, found)

    @rpc
    def preview_quiz(self, **payload: Any) -> Any:
        asked = load(wire.PreviewQuiz, payload)
        found = previewing.preview_quiz(self.drafts, self.caller, **asked)
        return dump(wire.QuizPreviewView, found)

    @rpc
    def get_draft_file(self, **payload: Any) -> Any:
        asked = load(wire.GetDraftFile, payload)
        found = previewing.get_draft_file(self.drafts, self.caller, **asked)
        return dump(FileView, found)

    def _changed(self, change: Callable[..., Draft], asked: dict[str, Any]) -> Any:
        place = {name: asked.pop(name) for name in ("slug", "revision", "language")}
        changed = writing.change_draft(
            self.drafts, self.now, self.caller, partial(change, **asked), **place
        )
        return dump(wire.DraftView, changed)
