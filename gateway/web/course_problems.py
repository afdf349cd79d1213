"""What is wrong with a course's files, in the reader's words.

The service says it in English; the forms below are found again in the catalogue. What
is not among them is shown as it came. The first that fits counts.
"""

from __future__ import annotations

import re

from gateway import i18n
from gateway.field_messages import localised
from shared.languages import LANGUAGES

FORMS = (
    ("no_sources", r"sources: Length must be between 1 and 100\."),
    ("no_modules", r"modules: Length must be between 1 and 100\."),
    ("no_objectives_uk", r"objectives\.uk: Length must be between 1 and 30\."),
    ("no_objectives_en", r"objectives\.en: Length must be between 1 and 30\."),
    (
        "objectives_differ",
        r"objectives: every language needs as many as the other \((?P<found>.+)\)\.",
    ),
    ("module_empty", r"(?:modules\.\d+: )?A module needs a lesson or a quiz\."),
    ("no_part_file", r"(?:lessons|quizzes): there is no (?P<path>\S+)\."),
    ("not_listed", r"No module in course\.yaml has “(?P<part>.+)” among its .+"),
    ("file_not_listed", r"This file is not listed in course\.yaml\."),
    ("no_file", r"There is no files/(?P<name>.+)\."),
    ("file_empty", r"The file is empty\."),
    ("file_large", r"The file is larger than (?P<most>.+)\."),
    ("files_large", r"The files are larger than (?P<most>.+) together\."),
    ("file_kind", r"A course may hold (?P<kinds>.+)\."),
    ("file_other", r"The file is not what its ending “(?P<ending>.+)” says\."),
    ("file_not_text", r"This file is not UTF-8 text\."),
    ("file_characters", r"This file has characters that cannot stand in a text\."),
    ("svg_malformed", r"This is no well-formed SVG drawing\."),
    ("svg_active", r"The drawing holds a script, a link or something from elsewhere\."),
    ("freshness_quiz", r"freshness: this course has no such quiz\."),
    ("freshness_purpose", r"freshness: the quiz needs “purpose: refresher”\."),
    ("replaces_present", r"replaces: “(?P<part>.+)” is still in this course\."),
    ("replaces_absent", r"replaces: this course has no “(?P<part>.+)”\."),
    (
        "orphaned",
        r"Version (?P<version>\d+) has “(?P<part>.+)”; say under “replaces” .+",
    ),
    ("twice", r"“(?P<name>.+)” stands in two places\."),
    ("key_twice", r"“(?P<name>.+)” stands here a second time\."),
    ("named_twice", r"Something is named twice\."),
    ("name", r"“(?P<name>.*)” is not a name of .+, up to (?P<most>\d+)\."),
    ("file_name", r"“(?P<name>.*)” is not a file name .+, up to (?P<most>\d+)\."),
    ("one_line", r"Write one line, without outer spaces\."),
    ("day", r"Write the day like 2026-11-22\."),
    ("url", r"Not a valid URL\."),
    ("file_missing", r"This file is missing\."),
    ("no_place", r"A course folder has no place for this file\."),
    ("mend_by_hand", r"This file must be mended by hand first\."),
    ("too_long", r"The file is longer than (?P<most>.+)\."),
    ("character", r"The character (?P<code>U\+\w+) cannot stand in a text\."),
    ("yaml", r"This is not valid YAML(?:: (?P<why>.+))?\."),
    ("yaml_lines", r"Expected lines like “name: value”\."),
    ("front", r"Expected “---”, lines like “title: …”, and “---”\."),
    ("no_text", r"There is no text\."),
    ("html", r"HTML is not supported; write Markdown\."),
    ("heading", r"Headings begin with “##”; the title is the “#”\."),
    ("no_pictures", r"Pictures are not supported\."),
    ("no_picture", r"“files/(?P<name>.*)” is no picture in files/\."),
    ("no_picture_there", r"“(?P<address>.*)” is no picture in files/\."),
    ("no_words", r"A picture needs words for who cannot see it: .+"),
    ("link", r"“(?P<address>.*)” is not a link people can open\."),
    ("block_nested", r"A block cannot stand inside another; close it first\."),
    ("block_close", r"There is no block here that “:::” could close\."),
    ("block_open", r"This block is not closed by a line “:::”\."),
    ("block_kind", r"“(?P<kind>.+)” is no block; there are (?P<kinds>.+)\."),
    ("block_alone", r"“(?P<kind>.+)” stands alone on its line\."),
    ("video_open", r"A video is “::: video https://…”\."),
    ("video_number", r"A video needs “(?P<name>.+): ” and a whole number\."),
    ("video_title", r"A video needs a line “title: …”\."),
    ("video_transcript", r"A video needs its transcript, after an empty line\."),
    ("scenario_open", r"A scenario is “::: scenario <id>”\."),
    ("scenario_choices", r"A scenario needs two choices or more, “- a: …”\."),
    ("scenario_after", r"After a choice only “  > what follows” may stand\."),
    ("scenario_follows", r"What follows(?: from this choice)?, “  > …”, is missing\."),
    ("choice_twice", r"There is a choice “(?P<name>.+)” already\."),
    ("already", r"There is a “(?P<name>.+)” already\."),
    ("scenario_onward", r"There is no scenario “(?P<name>.+)” to go to\."),
    (
        "scenarios_differ",
        r"The scenarios or their choices differ from those of (?P<path>.+)\.",
    ),
    ("says", r"(?P<name>[a-z_]+): (?P<path>\S+\.md) says (?P<said>.+)\."),
    ("says_here", r"(?P<path>\S+\.md) says (?P<said>.+) here\."),
    ("intro_alone", r"Only this or (?P<path>.+) has an introduction\."),
    ("no_question", r"There is no question\."),
    ("many_questions", r"More than (?P<most>\d+) questions\."),
    (
        "question_open",
        r"A question begins with “## <id> <kind>”; the kinds are (?P<kinds>.+)\.",
    ),
    (
        "question_belongs",
        r"After the kind stands “pool=<name>”, “form=a” or “form=b”\.",
    ),
    ("answer_choice", r"A choice is “- \[ \] a: Text” or .+"),
    ("answer_way", r"A choice is “- \[100\] a: Text”.+"),
    ("answer_step", r"A step is .+"),
    ("answer_pair", r"A pair is .+"),
    ("answer_number", r"The number is .+"),
    ("answer_word", r"An accepted answer is .+"),
    ("answer_before", r"Answers stand before the feedback\."),
    ("after_answers", r"After the answers only feedback, “> …”, may stand here\."),
    ("feedback", r"The feedback, “> …”, is missing\."),
    ("single", r"“single” has exactly one right choice, not (?P<found>\d+)\."),
    ("none_right", r"No choice is marked as right\."),
    (
        "scenario_points",
        r"“scenario” has exactly one choice with \[100\], not (?P<found>\d+)\.",
    ),
    ("points", r"Points go from 0 to 100\."),
    ("one_number", r"“numeric” has one “= …”, not (?P<found>\d+)\."),
    ("needs", r"This question needs (?P<least>one|two|three) (?P<what>.+) or more\."),
    ("too_many", r"More than (?P<most>\d+) (?P<what>.+)\."),
    ("order_number", r"This is number (?P<place>\d+)\."),
    ("tolerance", r"A tolerance is not below zero\."),
    ("no_word", r"There is no word in this answer\."),
    ("differ", r"(?P<what>[A-Z][a-z ]+) differ from (?P<path>\S+): (?P<how>.+)\."),
    ("draw", r"draw: (?P<wanted>\d+) of “(?P<pool>.+)”, which has (?P<found>\d+) .+"),
    ("attempts", r"attempts: “(?P<purpose>.+)” is taken .+\."),
    ("forms_needed", r"“before_after” needs “form=a” or “form=b” on each question\."),
    ("forms_odd", r"Only questions of a quiz of purpose “before_after” have a form\."),
    ("forms_uneven", r"“before_after” needs as many questions .+, not (?P<found>.+)\."),
    ("key_plain", r"A name must be plain text\."),
    ("key_character", r"A name has a character no text may have\."),
    ("yaml_kind", r"“(?P<kind>.+)” is not supported here\."),
    ("many_files", r"There are more than (?P<most>\d+) files\."),
    ("file_unprintable", r"The file's name has unprintable characters\."),
    ("topic_unknown", r"“(?P<topic>.+)” is no topic of the taxonomy\."),
    ("slug_other", r"slug: this is the draft of “(?P<slug>.+)”\."),
)
_COMPILED = tuple((name, re.compile(form)) for name, form in FORMS)
_AT = re.compile(r"(?P<place>[a-z_]+(?:\.[\w-]+)*): (?P<problem>.+)")


def in_words(message: str) -> str:
    for name, form in _COMPILED:
        found = form.fullmatch(message)
        if found is not None:
            said = {key: text or "" for key, text in found.groupdict().items()}
            return i18n.t(f"course_problem.{name}", **said)
    at = _AT.fullmatch(message)
    if at is None:
        return localised(message)
    place, problem = _place(at["place"]), in_words(at["problem"])
    return i18n.t("course_problem.at", place=place, problem=problem)


def _place(place: str) -> str:
    """``sources.0.url`` for a person: every step that has words, counted from one."""
    return ", ".join(_step(step) for step in place.split("."))


def _step(step: str) -> str:
    if step.isdecimal():
        return str(int(step) + 1)
    if step in LANGUAGES:
        return i18n.t(f"language_in.{step}")
    key = f"course_place.{step}"
    return i18n.t(key) if i18n.has(key) else step
