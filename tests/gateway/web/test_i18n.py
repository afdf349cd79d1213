"""Both languages say the same things, in the right forms."""

from __future__ import annotations

import string

import pytest
from flask import Flask

from gateway import i18n
from shared.contracts.content_rpc import ITEM_TYPES
from shared.contracts.hubs_rpc import DAYS, FACILITIES, SERVICE_KINDS
from shared.contracts.progress_rpc import (
    STATES,
)
from shared.identity import ROLES
from shared.vocabulary import AUDIENCES, LICENCES


@pytest.fixture
def app() -> Flask:
    app = Flask(__name__)
    app.testing = True
    i18n.init_app(app)
    return app


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "0 уроків"),
        (1, "1 урок"),
        (2, "2 уроки"),
        (5, "5 уроків"),
        (11, "11 уроків"),
        (12, "12 уроків"),
        (21, "21 урок"),
        (22, "22 уроки"),
        (111, "111 уроків"),
    ],
)
def test_ukrainian_counts_in_three_forms(app: Flask, number: int, words: str) -> None:
    with app.test_request_context("/uk/"):
        assert i18n.tn("unit.lessons", number) == words


def test_english_counts_in_two(app: Flask) -> None:
    with app.test_request_context("/en/"):
        assert [i18n.tn("unit.lessons", n) for n in (1, 2)] == ["1 lesson", "2 lessons"]


@pytest.mark.parametrize(
    ("path", "header", "language"),
    [
        ("/en/courses", "uk", "en"),
        ("/uk/courses?language=en", "en", "uk"),
        ("/api/v1/courses?language=en", "uk", "en"),
        ("/api/v1/courses", "en-GB,en;q=0.9", "en"),
        ("/api/v1/courses?language=xx", "pl", "uk"),
        ("/api/v1/courses", "", "uk"),
    ],
)
def test_the_path_decides_then_the_query_then_the_browser(
    app: Flask, path: str, header: str, language: str
) -> None:
    with app.test_request_context(path, headers={"Accept-Language": header}):
        assert i18n.language() == language


def test_a_missing_text_is_loud_under_test_and_quiet_elsewhere(app: Flask) -> None:
    with app.test_request_context("/uk/"):
        with pytest.raises(LookupError, match=r"no\.such"):
            i18n.t("no.such")
        app.extensions[i18n.EXTENSION] = i18n.Translator(
            app.extensions[i18n.EXTENSION].languages, strict=False
        )
        assert i18n.t("no.such") == "no.such"


def test_times_are_told_by_the_clock_in_kyiv(app: Flask) -> None:
    with app.test_request_context("/en/"):
        assert i18n.format_date("2026-11-21T23:30:00Z") == "22 November 2026"
        assert i18n.format_date("2026-11-22") == "22 November 2026"
        assert i18n.format_datetime("2026-07-01T09:05:00+00:00").endswith("12:05")
    with app.test_request_context("/uk/"):
        assert i18n.format_date("2026-11-22").startswith("22 листопада 2026")


def test_both_languages_have_the_same_keys_and_places() -> None:
    uk, en = i18n.load("uk"), i18n.load("en")
    assert uk.singular.keys() == en.singular.keys()
    assert uk.plural_keys == en.plural_keys
    assert [
        k for k, text in [*uk.singular.items(), *en.singular.items()] if not text
    ] == []
    different = [
        key
        for key, text in uk.singular.items()
        if _places(text) != _places(en.singular[key])
    ]
    assert different == []
    for key in uk.plural_keys:
        forms = [m.plural(key, n) for m in (uk, en) for n in (1, 2, 5)]
        assert len({frozenset(_places(form)) for form in forms}) == 1, key
        assert key not in forms


def test_every_word_of_a_closed_list_is_known() -> None:
    lists = {
        "audience": AUDIENCES,
        "type": ITEM_TYPES,
        "service": SERVICE_KINDS,
        "facility": FACILITIES,
        "day": DAYS,
        "state": STATES,
        "role": ROLES,
        "language": i18n.SUPPORTED,
        "licence": LICENCES,
    }
    known = i18n.load("uk").singular
    wanted = [f"{kind}.{value}" for kind, values in lists.items() for value in values]
    assert [key for key in wanted if key not in known] == []


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}
