"""A new password by a code from an e-mail. No address of a page holds either."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import Blueprint, Response, request, session, url_for

from gateway import auth, i18n, password_resets
from gateway.web import forms
from gateway.web.rendering import page, see
from shared.contracts.notifications_rpc import PASSWORD_CODE_MINUTES
from shared.errors import ServiceError

pages = Blueprint("password_reset", __name__)

EMAIL = "reset_email"  # under which the session remembers whom the code was for


@pages.route("/password-reset", methods=["GET", "POST"])
def ask() -> Response:
    asked = _asked("email")
    problems: dict[str, str] = {}
    if request.method == "POST":
        problems = _problems(asked, lambda: password_resets.ask(asked["email"]))
        if not problems:
            session[EMAIL] = asked["email"]
            return see(url_for("password_reset.redeem"), "password_code_asked")
    return page(
        "account/password_reset.html",
        title=i18n.t("password_reset.title"),
        status=422 if problems else 200,
        trail=_trail(),
        asked=asked,
        problems=problems,
    )


@pages.route("/password-reset/code", methods=["GET", "POST"])
def redeem() -> Response:
    """The code may be typed on another device than the one that asked for it, so
    the address is a field here too, filled in where the session knows it."""
    asked = _asked("email", "code")
    problems: dict[str, str] = {}
    if request.method == "POST":
        password = request.form.get("password", "")
        problems = _problems(
            {**asked, "password": password}, lambda: _redeem(asked, password)
        )
        if not problems:
            return see(url_for("progress.show"), "password_changed")
    return page(
        "account/password_reset_code.html",
        title=i18n.t("password_reset.code_title"),
        status=422 if problems else 200,
        trail=_trail(),
        minutes=PASSWORD_CODE_MINUTES,
        asked=asked,
        problems=problems,
    )


def _redeem(asked: Mapping[str, str], password: str) -> None:
    """Change the password and sign this browser in."""
    auth.start_page_session(password_resets.redeem(**asked, password=password))


def _problems(given: Mapping[str, str], work: Callable[[], object]) -> dict[str, str]:
    """What keeps the form from being accepted; none once the work is done."""
    empty = {
        field: i18n.t(f"problem.password_reset.{field}")
        for field, value in given.items()
        if not value
    }
    if empty:
        return empty
    try:
        work()
    except ServiceError as refusal:
        return forms.problems("password_reset", refusal)
    return {}


def _asked(*names: str) -> dict[str, str]:
    """What the form brought; before that, what the session remembers."""
    known = {"email": session.get(EMAIL, "")}
    return {name: request.form.get(name, known.get(name, "")).strip() for name in names}


def _trail() -> list[tuple[str, str]]:
    return [(i18n.t("sign_in.title"), url_for("account.sign_in"))]
