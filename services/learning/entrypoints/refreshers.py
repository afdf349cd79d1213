"""Entrypoints of skills that fade. No decisions here."""

from typing import Any

from services.learning.catalogue.store import MongoCourses
from services.learning.refreshers import handlers as refreshing
from services.learning.refreshers.store import MongoRefreshers
from shared.contracts import refreshers_rpc as wire
from shared.providers import Caller, Clock, RequestCause, Store
from shared.rpc_server import rpc
from shared.schemas import dump, load


class RefresherEntrypoints:
    courses = Store(MongoCourses)
    refreshers = Store(MongoRefreshers)
    now = Clock()
    cause = RequestCause()
    caller = Caller()

    @rpc
    def list_refreshers(self, **payload: Any) -> Any:
        asked = load(wire.ListRefreshers, payload)
        found = refreshing.list_refreshers(
            self.refreshers,
            self.courses,
            self.now,
            person_id=self.caller.require_person(),
            **asked,
        )
        return dump(wire.RefreshersView, {"items": found})

    @rpc
    def get_card(self, **payload: Any) -> Any:
        asked = load(wire.GetCard, payload)
        found = refreshing.get_card(
            self.refreshers,
            self.courses,
            self.now,
            person_id=self.caller.require_person(),
            **asked,
        )
        return dump(wire.NextCardView, found)

    @rpc
    def answer_card(self, **payload: Any) -> Any:
        asked = load(wire.AnswerCard, payload)
        answered = refreshing.answer_card(
            self.refreshers,
            self.courses,
            self.now,
            person_id=self.caller.require_person(),
            review_id=asked.pop("review"),
            chosen=asked.pop("answer"),
            cause=self.cause,
            **asked,
        )
        return dump(wire.ReviewView, answered)

    @rpc
    def get_review(self, **payload: Any) -> Any:
        asked = load(wire.GetReview, payload)
        found = refreshing.get_review(
            self.refreshers,
            self.courses,
            self.now,
            person_id=self.caller.require_person(),
            review_id=asked.pop("review"),
            **asked,
        )
        return dump(wire.ReviewView, found)

    @rpc
    def due_refreshers(self, **payload: Any) -> Any:
        self.caller.require_role("system", "administrator")
        asked = load(wire.DueRefreshers, payload)
        found = refreshing.due_refreshers(
            self.refreshers, self.courses, self.now, **asked
        )
        return dump(wire.DueRefreshersView, found)
