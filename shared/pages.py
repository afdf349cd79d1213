"""Lists in pages: ``{"items": [...], "next": cursor or null}``.

A cursor is the sort key of the page's last row, opaque to callers, so a list that
grows meanwhile repeats and skips nothing.
"""

import base64
import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, NoReturn, TypeVar

from marshmallow import Schema, fields, validate

from shared.errors import Invalid
from shared.requests import Request

T = TypeVar("T")
# Text, whole numbers and UTC times: all that lists are sorted by.
Key = Sequence[str | int | datetime]


class PageRequest(Request):
    """What every list can be asked with."""

    cursor = fields.String(load_default=None, validate=validate.Length(1, 1000))
    limit = fields.Integer(load_default=20, validate=validate.Range(1, 100))


def page_of(name: str, item: type[Schema]) -> type[Schema]:
    """The schema of a page of ``item``."""
    return Schema.from_dict(
        {
            "items": fields.List(fields.Nested(item)),
            "next": fields.String(allow_none=True),
        },
        name=name,
    )


def encode(key: Key) -> str:
    plain = [part.isoformat() if isinstance(part, datetime) else part for part in key]
    packed = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(packed.encode()).rstrip(b"=").decode()


def decode(cursor: str | None, *kinds: type) -> list[Any] | None:
    """The sort key in ``cursor``, one part of each of ``kinds``; None for no cursor.

    Raises:
        Invalid: ``invalid_fields``: not a cursor of this list.
    """
    if cursor is None:
        return None
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        parts = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        if not isinstance(parts, list) or len(parts) != len(kinds):
            _refuse()
        key = [_part(part, kind) for part, kind in zip(parts, kinds, strict=True)]
        if encode(key) != cursor:  # one key has one cursor, so nothing was added
            _refuse()
    except (ValueError, RecursionError):  # not base64, not UTF-8, not JSON, not a time
        _refuse()
    return key


def _part(part: object, kind: type) -> Any:
    if kind is datetime and isinstance(part, str):
        moment = datetime.fromisoformat(part)
        if moment.tzinfo != UTC:
            _refuse()
        return moment
    if type(part) is not kind:  # exactly: True is no number here
        _refuse()
    if isinstance(part, int) and abs(part) >= 2**63:  # more than a database holds
        _refuse()
    return part


def _refuse() -> NoReturn:
    raise Invalid(
        "invalid_fields",
        "Some fields need changing.",
        {"cursor": ["This is not a cursor of this list."]},
    )


def cut(
    rows: Sequence[T], limit: int, key: Callable[[T], Key]
) -> tuple[list[T], str | None]:
    """A page of ``limit`` rows, and its cursor if there are more.

    Args:
        rows: up to ``limit + 1`` of them: the one too many tells that there is more.
        key: what the rows are sorted by.
    """
    page = list(rows[:limit])
    return page, encode(key(page[-1])) if len(rows) > limit else None
