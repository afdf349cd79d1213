"""Quiz files: every kind of question, and every problem by file and line."""

from __future__ import annotations

from typing import Any

import pytest

from services.learning.catalogue.domain.course import from_plain, to_plain
from services.learning.catalogue.domain.folder import Folder, read_course
from services.learning.catalogue.domain.quiz import Quiz
from shared.errors import Invalid
from tests.learning.builders import a_folder
from tests.learning.quiz_builders import (
    KINDS_EN,
    KINDS_UK,
    a_quiz_course,
    a_quiz_folder,
    quiz_file,
    single,
)

UK, EN = "quizzes/final.uk.md", "quizzes/final.en.md"


def the_quiz(questions: str = KINDS_UK, **front: Any) -> Quiz:
    return a_quiz_course(questions, **front).quiz("final")


def problems(files: dict[str, str]) -> dict[str, list[str]]:
    with pytest.raises(Invalid) as refused:
        read_course(Folder(files))
    assert refused.value.code == "broken_course"
    return refused.value.fields


def test_a_question_of_every_kind_is_read() -> None:
    quiz = the_quiz()
    assert [(q.id, q.kind, q.right) for q in quiz.questions] == [
        ("q1", "single", ("b",)),
        ("q2", "multiple", ("a", "c")),
        ("q3", "ordering", ("a", "b", "c", "d")),
        ("q4", "matching", ("a:x", "b:y")),
        ("q5", "numeric", ("9.5",)),
        ("q6", "short", ()),
        ("q7", "scenario", ("a",)),
    ]


def test_the_sides_of_a_matching_question_are_read() -> None:
    question = the_quiz().question("q4")
    assert [choice.id for choice in question.choices] == ["a", "b"]
    assert [partner.text["en"] for partner in question.partners] == [
        "101",
        "102",
        "105",
    ]


def test_a_number_has_a_tolerance_and_a_unit_in_each_language() -> None:
    question = the_quiz().question("q5")
    assert (question.tolerance, question.unit) == ("0.5", {"uk": "м", "en": "m"})


def test_accepted_words_are_each_languages_own() -> None:
    assert the_quiz().question("q6").accepted == {
        "uk": ("укриття", "до сховища"),
        "en": ("shelter", "to the shelters"),
    }


def test_a_choice_of_a_scenario_has_points_and_what_follows() -> None:
    question = the_quiz().question("q7")
    assert [choice.points for choice in question.choices] == [100, 50, 0]
    assert question.choices[2].outcome["en"] == "Nobody knows where you are."
    assert question.feedback["uk"] == "Не ходіть самі."


def test_the_front_matter_is_read() -> None:
    quiz = the_quiz(
        single("q1", " pool=law") + single("q2", " pool=law") + single("q3"),
        minutes=20,
        attempts=3,
        answers="after_passing",
        draw="{law: 1}",
    )
    assert (quiz.minutes, quiz.attempts, quiz.answers) == (20, 3, "after_passing")
    assert quiz.draw == {"law": 1}
    assert [question.pool for question in quiz.questions] == ["law", "law", None]
    assert quiz.length == 2


def test_what_is_not_said_is_a_final_quiz_without_limits() -> None:
    quiz = the_quiz(single("q1"))
    assert (quiz.purpose, quiz.answers) == ("final", "at_once")
    assert (quiz.minutes, quiz.attempts, quiz.draw) == (None, None, {})


def test_a_test_before_and_after_has_two_forms() -> None:
    quiz = the_quiz(
        single("q1", " form=a") + single("q2", " form=b"), purpose="before_after"
    )
    assert [question.form for question in quiz.questions] == ["a", "b"]
    assert quiz.length == 1


