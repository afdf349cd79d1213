"""One mail to one SMTP server, and what its answer means."""

from __future__ import annotations

import contextlib
import smtplib
import ssl
from dataclasses import dataclass
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from services.notifications.mailbag import Mail

TIMEOUT_S = 30.0  # for each answer of the server
_TOO_LARGE = 552


class NotSent(Exception):
    """``code`` is the server's answer, or the kind of failure; never an address."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class ServerAway(NotSent):
    """The server cannot be reached or refuses to talk to us: not this mail's fault."""


class NotNow(NotSent):
    """This mail was refused for now, or nobody knows what became of it."""


class Never(NotSent):
    """This mail was refused for good."""


@dataclass(frozen=True, slots=True)
class Server:
    """An SMTP server from ``smtp://[user:password@]host[:port]``.

    ``smtp+starttls://`` demands encryption before the login, ``smtps://`` from the
    first byte; both check the certificate.
    """

    host: str
    port: int
    user: str
    password: str
    scheme: str

    @classmethod
    def from_url(cls, url: str) -> Server:
        """Raises:
        ValueError: not an SMTP address.
        """
        parts = urlsplit(url)
        ports = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
        if parts.scheme not in ports or not parts.hostname:
            raise ValueError("not like smtp://host:port")
        return cls(
            parts.hostname,
            parts.port or ports[parts.scheme],
            unquote(parts.username or ""),
            unquote(parts.password or ""),
            parts.scheme,
        )


def compose(mail: Mail, mail_from: str) -> EmailMessage:
    """The mail as it travels: the same bytes at every try."""
    message = EmailMessage(policy=policy.SMTP)
    message["From"] = Address(mail.sender, addr_spec=mail_from)
    message["To"] = Address(addr_spec=mail.to)
    message["Subject"] = mail.subject
    message["Date"] = mail.date
    message["Message-ID"] = mail.message_id
    # RFC 3834: nobody's holiday notice should answer.
    message["Auto-Submitted"] = "auto-generated"
    # base64: Ukrainian letters pass servers that know seven bits only.
    message.set_content(mail.text, cte="base64")
    message.add_alternative(mail.html, subtype="html", cte="base64")
    message["Content-Language"] = mail.language
    message.set_boundary(f"=_{mail.mail_id}")
    return message


def deliver(
    server: Server, mail: Mail, mail_from: str, *, timeout_s: float = TIMEOUT_S
) -> None:
    """Returns once the server has taken the mail.

    Raises:
        NotSent: one of its three kinds.
    """
    message = compose(mail, mail_from)
    client = _open(server, mail_from.rpartition("@")[2], timeout_s)
    try:
        client.send_message(message, from_addr=mail_from, to_addrs=[mail.to])
    except smtplib.SMTPRecipientsRefused as exc:
        ((code, _text),) = exc.recipients.values()
        raise _refused(code) from None  # its text holds the address
    except smtplib.SMTPSenderRefused as exc:
        # Of this mail the server knows but its size by now; the rest is about us.
        if exc.smtp_code == _TOO_LARGE:
            raise Never(str(exc.smtp_code)) from None
        raise ServerAway(str(exc.smtp_code)) from None
    except smtplib.SMTPResponseException as exc:
        raise _refused(exc.smtp_code) from None
    except (smtplib.SMTPException, OSError) as exc:
        raise NotNow(type(exc).__name__) from None
    finally:
        _leave(client)


def _open(server: Server, own_name: str, timeout_s: float) -> smtplib.SMTP:
    client: smtplib.SMTP | None = None
    try:
        if server.scheme == "smtps":
            client = smtplib.SMTP_SSL(
                server.host,
                server.port,
                own_name,
                timeout=timeout_s,
                context=ssl.create_default_context(),
            )
        else:
            client = smtplib.SMTP(server.host, server.port, own_name, timeout=timeout_s)
        if server.scheme == "smtp+starttls":
            client.starttls(context=ssl.create_default_context())
        client.ehlo_or_helo_if_needed()
        if server.user:
            client.login(server.user, server.password)
    except (smtplib.SMTPException, OSError) as exc:
        if client is not None:
            client.close()
        raise ServerAway(type(exc).__name__) from None
    return client


def _refused(code: int) -> NotNow | Never:
    return Never(str(code)) if 500 <= code < 600 else NotNow(str(code))


def _leave(client: smtplib.SMTP) -> None:
    """Say good-bye, but never let that undo or delay what has been settled."""
    with contextlib.suppress(smtplib.SMTPException, OSError):
        if client.sock is not None:
            client.sock.settimeout(1)
            client.quit()
    client.close()
