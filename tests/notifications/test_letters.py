import re

import pytest

from services.notifications.letters import BY_MAIL_ALONE, FOLDER, write
from shared.languages import LANGUAGES

FACTS = {
    "title": "Аудит безпеки",
    "name": "Олена Коваль",
    "number": "7K3M-9QXT-2HBD-5",
    "link": "https://hub.example.org/uk/certificates/7K3M-9QXT-2HBD-5",
}


def test_every_template_is_complete_in_every_language() -> None:
    parts = {"subject.txt", "message.txt", "text.txt", "html"}
    for template in FOLDER.iterdir():
        needed = parts - {"message.txt"} if template.name in BY_MAIL_ALONE else parts
        wanted = {f"{language}.{part}" for language in LANGUAGES for part in needed}
        assert {path.name for path in template.iterdir()} == wanted


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_names_course_person_number_and_link(language: str) -> None:
    letter = write("course_completed", language, **FACTS)
    for fact in FACTS.values():
        assert fact in letter.text
        assert fact in letter.html
    assert f'<html lang="{language}">' in letter.html
    message = letter.message or ""
    assert FACTS["title"] in message
    assert "{" not in letter.text + letter.html + letter.subject + message


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_subject_is_the_same_for_every_course_and_person(language: str) -> None:
    one = write("course_completed", language, **FACTS)
    other = write("course_completed", language, **dict.fromkeys(FACTS, "other"))
    assert one.subject == other.subject
    assert "\n" not in one.subject


def test_html_is_escaped_and_text_is_not() -> None:
    letter = write("course_completed", "en", **{**FACTS, "name": "<b>O'Neil & Co</b>"})
    assert "<b>" not in letter.html
    assert "&lt;b&gt;O&#39;Neil &amp; Co&lt;/b&gt;" in letter.html
    assert "<b>O'Neil & Co</b>" in letter.text


def test_a_fact_is_one_plain_line() -> None:
    nasty = "Olena\r\nBcc: x@example.org\x00\u2028\u202e."
    letter = write("course_completed", "en", **{**FACTS, "name": nasty})
    assert "issued to Olena Bcc: x@example.org ." in letter.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_loaded_from_elsewhere(language: str) -> None:
    html = write("course_completed", language, **FACTS).html
    assert re.findall(r'(?:src|href)="([^"]*)"', html) == [FACTS["link"]]
