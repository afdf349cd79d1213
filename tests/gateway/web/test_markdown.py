"""Texts become HTML that nests, links and never runs."""

import pytest

from gateway import markdown


def test_headings_nest_under_the_page_and_skip_no_level() -> None:
    html = markdown.render("#### Deep\n\ntext\n\n###### Deeper\n\n# Top\n", under=1)
    assert [html.count(f"<h{n} ") for n in range(2, 7)] == [2, 1, 0, 0, 0]
    assert html.index("<h2") < html.index("<h3")


def test_headings_start_below_the_one_they_stand_under() -> None:
    assert '<h4 class="govuk-heading-s">' in markdown.render("## A", under=3)


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](data:text/html,hello)",
        "![x](https://example.org/pixel.png)",
        '<a href="#" onclick="alert(1)">x</a>',
        '<p style="color:red">x</p>',
    ],
)
def test_nothing_that_loads_or_runs_survives(text: str) -> None:
    html = markdown.render(text)
    for forbidden in ("<script", "<img", 'href="java', 'href="data', "<p style"):
        assert forbidden not in html


def test_links_out_say_so_and_links_inside_do_not() -> None:
    assert 'rel="external noopener noreferrer"' in markdown.render(
        "[law](https://zakon.rada.gov.ua/)"
    )
    assert "rel=" not in markdown.render("[hubs](/uk/hubs)")
    assert 'href="tel:102"' in markdown.render("[102](tel:102)")


def test_a_wide_table_scrolls_in_a_named_box() -> None:
    html = markdown.render("| a | b |\n|---|--:|\n| 1 | 2 |", table_label='A "table"')
    assert '<div class="hub-scroll" tabindex="0" role="group"' in html
    assert "A &quot;table&quot;" in html
    assert html.count("</table></div>") == 1
    assert 'scope="col"' in html
    assert "style=" not in html


def test_empty_tick_boxes_can_be_ticked_on_paper() -> None:
    assert "☐ Check the lamps" in markdown.render("- [ ] Check the lamps")


def test_one_line_holds_no_blocks_and_no_links() -> None:
    html = markdown.line("How **often**? [more](https://example.org) <b>x</b>")
    assert html == "How <strong>often</strong>? more &lt;b&gt;x&lt;/b&gt;"


def test_a_corner_without_words_heads_nothing() -> None:
    html = markdown.render("| | Joke |\n|---|---|\n| Who | all |")
    assert html.count("<th ") == 1
    assert html.count("<td ") == 3
