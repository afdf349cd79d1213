"""The page a reader sees when something cannot be shown."""

from __future__ import annotations

from flask import Response, g

from gateway import i18n
from gateway.web.rendering import page
from shared import tracing

# Where the code says more to a reader than the status: what to change, what to ask.
EXPLAINED = (400, 403, 409, 413, 422)


def render(status: int, code: str) -> Response:
    """A whole page for a refusal, in the language of the request.

    ``code`` is the stable code of the refusal.
    """
    if "person" not in g:
        g.person = None  # whoever it is, asking a failing database again helps nobody
    kind = f"error.{status}"
    if not i18n.has(f"{kind}.title"):
        kind = "error.500" if status >= 500 else "error.400"
    specific = f"error.{code}"
    is_better = status in EXPLAINED and i18n.has(specific)
    text = i18n.t(specific if is_better else f"{kind}.text")
    return page(
        "error.html",
        title=i18n.t(f"{kind}.title"),
        status=status,
        text=text,
        trace_id=_trace_id() if status == 500 else None,
    )


def _trace_id() -> str | None:
    """What finds this failure in the logs."""
    here = tracing.current.get()
    return tracing.trace_id(here) if here else None
