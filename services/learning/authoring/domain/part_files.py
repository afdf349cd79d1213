"""The Markdown files of lessons and quizzes, as forms fill them in and show them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from io import StringIO

from ruamel.yaml import YAML

from shared.documents import read_page
from shared.folders import Problems
from shared.languages import LANGUAGES

_QUESTION = re.compile(r"^## (\S+)", re.MULTILINE)

# What an author starts a question from, by kind. Nothing in it can be published as it
# is: an empty choice, answer or feedback is a problem.
SKELETONS: Mapping[str, str] = {
    "single": "- [x] a: \n- [ ] b: \n- [ ] c: ",
    "multiple": "- [x] a: \n- [x] b: \n- [ ] c: ",
    "ordering": "1. a: \n2. b: \n3. c: ",
    "matching": "- a:  => x: \n- b:  => y: ",
    "numeric": "= ",
    "short": "= ",
    "scenario": "- [100] a: \n  > \n- [50] b: \n  > \n- [0] c: \n  > ",
}


@dataclass(frozen=True, slots=True)
class LessonText:
    """A lesson file as a form shows it."""

    title: str
    minutes: int
    body: str


def lesson_path(lesson_id: str, language: str) -> str:
    return f"lessons/{lesson_id}.{language}.md"


def quiz_path(quiz_id: str, language: str) -> str:
    return f"quizzes/{quiz_id}.{language}.md"


def write_lesson(lesson: LessonText) -> str:
    front = _front({"title": lesson.title, "minutes": lesson.minutes})
    return f"{front}\n{lesson.body.strip()}\n"


def show_lesson(path: str, text: str) -> LessonText:
    """The parts of a lesson file; what cannot be read stands in the body."""
    page = read_page(path, text, Problems())
    if page is None:
        return LessonText("", 5, text)
    title, minutes = page.front.values.get("title"), page.front.values.get("minutes")
    return LessonText(
        title if isinstance(title, str) else "",
        minutes if isinstance(minutes, int) else 5,
        page.body.strip("\n"),
    )


def part_path(kind: str, part_id: str, language: str) -> str:
    """Of a ``lesson`` or a ``quiz``."""
    return (lesson_path if kind == "lesson" else quiz_path)(part_id, language)


def new_lesson(lesson_id: str, titles: Mapping[str, str]) -> dict[str, str]:
    """The files of a lesson that is still to be written, by path."""
    return {
        lesson_path(lesson_id, language): write_lesson(
            LessonText(titles[language], 5, "")
        )
        for language in LANGUAGES
    }


def new_quiz(
    quiz_id: str, titles: Mapping[str, str], pass_mark: int, purpose: str
) -> dict[str, str]:
    """The files of a quiz that is still to be written, by path."""
    return {
        quiz_path(quiz_id, language): _front(
            {"title": titles[language], "pass_mark": pass_mark, "purpose": purpose}
        )
        for language in LANGUAGES
    }


def with_question(text: str, kind: str) -> str:
    """The quiz file with one more question to fill in, under an id that is free."""
    taken = set(_QUESTION.findall(text))
    number = len(taken) + 1
    while f"q{number}" in taken:
        number += 1
    question = f"## q{number} {kind}\n\n\n\n{SKELETONS[kind]}\n\n> \n"
    return f"{text.rstrip()}\n\n{question}"


def _front(values: Mapping[str, object]) -> str:
    held = StringIO()
    yaml = YAML(typ="rt")
    yaml.width = 10_000
    yaml.allow_unicode = True
    yaml.dump(dict(values), held)
    return f"---\n{held.getvalue()}---\n"
