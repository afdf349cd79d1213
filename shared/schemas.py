"""Loading and dumping with a marshmallow schema that is made once.

Making one takes longer than loading or dumping with it.
"""

from functools import cache
from typing import Any

from marshmallow import Schema

from shared.requests import Request


@cache
def _schema(kind: type[Schema]) -> Schema:
    return kind()


def load(request: type[Request], payload: dict[str, Any]) -> dict[str, Any]:
    """Raises:
    Invalid: ``invalid_fields``.
    """
    loaded: dict[str, Any] = _schema(request).load(payload)
    return loaded


def dump(view: type[Schema], found: Any) -> Any:
    return _schema(view).dump(found)
