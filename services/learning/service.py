"""Wire the learning use cases to nameko. No decisions here."""

from functools import cache
from typing import Any

from marshmallow import Schema

from services.learning.authoring import handlers as authoring
from services.learning.authoring.store import MongoDrafts
from services.learning.catalogue import handlers as catalogue
from services.learning.catalogue.queries import CourseQueries
from services.learning.catalogue.store import MongoCourses
from services.learning.certificates import handlers as certificates
from services.learning.certificates.store import MongoCertificates
from services.learning.paths import handlers as paths
from services.learning.paths.store import MongoPaths
from services.learning.progress import handlers as progress
from services.learning.progress.store import MongoRecords
from services.learning.quizzes import handlers as quizzes
from services.learning.quizzes.store import MongoAttempts
from shared.contracts import learning_rpc as wire
from shared.operations import Operations
from shared.providers import Caller, Clock, RequestCause, Store
from shared.requests import Request
from shared.rpc_server import rpc


@cache
def _schema(kind: type[Schema]) -> Schema:
    """Made once: making one takes longer than loading or dumping with it."""
    return kind()


def _load(request: type[Request], payload: dict[str, Any]) -> dict[str, Any]:
    loaded: dict[str, Any] = _schema(request).load(payload)
    return loaded


def _dump(view: type[Schema], found: Any) -> Any:
    return _schema(view).dump(found)


class LearningService(Operations):
    name = "learning"
    courses = Store(MongoCourses)
    drafts = Store(MongoDrafts)
    course_queries = Store(CourseQueries)
    paths = Store(MongoPaths)
    records = Store(MongoRecords)
    attempts = Store(MongoAttempts)
    certificates = Store(MongoCertificates)
    now = Clock()
    cause = RequestCause()
    caller = Caller()

    @rpc
    def list_courses(self, **payload: Any) -> Any:
        asked = _load(wire.ListCourses, payload)
        return _dump(wire.CoursePageView, self.course_queries.page(**asked))

    @rpc
    def get_course(self, **payload: Any) -> Any:
        asked = _load(wire.GetCourse, payload)
        return _dump(wire.CourseView, catalogue.get_course(self.courses, **asked))

    @rpc
    def get_lesson(self, **payload: Any) -> Any:
        asked = _load(wire.GetLesson, payload)
        return _dump(wire.LessonView, catalogue.get_lesson(self.courses, **asked))

    @rpc
    def import_course(self, **payload: Any) -> Any:
        asked = _load(wire.ImportCourse, payload)
        imported = authoring.import_course(
            self.drafts, self.courses, self.now, self.caller, **asked, cause=self.cause
        )
        return _dump(wire.ImportedCourseView, imported)

    @rpc
    def export_course(self, **payload: Any) -> Any:
        asked = _load(wire.ExportCourse, payload)
        exported = authoring.export_course(
            self.drafts, self.courses, self.caller, **asked
        )
        return _dump(wire.ExportedCourseView, exported)

    @rpc
    def get_file(self, **payload: Any) -> Any:
        asked = _load(wire.GetFile, payload)
        return _dump(wire.FileView, catalogue.get_file(self.courses, **asked))

    @rpc
    def import_paths(self, **payload: Any) -> Any:
        files = _load(wire.ImportPaths, payload)["files"]
        imported = paths.import_paths(self.paths, self.caller, files, cause=self.cause)
        return _dump(wire.ImportedPathsView, {"items": imported})

    @rpc
    def list_paths(self, **payload: Any) -> Any:
        asked = _load(wire.ListPaths, payload)
        found = paths.list_paths(self.paths, self.courses, **asked)
        return _dump(wire.PathListView, {"items": found})

    @rpc
    def get_path(self, **payload: Any) -> Any:
        asked = _load(wire.GetPath, payload)
        return _dump(wire.PathView, paths.get_path(self.paths, self.courses, **asked))

    @rpc
    def enrol(self, **payload: Any) -> Any:
        asked = _load(wire.Enrol, payload)
        person_id = self.caller.require_person()
        enrolled = progress.enrol(
            self.records, self.courses, self.now, person_id=person_id, **asked
        )
        return _dump(wire.EnrolledView, enrolled)

    @rpc
    def list_enrolments(self, **payload: Any) -> Any:
        asked = _load(wire.ListEnrolments, payload)
        person_id = self.caller.require_person()
        page = progress.list_enrolments(
            self.records, self.courses, person_id=person_id, **asked
        )
        return _dump(wire.EnrolmentPageView, page)

    @rpc
    def get_enrolment(self, **payload: Any) -> Any:
        asked = _load(wire.GetEnrolment, payload)
        person_id = self.caller.require_person()
        enrolment = progress.get_enrolment(
            self.records, self.courses, person_id=person_id, **asked
        )
        return _dump(wire.EnrolmentView, enrolment)

    @rpc
    def record_facts(self, **payload: Any) -> Any:
        asked = _load(wire.RecordFacts, payload)
        outcomes = progress.record_facts(
            self.records,
            self.courses,
            self.now,
            person_id=self.caller.require_person(),
            cause=self.cause,
            **asked,
        )
        return _dump(wire.FactsView, {"items": outcomes})

    @rpc
    def start_attempt(self, **payload: Any) -> Any:
        asked = _load(wire.StartAttempt, payload)
        person_id = self.caller.require_person()
        attempt = quizzes.start_attempt(
            self.attempts,
            self.records,
            self.courses,
            self.now,
            person_id=person_id,
            **asked,
        )
        return _dump(wire.AttemptView, attempt)

    @rpc
    def get_attempt(self, **payload: Any) -> Any:
        asked = _load(wire.GetAttempt, payload)
        attempt = quizzes.get_attempt(
            self.attempts,
            self.records,
            self.courses,
            person_id=self.caller.require_person(),
            attempt_id=asked.pop("id"),
            **asked,
        )
        return _dump(wire.AttemptView, attempt)

    @rpc
    def submit_attempt(self, **payload: Any) -> Any:
        asked = _load(wire.SubmitAttempt, payload)
        attempt = quizzes.submit_attempt(
            self.attempts,
            self.records,
            self.courses,
            self.now,
            person_id=self.caller.require_person(),
            attempt_id=asked.pop("id"),
            cause=self.cause,
            **asked,
        )
        return _dump(wire.AttemptView, attempt)

    @rpc
    def list_certificates(self, **payload: Any) -> Any:
        asked = _load(wire.ListCertificates, payload)
        page = certificates.list_certificates(
            self.certificates,
            self.courses,
            person_id=self.caller.require_person(),
            **asked,
        )
        return _dump(wire.CertificateListView, page)

    @rpc
    def get_certificate(self, **payload: Any) -> Any:
        asked = _load(wire.GetCertificate, payload)
        found = certificates.get_certificate(self.certificates, self.courses, **asked)
        return _dump(wire.CheckedCertificateView, found)
