"""What the checks of a course folder can complain about has words in the catalogues."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from gateway import i18n
from gateway.field_messages import FORMS as OF_FIELDS
from gateway.web.course_problems import FORMS, in_words

ROOT = Path(__file__).parents[3]
SOURCES = (
    *(ROOT / "services" / "learning" / "catalogue" / "domain").glob("*.py"),
    *(ROOT / "shared" / f"{name}.py" for name in ("blocks", "prose", "editorial")),
    *(ROOT / "shared" / f"{name}.py" for name in ("documents", "folders")),
)
SENTENCE = re.compile(r"[A-Z“a-z_]+.* .*\.")
# What a value in a message may be: a number, a file, a word.
VALUES = ("7", "quizzes/a.en.md", "files/", "title", "course.yaml", "U+0007")
# Told for a folder or a program, never for a draft; or no message at all.
ELSEWHERE = {
    "A file is not text.",
    # Of files that no page sends: paths, hubs, collections.
    "Expected <slug>.yaml files only.",
    "slug: the file is “…”.",
    "Something went wrong on our side.",
    "The course folder has problems.",
    "There is no such course.",
    "This version would orphan progress that people have made.",
}


def messages() -> Iterator[ast.expr]:
    """Every sentence handed to something, as it stands in the code."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            for one in handed(node):
                if isinstance(one, ast.Constant | ast.JoinedStr):
                    yield one


def handed(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, ast.Yield) and node.value is not None:
        return [node.value]
    if not isinstance(node, ast.Call):
        return []
    name = ast.unparse(node.func)
    if name == "_Written":  # how the answers of a question are written
        return node.args
    told = name.endswith(("problems.add", "complain", "ValidationError"))
    return node.args[-1:] if told else []


def spelt(message: ast.expr, value: str) -> str:
    if isinstance(message, ast.JoinedStr):
        return "".join(spelt(part, value) for part in message.values)
    if isinstance(message, ast.Constant):
        return str(message.value)
    return value


def is_known(text: str) -> bool:
    text = re.sub(r"^[a-z_]+: (?=[A-Z])", "", text)
    forms = [form for _, form in (*FORMS, *OF_FIELDS)]
    return any(re.fullmatch(form, text) for form in forms)


def test_every_problem_has_a_form() -> None:
    found = [(spelt(m, "…"), [spelt(m, v) for v in VALUES]) for m in messages()]
    sentences = [(said, ways) for said, ways in found if SENTENCE.fullmatch(said)]
    assert len(sentences) > 50
    unknown = {
        said
        for said, ways in sentences
        if said not in ELSEWHERE and not any(map(is_known, ways))
    }
    assert sorted(unknown) == []


@pytest.fixture
def app() -> Flask:
    app = Flask("gateway")
    app.testing = True
    i18n.init_app(app)
    return app


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("There is no text.", "Тут ще немає тексту."),
        (
            "sources: Length must be between 1 and 100.",
            "Додайте хоча б одне джерело.",
        ),
        (
            "sources.0.url: Not a valid URL.",
            "Джерела, 1, адреса: Це не адреса сторінки. Вона починається з https://",
        ),
        (
            "title.uk: Length must be between 1 and 200.",
            "Назва, українською: Потрібно від 1 до 200 знаків.",
        ),
        ("Nobody has said this before.", "Nobody has said this before."),
    ],
)
def test_a_problem_is_told_in_the_readers_language(
    app: Flask, message: str, words: str
) -> None:
    with app.test_request_context("/uk/"):
        assert in_words(message) == words


def test_every_form_has_words_with_its_places(app: Flask) -> None:
    for name, form in FORMS:
        places = dict.fromkeys(re.compile(form).groupindex, "7")
        for language in ("uk", "en"):
            with app.test_request_context(f"/{language}/"):
                assert i18n.t(f"course_problem.{name}", **places)
