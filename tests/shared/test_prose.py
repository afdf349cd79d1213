import pytest

from shared.folders import Problems
from shared.prose import check_prose


def lines(body: str) -> list[int]:
    problems = Problems()
    check_prose("f", body, 10, problems)
    return [problem.line for problem in problems]


@pytest.mark.parametrize(
    "body",
    [
        "## A heading\n\nText with `<b>` as code, *stress* and 3 < 4.",
        "| a | b |\n| --- | --- |\n| 1 | 2 |",
        "    <script> in a code block",
        "[a](https://example.org) <https://example.org> [b](/uk/courses) [c](#top)",
        "[call](tel:102) [write](mailto:hub@example.org)",
        "- [ ] a box to tick\n- [x] a ticked one",
    ],
)
def test_plain_markdown_passes(body: str) -> None:
    assert lines(body) == []


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("", 10),
        (" \n\n", 10),
        ("text\n\n# Top", 12),
        ("Top\n===", 10),
        ("text\n\n<div>x</div>", 12),
        ("one\ntwo <b>x</b>", 11),
        ("one\\\ntwo <!-- x -->", 11),
        ("- a\n- ![picture](https://example.org/x.png)", 11),
        ("| a |\n| --- |\n| <i>x |", 12),
        ("[x](javascript:alert(1))", 10),
        ("[x](JavaScript:alert(1))", 10),
        ("[x](data:text/html,x)", 10),
        ("[x](//example.org)", 10),
        ("[x](relative)", 10),
        ("[x]()", 10),
        ("[x][y]\n\n[y]: javascript:alert(1)", 10),
    ],
)
def test_what_no_page_should_hold_is_named_by_line(body: str, line: int) -> None:
    assert set(lines(body)) == {line}
