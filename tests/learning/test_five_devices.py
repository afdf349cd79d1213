"""Five devices, any interleaving, duplication and delay, clocks off by two days either
way: the same state on every order, and never a downgrade."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from services.learning.progress.domain.facts import Fact, clock_is_off
from services.learning.progress.domain.progress import (
    History,
    Progress,
    Scored,
    fold,
    steps_done,
)
from services.learning.progress.domain.records import Enrolment, Record, settle, take
from tests.learning.builders import NOON, a_course

COURSE = a_course()
DEVICES = 5
Sent = tuple[Fact, ...] | Scored  # a batch, or an attempt submitted


@dataclass
class Server:
    """What the store does with what the rules decide, without a database."""

    record: Record = field(
        default_factory=lambda: Record(Enrolment("ana", "night-light", 1, NOON))
    )
    facts: dict[str, Fact] = field(default_factory=dict)
    scored: list[Scored] = field(default_factory=list)
    certificates: int = 0
    now: datetime = NOON
    steps: list[int] = field(default_factory=list)  # done after each delivery

    def receive(self, sent: Sent) -> list[str]:
        """The status of each fact."""
        self.now += timedelta(minutes=1)
        if isinstance(sent, Scored):
            self.scored.append(sent)
            after = self.record.with_result(sent, COURSE)
            settled = settle(after, COURSE, at=self.now, draw=lambda: "N-1")
            statuses = []
        else:
            batch = [
                replace(
                    fact,
                    received_at=self.now,
                    clock_off=clock_is_off(fact.at, self.now),
                )
                for fact in sent
            ]
            known = {
                fact.id: self.facts[fact.id] for fact in batch if fact.id in self.facts
            }
            taken = take(
                self.record, COURSE, batch, known, at=self.now, draw=lambda: "N-1"
            )
            self.facts |= {fact.id: fact for fact in taken.new}
            settled = taken.settled
            statuses = [outcome.status for outcome in taken.outcomes]
        self.record = settled.record
        if settled.certificate is not None:
            self.certificates += 1
            held = replace(self.record.enrolment, certificate="N-1")
            self.record = replace(self.record, enrolment=held)
        self.steps.append(steps_done(self.record.progress, COURSE)[0])
        return statuses

    def state(self) -> tuple[Progress, int]:
        return replace(self.record.progress, active_at=None), self.certificates


@st.composite
def facts(draw: st.DrawFn) -> Fact:
    """By a device whose clock may be two days off, about something done some time in
    the last ten days."""
    device = draw(st.integers(1, DEVICES))
    done = NOON - timedelta(minutes=draw(st.integers(0, 10 * 24 * 60)))
    off = timedelta(minutes=draw(st.integers(-2 * 24 * 60, 2 * 24 * 60)))
    return Fact(
        id=str(uuid.UUID(int=draw(st.integers(0, 2**128 - 1)))),
        kind=draw(st.sampled_from(["lesson.viewed", "lesson.completed"])),
        slug="night-light",
        lesson=draw(st.sampled_from(["01-why", "02-how", "99-none"])),
        at=(done + off).isoformat(),
        received_at=NOON,
        device=f"device-{device}",
    )


scores = st.builds(
    lambda percent: Scored("final", percent, percent >= 80, NOON), st.integers(0, 100)
)
# One id is one fact: what another fact under a known id meets is tested elsewhere.
happened = st.lists(facts(), max_size=15, unique_by=lambda fact: fact.id)


@st.composite
def deliveries(
    draw: st.DrawFn, done: Sequence[Fact], scored: Sequence[Scored]
) -> list[Sent]:
    """One way in which all of it may arrive: each fact at least once, in any order, in
    any batches, any of it again; each attempt once, at any moment."""
    again = draw(st.lists(st.sampled_from(done), max_size=10)) if done else []
    queue = draw(st.permutations([*done, *again]))
    batches: list[Sent] = []
    while queue:
        size = draw(st.integers(1, len(queue)))
        batches.append(tuple(queue[:size]))
        queue = queue[size:]
    for one in scored:
        batches.insert(draw(st.integers(0, len(batches))), one)
    return batches


@settings(deadline=None)  # the machine may be busy
@given(happened, st.lists(scores, max_size=3), st.data())
def test_five_devices_in_any_order_give_the_same_state(
    done: list[Fact], scored: list[Scored], data: st.DataObject
) -> None:
    one, other = Server(), Server()
    for server in (one, other):
        for sent in data.draw(deliveries(done, scored)):
            server.receive(sent)
        assert server.steps == sorted(server.steps), "a downgrade"
    assert one.state() == other.state()
    assert one.certificates == int(steps_done(one.record.progress, COURSE) == (3, 3))
    assert one.facts.keys() == other.facts.keys()


@settings(deadline=None)  # the machine may be busy
@given(happened, st.lists(scores, max_size=3), st.data())
def test_adding_batch_by_batch_is_folding_everything(
    done: list[Fact], scored: list[Scored], data: st.DataObject
) -> None:
    server = Server()
    for sent in data.draw(deliveries(done, scored)):
        server.receive(sent)
    everything = History([*server.facts.values()], server.scored)
    assert server.record.progress == fold(everything, COURSE)


@settings(deadline=None)  # the machine may be busy
@given(happened, st.data())
def test_each_fact_is_accepted_once_whatever_its_clock(
    done: list[Fact], data: st.DataObject
) -> None:
    server = Server()
    accepted = 0
    for sent in data.draw(deliveries(done, [])):
        accepted += server.receive(sent).count("accepted")
    known = [fact for fact in done if fact.lesson != "99-none"]
    assert accepted == len(known) == len(server.facts)
