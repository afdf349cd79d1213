"""Labels of topics and regions, asked of the content service and kept for a minute."""

from __future__ import annotations

import time

from flask import current_app

from gateway import i18n, rpc
from shared.errors import DeadlineExceeded, Unavailable

_KEPT_S = 60.0
_EXTENSION = "taxonomy"

Labels = dict[str, dict[str, str]]  # concept to language to label


def label(concept: str) -> str:
    """The word for a concept; its id where there is none, or nobody to ask."""
    return _labels().get(concept, {}).get(i18n.language(), concept)


def _labels() -> Labels:
    kept: tuple[float, Labels] | None = current_app.extensions.get(_EXTENSION)
    if kept is not None and kept[0] > time.monotonic():
        return kept[1]
    try:
        found = rpc.public("content", "list_concepts")
    except (Unavailable, DeadlineExceeded):
        return kept[1] if kept else {}
    labels = {concept["id"]: concept["labels"] for concept in found["items"]}
    current_app.extensions[_EXTENSION] = (time.monotonic() + _KEPT_S, labels)
    return labels
