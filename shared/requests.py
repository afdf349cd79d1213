"""Schemas for what arrives over RPC and HTTP."""

from typing import Any, NoReturn

from marshmallow import RAISE, Schema, ValidationError, fields

from shared.errors import Invalid


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
