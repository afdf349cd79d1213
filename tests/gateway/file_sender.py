"""Sending files of library items, as a program that follows tus does."""

from __future__ import annotations

from typing import Any

import requests

from shared.attachments import digest
from tests.gateway.stack_client import Answer, Api
from tests.stacks import Stack

PIECE = "application/offset+octet-stream"
ALT = {"uk": "Мапа громади", "en": "A map of the community"}
PICTURE_WORDS: dict[str, Any] = {"alt": ALT, "licence": "own"}
TITLE = {"uk": "Форма звернення", "en": "A form to write to us"}
FORM_WORDS = {"title": TITLE, "licence": "cc-by-4.0", "source": "Example NGO, 2026"}


class Sender:
    """Sends files as a program that follows tus does."""

    def __init__(self, stack: Stack, api: Api) -> None:
        self.stack, self.api = stack, api

    def begin(self, slug: str, name: str, content: bytes, **changes: Any) -> Answer:
        asked = {"name": name, "size": len(content), "digest": digest(content)}
        return self.api("POST", f"/library/{slug}/uploads", {**asked, **changes})

    def at(
        self, method: str, place: str, offset: int = 0, piece: bytes = b""
    ) -> Answer:
        headers = {"Authorization": f"Bearer {self.api.tokens['access_token']}"}
        if method == "PATCH":
            headers |= {"Upload-Offset": str(offset), "Content-Type": PIECE}
        return requests.request(
            method, self.stack.base_url + place, data=piece, headers=headers, timeout=60
        )

    def send(self, slug: str, name: str, content: bytes) -> str:
        """Begin a file and send it whole; its address."""
        begun = self.begin(slug, name, content)
        assert begun.status_code == 201, begun.text
        place = begun.headers["Location"]
        for offset in range(0, len(content), 2**20):
            sent = self.at("PATCH", place, offset, content[offset : offset + 2**20])
            assert sent.status_code == 204, sent.text
        return place

    def finish(self, place: str, revision: int, **words: Any) -> Answer:
        path = place.removeprefix("/api/v1")
        return self.api("POST", f"{path}/completion", {**words, "revision": revision})

    def attach(
        self, slug: str, name: str, content: bytes, revision: int, **words: Any
    ) -> dict[str, Any]:
        done = self.finish(self.send(slug, name, content), revision, **words)
        assert done.status_code == 200, done.text
        answered: dict[str, Any] = done.json()
        return answered