@pytest.mark.parametrize(
    ("written", "value", "tolerance", "unit"),
    [
        ("= 112", "112", "0", None),
        ("=112", "112", "0", None),
        ("= -3,25", "-3.25", "0", None),
        ("= 9.5 +- 0,5", "9.5", "0.5", None),
        ("= 9.5±0.5", "9.5", "0.5", None),
        ("= 100 [м]", "100", "0", "м"),
        ("= 10 +- 1 [м на секунду]", "10", "1", "м на секунду"),
    ],
)
def test_a_number_may_be_written_in_several_ways(
    written: str, value: str, tolerance: str, unit: str | None
) -> None:
    quiz = the_quiz(f"## q1 numeric\n\nСкільки?\n\n{written}\n\n> Ось.\n")
    [question] = quiz.questions
    assert (question.right, question.tolerance) == ((value,), tolerance)
    assert question.unit == ({"uk": unit, "en": unit} if unit else {})


def test_a_list_may_stand_in_the_text_of_a_question() -> None:
    quiz = the_quiz(
        "## q1 matching\n\nЄ служби:\n\n- поліція\n- рятувальники\n\n"
        "- a: Пожежа => x: 101\n  або 112\n- b: Злочин => y: 102\n\n> Ось.\n"
    )
    [question] = quiz.questions
    assert question.text["uk"].endswith("- рятувальники")
    assert question.partners[0].text["uk"] == "101 або 112"


def test_what_follows_may_take_several_lines() -> None:
    quiz = the_quiz(
        "## q1 scenario\n\nЩо?\n\n- [100] a: Так\n  робити\n  > Перше.\n  >\n"
        "  > Друге.\n- [0] b: Ні\n  > Ні.\n\n> Ось.\n"
    )
    choice = quiz.questions[0].choices[0]
    assert choice.text["uk"] == "Так робити"
    assert choice.outcome["uk"] == "Перше.\n\nДруге."


def test_a_course_with_every_kind_survives_storage() -> None:
    course = a_quiz_course()
    assert from_plain(to_plain(course)) == course


@pytest.mark.parametrize(
    ("old", "new", "line", "part"),
    [
        ("## q1 single", "## q1 essay", 8, "the kinds are single, multiple, ordering"),
        ("## q1 single", "## q1 single group=x", 8, "pool=<name>"),
        ("## q1 single", "## q1 single form=c", 8, "form=a"),
        ("## q1 single", "## q1 single pool=x form=a", 8, "pool=<name>"),
        ("## q1 single", "## q1 single form=a", 8, "Only questions"),
        ("3. c:", "2. c:", 33, "number 3"),
        ("1. a: Walk\n2. b: Write down\n", "", 27, "three choices"),
        ("1. a: Walk", "1) a: Walk", 31, "“1. a: Text”"),
        ("1. a: Walk", "1. Walk", 31, "“1. a: Text”"),
        ("- b: Crime => y: 102", "- b: Crime = y: 102", 43, "Left => x: Right"),
        ("- b: Crime => y: 102\n", "", 38, "two pairs"),
        ("y: 102", "x: 102", 43, "already"),
        ("= 9.50 +- 0.5 [m]", "= nine", 52, "“= 112”"),
        ("= 9.50 +- 0.5 [m]", "= 9.50 +- -1", 52, "below zero"),
        ("= 9.50 +- 0.5 [m]", "= 9\n= 10", 48, "one “= …”"),
        ("= 9.50 +- 0.5 [m]", "", 48, "one “= …”"),
        ("= shelter\n= to the shelters\n", "", 56, "one accepted"),
        ("= shelter", "= ?!", 60, "no word"),
        ("- [50] b", "- [100] b", 65, "exactly one choice with [100], not 2"),
        ("- [100] a", "- [99] a", 65, "exactly one choice with [100], not 0"),
        ("- [50] b", "- [101] b", 71, "0 to 100"),
        ("- [50] b", "- [x] b", 71, "“- [100] a: Text”"),
        ("  > Slow, but safe.\n", "", 71, "What follows"),
        ("  > Slow, but safe.", "Slow, but safe.", 72, "only feedback"),
        ("  > Slow, but safe.", "  > <b>Slow</b>", 72, "HTML"),
        ("> Do not go alone.", "", 65, "feedback"),
        ("> Do not go alone.", "> Do not.\n\n- [0] d: More", 78, "before the feedback"),
    ],
)
def test_a_problem_of_a_question_is_named_by_line(
    old: str, new: str, line: int, part: str
) -> None:
    assert old in KINDS_EN
    files = a_quiz_folder(KINDS_UK, KINDS_EN.replace(old, new, 1))
    found = problems(files)
    assert any(part in message for message in found.get(f"{EN}:{line}", [])), found


