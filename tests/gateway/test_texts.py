"""Every refusal the platform can make has words in both languages."""

import ast
from pathlib import Path

import pytest

from gateway import i18n
from gateway.errors import HTTP_CODES
from gateway.field_messages import FORMS

ROOT = Path(__file__).parents[2]
KINDS = {
    "BadRequest",
    "Conflict",
    "DeadlineExceeded",
    "Forbidden",
    "Invalid",
    "NotFound",
    "TooMany",
    "Unauthenticated",
    "Unavailable",
}


# Made while an event is consumed: tried again later, never told to anybody.
OF_EVENTS = {"contact_unknown", "title_unknown"}


def codes() -> set[str]:
    """The first argument of every refusal made in the code."""
    found = set(HTTP_CODES.values())
    for part in ("shared", "services", "gateway"):
        for path in (ROOT / part).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if (
                    isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Name)
                    and node.func.id in KINDS
                    and node.args
                    and isinstance(node.args[0], ast.Constant)
                ):
                    found.add(str(node.args[0].value))
    return found - OF_EVENTS


@pytest.mark.parametrize("language", i18n.SUPPORTED)
def test_every_code_has_a_sentence(language: str) -> None:
    known = i18n.load(language).singular
    assert sorted(c for c in codes() if not known.get(f"error.{c}")) == []


@pytest.mark.parametrize("language", i18n.SUPPORTED)
def test_every_problem_of_a_field_has_a_sentence(language: str) -> None:
    known = i18n.load(language).singular
    assert [name for name, _ in FORMS if not known.get(f"field.{name}")] == []


def test_both_catalogues_have_the_same_keys() -> None:
    uk, en = (i18n.load(language) for language in ("uk", "en"))
    assert set(uk.singular) == set(en.singular)
    assert uk.plural_keys == en.plural_keys
