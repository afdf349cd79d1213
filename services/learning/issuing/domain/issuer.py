"""Who issues: the platform, as Open Badges 3.0 wants it described."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

CONTEXTS = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)
_NAMES = {
    "uk": "Хаб знань «Поліція і громада»",
    "en": "Community Policing Knowledge Hub",
}


@dataclass(frozen=True, slots=True)
class Issuer:
    """Where on the web the platform's documents stand; what is signed names them."""

    public_url: str  # without a slash at its end

    @property
    def id(self) -> str:
        return f"{self.public_url}/api/v1/issuer"

    @property
    def key_url(self) -> str:
        return f"{self.public_url}/api/v1/certificates/keys"

    def achievement(self, slug: str, version: int) -> str:
        return f"{self.public_url}/api/v1/courses/{slug}?version={version}"

    def credential(self, number: str) -> str:
        return f"{self.public_url}/api/v1/certificates/{number}/credential"

    def status_list(self, number: int) -> str:
        return f"{self.public_url}/api/v1/certificates/statuses/{number}"

    def profile(self, language: str) -> dict[str, Any]:
        """The part that every credential carries."""
        return {
            "id": self.id,
            "type": ["Profile"],
            "name": _NAMES[language],
            "url": f"{self.public_url}/{language}/",
        }

    def document(self, language: str) -> dict[str, Any]:
        """What ``id`` leads to: the shape of ``IssuerView``."""
        return {"context": [*CONTEXTS], **self.profile(language)}
