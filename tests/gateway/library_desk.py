"""Items of the library, made and moved through the API."""

from __future__ import annotations

import uuid
from typing import Any

from tests.gateway.stack_client import Api

TEXT = {"title": "Light at night", "summary": "In short.", "body": "Some text."}
ITEM = {
    "type": "guideline",
    "audiences": ["citizen"],
    "topics": ["public-space"],
    "regions": ["ukraine"],
    "translations": {"uk": {**TEXT, "title": "Світло вночі"}, "en": TEXT},
}


def begin(editor: Api, **changes: Any) -> str:
    slug = f"item-{uuid.uuid4().hex[:12]}"
    made = editor("POST", "/library", {**ITEM, "slug": slug, **changes})
    assert made.status_code == 201, made.text
    assert made.json()["id"] == slug
    return slug


def move(api: Api, slug: str, to: str, **asked: Any) -> tuple[int, str]:
    """The status, and the new state or the code of the refusal."""
    reply = api("POST", f"/library/{slug}/transitions", {"to": to, **asked})
    told = reply.json()
    return reply.status_code, told.get("state") or told["code"]
