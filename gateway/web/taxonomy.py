"""Words that things are sorted by: asked of the content service, kept for a minute."""

from __future__ import annotations

import time
from typing import Any

from flask import current_app

from gateway import i18n, rpc
from shared.errors import DeadlineExceeded, Unavailable

_KEPT_S = 60.0
_EXTENSION = "taxonomy"

Concepts = dict[str, dict[str, Any]]  # by id, as ``ConceptView`` has them


def label(concept: str) -> str:
    """The word for a concept; its id where there is none, or nobody to ask."""
    found = _concepts().get(concept)
    return str(found["labels"][i18n.language()]) if found else concept


def choices(scheme: str) -> list[tuple[str, str]]:
    """``(id, label)`` of a scheme's concepts, in the taxonomy's own order."""
    return [
        (id_, label(id_))
        for id_, concept in _concepts().items()
        if concept["scheme"] == scheme
    ]


def _concepts() -> Concepts:
    kept: tuple[float, Concepts] | None = current_app.extensions.get(_EXTENSION)
    if kept is not None and kept[0] > time.monotonic():
        return kept[1]
    try:
        found = rpc.public("content", "list_concepts")
    except (Unavailable, DeadlineExceeded):
        return kept[1] if kept else {}
    concepts = {concept["id"]: concept for concept in found["items"]}
    current_app.extensions[_EXTENSION] = (time.monotonic() + _KEPT_S, concepts)
    return concepts
