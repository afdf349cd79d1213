"""The pages: one module a subject, each a blueprint under ``/<language>/``."""

from __future__ import annotations

from flask import Blueprint, Flask, Response, current_app, redirect, request, url_for

from gateway import i18n
from gateway.web import (
    account,
    bundle,
    certificates,
    cohort_people,
    cohort_sessions,
    cohorts,
    collections,
    courses,
    desk_courses,
    desk_files,
    desk_lessons,
    desk_outline,
    desk_quizzes,
    editing,
    editing_collections,
    editing_files,
    editing_text,
    feeds,
    hubs,
    information,
    joining,
    kept,
    lessons,
    library,
    messages,
    password_reset,
    progress,
    quizzes,
    refreshers,
    rendering,
    reports,
    search,
    sitemaps,
    skills,
    start,
    teaching,
)

PREFIX = "/<any(uk, en):lang>"
BLUEPRINTS: tuple[Blueprint, ...] = (
    start.pages,
    courses.pages,
    lessons.pages,
    kept.pages,
    quizzes.pages,
    progress.pages,
    joining.pages,
    cohorts.pages,
    cohort_people.pages,
    cohort_sessions.pages,
    reports.pages,
    skills.pages,
    refreshers.pages,
    certificates.pages,
    teaching.pages,
    desk_courses.pages,
    desk_outline.pages,
    desk_lessons.pages,
    desk_quizzes.pages,
    desk_files.pages,
    editing_text.pages,
    editing_files.pages,
    editing_collections.pages,
    editing.pages,
    library.pages,
    collections.pages,
    feeds.pages,
    search.pages,
    hubs.pages,
    account.pages,
    password_reset.pages,
    messages.pages,
    information.pages,
)


def init_app(app: Flask) -> None:
    """Register every page, and what templates need to render them."""
    rendering.init_app(app)
    app.url_value_preprocessor(_take_language)
    app.url_defaults(_give_language)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint, url_prefix=PREFIX)
    app.register_blueprint(sitemaps.site)
    app.register_blueprint(bundle.site)
    app.add_url_rule("/", "front_door", _front_door)
    app.add_url_rule("/worker.js", "worker", kept.worker)


def _take_language(endpoint: str | None, values: dict[str, object] | None) -> None:
    # Views do not need it as an argument: gateway.i18n reads it from the path.
    if values:
        values.pop("lang", None)


def _give_language(endpoint: str, values: dict[str, object]) -> None:
    if current_app.url_map.is_endpoint_expecting(endpoint, "lang"):
        values.setdefault("lang", i18n.language())


def _front_door() -> Response:
    """Send a visitor on in the language the browser asks for."""
    asked = request.accept_languages.best_match(i18n.SUPPORTED, i18n.DEFAULT)
    response = redirect(url_for("start.show", lang=asked), 302)
    response.vary.add("Accept-Language")
    assert isinstance(response, Response)  # noqa: S101 - werkzeug types it wider
    return response
