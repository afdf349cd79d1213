"""Entrypoints of those who take quizzes. No decisions here."""

from typing import Any

from services.learning.catalogue.store import MongoCourses
from services.learning.cohorts.store import MongoCohorts
from services.learning.progress.store import MongoRecords
from services.learning.quizzes import handlers as quizzes
from services.learning.quizzes.store import MongoAttempts
from shared.contracts import quizzes_rpc as wire
from shared.providers import Caller, Clock, RequestCause, Store
from shared.rpc_server import rpc
from shared.schemas import dump, load


class QuizEntrypoints:
    attempts = Store(MongoAttempts)
    cohorts = Store(MongoCohorts)
    courses = Store(MongoCourses)
    records = Store(MongoRecords)
    now = Clock()
    cause = RequestCause()
    caller = Caller()

    @rpc
    def start_attempt(self, **payload: Any) -> Any:
        asked = load(wire.StartAttempt, payload)
        person_id = self.caller.require_person()
        started = quizzes.start_attempt(
            self._quizzes, person_id=person_id, cause=self.cause, **asked
        )
        return dump(wire.StartedAttemptView, started)

    @rpc
    def list_attempts(self, **payload: Any) -> Any:
        asked = load(wire.ListAttempts, payload)
        person_id = self.caller.require_person()
        found = quizzes.list_attempts(self._quizzes, person_id=person_id, **asked)
        return dump(wire.AttemptListView, found)

    @rpc
    def get_attempt(self, **payload: Any) -> Any:
        asked = load(wire.GetAttempt, payload)
        attempt = quizzes.get_attempt(
            self._quizzes,
            person_id=self.caller.require_person(),
            attempt_id=asked.pop("id"),
            **asked,
        )
        return dump(wire.AttemptView, attempt)

    @rpc
    def submit_attempt(self, **payload: Any) -> Any:
        asked = load(wire.SubmitAttempt, payload)
        attempt = quizzes.submit_attempt(
            self._quizzes,
            person_id=self.caller.require_person(),
            attempt_id=asked.pop("id"),
            cause=self.cause,
            **asked,
        )
        return dump(wire.AttemptView, attempt)

    @property
    def _quizzes(self) -> quizzes.Quizzes:
        return quizzes.Quizzes(
            self.attempts, self.records, self.courses, self.cohorts, self.now
        )
