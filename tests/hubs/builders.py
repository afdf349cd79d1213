"""Files of the directory as an administrator would send them."""

from services.hubs.places.domain import Hub
from services.hubs.places.hub_files import read_hubs

_YAML = """\
slug: {slug}
synthetic: {synthetic}
name: {{uk: "{uk}", en: "{en}"}}
community: {{uk: "Громада", en: "Community"}}
summary: {{uk: "Опис", en: "Summary"}}
address: {{uk: "вул. Вигадана, 1", en: "1 Made-up Street"}}
verified_on: 2026-11-22
phones:
  - {{number: "+380 00 000 00 01", name: {{uk: "Приймальня", en: "Reception"}}}}
hours:
{hours}
facilities: [ramp, water]
services:
  - id: advice
    kind: {kind}
    name: {{uk: "Порада", en: "Advice"}}
    summary: {{uk: "Пам’ятка про права", en: "A leaflet on rights"}}
    audiences: [adult]
    cost: {{uk: "безоплатно", en: "free"}}
{more}"""
WEEKDAYS = '  - {days: [mo, tu, we, th, fr], opens: "09:00", closes: "18:00"}'


def a_file(
    slug: str = "north",
    *,
    synthetic: str = "true",
    uk: str = "Північ",
    en: str = "North",
    kind: str = "legal",
    hours: str = WEEKDAYS,
    more: str = "",
) -> dict[str, str]:
    filled = _YAML.format(
        slug=slug, synthetic=synthetic, uk=uk, en=en, kind=kind, hours=hours, more=more
    )
    return {f"{slug}.yaml": filled}


def a_hub(slug: str = "north", **changes: str) -> Hub:
    (hub,) = read_hubs(a_file(slug, **changes))
    return hub
