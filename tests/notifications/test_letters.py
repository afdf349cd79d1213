import re
from datetime import date

import pytest

from services.notifications.handlers import OF_CERTIFICATES
from services.notifications.letters import BY_MAIL_ALONE, FOLDER, sentence, write
from shared.contracts.learning import NUDGE_REASONS
from shared.dates import in_words
from shared.languages import LANGUAGES

FACTS = {
    "title": "Аудит безпеки",
    "name": "Олена Коваль",
    "number": "7K3M-9QXT-2HBD-5",
    "link": "https://hub.example.org/uk/certificates/7K3M-9QXT-2HBD-5",
}
DEPENDING = {"learner_nudged"}  # what they say depends on the reason


def test_every_template_is_complete_in_every_language() -> None:
    parts = {"subject.txt", "message.txt", "text.txt", "html"}
    for template in FOLDER.iterdir():
        needed = parts - {"message.txt"} if template.name in BY_MAIL_ALONE else parts
        if template.name in DEPENDING:
            needed = needed | {"sentence.txt"}
        wanted = {f"{language}.{part}" for language in LANGUAGES for part in needed}
        assert {path.name for path in template.iterdir()} == wanted


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("template", OF_CERTIFICATES)
def test_a_letter_names_course_person_number_and_link(
    template: str, language: str
) -> None:
    letter = write(template, language, **FACTS)
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


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_reason_to_remind_has_words_of_its_own(language: str) -> None:
    day = in_words(date(2026, 12, 1), language)
    said = {
        reason: sentence(
            "learner_nudged", language, reason=reason, title="Світло", due_on=day
        )
        for reason in (*NUDGE_REASONS, "one of tomorrow's")
    }
    assert said["due_soon"] == said["due_tomorrow"]
    assert len(set(said.values())) == len(said) - 1
    assert all("Світло" in text and ".." not in text for text in said.values())
    for reason in ("due_soon", "overdue", "by_trainer", "certificate_expiring"):
        assert f"{day}. " in said[reason]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_trainer_may_remind_of_a_course_without_due_date(language: str) -> None:
    said = sentence(
        "learner_nudged", language, reason="by_trainer", title="Світло", due_on=""
    )
    assert "  " not in said
    assert said.endswith(".")


def test_what_a_reminder_says_is_escaped_in_html_alone() -> None:
    facts = {"reason": "by_trainer", "title": "<b>R&D</b>", "due_on": ""}
    said = sentence("learner_nudged", "en", **facts)
    letter = write("learner_nudged", "en", sentence=said, link="https://x.example")
    assert "<b>R&D</b>" in letter.text
    assert "&lt;b&gt;R&amp;D&lt;/b&gt;" in letter.html
