"""Items are begun and changed; translations know what they were made from."""

from typing import Any

import pytest

from services.content.editing.domain.comparing import compare
from services.content.editing.domain.work import Work
from services.content.editing.handlers.writing import (
    comment_item,
    create_item,
    restore_revision,
    save_item,
)
from shared.errors import Conflict, Forbidden, Invalid
from shared.identity import ANONYMOUS, Identity
from shared.slugs import slug_of
from tests.content.builders import a_content, a_text, an_item
from tests.content.fakes import MemoryWorks
from tests.content.test_import import CAUSE, EDITOR, NOON, REVIEWER

UK, EN = a_text("Світло"), a_text("Light")


def begin(works: MemoryWorks, slug: str | None = None, **content: Any) -> Work:
    return create_item(
        works, lambda: NOON, EDITOR, a_content(**content), slug=slug, cause=CAUSE
    )


def save(works: MemoryWorks, work: Work, **content: Any) -> Work:
    return save_item(
        works,
        lambda: NOON,
        EDITOR,
        a_content(**content),
        slug=work.slug,
        revision=work.revision,
        cause=CAUSE,
    )


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Безпечне подвір’я: їжак і ґава", "bezpechne-podviria-yizhak-i-gava"),
        ("Згори щодня", "zghory-shchodnia"),
        ("Light at night", "light-at-night"),
        ("«Юний» поліцейський", "yunyi-politseiskyi"),
        ("…", "item"),
    ],
)
def test_a_title_makes_a_name_for_addresses(title: str, slug: str) -> None:
    assert slug_of(title, empty="item") == slug


def test_items_of_one_title_have_names_of_their_own() -> None:
    works = MemoryWorks()
    assert [begin(works).slug for _ in range(3)] == [
        "light-at-night",
        "light-at-night-2",
        "light-at-night-3",
    ]
    with pytest.raises(Conflict) as refused:
        begin(works, slug="light-at-night")
    assert refused.value.code == "slug_taken"


@pytest.mark.parametrize("caller", [ANONYMOUS, REVIEWER, Identity("t", frozenset())])
def test_editors_alone_write(caller: Identity) -> None:
    with pytest.raises(Forbidden):
        create_item(
            MemoryWorks(), lambda: NOON, caller, a_content(), slug=None, cause=CAUSE
        )


def test_a_translation_falls_behind_when_its_original_changes() -> None:
    works = MemoryWorks()
    first = begin(works, translations={"uk": UK, "en": EN})
    assert not first.origins.is_behind("en")
    newer = {**UK, "body": "Нове.\n"}
    second = save(works, first, translations={"uk": newer, "en": EN})
    assert second.origins.is_behind("en")
    assert second.origins.made_from == {"en": 1}
    assert "behind: true" in second.files["en.md"]
    again = {**EN, "body": "New.\n"}
    third = save(works, second, translations={"uk": newer, "en": again})
    assert not third.origins.is_behind("en")
    assert third.origins.made_from == {"en": 2}
    assert "behind" not in third.files["en.md"]


def test_a_translator_may_say_which_revision_it_was() -> None:
    works = MemoryWorks()
    first = begin(works, translations={"uk": UK})
    newer = {**UK, "body": "Нове.\n"}
    second = save(works, first, translations={"uk": newer})
    said = {**EN, "made_from": 1}
    third = save(works, second, translations={"uk": newer, "en": said})
    assert third.origins.is_behind("en")


def test_nothing_changed_is_no_revision() -> None:
    works = MemoryWorks()
    first = begin(works)
    assert save(works, first).revision == 1
    assert len(works.history) == 1


def test_who_was_overtaken_is_told_and_changes_nothing() -> None:
    works = MemoryWorks()
    first = begin(works)
    save(works, first, topics=["trust"])
    with pytest.raises(Conflict) as refused:
        save(works, first, topics=["dialogue"])
    assert refused.value.code == "overtaken"
    assert works.works[first.slug].item.topics == ("trust",)


def test_an_earlier_revision_is_written_anew() -> None:
    works = MemoryWorks()
    first = begin(works)
    second = save(works, first, topics=["trust"])
    third = restore_revision(
        works,
        lambda: NOON,
        EDITOR,
        first.item,
        slug=first.slug,
        revision=second.revision,
        cause=CAUSE,
    )
    assert (third.revision, third.item.topics) == (3, first.item.topics)


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("<script>alert(1)</script>", "HTML is not supported"),
        ("[x](javascript:alert(1))", "not a link people can open"),
        ("# Title", "Headings begin with"),
        ("![a](https://example.org/a.png)", "Pictures are not supported"),
    ],
)
def test_what_no_text_may_hold_is_named_by_line(body: str, problem: str) -> None:
    works = MemoryWorks()
    with pytest.raises(Invalid) as refused:
        begin(works, translations={"uk": UK, "en": {**EN, "body": f"Text.\n\n{body}"}})
    (said,) = refused.value.fields["translations.en.body"]
    assert said.startswith("Line 3: ")
    assert problem in said
    assert not works.works


def test_the_original_must_be_there() -> None:
    with pytest.raises(Invalid) as refused:
        begin(MemoryWorks(), original="en", translations={"uk": UK})
    assert list(refused.value.fields) == ["original"]


@pytest.mark.parametrize("field", ["topics", "regions"])
def test_what_the_taxonomy_lacks_is_refused_as_an_import_would(field: str) -> None:
    works = MemoryWorks()
    work = begin(works, slug="one")
    with pytest.raises(Invalid) as refused:
        save(works, work, **{field: ["no-such-word"]})
    assert refused.value.fields == {
        f"{field}.0": ["“no-such-word” is not in the taxonomy."]
    }
    assert works.works["one"].revision == 1


def test_related_items_exist_and_lead_in_no_circle() -> None:
    works = MemoryWorks()
    one = begin(works, slug="one")
    begin(works, slug="two", related=["one"])
    begin(works, slug="three", related=["two"])
    for related, said in (
        (["nothing"], "There is no item “nothing”."),
        (["one"], "An item is not related to itself."),
        (
            ["three"],
            "A circle: one → three → two → one. "
            "Readers see each from the other already.",
        ),
    ):
        with pytest.raises(Invalid) as refused:
            save(works, one, related=related)
        assert refused.value.fields == {"related.0": [said]}


def test_comments_are_kept_with_the_item() -> None:
    works = MemoryWorks()
    work = begin(works)
    comment_item(
        works, lambda: NOON, REVIEWER, slug=work.slug, text=" Why? ", cause=CAUSE
    )
    last = works.history[-1]
    assert (last.what, last.by, last.comment) == ("commented", "rev", "Why?")
    assert works.works[work.slug].revision == 1


def test_a_comparison_marks_words_inside_changed_lines() -> None:
    old = "One.\nTwo big cats.\nThree.\n"
    new = "One.\nTwo small cats.\nThree.\nFour.\n"
    assert compare(old, new) == [
        ("same", "One.\nTwo "),
        ("removed", "big"),
        ("added", "small"),
        ("same", " cats.\nThree.\n"),
        ("added", "Four.\n"),
    ]
    assert compare(old, old) == [("same", old)]
    assert compare("", "") == []


def test_what_a_comparison_says_gives_both_texts_again() -> None:
    old = an_item(body="A word.").texts["uk"].body * 3
    new = an_item(body="Another, longer word.").texts["uk"].body * 2
    pieces = compare(old, new)
    assert "".join(text for kind, text in pieces if kind != "added") == old
    assert "".join(text for kind, text in pieces if kind != "removed") == new
