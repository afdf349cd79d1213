"""What stands between ``:::`` lines, and what is said of what cannot."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.blocks import Callout, Prose, Scenario, Video, parse

LESSON = """\
Вступ.

::: warning
Обережно, **слизько**.
:::

```
::: note
це код
```

::: video https://example.org/a.mp4
title: Як скласти бинт
minutes: 4
megabytes: 35

Розповідь.
:::

::: scenario yard
Темний двір.

- a: Піти самому
  > Ви впали.
- b: Покликати сусідку
  > Світло є. → light
:::

::: scenario light
Світло.

- a: Так
  > Добре.
- b: Ні
  > Погано.
:::

Кінець.
"""


def complaints(body: str) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    parse(body, lambda line, problem: found.append((line, problem)))
    return found


def test_a_lesson_falls_into_its_blocks() -> None:
    kinds = [type(block) for block in parse(LESSON)]
    assert kinds == [Prose, Callout, Prose, Video, Scenario, Scenario, Prose]
    assert complaints(LESSON) == []


def test_a_video_says_how_large_it_is_and_what_is_said_in_it() -> None:
    [video] = [block for block in parse(LESSON) if isinstance(block, Video)]
    assert (video.title, video.minutes, video.megabytes) == ("Як скласти бинт", 4, 35)
    assert video.transcript.strip() == "Розповідь."


def test_a_choice_leads_to_what_follows_and_on() -> None:
    yard = next(block for block in parse(LESSON) if isinstance(block, Scenario))
    assert [(way.id, way.follows, way.onward) for way in yard.ways] == [
        ("a", "Ви впали.", None),
        ("b", "Світло є.", "light"),
    ]


@pytest.mark.parametrize(
    ("body", "line", "part"),
    [
        (":::\n", 0, "no block here"),
        ("x\n::: note\ny", 1, "not closed"),
        ("::: note\n::: tip\n:::\n", 1, "inside another"),
        ("::: shout\nx\n:::", 0, "no block; there are"),
        ("::: note big\nx\n:::", 0, "stands alone"),
        ("::: video http://x\ntitle: a\n:::", 0, "https"),
        ("::: video https://x\ntitle: a\nminutes: 0\n:::", 1, "minutes"),
        ("::: video https://x\nminutes: 1\nmegabytes: 2\n\nx\n:::", 1, "title"),
        ("::: video https://x\ntitle: a\nminutes: 1\nmegabytes: 2\n:::", 1, "transcr"),
        ("::: scenario\nx\n:::", 0, "<id>"),
        ("::: scenario s\nx\n- a: y\n  > z\n:::", 0, "two choices"),
        ("::: scenario s\n- a: y\n  > z\n- a: y\n  > z\n:::", 3, "already"),
        ("::: scenario s\n- a: y\n- b: y\n  > z\n:::", 1, "follows"),
        ("::: scenario s\n- a: y\nmore\n- b: y\n  > z\n:::", 2, "After a choice"),
        ("::: scenario s\n- a: y\n  > z → t\n- b: y\n  > z\n:::", 1, "“t” to go to"),
    ],
)
def test_what_is_wrong_is_told_by_its_line(body: str, line: int, part: str) -> None:
    assert any(at == line and part in said for at, said in complaints(body)), (
        complaints(body)
    )


@given(st.text(alphabet="-:> abn\n→`x", max_size=200))
def test_no_text_breaks_the_parser(body: str) -> None:
    for block in parse(body):
        assert 0 <= block.line <= body.count("\n") + 1
