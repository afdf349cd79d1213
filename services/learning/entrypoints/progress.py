"""Entrypoints of those who learn, and of those who sign for them. No decisions here."""

from typing import Any

from services.learning.catalogue.store import MongoCourses
from services.learning.progress.handlers import enrolments, facts, rebuild, signatures
from services.learning.progress.store import MongoRecords
from shared.contracts import learning_facts as facts_wire
from shared.contracts import progress_rpc as progress_wire
from shared.contracts import skills_rpc as skills_wire
from shared.providers import Caller, Clock, RequestCause, Store
from shared.rpc_server import rpc
from shared.schemas import dump, load


class ProgressEntrypoints:
    courses = Store(MongoCourses)
    records = Store(MongoRecords)
    now = Clock()
    cause = RequestCause()
    caller = Caller()

    @rpc
    def enrol(self, **payload: Any) -> Any:
        asked = load(progress_wire.Enrol, payload)
        person_id = self.caller.require_person()
        enrolled = enrolments.enrol(
            self.records, self.courses, self.now, person_id=person_id, **asked
        )
        return dump(progress_wire.EnrolledView, enrolled)

    @rpc
    def list_enrolments(self, **payload: Any) -> Any:
        asked = load(progress_wire.ListEnrolments, payload)
        person_id = self.caller.require_person()
        page = enrolments.list_enrolments(
            self.records, self.courses, person_id=person_id, **asked
        )
        return dump(progress_wire.EnrolmentPageView, page)

    @rpc
    def get_enrolment(self, **payload: Any) -> Any:
        asked = load(progress_wire.GetEnrolment, payload)
        person_id = self.caller.require_person()
        enrolment = enrolments.get_enrolment(
            self.records, self.courses, person_id=person_id, **asked
        )
        return dump(progress_wire.EnrolmentView, enrolment)

    @rpc
    def move_enrolment(self, **payload: Any) -> Any:
        asked = load(progress_wire.MoveEnrolment, payload)
        moved = enrolments.move_enrolment(
            self.records,
            self.courses,
            self.now,
            person_id=self.caller.require_person(),
            cause=self.cause,
            **asked,
        )
        return dump(progress_wire.EnrolmentView, moved)

    @rpc
    def list_prerequisites(self, **payload: Any) -> Any:
        asked = load(progress_wire.ListPrerequisites, payload)
        found = enrolments.list_prerequisites(
            self.records, self.courses, person_id=self.caller.person_id, **asked
        )
        return dump(progress_wire.PrerequisitesView, {"items": found})

    @rpc
    def rebuild_progress(self, **payload: Any) -> Any:
        asked = load(progress_wire.RebuildProgress, payload)
        rebuilt = rebuild.rebuild_progress(
            self.records, self.courses, self.caller, cause=self.cause, **asked
        )
        return dump(progress_wire.RebuiltView, rebuilt)

    @rpc
    def record_facts(self, **payload: Any) -> Any:
        asked = load(facts_wire.RecordFacts, payload)
        outcomes = facts.record_facts(
            self.records,
            self.courses,
            self.now,
            person_id=self.caller.require_person(),
            cause=self.cause,
            **asked,
        )
        return dump(facts_wire.FactsView, {"items": outcomes})

    @rpc
    def sign_skill(self, **payload: Any) -> Any:
        asked = load(skills_wire.SignSkill, payload)
        signed = signatures.sign_skill(
            self.records,
            self.courses,
            self.now,
            self.caller,
            cause=self.cause,
            **asked,
        )
        return dump(skills_wire.SignatureView, signed)

    @rpc
    def revoke_skill(self, **payload: Any) -> Any:
        asked = load(skills_wire.RevokeSkill, payload)
        revoked = signatures.revoke_skill(
            self.records,
            self.courses,
            self.now,
            self.caller,
            signature_id=asked.pop("id"),
            cause=self.cause,
            **asked,
        )
        return dump(skills_wire.SignatureView, revoked)

    @rpc
    def list_skills(self, **payload: Any) -> Any:
        asked = load(skills_wire.ListSkills, payload)
        found = signatures.list_skills(self.records, self.courses, self.caller, **asked)
        return dump(skills_wire.SignaturesView, {"items": found})
