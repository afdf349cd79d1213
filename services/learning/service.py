"""Wire the learning use cases to nameko. No decisions here."""

from typing import Any

from services.learning.catalogue import handlers as catalogue
from services.learning.catalogue.queries import CourseQueries
from services.learning.catalogue.store import MongoCourses
from services.learning.entrypoints.authoring import AuthoringEntrypoints
from services.learning.entrypoints.certificates import CertificateEntrypoints
from services.learning.entrypoints.cohorts import CohortEntrypoints
from services.learning.entrypoints.progress import ProgressEntrypoints
from services.learning.entrypoints.quizzes import QuizEntrypoints
from services.learning.entrypoints.refreshers import RefresherEntrypoints
from services.learning.entrypoints.topics import TopicEntrypoints
from services.learning.paths import handlers as paths
from services.learning.paths.store import MongoPaths
from shared.contracts import folders_rpc as folders_wire
from shared.contracts import learning_rpc as wire
from shared.operations import Operations
from shared.providers import Caller, Clock, RequestCause, Store
from shared.rpc_server import rpc
from shared.schemas import dump, load


class LearningService(
    AuthoringEntrypoints,
    CertificateEntrypoints,
    CohortEntrypoints,
    ProgressEntrypoints,
    QuizEntrypoints,
    RefresherEntrypoints,
    TopicEntrypoints,
    Operations,
):
    name = "learning"
    courses = Store(MongoCourses)
    course_queries = Store(CourseQueries)
    paths = Store(MongoPaths)
    now = Clock()
    cause = RequestCause()
    caller = Caller()

    @rpc
    def list_courses(self, **payload: Any) -> Any:
        asked = load(wire.ListCourses, payload)
        return dump(wire.CoursePageView, self.course_queries.page(**asked))

    @rpc
    def get_course(self, **payload: Any) -> Any:
        asked = load(wire.GetCourse, payload)
        return dump(wire.CourseView, catalogue.get_course(self.courses, **asked))

    @rpc
    def get_lesson(self, **payload: Any) -> Any:
        asked = load(wire.GetLesson, payload)
        return dump(wire.LessonView, catalogue.get_lesson(self.courses, **asked))

    @rpc
    def get_file(self, **payload: Any) -> Any:
        asked = load(wire.GetFile, payload)
        return dump(wire.FileView, catalogue.get_file(self.courses, **asked))

    @rpc
    def import_paths(self, **payload: Any) -> Any:
        files = load(folders_wire.ImportPaths, payload)["files"]
        imported = paths.import_paths(self.paths, self.caller, files, cause=self.cause)
        return dump(folders_wire.ImportedPathsView, {"items": imported})

    @rpc
    def list_paths(self, **payload: Any) -> Any:
        asked = load(wire.ListPaths, payload)
        found = paths.list_paths(self.paths, self.courses, **asked)
        return dump(wire.PathListView, {"items": found})

    @rpc
    def get_path(self, **payload: Any) -> Any:
        asked = load(wire.GetPath, payload)
        return dump(wire.PathView, paths.get_path(self.paths, self.courses, **asked))
