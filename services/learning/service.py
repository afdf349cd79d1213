"""Wire the learning use cases to nameko. No decisions here."""

from typing import Any

from services.learning.catalogue import handlers as catalogue
from services.learning.catalogue.queries import CourseQueries
from services.learning.catalogue.store import MongoCourses
from services.learning.certificates import handlers as certificates
from services.learning.certificates.store import MongoCertificates
from services.learning.progress import handlers as progress
from services.learning.progress.store import MongoRecords
from services.learning.quizzes import handlers as quizzes
from services.learning.quizzes.store import MongoAttempts
from shared.contracts import learning_rpc as wire
from shared.operations import Operations
from shared.providers import Caller, Clock, RequestCause, Store
from shared.rpc_server import rpc


class LearningService(Operations):
    name = "learning"
    courses = Store(MongoCourses)
    course_queries = Store(CourseQueries)
    records = Store(MongoRecords)
    attempts = Store(MongoAttempts)
    certificates = Store(MongoCertificates)
    now = Clock()
    cause = RequestCause()
    caller = Caller()

    @rpc
    def list_courses(self, **payload: Any) -> Any:
        asked = wire.ListCourses().load(payload)
        return wire.CoursePageView().dump(self.course_queries.page(**asked))

    @rpc
    def get_course(self, **payload: Any) -> Any:
        asked = wire.GetCourse().load(payload)
        return wire.CourseView().dump(catalogue.get_course(self.courses, **asked))

    @rpc
    def get_lesson(self, **payload: Any) -> Any:
        asked = wire.GetLesson().load(payload)
        return wire.LessonView().dump(catalogue.get_lesson(self.courses, **asked))

    @rpc
    def import_course(self, **payload: Any) -> Any:
        files = wire.ImportCourse().load(payload)["files"]
        imported = catalogue.import_course(
            self.courses, self.now, self.caller, files, cause=self.cause
        )
        return wire.ImportedCourseView().dump(imported)

    @rpc
    def enrol(self, **payload: Any) -> Any:
        asked = wire.Enrol().load(payload)
        person_id = self.caller.require_person()
        enrolled = progress.enrol(
            self.records, self.courses, self.now, person_id=person_id, **asked
        )
        return wire.EnrolledView().dump(enrolled)

    @rpc
    def list_enrolments(self, **payload: Any) -> Any:
        asked = wire.ListEnrolments().load(payload)
        person_id = self.caller.require_person()
        page = progress.list_enrolments(
            self.records, self.courses, person_id=person_id, **asked
        )
        return wire.EnrolmentPageView().dump(page)

    @rpc
    def get_enrolment(self, **payload: Any) -> Any:
        asked = wire.GetEnrolment().load(payload)
        person_id = self.caller.require_person()
        enrolment = progress.get_enrolment(
            self.records, self.courses, person_id=person_id, **asked
        )
        return wire.EnrolmentView().dump(enrolment)

    @rpc
    def record_facts(self, **payload: Any) -> Any:
        asked = wire.RecordFacts().load(payload)
        outcomes = progress.record_facts(
            self.records,
            self.courses,
            self.now,
            person_id=self.caller.require_person(),
            cause=self.cause,
            **asked,
        )
        return wire.FactsView().dump({"items": outcomes})

    @rpc
    def start_attempt(self, **payload: Any) -> Any:
        asked = wire.StartAttempt().load(payload)
        person_id = self.caller.require_person()
        attempt = quizzes.start_attempt(
            self.attempts,
            self.records,
            self.courses,
            self.now,
            person_id=person_id,
            **asked,
        )
        return wire.AttemptView().dump(attempt)

    @rpc
    def get_attempt(self, **payload: Any) -> Any:
        asked = wire.GetAttempt().load(payload)
        attempt = quizzes.get_attempt(
            self.attempts,
            self.records,
            self.courses,
            person_id=self.caller.require_person(),
            attempt_id=asked.pop("id"),
            **asked,
        )
        return wire.AttemptView().dump(attempt)

    @rpc
    def submit_attempt(self, **payload: Any) -> Any:
        asked = wire.SubmitAttempt().load(payload)
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
        return wire.AttemptView().dump(attempt)

    @rpc
    def list_certificates(self, **payload: Any) -> Any:
        asked = wire.ListCertificates().load(payload)
        page = certificates.list_certificates(
            self.certificates,
            self.courses,
            person_id=self.caller.require_person(),
            **asked,
        )
        return wire.CertificateListView().dump(page)

    @rpc
    def get_certificate(self, **payload: Any) -> Any:
        asked = wire.GetCertificate().load(payload)
        found = certificates.get_certificate(self.certificates, self.courses, **asked)
        return wire.CheckedCertificateView().dump(found)
