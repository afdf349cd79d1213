"""The ways a request may fail that a caller is expected to handle.

Anything else is a bug and must surface as a 500. The first four are decided by
services and cross the broker by name; the last two are about reaching a service
at all. Only the gateway knows what they are in HTTP.
"""


class ServiceError(Exception):
    """Expected failure. Both arguments are safe to show to the caller.

    Args:
        code: stable snake_case identifier clients may branch on.
        detail: one sentence for a person; no personal data.
        fields: place of a problem to its messages, or, under one name, the ids of what
            stands in the way. A place is a field's name, with dots where fields nest
            (``facts.3.kind``), or ``path:line`` for a file.
    """

    def __init__(
        self, code: str, detail: str, fields: dict[str, list[str]] | None = None
    ) -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail
        self.fields = fields or {}


class NotFound(ServiceError): ...


class Conflict(ServiceError): ...


class Forbidden(ServiceError): ...


class Invalid(ServiceError): ...


class Unavailable(ServiceError):
    """A service, its database or the broker is not there now; ask again soon."""


class DeadlineExceeded(ServiceError):
    """A service is there but did not answer in time. It may still have acted."""
