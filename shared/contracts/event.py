"""What an event class is: a frozen dataclass that knows its wire name and schema.

Each field is named once, in the class; the marshmallow schema is made from the
annotations (ADR 3). Additive changes only; a new meaning is a new ``.v2`` class.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, ClassVar, dataclass_transform, get_type_hints

from marshmallow import Schema, fields

_FIELDS: dict[Any, Any] = {
    str: lambda: fields.String(required=True),
    int: lambda: fields.Integer(required=True, strict=True),
    datetime: lambda: fields.AwareDateTime(required=True, default_timezone=UTC),
    # What an event may be without is null in it, and absent in older ones.
    str | None: lambda: fields.String(load_default=None, allow_none=True),
    date | None: lambda: fields.Date(load_default=None, allow_none=True),
    # Public editorial labels by language; never a person's words (ADR 4).
    dict[str, str]: lambda: fields.Dict(
        keys=fields.String(), values=fields.String(), required=True
    ),
}


@dataclass_transform(frozen_default=True)
class Event:
    """Base of all events: ``class X(Event, type="a.b.happened.v1", subject="b_id")``.

    Args:
        type: the wire name, ``<publisher>.<noun>.<past participle>.v<n>``.
        subject: the field that names what the event is about.
        version: the field that numbers the subject's states, so that a consumer can
            tell a late event from a new one; absent for what happens once.
    """

    type: ClassVar[str]
    schema: ClassVar[Schema]
    _subject: ClassVar[str]
    _version: ClassVar[str | None]

    def __init_subclass__(
        cls,
        *,
        type: str,  # noqa: A002  # the attribute's name in CloudEvents
        subject: str,
        version: str | None = None,
    ) -> None:
        dataclass(frozen=True)(cls)
        hints = get_type_hints(cls)
        own = {name: _FIELDS[hints[name]]() for name in cls.__annotations__}
        cls.type = type
        cls.schema = Schema.from_dict(own, name=f"{cls.__name__}Schema")()
        cls._subject, cls._version = subject, version

    @property
    def subject(self) -> str:
        return str(getattr(self, self._subject))

    @property
    def subject_version(self) -> int:
        return int(getattr(self, self._version)) if self._version else 1
