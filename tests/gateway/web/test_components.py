"""Components whose state the shipped content never shows."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask, render_template_string

import gateway
from gateway import i18n
from gateway.web import forms, rendering
from shared.errors import Conflict, Invalid, Unavailable

CONTENT = "{% from 'components/content.html' import fallback_notice, prose, more %}"
CARDS = "{% from 'components/cards.html' import course_card %}"
A_COURSE = {
    "slug": "first-aid",
    "title": "First <aid>",
    "summary": "How to help.",
    "language": "en",
    "audiences": ["adult"],
    "minutes": 21,
    "lessons": 2,
}


@pytest.fixture
def app() -> Flask:
    app = Flask("gateway", root_path=str(Path(gateway.__file__).parent))
    app.testing = True
    i18n.init_app(app)
    rendering.init_app(app)
    app.add_url_rule("/<lang>/courses/<slug>", "courses.course", lambda: "")
    app.url_defaults(lambda _, values: values.setdefault("lang", i18n.language()))
    return app


def test_a_text_in_the_other_language_says_so_to_eye_and_ear(app: Flask) -> None:
    with app.test_request_context("/uk/"):
        notice = render_template_string(
            CONTENT + "{{ fallback_notice(c) }}{{ prose('*Help*', c) }}", c=A_COURSE
        )
        card = render_template_string(CARDS + "{{ course_card(c) }}", c=A_COURSE)
    assert "ще немає українською" in notice
    assert '<div lang="en"><p class="govuk-body"><em>Help</em></p>' in notice
    assert 'class="hub-card__title" lang="en"' in card
    assert "First &lt;aid&gt;" in card
    assert "21 хвилина" in card


def test_a_text_in_the_language_of_the_page_needs_no_mark(app: Flask) -> None:
    with app.test_request_context("/en/"):
        html = render_template_string(
            CONTENT + "{{ fallback_notice(c) }}{{ prose('Help', c) }}", c=A_COURSE
        )
    assert "hub-note" not in html
    assert "lang=" not in html


def test_the_rest_of_a_long_list_keeps_its_filters(app: Flask) -> None:
    with app.test_request_context("/en/courses?q=aid&cursor=old"):
        html = render_template_string(CONTENT + "{{ more('a+b') }}")
        last = render_template_string(CONTENT + "{{ more(none) }}")
    assert 'href="/en/courses?q=aid&amp;cursor=a%2Bb"' in html
    assert last.strip() == ""


def test_what_was_refused_stands_at_its_field_in_the_order_of_the_page(
    app: Flask,
) -> None:
    refusal = Invalid("invalid_fields", "", {"password": ["x"], "name": ["x"]})
    with app.test_request_context("/en/"):
        assert list(forms.problems("sign_up", refusal)) == ["name", "password"]
        taken = forms.problems("sign_up", Conflict("address_taken", ""))
        assert taken["email"].startswith("There is already an account")
        away = forms.problems("sign_up", Unavailable("service_unavailable", ""))
        assert list(away) == [""]


def test_a_page_without_built_assets_says_what_to_do(
    app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(rendering, "MANIFEST", tmp_path / "manifest.json")
    with pytest.raises(RuntimeError, match="npm run build"):
        rendering.init_app(app)
