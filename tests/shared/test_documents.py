"""Files that editors write: what is wrong with them, and where."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import Schema, fields

from shared.documents import check, read_page, read_yaml
from shared.editorial import both_languages, day_field, line_field
from shared.errors import Invalid
from shared.folders import Problems, clean, read_folder


class Inner(Schema):
    number = fields.Integer(required=True, strict=True)


class Outer(Schema):
    title = fields.String(required=True)
    parts = fields.List(fields.Nested(Inner))


def found(problems: Problems) -> list[tuple[str, int]]:
    return [(problem.path, problem.line) for problem in problems]


def test_only_text_numbers_true_false_and_null_are_told_apart() -> None:
    text = "a: 2026-11-22\nb: 09:30\nc: no\nd: 007\ne: 7\nf: true\ng:\nh: '1'\n"
    document = read_yaml("f", text, Problems())
    assert document is not None
    assert document.values == {
        "a": "2026-11-22",
        "b": "09:30",
        "c": "no",
        "d": "007",
        "e": 7,
        "f": True,
        "g": None,
        "h": "1",
    }


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: 1\nb: [", 2),
        ("a: 1\n\tb: 2", 2),
        ("a: 1\na: 2", 2),
        ("a: 1\nb: &x 2\nc: *x", 3),
        ("a: 1\nb: !!python/name:os.system ''", 2),
        ("a: 1\nb: !!int many", 2),
        ("a: 1\n? [b]\n: c", 2),
        ("- a", 1),
        ("", 1),
        ("a: " + "[" * 50 + "]" * 50, 1),
        ("[" * 100_000, 1),
        ('a: "\\ud800"', 1),
    ],
)
def test_broken_yaml_is_one_problem_at_its_line(text: str, line: int) -> None:
    problems = Problems()
    read_yaml("f", text, problems)
    assert found(problems) == [("f", line)]


def test_a_schemas_complaints_stand_at_the_lines_they_are_about() -> None:
    text = "parts:\n  - number: 1\n  - number: one\n  - name: x\nextra: 1\n"
    problems = Problems()
    document = read_yaml("f", text, problems, first_line=10)
    assert document is not None
    assert check(document, Outer(), problems) is None
    # The title is missing from the whole; the third part has no number and a name.
    assert found(problems) == [("f", 10), ("f", 12), ("f", 13), ("f", 13), ("f", 14)]


def test_a_page_is_front_matter_and_a_body_with_its_line() -> None:
    page = read_page("f", "---\ntitle: A\n---\n\n## B\n---\n", Problems())
    assert page is not None
    assert (page.front.values, page.body, page.body_line) == (
        {"title": "A"},
        "\n## B\n---\n",
        4,
    )


@pytest.mark.parametrize("text", ["", "title: A", "\n---\na: 1\n---\n", "---\na: 1\n"])
def test_a_page_without_front_matter_is_a_problem(text: str) -> None:
    problems = Problems()
    assert read_page("f", text, problems) is None
    assert found(problems) == [("f", 1)]


def test_a_line_end_that_only_yaml_counts_moves_no_line() -> None:
    problems = Problems()
    text = clean({"f": "a: 1\u2028\nb: ["}, problems)["f"]
    read_yaml("f", text, problems)
    assert found(problems) == [("f", 1), ("f", 2)]


@given(st.text())
def test_no_text_breaks_the_reader(text: str) -> None:
    problems = Problems()
    cleaned = clean({"f": text}, problems)["f"]
    document = read_yaml("f", cleaned, problems)
    if document is None:
        assert problems
    else:
        check(document, Outer(), problems)
    read_page("f", f"---\n{cleaned}\n---\n{cleaned}", problems)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    assert all(1 <= problem.line <= lines + 3 for problem in problems)


def test_all_problems_are_refused_together_in_the_order_of_the_files() -> None:
    problems = Problems()
    problems.refuse("broken", "Nothing is wrong.")
    for path, line in (("b", 1), ("a", 10), ("a", 9), ("a", 9)):
        problems.add(path, line, f"{path}{line}")
    problems.add("a", 9, "another")
    with pytest.raises(Invalid) as refused:
        problems.refuse("broken", "Much is wrong.")
    assert list(refused.value.fields.items()) == [
        ("a:9", ["a9", "another"]),
        ("a:10", ["a10"]),
        ("b:1", ["b1"]),
    ]


def test_files_are_read_as_they_lie_and_hidden_ones_left(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "uk.md").write_text("Ґ", encoding="utf-8")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "config").write_text("x")
    assert read_folder(tmp_path) == {"one/uk.md": "Ґ"}
    (tmp_path / "photo").write_bytes(b"\xff\xd8")
    with pytest.raises(Invalid) as refused:
        read_folder(tmp_path)
    assert list(refused.value.fields) == ["photo:1"]


@pytest.mark.parametrize(
    ("files", "place"),
    [
        ({"long": "x" * 200_001}, ("long", 1)),
        ({"bad\nname": "x"}, (r"'bad\nname'", 1)),
        ({f"f{number:04}": "x" for number in range(2001)}, ("f0000", 1)),
        ({"f": "one\ntwo\x00"}, ("f", 2)),
    ],
)
def test_files_no_editor_writes_are_named(
    files: dict[str, str], place: tuple[str, int]
) -> None:
    problems = Problems()
    clean(files, problems)
    assert found(problems) == [place]


class Edited(Schema):
    day = day_field()
    line = line_field(10)
    both = both_languages(10)


@pytest.mark.parametrize("day", ["22.11.2026", "2026-13-01", "20261122", "2026-W47-7"])
@pytest.mark.parametrize("line", ["", " a", "a ", "a\nb", "a\n", "a" * 11])
def test_days_and_lines_are_written_one_way(day: str, line: str) -> None:
    problems = Edited().validate({"day": day, "line": line, "both": {"uk": "a"}})
    assert set(problems) == {"day", "line", "both"}
    assert not Edited().validate(
        {"day": "2026-11-22", "line": "a b", "both": {"uk": "а", "en": "a"}}
    )
