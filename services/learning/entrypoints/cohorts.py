"""Entrypoints of cohorts: trainers, heads of units, and members. No decisions here."""

from typing import Any

from services.learning.catalogue.store import MongoCourses
from services.learning.cohorts.handlers import cohorts, members, reminders, reports
from services.learning.cohorts.queries import CohortQueries
from services.learning.cohorts.store import MongoCohorts
from services.learning.progress.store import MongoRecords
from shared.contracts import learning_cohorts as wire
from shared.providers import Caller, Clock, RequestCause, Store
from shared.rpc_server import rpc
from shared.schemas import dump, load


class CohortEntrypoints:
    courses = Store(MongoCourses)
    records = Store(MongoRecords)
    cohorts = Store(MongoCohorts)
    cohort_queries = Store(CohortQueries)
    now = Clock()
    cause = RequestCause()
    caller = Caller()

    @rpc
    def make_cohort(self, **payload: Any) -> Any:
        asked = load(wire.MakeCohort, payload)
        made = cohorts.make_cohort(
            self.cohorts, self.courses, self.now, self.caller, **asked
        )
        return self._cohort(made)

    @rpc
    def list_cohorts(self, **payload: Any) -> Any:
        asked = load(wire.ListCohorts, payload)
        page = cohorts.list_cohorts(
            self.cohort_queries, self.courses, self.caller, **asked
        )
        return dump(wire.CohortPageView, page)

    @rpc
    def get_cohort(self, **payload: Any) -> Any:
        asked = load(wire.GetCohort, payload)
        return self._cohort(asked["id"], asked["language"])

    @rpc
    def change_cohort(self, **payload: Any) -> Any:
        asked = load(wire.ChangeCohort, payload)
        cohort_id = asked.pop("id")
        cohorts.change_cohort(self.cohorts, self.caller, cohort_id, **asked)
        return self._cohort(cohort_id)

    @rpc
    def close_cohort(self, **payload: Any) -> Any:
        cohort_id = load(wire.OneCohort, payload)["id"]
        cohorts.close_cohort(self.cohorts, self.now, self.caller, cohort_id)
        return self._cohort(cohort_id)

    @rpc
    def give_part(self, **payload: Any) -> Any:
        asked = load(wire.ChangePart, payload)
        cohort_id = asked.pop("id")
        cohorts.give_part(self.cohorts, self.caller, cohort_id, **asked)
        return self._cohort(cohort_id)

    @rpc
    def take_part(self, **payload: Any) -> Any:
        """Answers nothing: who gives up their own part may see no more."""
        asked = load(wire.ChangePart, payload)
        cohorts.take_part(self.cohorts, self.caller, asked.pop("id"), **asked)

    @rpc
    def add_session(self, **payload: Any) -> Any:
        asked = load(wire.AddSession, payload)
        cohort_id = asked.pop("id")
        cohorts.add_session(self.cohorts, self.caller, cohort_id, **asked)
        return self._cohort(cohort_id)

    @rpc
    def get_attendance(self, **payload: Any) -> Any:
        asked = load(wire.GetAttendance, payload)
        page = cohorts.get_attendance(
            self.cohorts, self.cohort_queries, self.caller, asked.pop("id"), **asked
        )
        return dump(wire.AttendanceView, page)

    @rpc
    def sign_attendance(self, **payload: Any) -> Any:
        asked = load(wire.SignAttendance, payload)
        cohorts.sign_attendance(
            self.cohorts,
            self.cohort_queries,
            self.now,
            self.caller,
            asked.pop("id"),
            **asked,
        )

    @rpc
    def nominate(self, **payload: Any) -> Any:
        asked = load(wire.Nominate, payload)
        new = members.nominate(
            self.cohorts, self.now, self.caller, asked["id"], asked["people"]
        )
        return dump(wire.NominatedView, {"nominated": new})

    @rpc
    def admit_member(self, **payload: Any) -> Any:
        asked = load(wire.OneMember, payload)
        members.admit(
            self.cohorts,
            self.records,
            self.courses,
            self.now,
            self.caller,
            asked["id"],
            asked["person_id"],
        )

    @rpc
    def remove_member(self, **payload: Any) -> Any:
        asked = load(wire.OneMember, payload)
        members.remove(
            self.cohorts, self.now, self.caller, asked["id"], asked["person_id"]
        )

    @rpc
    def join_cohort(self, **payload: Any) -> Any:
        asked = load(wire.Join, payload)
        mine = members.join(
            self.cohorts, self.records, self.courses, self.now, self.caller, **asked
        )
        return dump(wire.MineView, mine)

    @rpc
    def decline_cohort(self, **payload: Any) -> Any:
        cohort_id = load(wire.OneCohort, payload)["id"]
        members.decline(self.cohorts, self.now, self.caller, cohort_id)

    @rpc
    def list_members(self, **payload: Any) -> Any:
        asked = load(wire.ListMembers, payload)
        page = members.list_members(
            self.cohorts, self.cohort_queries, self.caller, asked.pop("id"), **asked
        )
        return dump(wire.MemberPageView, page)

    @rpc
    def list_my_cohorts(self, **payload: Any) -> Any:
        asked = load(wire.ListMine, payload)
        mine = members.list_mine(
            self.cohort_queries, self.courses, self.caller, asked["language"]
        )
        return dump(wire.MyCohortsView, mine)

    @rpc
    def remind_member(self, **payload: Any) -> Any:
        asked = load(wire.OneMember, payload)
        reminded = reminders.remind(
            self.cohorts,
            self.cohort_queries,
            self.courses,
            self.now,
            self.caller,
            asked["id"],
            asked["person_id"],
            cause=self.cause,
        )
        return dump(wire.RemindedView, {"reminded": reminded})

    @rpc
    def get_report(self, **payload: Any) -> Any:
        asked = load(wire.GetReport, payload)
        report = reports.get_report(
            self.cohorts,
            self.cohort_queries,
            self.courses,
            self.now,
            self.caller,
            asked.pop("id"),
            **asked,
        )
        return dump(wire.ReportView, report)

    def _cohort(self, cohort_id: str, language: str = "uk") -> Any:
        shown = cohorts.get_cohort(
            self.cohorts,
            self.cohort_queries,
            self.courses,
            self.caller,
            cohort_id,
            language,
        )
        return dump(wire.CohortView, shown)
