"""The mail with a code for a new password, on real MongoDB."""

from typing import Any

import pytest

from services.notifications.letters import write
from services.notifications.mailbag import Mailbag
from shared.errors import Forbidden, Invalid, NotFound
from shared.identity import ANONYMOUS, OPERATOR, Identity
from shared.languages import LANGUAGES
from tests.notifications.builders import Db, a_service, tell_contact

ORDER = {"person_id": "olena", "code": "7K3M9-QXT2H", "request_id": "request-1"}
FACTS = {
    "code": "7K3M9-QXT2H",
    "link": "https://hub.example.org/uk/password-reset/code",
    "minutes": "20",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_letter_has_the_code_and_an_address_without_it(language: str) -> None:
    letter = write("password_code", language, **FACTS)
    for fact in FACTS.values():
        assert fact in letter.text
        assert fact in letter.html
    assert FACTS["code"] not in letter.subject
    assert letter.message is None
    assert f'<html lang="{language}">' in letter.html


@pytest.mark.needs_mongo
@pytest.mark.parametrize(
    ("language", "subject"),
    [("uk", "Ваш код підтвердження"), ("en", "Your confirmation code")],
)
def test_a_code_is_one_mail_in_ones_language_and_no_message(
    db: Db, language: str, subject: str
) -> None:
    tell_contact(db, language=language)
    assert a_service(db).send_password_code(**ORDER) == {"queued": True}
    (mail,) = db.mails.find()
    content = mail["content"]
    assert (content["to"], content["subject"]) == ("olena@example.org", subject)
    address = f"https://hub.example.org/{language}/password-reset/code"
    assert address in content["text"]
    assert "Коваль" not in str(content)
    assert db.messages.count_documents({}) == 0


@pytest.mark.needs_mongo
def test_a_request_is_answered_with_one_mail(db: Db) -> None:
    tell_contact(db)
    service = a_service(db)
    queued = [service.send_password_code(**ORDER)["queued"] for _ in range(3)]
    assert queued == [True, False, False]
    service.send_password_code(**{**ORDER, "request_id": "request-2"})
    assert db.mails.count_documents({}) == 2


@pytest.mark.needs_mongo
def test_the_code_goes_with_the_mail(db: Db) -> None:
    tell_contact(db)
    a_service(db).send_password_code(**ORDER)
    bag = Mailbag(db)
    mail = bag.claim()
    assert mail is not None
    assert ORDER["code"] in mail.text
    bag.sent(mail)
    kept = str(list(db.mails.find()))
    assert ORDER["code"] not in kept
    assert "olena@" not in kept


@pytest.mark.needs_mongo
def test_an_unknown_contact_is_said_so(db: Db) -> None:
    with pytest.raises(NotFound) as refused:
        a_service(db).send_password_code(**ORDER)
    assert refused.value.code == "contact_unknown"


@pytest.mark.needs_mongo
@pytest.mark.parametrize(
    "caller", [ANONYMOUS, OPERATOR, Identity("olena", frozenset({"learner"}))]
)
def test_only_the_gateway_itself_orders_codes(db: Db, caller: Any) -> None:
    tell_contact(db)
    with pytest.raises(Forbidden):
        a_service(db, caller).send_password_code(**ORDER)


@pytest.mark.needs_mongo
@pytest.mark.parametrize(
    "code", ["", "7K3M9QXT2H", "7k3m9-qxt2h", "7K3M9-QXT2U", "7K3M9-QXT2H\n"]
)
def test_a_code_of_another_form_is_refused_unquoted(db: Db, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        a_service(db).send_password_code(**{**ORDER, "code": code})
    assert list(refused.value.fields) == ["code"]
    assert not code or code not in str(refused.value.fields)
