"""What of an entry a reader sees in a list."""

from __future__ import annotations

from services.content.search.analysis import marked, passages, plain, term_string
from services.content.search.documents import analysed
from services.content.search.query import understand
from services.content.search.showing import facet_views, shown
from services.content.taxonomy.domain import shipped
from shared.uk_text import words
from tests.content.search.builders import Searching, an_entry

LONG = "Слово за словом, " * 30 + "аж ось ліхтар, " + "і далі, " * 60


def snippet(q: str, body: str, language: str = "uk") -> list[tuple[str, bool]]:
    entry = an_entry(summary="Підсумок", body=body)
    search = Searching([entry])
    parts = understand(q, search.lexicon).parts
    view = shown(analysed(entry, shipped()), language, parts)
    return [(piece["text"], piece["hit"]) for piece in view["snippet"]]


def test_every_form_of_a_word_is_marked_and_signs_around_it_are_not() -> None:
    assert snippet("ліхтар", "Полагодьте «ліхтарі», люди!") == [
        ("Полагодьте «", False),
        ("ліхтарі", True),
        ("», люди!", False),
    ]


def test_a_long_passage_is_cut_around_the_word() -> None:
    pieces = snippet("ліхтар", LONG)
    assert ("ліхтар", True) in pieces
    assert sum(len(text) for text, _ in pieces) < 300
    assert pieces[0][0].startswith("…")
    assert pieces[-1][0].endswith("…")


def test_the_summary_is_shown_where_no_passage_says_more() -> None:
    assert snippet("двір", "Інше.") == [("Підсумок", False)]


def test_html_stays_text() -> None:
    found = snippet("ліхтар", "<b>ліхтар</b> & <script>")
    assert "".join(text for text, _ in found) == "<b>ліхтар</b> & <script>"


def test_another_language_stands_in_and_says_so() -> None:
    view = shown(analysed(an_entry(en=""), shipped()), "en")
    assert (view["title"], view["language"]) == ("Освітлення двору", "uk")
    assert view["snippet"] == []


def test_markdown_becomes_words() -> None:
    assert plain(
        "## Що\n\n- **Хто** [йде](https://example.org)\n\n"
        "| a | b |\n|---|---|\n| c | d |\n"
    ) == ("Що", "Хто йде", "a", "b", "c", "d")


def test_sentences_are_kept_whole_and_short_ones_together() -> None:
    long = "Довге речення " * 20 + "."
    found = [*passages((f"Раз. Два. {long} Три.", "Інше."))]
    assert found == ["Раз. Два.", long, "Три.", "Інше."]


def test_terms_are_those_of_the_words() -> None:
    text = "Пе\u0301рев’язки в укриттях: «ветерани», безпекa METRAC’s"
    assert len(term_string(text).split()) >= len(words(text))


def test_marking_loses_nothing() -> None:
    text = "Об’єднання, двора́х… кінець"
    assert "".join(piece for piece, _ in marked(text, frozenset({"двір"}))) == text


def test_facets_are_labelled_and_in_order() -> None:
    views = facet_views({"topic": {"law": 1, "trust": 2, "odd": 1}}, shipped(), "uk")
    assert [(row["label"], row["count"]) for row in views["topic"]] == [
        ("Довіра", 2),
        ("odd", 1),
        ("Закони", 1),
    ]
