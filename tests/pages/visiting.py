"""Somebody with a role who opens pages and sends their forms, as a browser would."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import requests
from flask import Flask

from tests.pages.reading import Page, read


@dataclass(frozen=True, slots=True)
class Answer:
    """``location`` is the path a redirect leads to, else empty.

    ``html`` is empty where a file came and no page.
    """

    status: int
    location: str
    html: str

    @property
    def page(self) -> Page:
        return read(self.html)


Listen = Callable[..., None]
# Method, path and form fields to an answer; redirects are not followed. A file is a
# field that holds its name and its content.
Send = Callable[[str, str, Mapping[str, object] | None], Answer]


@dataclass(frozen=True, slots=True)
class Visitor:
    """``role`` is "anonymous" for somebody without an account."""

    role: str
    send: Send
    cookies: Callable[[], dict[str, str]]

    def get(self, path: str) -> Answer:
        return self.send("GET", path, None)

    def submit(self, path: str, ending: str, **values: object) -> Answer:
        """Open a page and send the form whose action ends like this, filled in."""
        opened = self.get(path)
        assert opened.status == 200, f"{self.role}: {path} is {opened.status}"
        form = opened.page.form_to(ending)
        return self.send("POST", form.action or path, {**form.fields, **values})

    def sign_in(self, address: str, password: str) -> None:
        answer = self.submit(
            "/uk/sign-in", "/sign-in", email=address, password=password
        )
        assert answer.status == 303, f"{self.role} cannot sign in: {answer.status}"


def over_http(base_url: str, role: str, listeners: Iterable[Listen] = ()) -> Visitor:
    """A visitor of the running platform.

    Args:
        listeners: told of every answer, as it came.
    """
    session = requests.Session()
    session.hooks["response"].extend(listeners)

    def send(method: str, path: str, form: Mapping[str, object] | None) -> Answer:
        fields = dict(form or {})
        files = {k: v for k, v in fields.items() if isinstance(v, tuple)}
        answer = session.request(
            method,
            base_url + path,
            data={k: v for k, v in fields.items() if k not in files} if form else None,
            files=files or None,
            allow_redirects=False,
            timeout=20,
        )
        location = answer.headers.get("Location", "").removeprefix(base_url)
        is_page = answer.headers.get("Content-Type", "").startswith("text/html")
        return Answer(answer.status_code, location, answer.text if is_page else "")

    return Visitor(role, send, lambda: dict(session.cookies.items()))


def in_process(app: Flask, role: str) -> Visitor:
    """A visitor of an application in this process, with the real services behind."""
    client = app.test_client()

    def send(method: str, path: str, form: Mapping[str, object] | None) -> Answer:
        answer = client.open(path, method=method, data=form)
        location = answer.headers.get("Location", "")
        html = answer.get_data(as_text=True) if answer.mimetype == "text/html" else ""
        return Answer(answer.status_code, location, html)

    return Visitor(role, send, dict)
