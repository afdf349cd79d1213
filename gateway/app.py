"""Putting the gateway together: which layer stands before which."""

from typing import TYPE_CHECKING

from flask import Flask, Response, request
from werkzeug.middleware.proxy_fix import ProxyFix

from gateway import (
    access,
    api,
    auth,
    cache,
    compression,
    errors,
    headers,
    health,
    i18n,
    limits,
    metrics,
    rpc,
    web,
)
from gateway.settings import GatewaySettings
from shared import mongo, telemetry

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

BODY_MOST = 1024 * 1024  # bytes; a batch of 1000 facts is a quarter of it
# Forms that take more, by endpoint: a file of up to 2 or 25 MiB, two texts of 200,000
# signs.
BODY_MOST_OF = {
    "desk_files.files": 4 * 1024 * 1024,
    "desk_lessons.lesson": 2 * 1024 * 1024,
    "desk_quizzes.quiz": 2 * 1024 * 1024,
    "editing_files.files": 26 * 1024 * 1024,
}
STATIC_AGE_S = 31_536_000


def create_app(settings: GatewaySettings) -> Flask:
    """The application of one process, its connections opened but not yet used."""
    telemetry.configure("gateway", settings.log_level)
    app = Flask(__name__, static_folder="static", static_url_path="/static")
    app.config.update(
        MAX_CONTENT_LENGTH=BODY_MOST,
        SEND_FILE_MAX_AGE_DEFAULT=STATIC_AGE_S,  # names change with content
        MAX_FORM_MEMORY_SIZE=BODY_MOST,
        STRICT_TRANSLATIONS=settings.environment == "test",
    )
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.extensions["settings"] = settings
    app.extensions["database"] = mongo.connect(settings.mongo_url, "gateway")
    app.extensions["cache"] = cache.PublicCache(
        settings.cache_max_bytes, settings.cache_max_age_s
    )

    # After-request functions run in the reverse order: the tags of what is left of
    # the limits first, then static files, compression, and security headers last.
    access.init_app(app)
    app.before_request(_allow_larger)  # before anything reads the form
    headers.init_app(app, settings)
    compression.init_app(app)
    app.after_request(_keep_static)
    i18n.init_app(app)
    errors.init_app(app)
    limits.init_app(app, settings, auth.current_person_id)
    auth.init_app(app, settings)
    app.register_blueprint(health.bp)
    app.register_blueprint(metrics.bp)
    api.init_app(app)
    web.init_app(app)
    rpc.init_app(app, settings)
    _wrap(app, settings)
    return app


def _wrap(app: Flask, settings: GatewaySettings) -> None:
    """The layers before Flask: proxies, then the cache, outermost the watcher."""
    inner: WSGIApplication = app.wsgi_app
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        inner = ProxyFix(inner, x_for=count, x_proto=count, x_host=count)
    kept = cache.cached(
        inner, app.extensions["cache"], app.config["SESSION_COOKIE_NAME"]
    )
    app.wsgi_app = access.observed(kept)  # type: ignore[assignment,method-assign]  # as Flask documents


def _allow_larger() -> None:
    most = BODY_MOST_OF.get(request.endpoint or "", BODY_MOST)
    request.max_content_length = request.max_form_memory_size = most


def _keep_static(response: Response) -> Response:
    """Built files never change under one name, so they may be kept for ever."""
    if request.endpoint == "static" and response.status_code == 200:
        cache.public(response, tags=())
        if request.path.startswith("/static/build/"):
            response.cache_control.immutable = True
    return response
