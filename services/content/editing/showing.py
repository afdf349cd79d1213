"""A work as the person who asks may see it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from services.content.editing.domain.moves import next_states
from services.content.editing.domain.work import Work
from shared.identity import Identity
from shared.languages import present, resolve


def show(work: Work, caller: Identity, language: str = "uk") -> dict[str, Any]:
    """As ``editing_rpc.WorkView`` dumps it."""
    item, origins = work.item, work.origins
    chosen, text = resolve(item.texts, language)
    behind = [name for name in present(item.texts) if origins.is_behind(name)]
    facts = asdict(item)
    del facts["texts"]
    return {
        **facts,
        "id": work.slug,
        "revision": work.revision,
        "state": work.state,
        "title": text.title,
        "language": chosen,
        "languages": present(item.texts),
        "delicate": item.is_delicate,
        "behind": behind,
        "published": work.published,
        "scheduled_at": work.scheduled.at if work.scheduled else None,
        "expires_at": work.expires_at,
        "written_at": work.written_at,
        "translations": {
            name: {
                **asdict(text),
                "behind": name in behind,
                "made_from": origins.made_from.get(name, work.revision),
            }
            for name, text in item.texts.items()
        },
        "next": next_states(work, caller),
    }
