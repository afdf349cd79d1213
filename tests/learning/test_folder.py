"""A sound folder becomes a course; a broken one is refused with every problem."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.learning.catalogue.domain.course import from_plain, to_plain
from services.learning.catalogue.domain.folder import Folder, read_course
from shared.errors import Invalid
from shared.folders import read_contents, read_folder
from tests.learning.builders import FEEDBACK, a_folder, course_yaml, lesson, quiz

SHIPPED = Path(__file__).parents[2] / "services" / "learning" / "courses"


def problems(files: dict[str, str]) -> dict[str, list[str]]:
    with pytest.raises(Invalid) as refused:
        read_course(Folder(files))
    assert refused.value.code == "broken_course"
    return refused.value.fields


@pytest.mark.parametrize("folder", sorted(SHIPPED.iterdir()), ids=lambda p: p.name)
def test_the_courses_that_ship_have_no_problems(folder: Path) -> None:
    texts = read_folder(folder, leave_out="files/*")
    course = read_course(Folder(texts, read_contents(folder / "files")))
    assert course.slug == folder.name
    is_for_small_children = set(course.audiences) == {"child_6_10"}
    assert len(course.lessons) >= (5 if is_for_small_children else 6)
    assert course.quizzes


def test_a_folder_becomes_a_course() -> None:
    course = read_course(Folder(a_folder()))
    assert course.title == {"uk": "Світло вночі", "en": "Light at night"}
    assert [part.id for part in course.lessons] == ["01-why", "02-how"]
    [final] = course.quizzes
    assert final.pass_mark == 80
    assert [(q.id, q.kind, q.right) for q in final.questions] == [
        ("q1", "single", ("b",)),
        ("q2", "multiple", ("a", "c")),
    ]
    assert final.questions[0].text["uk"] == "Що робити?"
    assert final.questions[0].feedback["en"] == FEEDBACK
    assert final.intro == {"uk": "", "en": ""}


def test_a_course_survives_storage() -> None:
    course = read_course(Folder(a_folder()))
    assert from_plain(to_plain(course)) == course


def test_the_digest_is_of_what_is_said_not_of_how_it_is_written() -> None:
    files = a_folder()
    rewritten = {
        path: text.replace("\n", "\r\n") for path, text in reversed(files.items())
    }
    rewritten["course.yaml"] = "# a comment\n" + rewritten["course.yaml"]
    assert (
        read_course(Folder(rewritten)).digest() == read_course(Folder(files)).digest()
    )
    assert (
        read_course(Folder(a_folder(title="Інша"))).digest()
        != read_course(Folder(files)).digest()
    )


def test_a_choice_may_go_on_in_an_indented_line_and_feedback_in_paragraphs() -> None:
    text = quiz(
        questions="Вступ.\n\n## q1 single\n\nЩо?\n\n- [x] a: Довгий\n  вибір\n"
        "- [ ] b: Ні\n\n> Перше.\n>\n> Друге.\n"
    )
    files = a_folder({"quizzes/final.uk.md": text, "quizzes/final.en.md": text})
    [final] = read_course(Folder(files)).quizzes
    assert final.intro["uk"] == "Вступ."
    assert final.questions[0].choices[0].text["uk"] == "Довгий вибір"
    assert final.questions[0].feedback["uk"] == "Перше.\n\nДруге."


def replaced(path: str, old: str, new: str) -> dict[str, str]:
    files = a_folder()
    assert old in files[path]
    return {**files, path: files[path].replace(old, new, 1)}


YAML, LESSON, QUIZ = "course.yaml", "lessons/01-why.en.md", "quizzes/final.en.md"


@pytest.mark.parametrize(
    ("path", "old", "new", "place", "part"),
    [
        (YAML, "minutes: 30", "minutes: 30\nprice: 5", f"{YAML}:6", "price"),
        (YAML, "minutes: 30", "minutes: thirty", f"{YAML}:5", "minutes"),
        (YAML, "night-light", "Night Light", f"{YAML}:1", "slug"),
        (YAML, "citizen", "tourist", f"{YAML}:3", "audiences"),
        (YAML, "[citizen", "[citizen, citizen", f"{YAML}:3", "twice"),
        (YAML, ', en: "Light at night"', "", f"{YAML}:6", "title.en"),
        (YAML, "version: 1", "version: 0", f"{YAML}:2", "version"),
        (YAML, "version: 1", "version: 1\nversion: 2", f"{YAML}:3", "second time"),
        (YAML, "en: [See the dark]", "en: [See, Dark]", f"{YAML}:8", "objectives"),
        (YAML, "[final]", "[]\nreplaces: {x: y}", f"{YAML}:20", "no “y”"),
        (YAML, "[final]", "[]\nreplaces: {02-how: null}", f"{YAML}:20", "still in"),
        (YAML, "[final]", "[01-why]", f"{YAML}:19", "two places"),
        (
            YAML,
            "[final]",
            "[]\nfreshness: {months: 1, quiz: x}",
            f"{YAML}:20",
            "no such",
        ),
        (YAML, "[01-why, 02-how]", "[]\n    quizzes: []", f"{YAML}:20", "second time"),
        (YAML, "https://", "ftp://", f"{YAML}:12", "url"),
        (YAML, "2026-11-22", "yesterday", f"{YAML}:14", "checked_on"),
        (YAML, "02-how]", "02-how, 03-more]", f"{YAML}:18", "03-more.en.md"),
        (YAML, ", 02-how", "", "lessons/02-how.uk.md:1", "No module"),
        (YAML, "[final]", "[]", "quizzes/final.en.md:1", "No module"),
        (YAML, "slug", "\tslug", f"{YAML}:1", "YAML"),
        (LESSON, "minutes: 8", "minutes: 9", f"{LESSON}:3", "minutes"),
        (LESSON, "title: Навіщо", "name: Навіщо", f"{LESSON}:2", "name"),
        (LESSON, "---\n", "", f"{LESSON}:1", "---"),
        (LESSON, "Текст.", "<b>Текст.</b>", f"{LESSON}:8", "HTML"),
        (LESSON, "Текст.", "![x](https://example.org/x)", f"{LESSON}:8", "Pictures"),
        (LESSON, "## Крок", "# Крок", f"{LESSON}:6", "##"),
        (LESSON, "Текст.", "Те\u0007кст.", f"{LESSON}:8", "U+0007"),
        (QUIZ, "pass_mark: 80", "pass_mark: 0", f"{QUIZ}:3", "pass_mark"),
        (QUIZ, "pass_mark: 80", "pass_mark: 101", f"{QUIZ}:3", "pass_mark"),
        (QUIZ, "pass_mark: 80", "pass_mark: 70", f"{QUIZ}:3", "80"),
        (QUIZ, "## q1 single", "## q1 one", f"{QUIZ}:6", "single"),
        (QUIZ, "## q1 single", "## q1 multiple", f"{QUIZ}:6", "single"),
        (QUIZ, "## q2", "## q1", f"{QUIZ}:15", "already"),
        (QUIZ, "## q2", "## q3", f"{QUIZ}:1", "q1, q3"),
        (QUIZ, "- [ ] a: Нічого", "- [x] a: Нічого", f"{QUIZ}:6", "one right"),
        (QUIZ, "- [x] b: Світити", "- [ ] b: Світити", f"{QUIZ}:6", "one right"),
        (QUIZ, "- [ ] b: Нікому", "- [x] b: Нікому", f"{QUIZ}:15", "Right answers"),
        (QUIZ, "- [x] c:", "- [x] a:", f"{QUIZ}:21", "already"),
        (QUIZ, "- [x] c: Водіям\n", "", f"{QUIZ}:15", "Choices differ"),
        (QUIZ, "- [ ] a: Нічого\n", "", f"{QUIZ}:6", "two choices"),
        (QUIZ, "- [ ] a: Нічого", "- [y] a: Нічого", f"{QUIZ}:10", "A choice is"),
        (QUIZ, "> Тому", "Тому", f"{QUIZ}:13", "only feedback"),
        (QUIZ, f"> {FEEDBACK}", ">", f"{QUIZ}:6", "feedback"),
        (QUIZ, "Що робити?", "", f"{QUIZ}:7", "no text"),
        (QUIZ, "## q1", "Вступ.\n\n## q1", f"{QUIZ}:1", "introduction"),
    ],
)
def test_a_problem_is_named_by_file_and_line(
    path: str, old: str, new: str, place: str, part: str
) -> None:
    found = problems(replaced(path, old, new))
    assert place in found, found
    assert any(part in message for message in found[place]), found


def test_no_right_choice_in_multiple() -> None:
    text = quiz().replace("[x] a: Меш", "[ ] a: Меш").replace("[x] c", "[ ] c")
    files = a_folder({"quizzes/final.uk.md": text, "quizzes/final.en.md": text})
    assert "No choice is marked as right." in problems(files)["quizzes/final.uk.md:15"]


@pytest.mark.parametrize("path", ["notes.txt", "lessons/01-why.fr.md", "/etc/passwd"])
def test_a_file_without_a_place_is_a_problem(path: str) -> None:
    assert f"{path}:1" in problems(a_folder({path: "x"}))


def test_a_missing_translation_is_named_where_the_part_is_listed() -> None:
    found = problems(a_folder({"lessons/02-how.en.md": None}))
    assert found == {"course.yaml:18": ["lessons: there is no lessons/02-how.en.md."]}


def test_every_problem_is_named_at_once() -> None:
    files = a_folder(
        {
            "course.yaml": course_yaml(lessons="01-why, 03-gone") + "price: 5\n",
            "lessons/01-why.uk.md": lesson(body="<i>x</i>"),
            "quizzes/final.en.md": quiz(pass_mark=500),
            "stray.md": "",
        }
    )
    assert set(problems(files)) == {
        "course.yaml:18",  # 03-gone
        "course.yaml:20",  # price
        "lessons/01-why.uk.md:8",
        "lessons/02-how.uk.md:1",  # not listed
        "lessons/02-how.en.md:1",
        "quizzes/final.en.md:3",
        "stray.md:1",
    }


def test_an_empty_folder_is_refused() -> None:
    assert problems({}) == {"course.yaml:1": ["This file is missing."]}


FILES = a_folder()
junk = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        ["---", "## q9 single", "- [x] z: Z", "> f", "{", "[" * 40, "&a", "*a", "!!int"]
    ),
    st.sampled_from(['"\\UFFFFFFFF"', '"\\ud800"', "\ud800", "%YAML 1" + "0" * 5000]),
)


@st.composite
def broken_folders(draw: Any) -> dict[str, str]:
    """A sound folder, with lines of some file replaced, removed or added."""
    files = dict(FILES)
    for _ in range(draw(st.integers(1, 4))):
        path = draw(st.sampled_from(sorted(files)))
        lines = files[path].split("\n")
        start = draw(st.integers(0, len(lines) - 1))
        end = draw(st.integers(start, min(start + 3, len(lines))))
        lines[start:end] = draw(st.lists(junk, max_size=3))
        files[path] = "\n".join(lines)
    return files


def read_or_refuse(files: dict[str, str]) -> None:
    try:
        course = read_course(Folder(files))
    except Invalid as refused:
        assert refused.fields  # noqa: PT017
        for place in refused.fields:
            path, _, line = place.rpartition(":")
            if path in files:
                ends = files[path].count("\n") + files[path].count("\r")
                assert 1 <= int(line) <= ends + 2
    else:
        assert from_plain(to_plain(course)) == course
        course.digest()


@given(broken_folders())
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_damaged_folder_is_read_or_refused_and_nothing_else(
    files: dict[str, str],
) -> None:
    read_or_refuse(files)


@given(
    st.dictionaries(
        st.sampled_from(["course.yaml", "lessons/a.uk.md", "quizzes/a.en.md", "\x00"]),
        st.text(),
    )
)
@settings(deadline=None)
def test_any_text_at_all_is_read_or_refused_and_nothing_else(
    files: dict[str, str],
) -> None:
    read_or_refuse(files)
