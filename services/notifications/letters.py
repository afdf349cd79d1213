"""Templates: ``templates/<template>/<language>.{subject,message,text}.txt`` and
``<language>.html``; and, where it depends, ``<language>.sentence.txt``. Texts live
there alone.
"""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from services.notifications.domain import Letter

FOLDER = Path(__file__).parent / "templates"
SENDERS = {
    "uk": "Хаб знань «Поліція і громада»",
    "en": "Community Policing Knowledge Hub",
}
# Never on the site: whoever asks for a code cannot sign in to read it there.
BY_MAIL_ALONE = frozenset({"password_code"})

_environment = Environment(
    loader=FileSystemLoader(FOLDER),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    trim_blocks=True,
)


def write(template: str, language: str, **facts: str) -> Letter:
    """Fill a template. ``facts`` may hold anything: each is made one plain line."""
    plain = {name: _one_line(fact) for name, fact in facts.items()}

    def fill(part: str) -> str:
        found = _environment.get_template(f"{template}/{language}.{part}")
        return found.render(
            language=language, sender=SENDERS[language], **plain
        ).strip()

    return Letter(
        language=language,
        sender=SENDERS[language],
        subject=fill("subject.txt"),
        message=None if template in BY_MAIL_ALONE else fill("message.txt"),
        text=fill("text.txt") + "\n",
        html=fill("html") + "\n",
    )


def sentence(template: str, language: str, **facts: str) -> str:
    """What a letter says in one sentence or two, if that depends on the facts; to be
    given to ``write`` as one of them."""
    plain = {name: _one_line(fact) for name, fact in facts.items()}
    found = _environment.get_template(f"{template}/{language}.sentence.txt")
    return found.render(**plain).strip()


def _one_line(text: str) -> str:
    printable = (letter if letter.isprintable() else " " for letter in text)
    return " ".join("".join(printable).split())
