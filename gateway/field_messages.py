"""What is wrong with a field, in the caller's language.

Services and schemas say it in English, in marshmallow's words; the forms below are
found again in the catalogue. What is not among them is shown as it came.
"""

import re

from gateway import i18n

FORMS = (
    ("required", r"Missing data for required field\."),
    ("unknown", r"Unknown field\."),
    ("null", r"Field may not be null\."),
    ("type", r"Invalid (?:input )?type\."),
    ("text", r"Not a valid string\."),
    ("number", r"Not a valid (?:integer|number)\."),
    ("truth", r"Not a valid boolean\."),
    ("list", r"Not a valid list\."),
    ("mapping", r"Not a valid mapping type\."),
    ("uuid", r"Not a valid UUID\."),
    ("time", r"Not a (?:valid (?:aware |naive )?datetime|time in ISO 8601)\."),
    ("day", r"Not a valid date\."),
    ("future", r"Must not be in the future\."),
    ("choice", r"Must be one of: (?P<choices>.+)\."),
    ("range", r"Must be .*\d+ and .*\d+.*\."),
    ("length", r"Length must be between (?P<least>\d+) and (?P<most>\d+)\."),
    ("shorter", r"Shorter than minimum length (?P<least>\d+)\."),
    ("longer", r"Longer than maximum length (?P<most>\d+)\."),
    ("pattern", r"String does not match expected pattern\."),
    ("email", r"Not a valid e-mail address\."),
    ("control", r"Control characters are not allowed\."),
    ("password_is_email", r"The password must not be the e-mail address\."),
    ("password_guessable", r"This password is too easy to guess\."),
    ("cursor", r"This is not a cursor of this list\."),
)
_COMPILED = tuple((name, re.compile(form)) for name, form in FORMS)


def localised(message: str) -> str:
    for name, form in _COMPILED:
        found = form.fullmatch(message)
        if found is not None:
            return i18n.t(f"field.{name}", **found.groupdict())
    return message
