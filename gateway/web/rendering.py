"""What every template may use, and how a view turns an answer into a page."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import (
    Flask,
    Response,
    current_app,
    flash,
    get_flashed_messages,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader
from markupsafe import Markup

from gateway import auth, cache, i18n, markdown
from gateway.web import addresses, linked_data
from shared.errors import DeadlineExceeded, Unavailable
from shared.identity import COURSE_STAFF, LIBRARY_STAFF

MANIFEST = Path(__file__).parents[1] / "static" / "build" / "manifest.json"


def init_app(app: Flask) -> None:
    """Offer components, words and addresses to the templates.

    Raises:
        RuntimeError: the browser assets are not built.
    """
    govuk = PrefixLoader(
        {"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}
    )
    own = app.jinja_loader
    app.jinja_loader = ChoiceLoader([*([own] if own else []), govuk])
    if not MANIFEST.exists():
        raise RuntimeError("The pages have no styles yet: run `npm run build`.")
    app.extensions["assets"] = json.loads(MANIFEST.read_text("utf-8"))
    app.jinja_env.globals.update(
        asset=asset,
        word=word,
        page_addresses=page_addresses,
        address_with=address_with,
        suggestions=suggestions,
        current_person=auth.current_person,
        is_staff=lambda: auth.has_role(*COURSE_STAFF),
        is_library_staff=lambda: auth.has_role(*LIBRARY_STAFF),
        notices_left=notices_left,
        public_address=addresses.of,
    )
    app.jinja_env.filters.update(
        markdown=_prose, markdown_line=markdown.line, dial=dial
    )


def page(template: str, *, title: str, status: int = 200, **values: Any) -> Response:
    """A whole page.

    ``title`` is its h1 and the beginning of its <title>; ``section`` the
    navigation entry it belongs to; ``trail`` the path above it, list of
    (text, address); ``languages`` those that its text exists in, where it may lack one;
    ``unlisted`` keeps search engines away; ``things`` are what it tells them, as
    ``linked_data`` makes them.
    """
    values = {"section": None, "trail": [], "problems": {}, **values}
    if status == 200 and not values.get("unlisted"):
        values["listing"] = addresses.listing(values.get("languages", i18n.SUPPORTED))
        values["linked_data"] = linked_data.graph(
            values.get("things", ()), values["trail"], title
        )
    return make_response(render_template(template, title=title, **values), status)


def shared(response: Response, *tags: str) -> Response:
    """Let the gateway keep this page for everyone who is not signed in.

    ``tags`` are the services whose news makes it old.  A page of somebody who is
    signed in has their links in its header, and is nobody else's.
    """
    if auth.current_person() is None:
        cache.public(response, tags=tags)
    return response


def see(address: str, notice: str | None = None) -> Response:
    """Send the reader on after a form (303), with a notice to show there.

    ``notice`` is the rest of a key under ``notice.``.
    """
    if notice:
        flash(notice)
    response = redirect(address, 303)
    assert isinstance(response, Response)  # noqa: S101 - werkzeug types it wider
    return response


def part(read: Callable[[], Any]) -> Any:
    """One part of a page made of several; None when its service is away."""
    try:
        return read()
    except (Unavailable, DeadlineExceeded):
        return None


def asset(name: str) -> str:
    """The address of a built file: its name changes with its content."""
    built: Mapping[str, str] = current_app.extensions["assets"]
    return url_for("static", filename=f"build/{built[name]}")


def word(kind: str, value: str) -> str:
    """The word for one value of a closed list, such as ``audience`` ``officer``."""
    return i18n.t(f"{kind}.{value}")


def choices(kind: str, values: tuple[str, ...]) -> list[tuple[str, str]]:
    """What a filter offers: every value in words, after "any"."""
    return [("", i18n.t("filter.any")), *((v, word(kind, v)) for v in values)]


def asked(*names: str) -> dict[str, str]:
    """The filters of this request; those not given are empty."""
    return {name: request.args.get(name, "").strip() for name in names}


def given(filters: Mapping[str, str]) -> dict[str, Any]:
    """The filters that narrow a list, with the place to go on from."""
    cursor = request.args.get("cursor", "")
    return {k: v for k, v in {**filters, "cursor": cursor}.items() if v}


def page_addresses() -> dict[str, str]:
    """The address of this page in each language.

    A page that answers a form has no address to go to; the one it came from,
    without its last step, stands in.
    """
    path = request.path
    if request.method == "POST" and not _has_get(path):
        path = path.rsplit("/", 1)[0]
    rest = path.split("/", 2)[2] if path.count("/") > 1 else ""
    query = f"?{request.query_string.decode()}" if request.query_string else ""
    return {code: f"/{code}/{rest}{query}" for code in i18n.SUPPORTED}


def _has_get(path: str) -> bool:
    adapter = current_app.create_url_adapter(request)
    return adapter is not None and adapter.test(path, "GET")


def address_with(**changes: str | None) -> str:
    """This page's address with other query parameters; without those that are None."""
    changed = {**request.args.to_dict(), **changes}
    query = urlencode(
        {name: text for name, text in changed.items() if text is not None}
    )
    return f"{request.path}?{query}" if query else request.path


def suggestions(kind: str | None = None) -> str:
    """Where the script that suggests asks; it adds what was typed as ``q``."""
    return url_for("api_search.suggest", language=i18n.language(), kind=kind)


def notices_left() -> list[str]:
    """What earlier requests left to say, but only where something was left:
    reading an empty session would make the page personal and uncacheable."""
    return [str(key) for key in get_flashed_messages()] if "_flashes" in session else []


def dial(number: str) -> str:
    """A phone number as a ``tel:`` link takes it."""
    return "".join(sign for sign in number if sign.isdigit() or sign == "+")


def size(bytes_: int) -> str:
    """How large a file is, for a person."""
    if bytes_ < 1024 * 1024:
        return i18n.t("size.kilobytes", number=max(1, round(bytes_ / 1024)))
    whole = i18n.format_number(round(bytes_ / 1024 / 1024, 1))
    return i18n.t("size.megabytes", number=whole)


def _prose(text: str, under: int = 1, files: tuple[markdown.File, ...] = ()) -> Markup:
    return markdown.render(
        text, under=under, table_label=i18n.t("content.table"), files=files
    )
