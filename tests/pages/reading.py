"""A page as its checks see it: headings, links, forms, focus order, visible text.

Python's own parser is enough because html-validate, which knows the standard, has
the last word on whether the page is well formed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "input", "br", "img", "hr", "source", "col", "wbr"}
SILENT = {"script", "style", "svg"}
# Attributes that a person sees or hears.
SPOKEN = ("aria-label", "alt", "title", "placeholder")
FIELDS = ("input", "select", "textarea")

Attributes = dict[str, str]


@dataclass(slots=True)
class Form:
    """``fields`` is what a browser would send untouched: name to its values."""

    method: str
    action: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Page:
    """What one parse of a page found, in document order."""

    language: str = ""
    title: str = ""
    headings: list[tuple[int, str]] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)
    labelled: set[str] = field(default_factory=set)
    inputs: list[Attributes] = field(default_factory=list)
    focusable: list[Attributes] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    skeleton: set[tuple[str, str]] = field(default_factory=set)

    @property
    def h1(self) -> str:
        return next((text for level, text in self.headings if level == 1), "")

    def form_to(self, ending: str) -> Form:
        """The form whose action ends like this."""
        return next(
            f for f in self.forms if f.action.partition("?")[0].endswith(ending)
        )


def read(html: str) -> Page:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.page


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self._open: list[str] = []
        self._heading: list[str] | None = None
        self._filling = ""  # the select or text area that is open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag not in VOID:
            self._open.append(tag)
        page = self.page
        page.skeleton.add((tag, found.get("class", "")))
        if "id" in found:
            page.ids.append(found["id"])
        page.texts += [found[name] for name in SPOKEN if found.get(name)]
        page.texts += [v for n, v in found.items() if n.startswith("data-i18n")]
        if tag == "html":
            page.language = found.get("lang", "")
        elif tag == "label":
            page.labelled.add(found.get("for", ""))
        elif tag == "meta" and found.get("name") == "description":
            page.texts.append(found.get("content", ""))
        elif tag == "form":
            action, method = found.get("action", ""), found.get("method", "get")
            page.forms.append(Form(method, action))
        elif len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self._heading = []
        self._note_control(tag, found)

    def _note_control(self, tag: str, found: Attributes) -> None:
        page, kind = self.page, found.get("type", "")
        if tag == "a" and "href" in found:
            page.links.append(found["href"])
        if tag == "img" and found.get("src"):
            page.links.append(found["src"])
        if tag in FIELDS and page.forms and found.get("name"):
            self._note_field(tag, found)
        if tag == "option" and self._filling:
            self._note_option(found)
        if tag in FIELDS and kind not in ("hidden", "submit"):
            page.inputs.append(found)
        can_focus = tag in ("button", *FIELDS) or (tag == "a" and "href" in found)
        if (can_focus or "tabindex" in found) and kind != "hidden":
            page.focusable.append({"tag": tag, **found})

    def _note_field(self, tag: str, found: Attributes) -> None:
        form, name = self.page.forms[-1], found["name"]
        form.names.add(name)
        if tag == "textarea":
            form.fields[name] = [""]
        elif tag == "input" and (
            found.get("type") not in ("radio", "checkbox") or "checked" in found
        ):
            form.fields.setdefault(name, []).append(found.get("value", ""))
        self._filling = name if tag != "input" else ""

    def _note_option(self, found: Attributes) -> None:
        """A select holds its first option until another is chosen."""
        fields = self.page.forms[-1].fields
        if "selected" in found or self._filling not in fields:
            fields[self._filling] = [found.get("value", "")]

    def handle_endtag(self, tag: str) -> None:
        if self._heading is not None and tag[0] == "h" and tag[1:].isdigit():
            text = " ".join("".join(self._heading).split())
            self.page.headings.append((int(tag[1:]), text))
            self._heading = None
        if tag in ("select", "textarea"):
            self._filling = ""
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self._filling and self._open and self._open[-1] == "textarea":
            held = self.page.forms[-1].fields[self._filling]
            held[0] += data if held[0] else data.removeprefix("\n")
        if "title" in self._open:
            self.page.title += data
        if self._heading is not None:
            self._heading.append(data)
        text = " ".join(data.split())
        if text and not SILENT & set(self._open):
            self.page.texts.append(text)
