"""Settings from the environment: complete and typed, or no start at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from typing import Any, TypeVar, get_type_hints

S = TypeVar("S")

_TRUE, _FALSE = {"1", "true", "yes"}, {"0", "false", "no", ""}


def read(kind: type[S], environ: Mapping[str, str] | None = None) -> S:
    """Fill the frozen dataclass ``kind``: field ``mongo_url`` from ``MONGO_URL``.

    A field without default is required. Fields are str, int, float or bool.

    Raises:
        SystemExit: naming every missing or malformed variable in one line.
    """
    environ = os.environ if environ is None else environ
    types = get_type_hints(kind)
    values: dict[str, Any] = {}
    problems: list[str] = []
    for field in fields(kind):  # type: ignore[arg-type]  # S is a dataclass
        name = field.name.upper()
        if name not in environ:
            if field.default is MISSING:
                problems.append(f"{name} is not set")
            continue
        try:
            values[field.name] = _parse(environ[name], types[field.name])
        except ValueError:
            problems.append(f"{name} is not a valid {types[field.name].__name__}")
    if problems:
        sys.exit(f"Cannot start: {'; '.join(problems)}.")
    return kind(**values)


def _parse(text: str, kind: type) -> Any:
    if kind is bool:
        if text.lower() not in _TRUE | _FALSE:
            raise ValueError(text)
        return text.lower() in _TRUE
    return kind(text)


@dataclass(frozen=True, slots=True)
class PublicSite:
    """Where people reach the platform."""

    public_url: str

    @property
    def address(self) -> str:
        """Without a slash at its end."""
        return self.public_url.rstrip("/")


@dataclass(frozen=True, slots=True)
class ServiceSettings:
    """What every process of a service needs."""

    service: str
    mongo_url: str
    amqp_url: str
