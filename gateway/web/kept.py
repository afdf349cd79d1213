"""Learning without network: the worker, what is kept, and what comes back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, request, send_file

from gateway import auth, i18n, rpc
from gateway.web.rendering import page, shared
from shared.contracts.learning_facts import RecordFacts, read_fact
from shared.errors import ServiceError

pages = Blueprint("kept", __name__)
BUILT = Path(__file__).parents[1] / "static" / "build"


@pages.get("/kept")
def show() -> Response:
    """What this device keeps; the browser alone knows, so a script fills it in.

    Without network this page stands in for those that are not kept.
    """
    return shared(page("kept.html", title=i18n.t("kept.title")), "learning")


@pages.post("/my-learning/facts")
def facts() -> Response:
    """Steps that were done without network, as ``POST /api/v1/me/facts`` takes them.

    Whoever marked a lesson as done on a page joins its course by that, as on the page.
    """
    auth.require_person()
    sent: dict[str, Any] = request.get_json()
    RecordFacts().load(sent)
    read = [read_fact(fact) for fact in sent["facts"]]
    for slug in {fact["course"] for fact in read if isinstance(fact, dict)}:
        try:
            rpc.call("learning", "enrol", slug=slug)
        except ServiceError:
            continue  # the facts of this course are refused one by one, and say why
    return jsonify(rpc.call("learning", "record_facts", **sent))


def worker() -> Response:
    """The service worker, from an address that stays and from which it may see every
    page; the browser asks for it anew each day."""
    name = current_app.extensions["assets"]["worker.js"]
    response = send_file(BUILT / name, mimetype="text/javascript", max_age=0)
    response.headers["Cache-Control"] = "no-cache"
    return response
