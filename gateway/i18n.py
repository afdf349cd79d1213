"""The words of the gateway in two languages, and which language a request is in.

Messages stand in gettext catalogues under stable dotted keys; nothing here or in
a template spells a visible word.  Texts of services arrive already resolved to a
language and never pass through here.
"""

from __future__ import annotations

import gettext
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import structlog
from babel import dates, numbers
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask, current_app, g, has_request_context, request

from shared.dates import KYIV, in_words

SUPPORTED = ("uk", "en")
DEFAULT = "uk"
DOMAINS = ("messages", "errors")
TRANSLATIONS = Path(__file__).parent / "translations"
EXTENSION = "i18n"

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Messages:
    """One language: singular texts by key, plural ones by key and number."""

    singular: Mapping[str, str]
    plural: Callable[[str, int], str]  # key and number to the form it takes
    plural_keys: frozenset[str]


@dataclass(frozen=True, slots=True)
class Translator:
    """Every language.  ``strict`` makes a missing key an error, not a log line."""

    languages: Mapping[str, Messages]
    strict: bool


def init_app(app: Flask) -> None:
    """Load the catalogues and offer their functions to every template.

    A missing key raises under test and in the local stack; elsewhere the
    page shows the key and one line is logged, because a page with one odd word
    serves a reader better than none.
    """
    languages = {code: load(code) for code in SUPPORTED}
    settings = app.extensions.get("settings")
    strict = app.testing or getattr(settings, "environment", "") == "local"
    app.extensions[EXTENSION] = Translator(languages, strict)
    app.jinja_env.globals.update(
        t=t,
        tn=tn,
        has_text=has,
        page_language=language,
        format_date=format_date,
        format_datetime=format_datetime,
        format_soon=format_soon,
        format_period=format_period,
        format_number=format_number,
    )


def load(code: str, folder: Path = TRANSLATIONS) -> Messages:
    """Read every catalogue of one language that exists in ``folder``."""
    together = Catalog(locale=code)
    for domain in DOMAINS:
        path = folder / code / "LC_MESSAGES" / f"{domain}.po"
        if path.exists():
            with path.open("rb") as file:
                _add(together, read_po(file, locale=code, abort_invalid=True))
    compiled = BytesIO()
    write_mo(compiled, together)
    compiled.seek(0)
    numbers = gettext.GNUTranslations(compiled)

    def plural(key: str, number: int) -> str:
        return numbers.ngettext(key, key, number)

    texts = [(m.id, m.string) for m in together if m.id]
    return Messages(
        {key: str(text) for key, text in texts if isinstance(key, str)},
        plural,
        frozenset(key[0] for key, _ in texts if not isinstance(key, str)),
    )


def _add(together: Catalog, messages: Catalog) -> None:
    for message in messages:
        if message.id:
            together.add(message.id, message.string)


def language() -> str:
    """The language of this request: ``uk`` or ``en``.

    Pages carry it in the path.  The API takes ``?language=``, then
    ``Accept-Language``; without either it speaks Ukrainian.
    """
    if not has_request_context():
        return DEFAULT
    if "language" not in g:
        g.language = _asked_language()
    return str(g.language)


def _asked_language() -> str:
    first = request.path.split("/", 2)[1]
    for candidate in (first, request.args.get("language", "")):
        if candidate in SUPPORTED:
            return candidate
    return request.accept_languages.best_match(SUPPORTED, DEFAULT) or DEFAULT


def t(key: str, /, **params: object) -> str:
    """The text of ``key`` in this request's language, ``{name}`` places filled."""
    translator = _translator()
    text = translator.languages[language()].singular.get(key)
    if not text:
        return _missing(translator, key)
    return text.format_map(params) if params else text


def tn(key: str, number: int, /, **params: object) -> str:
    """The text of ``key`` in the plural form that ``number`` takes.

    ``{number}`` in the text is the number itself.
    """
    translator = _translator()
    messages = translator.languages[language()]
    if key not in messages.plural_keys:
        return _missing(translator, key)
    text = messages.plural(key, number)
    return text.format_map({"number": number, **params})


def has(key: str) -> bool:
    """Whether ``key`` has a text in this request's language."""
    messages = _translator().languages[language()]
    return bool(messages.singular.get(key)) or key in messages.plural_keys


def format_number(number: float | Decimal, *, exact: bool = False) -> str:
    """A number with the language's decimal sign, of three decimals unless ``exact``."""
    return str(
        numbers.format_decimal(number, locale=_locale(), decimal_quantization=not exact)
    )


def format_date(moment: str) -> str:
    """A day in words: 22 листопада 2026 року.

    ``moment`` is a time in ISO 8601, told by Kyiv's calendar, or a plain day, which
    belongs to no time zone.
    """
    is_day = "T" not in moment
    day = date.fromisoformat(moment) if is_day else _in_kyiv(moment).date()
    return in_words(day, language())


def format_datetime(moment: str) -> str:
    """A day and an hour in words, Kyiv time."""
    clock = dates.format_time(_in_kyiv(moment), format="HH:mm", locale=_locale())
    return t("date.at", day=format_date(moment), clock=clock)


def format_soon(moment: str) -> str:
    """An hour, with its day where that is not today; Kyiv time."""
    told = _in_kyiv(moment)
    if told.date() == datetime.now(told.tzinfo).date():
        return str(dates.format_time(told, format="HH:mm", locale=_locale()))
    return format_datetime(moment)


def format_period(period: str) -> str:
    """Months in words: ``2018-06/2018-09``; one that goes on has no end."""
    begun, _, ended = period.partition("/")
    if not ended:
        return t("period.since", month=_month(begun, "MMMM y"))
    first, last = _month(begun, "LLLL y"), _month(ended, "LLLL y")
    return first if begun == ended else t("period.between", first=first, last=last)


def _month(month: str, pattern: str) -> str:
    day = date.fromisoformat(f"{month}-01")
    return str(dates.format_date(day, pattern, locale=_locale()))


def _in_kyiv(moment: str) -> datetime:
    found = datetime.fromisoformat(moment)
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(KYIV)


def _locale() -> str:
    return {"uk": "uk_UA", "en": "en_GB"}[language()]


def _translator() -> Translator:
    translator: Translator = current_app.extensions[EXTENSION]
    return translator


def _missing(translator: Translator, key: str) -> str:
    if translator.strict:
        raise LookupError(f"no {language()} text for {key!r}")
    log.error("text_missing", key=key, language=language())
    return key
