"""A real SMTP server that answers as a test wants it to."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult


@dataclass
class Answers:
    """An answer of None closes the connection; what was received stays received."""

    to_recipient: str | None = "250 OK"
    to_message: str | None = "250 OK"
    silent_s: float = 0
    goodbye_s: float = 0
    to_sender: str = "250 OK"
    on_message: Callable[[], object] = lambda: None
    received: list[bytes] = field(default_factory=list)

    @property
    def messages(self) -> list[EmailMessage]:
        parsed = [message_from_bytes(raw, policy=policy.SMTP) for raw in self.received]
        return [m for m in parsed if isinstance(m, EmailMessage)]

    async def handle_MAIL(  # noqa: N802  # the library's name
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if self.to_sender.startswith("2"):
            envelope.mail_from = address
        return self.to_sender

    async def handle_RCPT(  # noqa: N802  # the library's name
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if self.to_recipient is None:
            server.transport.abort()
            return "421 Gone"
        if self.to_recipient.startswith("2"):
            envelope.rcpt_tos.append(address)
        return self.to_recipient

    async def handle_DATA(  # noqa: N802
        self, server: Any, session: Any, envelope: Any
    ) -> str:
        self.received.append(envelope.content)
        await asyncio.get_running_loop().run_in_executor(None, self.on_message)
        await asyncio.sleep(self.silent_s)
        if self.to_message is None:
            server.transport.abort()
            return "421 Gone"
        return self.to_message

    async def handle_QUIT(  # noqa: N802
        self, server: Any, session: Any, envelope: Any
    ) -> str:
        await asyncio.sleep(self.goodbye_s)
        return "221 Bye"


class _Controller(Controller):
    def _trigger_server(self) -> None:
        assert isinstance(self.server, asyncio.Server)
        self.port = self.server.sockets[0].getsockname()[1]  # the system chose one
        super()._trigger_server()  # type: ignore[no-untyped-call]


def _knows(
    _server: Any, _session: Any, _envelope: Any, _mechanism: str, login: Any
) -> Any:
    return AuthResult(success=(login.login, login.password) == (b"hub", b"s:cret@"))


@contextmanager
def smtp_server(answers: Answers, *, login_required: bool = False) -> Iterator[int]:
    """Its port on 127.0.0.1; the login, if any, is ``hub`` with ``s:cret@``."""
    controller = _Controller(
        answers,
        hostname="127.0.0.1",
        port=0,
        auth_required=login_required,
        auth_require_tls=False,
        authenticator=_knows,
    )
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()