@pytest.mark.parametrize(
    ("old", "new", "line", "part"),
    [
        ("## q1 single", "## q1 single pool=x", 8, "neither pool nor form"),
        ("q2 multiple", "q2 scenario", 17, "says “multiple”"),
        ("2. b: Write down\n3. c:", "2. c: Write down\n3. b:", 27, "Choices differ"),
        ("a: Fire => x: 101", "a: Fire => w: 101", 38, "Right sides differ"),
        ("=> x: 101\n- b: Crime => y", "=> y: 101\n- b: Crime => x", 38, "Right sides"),
        ("= 9.50 +-", "= 9.6 +-", 48, "9.6, not 9.5"),
        ("+- 0.5", "+- 0.4", 48, "Tolerances differ"),
        (" [m]", "", 48, "Units differ"),
        ("[50] b", "[40] b", 65, "Points differ"),
        ("[100] a: Call a neighbour", "[0] a: Call a neighbour", 65, "not a"),
    ],
)
def test_a_difference_between_the_languages_is_named(
    old: str, new: str, line: int, part: str
) -> None:
    assert old in KINDS_EN
    other = KINDS_EN.replace(old, new, 1)
    if part == "not a":
        other = other.replace("[0] c", "[100] c")
    found = problems(a_quiz_folder(KINDS_UK, other))
    assert any(part in message for message in found.get(f"{EN}:{line}", [])), found


@pytest.mark.parametrize(
    ("front", "line", "part"),
    [
        ({"minutes": 20}, 4, "minutes"),
        ({"attempts": 3}, 4, "attempts"),
        ({"answers": "after_passing"}, 4, "after_passing"),
        ({"purpose": "practice"}, 4, "practice"),
        ({"draw": "{law: 1}"}, 4, "law: 1"),
    ],
)
def test_a_rule_that_one_language_lacks_is_named(
    front: dict[str, Any], line: int, part: str
) -> None:
    """On the line where it stands or, where it is missing, on the first."""
    questions = single("q1", " pool=law")
    with_rule, without = quiz_file(questions, **front), quiz_file(questions)
    there = problems(a_folder({UK: without, EN: with_rule}))
    missing = problems(a_folder({UK: with_rule, EN: without}))
    assert set(there) == {f"{EN}:{line}"}
    assert set(missing) == {f"{EN}:2"}
    assert part in missing[f"{EN}:2"][0]


@pytest.mark.parametrize(
    ("questions", "front", "line", "part"),
    [
        (single("q1"), {"minutes": 0}, 4, "minutes"),
        (single("q1"), {"attempts": "many"}, 4, "attempts"),
        (single("q1"), {"answers": "never"}, 4, "answers"),
        (single("q1"), {"purpose": "fun"}, 4, "purpose"),
        (single("q1"), {"draw": "{law: 1}"}, 4, "which has 0"),
        (single("q1", " pool=law"), {"draw": "{law: 2}"}, 4, "which has 1"),
        (single("q1", " pool=law"), {"draw": "{law: 0}"}, 4, "draw"),
        (single("q1"), {"purpose": "practice", "attempts": 2}, 5, "as often"),
        (single("q1"), {"purpose": "before_after"}, 7, "on each question"),
        (single("q1", " form=a"), {"purpose": "before_after"}, 4, "not 1 and 0"),
    ],
)
def test_a_rule_that_cannot_hold_is_named(
    questions: str, front: dict[str, Any], line: int, part: str
) -> None:
    files = a_quiz_folder(questions, **front)
    for path, messages in problems(files).items():
        if path == f"{UK}:{line}":
            assert any(part in message for message in messages), messages
            return
    pytest.fail(f"nothing on line {line}: {problems(files)}")
