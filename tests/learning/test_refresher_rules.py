"""When questions come back, and what renews a certificate."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.learning.certificates.domain import award
from services.learning.refreshers.domain.refresher import (
    WINDOW,
    Refresher,
    answer,
    show_card,
    show_refresher,
)
from services.learning.refreshers.domain.schedule import Review, cards, first_interval
from shared.errors import Conflict, Invalid, NotFound
from tests.learning.builders import FEEDBACK, NOON, RIGHT, WRONG, a_course, quiz

FADES = "freshness: {months: 12, quiz: refresher}\n"
DAY = timedelta(days=1)


def fading_files() -> dict[str, str | None]:
    text = quiz().replace("pass_mark: 80", "pass_mark: 80\npurpose: refresher")
    return {f"quizzes/refresher.{language}.md": text for language in ("uk", "en")}


COURSE = a_course(files=fading_files(), quizzes="final, refresher", more=FADES)
CERTIFICATE = award("ana", COURSE, at=NOON, draw=lambda: "N-1")
FRESH = Refresher("ana", COURSE, NOON, CERTIFICATE, ())
ENDS = datetime(2027, 11, 22, 12, tzinfo=UTC)


def answered(
    refresher: Refresher, question: str, at: datetime, *, right: bool = True
) -> Refresher:
    given = (RIGHT if right else WRONG)[question]
    name = f"review-{len(refresher.reviews)}"
    review = answer(refresher, question, given, review_id=name, at=at)
    assert review.right is right
    return replace(refresher, reviews=(*refresher.reviews, review))


def due(refresher: Refresher, at: datetime) -> list[str]:
    return [card.question for card in refresher.due(at)]


def test_completing_the_course_counts_as_knowing_every_answer_once() -> None:
    first = NOON + first_interval()
    assert first_interval() == 2 * DAY
    assert due(FRESH, first - timedelta(milliseconds=1)) == []
    assert due(FRESH, first) == ["q1", "q2"]
    assert FRESH.next_due() == first


def test_what_is_known_stays_away_ever_longer_and_what_is_not_comes_back() -> None:
    refresher, gaps = FRESH, []
    for _ in range(4):
        at = next(card.due_at for card in refresher.cards if card.question == "q1")
        refresher = answered(refresher, "q1", at)
        gaps.append(next(c.due_at for c in refresher.cards if c.question == "q1") - at)
    assert gaps == sorted(gaps)
    assert gaps[0] > 2 * DAY
    at += gaps[-1]
    wrong = answered(refresher, "q1", at, right=False)
    assert next(c.due_at for c in wrong.cards if c.question == "q1") - at < gaps[-1] / 2


def test_nothing_stays_away_for_longer_than_half_of_what_a_certificate_holds() -> None:
    refresher = replace(FRESH, certificate=replace(CERTIFICATE, expires_at=None))
    for _ in range(12):
        at = next(card.due_at for card in refresher.cards if card.question == "q1")
        refresher = answered(refresher, "q1", at)
    last = next(card.due_at for card in refresher.cards if card.question == "q1") - at
    assert last == 180 * DAY


def test_two_months_before_the_end_everything_comes_back() -> None:
    refresher = FRESH
    for question in ("q1", "q2"):
        for _ in range(6):
            at = next(c.due_at for c in refresher.cards if c.question == question)
            if at < ENDS - WINDOW:
                refresher = answered(refresher, question, at)
    assert CERTIFICATE.expires_at == ENDS
    assert refresher.window == ENDS - WINDOW
    assert set(due(refresher, ENDS - WINDOW)) == {"q1", "q2"}


def test_all_answered_right_inside_the_window_renews() -> None:
    at = ENDS - WINDOW
    first = answered(FRESH, "q1", at)
    assert not first.renews(at)
    assert answered(first, "q2", at).renews(at)


def test_it_renews_after_the_end_too() -> None:
    at = ENDS + 100 * DAY
    refresher = answered(answered(FRESH, "q1", at), "q2", at)
    assert refresher.renews(at)


def test_a_wrong_answer_inside_the_window_waits_for_a_right_one() -> None:
    at = ENDS - WINDOW
    wrong = answered(answered(FRESH, "q1", at), "q2", at, right=False)
    assert not wrong.renews(at)
    [card] = [card for card in wrong.cards if card.question == "q2"]
    assert at < card.due_at <= at + 2 * DAY
    assert answered(wrong, "q2", card.due_at).renews(card.due_at)


def test_right_answers_before_the_window_renew_nothing() -> None:
    at = NOON + 10 * DAY
    refresher = answered(answered(FRESH, "q1", at), "q2", at)
    assert not refresher.renews(at)
    assert not refresher.renews(ENDS - WINDOW)


def test_what_was_revoked_is_not_renewed() -> None:
    revoked = replace(CERTIFICATE, revoked_at=NOON, revocation="mistake")
    refresher = replace(FRESH, certificate=revoked)
    assert not refresher.renews(ENDS)


def test_only_what_is_due_is_answered() -> None:
    with pytest.raises(Conflict) as refused:
        answer(FRESH, "q1", ["b"], review_id="r", at=NOON + DAY)
    assert refused.value.code == "card_not_due"


def test_an_answer_is_one_that_the_question_has() -> None:
    with pytest.raises(NotFound):
        answer(FRESH, "q9", ["b"], review_id="r", at=ENDS)
    for chosen in ([], ["z"], ["a", "b"]):
        with pytest.raises(Invalid) as refused:
            answer(FRESH, "q1", chosen, review_id="r", at=ENDS)
        assert list(refused.value.fields) == ["answer"]


@pytest.mark.parametrize("language", ["uk", "en"])
def test_nothing_of_what_is_right_is_told_before_the_answer(language: str) -> None:
    card = FRESH.due(ENDS)[0]
    shown: dict[str, Any] = {
        **show_card(FRESH, card, language),
        **show_refresher(FRESH, language, ENDS),
    }
    assert "right" not in shown
    assert FEEDBACK not in repr(shown)


def test_choices_come_in_one_order_until_answered_and_differ_between_people() -> None:
    card = FRESH.due(ENDS)[1]

    def order(person: str) -> list[str]:
        shown = show_card(replace(FRESH, person_id=person), card, "uk")
        return [choice["id"] for choice in shown["choices"]]

    assert order("ana") == order("ana")
    assert len({tuple(order(f"person-{number}")) for number in range(30)}) > 1


reviews = st.lists(
    st.tuples(
        st.sampled_from(["q1", "q2"]), st.booleans(), st.integers(0, 600 * 24 * 60)
    ),
    max_size=20,
)


@settings(deadline=None)  # the machine may be busy
@given(reviews, st.data())
def test_the_schedule_is_one_however_its_answers_are_read(
    told: list[tuple[str, bool, int]], data: st.DataObject
) -> None:
    """By the order in which we received them, not in which a database returns them."""
    moments = sorted(minute for _, _, minute in told)
    received = [
        Review(f"r{n}", question, ("a",), right, NOON + timedelta(minutes=minute), n)
        for n, ((question, right, _), minute) in enumerate(
            zip(told, moments, strict=True), start=1
        )
    ]
    shuffled = data.draw(st.permutations(received))
    how: dict[str, Any] = {"completed_at": NOON, "months": 12}
    one = cards(["q1", "q2"], received, **how)
    assert one == cards(["q1", "q2"], shuffled, **how)
    for card in one:
        assert card.due_at > (card.last_at or NOON)
