"""Signing up, in and out; one's own details."""

from __future__ import annotations

from flask import Blueprint, Response, request, url_for

from gateway import accounts, auth, i18n
from gateway.web import forms
from gateway.web.rendering import page, see, word
from shared.errors import ServiceError

pages = Blueprint("account", __name__)


@pages.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> Response:
    asked = {"email": request.form.get("email", "").strip()}
    problems: dict[str, str] = {}
    if request.method == "POST":
        problems = _sign_in(asked["email"], request.form.get("password", ""))
        if not problems:
            return see(_next_address())
    return page(
        "account/sign_in.html",
        title=i18n.t("sign_in.title"),
        status=422 if problems else 200,
        asked=asked,
        problems=problems,
        next=request.args.get("next"),
    )


@pages.route("/sign-up", methods=["GET", "POST"])
def sign_up() -> Response:
    asked = {
        "name": request.form.get("name", "").strip(),
        "email": request.form.get("email", "").strip(),
        "language": request.form.get("language", i18n.language()),
    }
    problems: dict[str, str] = {}
    if request.method == "POST":
        try:
            person = accounts.register(
                **asked, password=request.form.get("password", "")
            )
        except ServiceError as refusal:
            problems = forms.problems("sign_up", refusal)
        else:
            auth.start_page_session(person)
            return see(_next_address(), "signed_up")
    return page(
        "account/sign_up.html",
        title=i18n.t("sign_up.title"),
        status=422 if problems else 200,
        asked=asked,
        problems=problems,
        next=request.args.get("next"),
    )


@pages.post("/sign-out")
def sign_out() -> Response:
    auth.end_page_session()
    return _leaving_nothing(see(url_for("start.show")))


@pages.get("/account")
def show() -> Response:
    return _account({})


@pages.post("/account")
def save() -> Response:
    person = auth.require_person()
    try:
        accounts.change_profile(
            person_id=person.person_id,
            name=request.form.get("name", ""),
            language=request.form.get("language", ""),
        )
    except ServiceError as refusal:
        return _account(forms.problems("account", refusal))
    return see(url_for("account.show"), "account_saved")


@pages.post("/account/sign-out-everywhere")
def sign_out_everywhere() -> Response:
    auth.end_every_session(auth.require_person())
    return _leaving_nothing(see(url_for("start.show")))


def _leaving_nothing(response: Response) -> Response:
    """The next person at this device finds no page and no step of this one."""
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def _sign_in(email: str, password: str) -> dict[str, str]:
    """Problems; none when this browser is signed in now."""
    empty = {
        field: i18n.t(f"problem.sign_in.{field}")
        for field, value in (("email", email), ("password", password))
        if not value
    }
    if empty:
        return empty
    try:
        person = accounts.check_password(email, password)
    except ServiceError as refusal:
        return forms.problems("sign_in", refusal)
    auth.start_page_session(person)
    return {}


def _next_address() -> str:
    """Where the reader was going before signing in, if it is a page of ours."""
    return auth.safe_path(request.args.get("next"), url_for("progress.show"))


def _account(problems: dict[str, str]) -> Response:
    person = auth.require_person()
    return page(
        "account/account.html",
        title=i18n.t("account.title"),
        status=422 if problems else 200,
        person=person,
        roles=", ".join(word("role", role) for role in sorted(person.roles)),
        asked={
            "name": request.form.get("name", person.name),
            "language": request.form.get("language", person.language),
        },
        problems=problems,
    )
