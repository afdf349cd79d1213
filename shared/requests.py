"""Schemas for what arrives over RPC and HTTP."""

import json
from typing import Any, NoReturn

from marshmallow import (
    RAISE,
    Schema,
    ValidationError,
    fields,
    pre_load,
    validate,
)

from shared.errors import Invalid
from shared.folders import MAX_FILES


def name_field(**options: Any) -> fields.String:
    """A slug or id that names something; one that names nothing is NotFound."""
    return fields.String(required=True, validate=validate.Length(1, 100), **options)


def texts_field() -> fields.Dict:
    """A folder of text files, by path, as the operator's command sends it."""
    return fields.Dict(
        keys=fields.String(validate=validate.Length(1, 200)),
        values=fields.String(),
        required=True,
        validate=validate.Length(1, MAX_FILES),
    )


class Request(Schema):
    """Unknown fields are refused; every problem is reported at once.

    For the whole request only: a part that nests is a plain ``Schema``, whose problems
    marshmallow gathers under the part's place.
    """

    class Meta:
        unknown = RAISE

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:
        inner = getattr(field_obj, "inner", field_obj)
        if isinstance(inner, fields.Nested) and isinstance(inner.schema, Request):
            raise TypeError(f"{field_name}: nest a plain Schema, not a Request")

    @pre_load
    def _refuse_half_characters(self, data: Any, **_: Any) -> Any:
        """JSON can spell half a surrogate pair, which no database can store."""
        try:
            json.dumps(data, ensure_ascii=False).encode()
        except UnicodeEncodeError:
            raise ValidationError("Contains characters that are not text.") from None
        except (TypeError, ValueError):
            return data  # not from JSON; the fields say what they think of it
        return data

    def handle_error(
        self, error: ValidationError, data: Any, *, many: bool, **kwargs: Any
    ) -> NoReturn:
        raise Invalid(
            "invalid_fields",
            "Some fields need changing.",
            _by_place(error.messages),
        ) from None


def _by_place(messages: Any, place: str = "") -> dict[str, list[str]]:
    """Flatten marshmallow's nested messages into ``{"facts.3.kind": [...]}``."""
    if not isinstance(messages, dict):
        found = messages if isinstance(messages, list) else [messages]
        return {place or "_schema": [str(message) for message in found]}
    flat: dict[str, list[str]] = {}
    for key, below in messages.items():
        flat |= _by_place(below, f"{place}.{key}" if place else str(key))
    return flat
