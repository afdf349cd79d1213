"""What pages say to machines, in the words of schema.org as JSON-LD.

Nothing but what the page itself shows. It stands in a ``<script>`` that holds data:
browsers never run it, so the content policy has nothing to forbid.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask import url_for

from gateway import i18n
from gateway.web import addresses, taxonomy
from shared.contracts.hubs_rpc import DAYS

Thing = dict[str, Any]
LICENCES = {"cc-by-4.0": "https://creativecommons.org/licenses/by/4.0/"}
_AGES = {"child_6_10": (6, 10), "child_11_17": (11, 17)}
_WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DAYS = dict(zip(DAYS, _WEEK, strict=True))
_MIDNIGHT = {"24:00": "23:59"}  # a day there ends with its last minute


def graph(
    things: Sequence[Thing], trail: Sequence[tuple[str, str]], title: str
) -> Thing | None:
    """All that one page says; None where that is nothing."""
    parts = [*things, *([_breadcrumbs(trail, title)] if trail else [])]
    return {"@context": "https://schema.org", "@graph": parts} if parts else None


def item(found: Thing) -> Thing:
    """A library item; what retells a law is an article that is based on it."""
    address = addresses.of("library.item", lang=found["language"], slug=found["slug"])
    is_law = found["type"] == "legal_text"
    said = {
        "@type": "NewsArticle" if found["type"] == "news" else "Article",
        "@id": address,
        "url": address,
        "name": found["title"],
        "headline": found["title"],
        "description": found["summary"],
        "inLanguage": found["language"],
        "datePublished": found["first_published_at"],
        "dateModified": found["published_at"],
        "version": str(found["revision"]),
        "license": LICENCES.get(found["licence"]),
        "publisher": _publisher(),
        "audience": _audience(found["audiences"]),
        "about": _about(found["topics"]),
        "isBasedOn": [_source(source, is_law=is_law) for source in found["sources"]],
        "isAccessibleForFree": True,
    }
    return _with_values(said)


def collection(found: Thing) -> Thing:
    """Items in the order they are best read in."""
    address = addresses.of("collections.show", slug=found["slug"])
    return {
        "@type": "CollectionPage",
        "@id": address,
        "url": address,
        "name": found["title"],
        "description": found["summary"],
        "inLanguage": found["language"],
        "hasPart": [
            {
                "@type": "Article",
                "name": item["title"],
                "url": addresses.of(
                    "library.item", lang=item["language"], slug=item["slug"]
                ),
            }
            for item in found["items"]
        ],
    }


def course(found: Thing) -> Thing:
    address = addresses.of("courses.course", lang=found["language"], slug=found["slug"])
    takes = f"PT{found['minutes']}M"
    said = {
        "@type": "Course",
        "@id": address,
        "url": address,
        "name": found["title"],
        "description": found["summary"],
        "inLanguage": found["language"],
        "version": str(found["version"]),
        "provider": _publisher(),
        "audience": _audience(found["audiences"]),
        "about": _about(found["topics"]),
        "teaches": found["objectives"],
        "timeRequired": takes,
        "hasCourseInstance": {
            "@type": "CourseInstance",
            "courseMode": "online",
            "courseWorkload": takes,
        },
        "isBasedOn": [_source(source) for source in found["sources"]],
        "isAccessibleForFree": True,
    }
    return _with_values(said)


def hub(found: Thing) -> Thing:
    address = addresses.of("hubs.hub", lang=found["language"], slug=found["slug"])
    said = {
        "@type": "CivicStructure",
        "@id": address,
        "url": address,
        "name": found["name"],
        "description": found["summary"],
        "address": found["address"],
        "telephone": [phone["number"] for phone in found["phones"]],
        "openingHoursSpecification": [
            {
                "@type": "OpeningHoursSpecification",
                "dayOfWeek": _DAYS[span["day"]],
                "opens": span["opens"],
                "closes": _MIDNIGHT.get(span["closes"], span["closes"]),
            }
            for span in found["hours"]
        ],
        "amenityFeature": [
            {
                "@type": "LocationFeatureSpecification",
                "name": i18n.t(f"facility.{facility}"),
                "value": True,
            }
            for facility in found["facilities"]
        ],
    }
    return _with_values(said)


def _about(topics: Sequence[str]) -> list[Thing]:
    return [{"@type": "Thing", "name": taxonomy.label(topic)} for topic in topics]


def _breadcrumbs(trail: Sequence[tuple[str, str]], title: str) -> Thing:
    above = [(i18n.t("start.crumb"), url_for("start.show")), *trail]
    steps = [{"name": text, "item": addresses.public(path)} for text, path in above]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, **step}
            for position, step in enumerate([*steps, {"name": title}], start=1)
        ],
    }


def _publisher() -> Thing:
    return {
        "@type": "Organization",
        "name": i18n.t("site.name"),
        "url": addresses.of("start.show"),
    }


def _audience(audiences: Iterable[str]) -> list[Thing]:
    found = []
    for name in audiences:
        youngest, oldest = _AGES.get(name, (None, None))
        found.append(
            _with_values(
                {
                    "@type": "PeopleAudience",
                    "audienceType": i18n.t(f"audience.{name}"),
                    "suggestedMinAge": youngest,
                    "suggestedMaxAge": oldest,
                }
            )
        )
    return found


def _source(source: Thing, *, is_law: bool = False) -> Thing:
    is_official = is_law and source["licence"] == "official-text"
    said = {
        "@type": "Legislation" if is_official else "CreativeWork",
        "name": source["title"],
        "url": source["url"],
        "license": LICENCES.get(source["licence"]),
    }
    return _with_values(said)


def _with_values(said: Thing) -> Thing:
    return {name: value for name, value in said.items() if value not in (None, [])}
