"""The JSON API: one module a subject, each a blueprint under ``/api/v1``."""

from flask import Blueprint, Flask

from gateway import auth
from gateway.api import (
    about,
    accounts,
    attempts,
    certificates,
    cohorts,
    collections,
    courses,
    document,
    editing,
    events,
    hubs,
    library,
    notifications,
    password_resets,
    progress,
    refreshers,
    search,
    skills,
    tokens,
    uploads,
)

BLUEPRINTS: tuple[Blueprint, ...] = (
    about.bp,
    events.bp,
    accounts.bp,
    tokens.bp,
    password_resets.bp,
    attempts.bp,
    courses.bp,
    progress.bp,
    certificates.bp,
    cohorts.bp,
    refreshers.bp,
    skills.bp,
    library.bp,
    collections.bp,
    editing.bp,
    uploads.bp,
    search.bp,
    hubs.bp,
    notifications.bp,
)


def init_app(app: Flask) -> None:
    """Register every route, without form protection: no cookie is read here."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint, url_prefix=document.PREFIX)
        auth.csrf.exempt(blueprint)
    app.extensions["openapi"] = document.build()
