"""Which state follows which, who may say so, and when."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.content.editing.domain.moves import MOVES, next_states
from services.content.editing.domain.work import STATES, Work
from services.content.editing.handlers.moving import keep_the_calendar, move_item
from services.content.editing.handlers.writing import create_item, save_item
from shared.contracts.editing_rpc import MoveItem
from shared.errors import Conflict, Forbidden, Invalid
from shared.identity import ROLES, Identity
from tests.content.builders import a_content, a_text
from tests.content.fakes import MemoryWorks
from tests.content.test_import import CAUSE, EDITOR, NOON, REVIEWER

ADMINISTRATOR = Identity("adm", frozenset({"administrator"}))
NAME = "An example of a name, an example of a profession"


class Desk:
    """One item, moved about by several people."""

    def __init__(self, **content: Any) -> None:
        self.works = MemoryWorks()
        self.at = NOON
        self.slug = create_item(
            self.works, self.now, EDITOR, a_content(**content), slug=None, cause=CAUSE
        ).slug

    def now(self) -> datetime:
        return self.at

    @property
    def work(self) -> Work:
        return self.works.works[self.slug]

    def move(self, to: str, by: Identity = REVIEWER, **asked: Any) -> str:
        loaded = MoveItem().load({"slug": self.slug, "to": to, **asked})
        move_item(self.works, self.now, by, **loaded, cause=CAUSE)
        return self.work.state

    def save(self, by: Identity = EDITOR, **content: Any) -> Work:
        return save_item(
            self.works,
            self.now,
            by,
            a_content(**content),
            slug=self.slug,
            revision=self.work.revision,
            cause=CAUSE,
        )

    def keep_the_calendar(self) -> int:
        return keep_the_calendar(
            self.works, list(self.works.works.values()), self.now, cause=CAUSE
        )


def test_a_plain_text_is_approved_and_published() -> None:
    desk = Desk()
    assert desk.work.state == "draft"
    assert desk.move("review", EDITOR) == "review"
    assert desk.move("published", REVIEWER) == "published"
    assert desk.works.shelf == {desk.slug: 1}


@pytest.mark.parametrize("topic", ["medical", "mines", "violence"])
def test_a_delicate_text_is_reviewed_for_safety_by_name(topic: str) -> None:
    desk = Desk(topics=[topic])
    desk.move("review", EDITOR)
    with pytest.raises(Conflict) as refused:
        desk.move("published", reviewed_by=NAME)
    assert refused.value.code == "safety_review_first"
    desk.move("safety_review")
    with pytest.raises(Invalid) as unnamed:
        desk.move("published")
    assert unnamed.value.code == "reviewer_required"
    desk.move("published", reviewed_by=NAME)
    assert desk.work.item.reviewed_by == NAME
    assert desk.works.shelf == {desk.slug: 2}
    assert desk.works.revisions[desk.slug, 1]["item.yaml"].count(NAME) == 0


def test_a_change_of_a_reviewed_text_needs_a_review_again() -> None:
    desk = Desk(topics=["mines"])
    for to in ("review", "safety_review"):
        desk.move(to, ADMINISTRATOR)
    desk.move("published", reviewed_by=NAME)
    desk.save(topics=["mines"], translations={"uk": a_text("Інше")})
    assert (desk.work.state, desk.work.item.reviewed_by) == ("draft", None)
    assert desk.works.shelf == {desk.slug: 2}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("to", STATES)
def test_steps_are_for_those_who_may_take_them(role: str, state: str, to: str) -> None:
    desk = Desk()
    desk.works.works[desk.slug] = replace(desk.work, state=state)
    caller = Identity("somebody", frozenset({role}))
    if to in MOVES[state] and role in MOVES[state][to]:
        assert to in next_states(desk.work, caller)
        assert desk.move(to, caller) == to
    else:
        with pytest.raises((Forbidden, Conflict)):
            desk.move(to, caller)
        assert desk.work.state == state


def test_nobody_approves_their_own_words() -> None:
    both = Identity("ed", frozenset({"editor", "reviewer"}))
    desk = Desk()
    desk.move("review", both)
    assert "published" not in next_states(desk.work, both)
    with pytest.raises(Forbidden) as refused:
        desk.move("published", both)
    assert refused.value.code == "not_your_own"
    assert not desk.works.shelf


def test_an_administrator_may_but_not_where_a_life_depends_on_it() -> None:
    desk = Desk()
    desk.save(ADMINISTRATOR, translations={"uk": a_text("Інше")})
    desk.move("review", ADMINISTRATOR)
    assert desk.move("published", ADMINISTRATOR) == "published"
    desk.save(ADMINISTRATOR, topics=["mines"])
    for to in ("review", "safety_review"):
        desk.move(to, ADMINISTRATOR)
    with pytest.raises(Forbidden):
        desk.move("published", ADMINISTRATOR, reviewed_by=NAME)


def test_who_looked_at_another_revision_moves_nothing() -> None:
    desk = Desk()
    desk.move("review", EDITOR)
    desk.save(translations={"uk": a_text("Інше")})
    desk.move("review", EDITOR)
    with pytest.raises(Conflict) as refused:
        desk.move("published", revision=1)
    assert refused.value.code == "overtaken"


def test_a_publication_waits_for_its_moment() -> None:
    desk = Desk()
    desk.move("review", EDITOR)
    at = NOON + timedelta(hours=2)
    assert desk.move("published", at=at.isoformat()) == "review"
    desk.at = at - timedelta(seconds=1)
    assert (desk.keep_the_calendar(), desk.works.shelf) == (0, {})
    desk.at = at
    assert (desk.keep_the_calendar(), desk.works.shelf) == (1, {desk.slug: 1})
    assert (desk.keep_the_calendar(), desk.work.state) == (0, "published")


def test_a_change_takes_back_a_publication_that_waits() -> None:
    desk = Desk()
    desk.move("review", EDITOR)
    desk.move("published", at=(NOON + timedelta(hours=2)).isoformat())
    desk.save(translations={"uk": a_text("Інше")})
    desk.at += timedelta(days=1)
    assert (desk.keep_the_calendar(), desk.works.shelf) == (0, {})


def test_an_item_is_archived_when_its_time_is_over() -> None:
    desk = Desk()
    desk.move("review", EDITOR)
    desk.move("published", until=(NOON + timedelta(days=1)).isoformat())
    desk.save(translations={"uk": a_text("Інше")})
    desk.at += timedelta(days=1)
    assert (desk.keep_the_calendar(), desk.works.shelf) == (1, {})
    assert desk.work.state == "draft"  # the newer text is still being written


@pytest.mark.parametrize(
    ("told", "meant"),
    [
        # Clocks in Kyiv go from 03:00 to 04:00 on 28 March 2027.
        ("2027-03-28T02:59", datetime(2027, 3, 28, 0, 59, tzinfo=UTC)),
        ("2027-03-28T04:00", datetime(2027, 3, 28, 1, 0, tzinfo=UTC)),
        ("2027-03-29T09:00", datetime(2027, 3, 29, 6, 0, tzinfo=UTC)),
        # And from 04:00 back to 03:00 on 31 October 2027: the first 03:30 counts.
        ("2027-10-31T03:30", datetime(2027, 10, 31, 0, 30, tzinfo=UTC)),
        ("2027-10-31T04:00", datetime(2027, 10, 31, 2, 0, tzinfo=UTC)),
        ("2027-10-31T03:30+02:00", datetime(2027, 10, 31, 1, 30, tzinfo=UTC)),
    ],
)
def test_a_moment_is_told_by_the_clocks_of_kyiv(told: str, meant: datetime) -> None:
    desk = Desk()
    desk.move("review", EDITOR)
    desk.move("published", at=told)
    desk.at = meant - timedelta(milliseconds=1)
    assert desk.keep_the_calendar() == 0
    desk.at = meant
    assert desk.keep_the_calendar() == 1


@pytest.mark.parametrize("told", ["2027-03-28T03:30", "tomorrow", "2027-02-30T10:00"])
def test_a_moment_that_never_comes_is_refused(told: str) -> None:
    desk = Desk()
    desk.move("review", EDITOR)
    with pytest.raises(Invalid) as refused:
        desk.move("published", at=told)
    assert list(refused.value.fields) == ["at"]
    assert desk.work.scheduled is None


def test_an_end_before_the_beginning_is_refused() -> None:
    desk = Desk()
    desk.move("review", EDITOR)
    at, until = NOON + timedelta(days=2), NOON + timedelta(days=1)
    with pytest.raises(Invalid) as refused:
        desk.move("published", at=at.isoformat(), until=until.isoformat())
    assert list(refused.value.fields) == ["until"]
