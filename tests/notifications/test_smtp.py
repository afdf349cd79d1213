"""One mail and a real SMTP server in its moods."""

import re
import time
from email.header import decode_header, make_header
from typing import Any

import pytest

from services.notifications import smtp
from services.notifications.letters import write
from services.notifications.mailbag import Mail
from tests.notifications.builders import NOON
from tests.notifications.smtp_server import Answers, smtp_server

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring")
LETTER = write(
    "course_completed",
    "uk",
    title="Безпека",
    name="Олена",
    number="1",
    link="https://x",
)


def a_mail(**changes: Any) -> Mail:
    mail: dict[str, Any] = {
        "mail_id": "11111111-2222-3333-4444-555555555555",
        "claim": "c",
        "message_id": "<11111111-2222-3333-4444-555555555555@example.org>",
        "date": NOON,
        "tries": 0,
        "to": "olena@example.org",
        "sender": LETTER.sender,
        "language": LETTER.language,
        "subject": LETTER.subject,
        "text": LETTER.text,
        "html": LETTER.html,
    }
    return Mail(**{**mail, **changes})


def deliver(answers: Answers, *, url: str = "", login_required: bool = False) -> None:
    with smtp_server(answers, login_required=login_required) as port:
        server = smtp.Server.from_url(
            (url or "smtp://127.0.0.1:PORT").replace("PORT", str(port))
        )
        smtp.deliver(server, a_mail(), "hub@example.org", timeout_s=0.5)


def test_a_mail_arrives_as_it_was_written() -> None:
    answers = Answers()
    deliver(answers)
    (message,) = answers.messages
    assert message["Subject"] == "Ваш сертифікат готовий"
    # Not message["From"]: that parser keeps the space between encoded words.
    (raw_from,) = re.findall(rb"From: (.*?)\r\n(?! )", answers.received[0], re.DOTALL)
    assert str(make_header(decode_header(raw_from.decode()))) == (
        "Хаб знань «Поліція і громада» <hub@example.org>"
    )
    assert message["To"] == "olena@example.org"
    assert message["Message-ID"] == a_mail().message_id
    assert message["Date"].datetime == NOON
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "uk"
    text, html = message.get_body(["plain"]), message.get_body(["html"])
    assert text is not None
    assert html is not None
    assert text.get_content().replace("\r\n", "\n") == LETTER.text
    assert html.get_content().replace("\r\n", "\n") == LETTER.html
    assert answers.received[0].isascii()


def test_every_try_sends_the_same_bytes() -> None:
    answers = Answers()
    deliver(answers)
    deliver(answers)
    first, second = answers.received
    assert first == second


@pytest.mark.parametrize(
    "changes",
    [
        {"subject": "Hello\r\nBcc: other@example.org"},
        {"sender": "Hub\r\nBcc: other@example.org"},
        {"to": "olena@example.org\r\nBcc: other@example.org"},
        {"to": "olena@example.org, other@example.org"},
        {"message_id": "<1@example.org>\r\nBcc: other@example.org"},
    ],
)
def test_a_header_holds_nothing_but_itself(changes: dict[str, str]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # of the library's kinds, all such
        smtp.compose(a_mail(**changes), "hub@example.org")


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        (Answers(to_recipient="550 No such mailbox"), "550"),
        (Answers(to_message="552 Too big"), "552"),
        (Answers(to_sender="552 Too big"), "552"),
    ],
)
def test_a_final_refusal_is_final(answers: Answers, code: str) -> None:
    with pytest.raises(smtp.Never) as refused:
        deliver(answers)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        (Answers(to_recipient="451 Try later"), "451"),
        (Answers(to_recipient="421 Closing"), "421"),
        (Answers(to_recipient=None), "SMTPServerDisconnected"),
        (Answers(to_message="452 Disk full"), "452"),
        (Answers(to_message=None), "SMTPServerDisconnected"),
        (Answers(silent_s=2), "SMTPServerDisconnected"),
    ],
)
def test_what_may_pass_is_tried_again(answers: Answers, code: str) -> None:
    with pytest.raises(smtp.NotNow) as refused:
        deliver(answers)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "url",
    [
        "smtp://127.0.0.1:1",
        "smtp://no-such-host.invalid:25",
        "smtp+starttls://127.0.0.1:PORT",  # it offers none
        "smtps://127.0.0.1:PORT",
        "smtp://hub:wrong@127.0.0.1:PORT",
    ],
)
def test_a_server_out_of_reach_is_not_the_mails_fault(url: str) -> None:
    answers = Answers()
    with pytest.raises(smtp.ServerAway):
        deliver(answers, url=url, login_required="hub" in url)
    assert not answers.received


@pytest.mark.parametrize("answer", ["530 Log in first", "450 Too many mails from you"])
def test_what_the_server_holds_against_us_is_not_the_mails_fault(answer: str) -> None:
    with pytest.raises(smtp.ServerAway) as refused:
        deliver(Answers(to_sender=answer))
    assert refused.value.code == answer[:3]


def test_the_login_is_in_the_address() -> None:
    answers = Answers()
    deliver(answers, url="smtp://hub:s%3Acret%40@127.0.0.1:PORT", login_required=True)
    assert len(answers.received) == 1


@pytest.mark.parametrize("url", ["", "http://localhost", "smtp://", "smtp://h:port"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        smtp.Server.from_url(url)


def test_a_slow_goodbye_undoes_and_delays_nothing() -> None:
    answers = Answers(goodbye_s=4)
    began = time.monotonic()
    deliver(answers)
    assert time.monotonic() - began < 3  # seconds; one of them is the patience
    assert len(answers.received) == 1
