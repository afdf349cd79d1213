"""A client of the API on the whole running platform."""

import uuid
from typing import Any

import requests

from tests.gateway.builders import PASSWORD
from tests.stacks import Stack

Answer = requests.Response


class Api:
    """One client of the API, signed in or not."""

    def __init__(self, base: str) -> None:
        self._base = f"{base}/api/v1"
        self._session = requests.Session()
        self.tokens: dict[str, Any] = {}

    def __call__(self, method: str, path: str, body: Any = None, **how: str) -> Answer:
        headers = {name.replace("_", "-"): text for name, text in how.items()}
        if self.tokens:
            headers["Authorization"] = f"Bearer {self.tokens['access_token']}"
        return self._session.request(
            method, self._base + path, json=body, headers=headers, timeout=30
        )

    def sign_up(self) -> str:
        """A new person, signed in; their address."""
        email = f"{uuid.uuid4().hex}@example.org"
        asked = {"email": email, "password": PASSWORD}
        made = self("POST", "/accounts", {**asked, "name": "Олена", "language": "uk"})
        assert made.status_code == 201, made.text
        self.tokens = self("POST", "/tokens", asked).json()
        return email


def signed_in(stack: Stack, role: str) -> Api:
    """The demonstration account of a role."""
    api, address = Api(stack.base_url), f"{role}@example.org"
    asked = {"email": address, "password": stack.accounts[address]}
    api.tokens = api("POST", "/tokens", asked).json()
    return api
