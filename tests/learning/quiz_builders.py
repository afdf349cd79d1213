"""Quizzes with questions of every kind, as files and as the learner answers them."""

from __future__ import annotations

from typing import Any

from services.learning.catalogue.domain.course import Course
from services.learning.catalogue.domain.folder import Folder, read_course
from tests.learning.builders import a_folder

KINDS_UK = """\
Вступ.

## q1 single

Що робити?

- [ ] a: Нічого
- [x] b: Світити

> Тому що темно.

## q2 multiple

Кому це потрібно?

- [x] a: Мешканцям
- [ ] b: Нікому
- [x] c: Водіям

> Усім, хто ходить і їздить.

## q3 ordering

Що за чим?

1. a: Пройти
2. b: Записати
3. c: Написати раді
4. d: Перевірити

> Перевіряють наприкінці.

## q4 matching

Кому телефонувати?

- a: Пожежа => x: 101
- b: Злочин => y: 102
- => z: 105

> 105 – довідкова.

## q5 numeric

Яка відстань між ліхтарями?

= 9,5 +- 0,5 [м]

> Дев’ять з половиною.

## q6 short

Куди йти під час тривоги?

= укриття
= до сховища

> До укриття.

## q7 scenario

Двір темний. Що зробите?

- [100] a: Покличу сусідку
  > Удвох безпечніше.
- [50] b: Зачекаю на вулиці
  > Довго, але безпечно.
- [0] c: Піду сама
  > Ніхто не знає, де ви.

> Не ходіть самі.
"""

KINDS_EN = """\
An introduction.

## q1 single

What to do?

- [ ] a: Nothing
- [x] b: Light it

> Because it is dark.

## q2 multiple

Who needs it?

- [x] a: Residents
- [ ] b: Nobody
- [x] c: Drivers

> All who walk and drive.

## q3 ordering

What follows what?

1. a: Walk
2. b: Write down
3. c: Write to the council
4. d: Check

> Checking comes last.

## q4 matching

Whom to call?

- a: Fire => x: 101
- b: Crime => y: 102
- => z: 105

> 105 gives information.

## q5 numeric

How far are the lamps from each other?

= 9.50 +- 0.5 [m]

> Nine and a half.

## q6 short

Where to go in an air raid?

= shelter
= to the shelters

> To the shelter.

## q7 scenario

The yard is dark. What do you do?

- [100] a: Call a neighbour
  > Safer together.
- [50] b: Wait in the street
  > Slow, but safe.
- [0] c: Go alone
  > Nobody knows where you are.

> Do not go alone.
"""

ALL_RIGHT: dict[str, list[str]] = {
    "q1": ["b"],
    "q2": ["a", "c"],
    "q3": ["a", "b", "c", "d"],
    "q4": ["a:x", "b:y"],
    "q5": ["9,5"],
    "q6": ["Укриття"],
    "q7": ["a"],
}


def quiz_file(questions: str, title: str = "Тест", **front: Any) -> str:
    """A quiz in one language; ``front`` is its front matter beside the title."""
    said = {"pass_mark": 80, **front}
    lines = [f"{name}: {value}" for name, value in said.items() if value is not None]
    return "\n".join(["---", f"title: {title}", *lines, "---", "", questions])


def single(question_id: str, more: str = "") -> str:
    """A question whose right answer is ``a``."""
    return (
        f"## {question_id} single{more}\n\nЩо?\n\n- [x] a: Так\n- [ ] b: Ні\n"
        f"- [ ] c: Може\n\n> Бо так, {question_id}.\n\n"
    )


def a_quiz_folder(uk: str = KINDS_UK, en: str | None = None, **front: Any) -> Any:
    """The folder of ``builders`` with another quiz; ``en`` is ``uk`` if not given."""
    if en is None:
        en = KINDS_EN if uk == KINDS_UK else uk
    return a_folder(
        {
            "quizzes/final.uk.md": quiz_file(uk, **front),
            "quizzes/final.en.md": quiz_file(en, **front),
        }
    )


def a_quiz_course(uk: str = KINDS_UK, en: str | None = None, **front: Any) -> Course:
    return read_course(Folder(a_quiz_folder(uk, en, **front)))
