"""Facts on the wire: what devices report, and what became of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, post_dump, validate

from shared.requests import Request, name_field

FACT_KINDS = ("lesson.viewed", "lesson.completed")
# Facts too, but made by trainers' routes alone.
SIGNED_KINDS = ("skill.signed", "skill.revoked", "session.attended")
STATUSES = ("accepted", "duplicate", "refused")
BATCH_MOST = 1000  # facts
_ID_LONGEST = 100  # characters; what is longer is not repeated in an answer


class _Uuid(fields.UUID):
    """Loads to the canonical text, so that what is loaded is still plain JSON."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        return str(super()._deserialize(value, *args, **kwargs))


def _is_moment(text: str) -> None:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        raise ValidationError("Not a time in ISO 8601.") from None


class FactSchema(Schema):
    """Something that happened on a device. The id is made there, once."""

    class Meta:
        unknown = RAISE

    id = _Uuid(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(FACT_KINDS))
    course = name_field(metadata={"description": "slug of the course"})
    lesson = name_field(metadata={"description": "of any version of the course"})
    # By the device's clock, which may be wrong: kept, and shown, and no more.
    at = fields.String(
        required=True,
        validate=[validate.Length(max=40), _is_moment],
        metadata={"format": "date-time"},
    )
    device = fields.String(
        validate=validate.Length(1, 64),
        metadata={"description": "what the client calls itself; opaque"},
    )
    person = fields.String(
        validate=validate.Length(1, 100),
        metadata={"description": "who did it; nobody but the caller is accepted"},
    )


class _JudgedAlone(fields.Nested):
    """Described like any other part, but passed on as it was sent: one that is wrong
    is refused in its own place of the answer and takes no other with it."""

    def deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        return value


class RecordFacts(Request):
    facts = fields.List(
        _JudgedAlone(FactSchema), required=True, validate=validate.Length(1, BATCH_MOST)
    )


@dataclass(frozen=True, slots=True)
class Malformed:
    """Nothing of ours: ``detail`` names the fields and what is wrong with each."""

    id: str | None
    detail: str


_FACT = FactSchema()


def read_fact(sent: Any) -> dict[str, str] | Malformed:
    try:
        read: dict[str, str] = _FACT.load(sent)
    except ValidationError as exc:
        wrong = exc.messages_dict.items()
        # A field's name may be the sender's own, and of any length.
        said = "; ".join(
            f"{str(name)[:40]}: {' '.join(texts)}" for name, texts in wrong
        )
        is_whole = not isinstance(sent, dict)
        return Malformed(id_of(sent), "Not an object." if is_whole else said[:500])
    return read


def id_of(sent: Any) -> str | None:
    """The id of what may be no fact at all, to find it again by."""
    found = sent.get("id") if isinstance(sent, dict) else None
    is_short = isinstance(found, str) and 0 < len(found) <= _ID_LONGEST
    return found if is_short else None


class FactOutcomeView(Schema):
    id = fields.String(
        allow_none=True, metadata={"description": "null where none could be read"}
    )
    status = fields.String(validate=validate.OneOf(STATUSES))
    code = fields.String(metadata={"description": "why it was refused"})
    detail = fields.String()
    note = fields.String(
        validate=validate.OneOf(("clock_off",)),
        metadata={
            "description": "clock_off: the device's clock differs much from the "
            "server's; the fact is kept all the same"
        },
    )

    @post_dump
    def _omit_empty(self, shown: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {name: text for name, text in shown.items() if text or name == "id"}


class FactsView(Schema):
    items = fields.List(fields.Nested(FactOutcomeView))
