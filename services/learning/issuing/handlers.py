"""Sign what a holder may carry away; publish what anyone checks it with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from services.learning.catalogue.handlers import Courses, Now
from services.learning.certificates.domain import STATUS_LIST_SIZE, Certificate
from services.learning.certificates.handlers import Certificates, find_certificate
from services.learning.issuing.domain import documents, keys
from services.learning.issuing.domain.issuer import Issuer
from services.learning.issuing.domain.keys import Generation, Jwk, Signer
from shared.errors import Forbidden
from shared.identity import Identity

MakeGeneration = Callable[[int], Generation]


@dataclass(frozen=True, slots=True)
class IssuingSettings:
    """Where the platform stands, and what opens its signing keys."""

    public_url: str
    issuing_secret: str = field(repr=False)

    @property
    def issuer(self) -> Issuer:
        return Issuer(self.public_url.rstrip("/"))


class Keys(Protocol):
    def newest(self, make: MakeGeneration) -> Generation: ...
    def all(self) -> list[Generation]: ...
    def rotate(self, make: MakeGeneration) -> Generation: ...


def sign_badge(
    keyring: Keys,
    certificates: Certificates,
    courses: Courses,
    settings: IssuingSettings,
    now: Now,
    caller: Identity,
    *,
    number: str,
    name: str,
    language: str,
) -> str:
    """The holder's Open Badges credential as a compact JWS.

    Args:
        name: the holder's, which the gateway knows and this service does not keep.

    Raises:
        NotFound: ``certificate_not_found``.
        Forbidden: ``sign_in_required`` or ``not_the_holder``.
        Conflict: ``certificate_revoked``.
    """
    certificate = _own(certificates, caller, number)
    claims = documents.badge(
        certificate,
        courses.get(certificate.slug, certificate.course_version),
        settings.issuer,
        name=name,
        language=language,
        list_size=STATUS_LIST_SIZE,
    )
    signer = _signer(keyring, settings, now)
    return signer.sign_badge(claims, settings.issuer.key_url)


def sign_ticket(
    keyring: Keys,
    certificates: Certificates,
    settings: IssuingSettings,
    now: Now,
    caller: Identity,
    *,
    number: str,
    name: str,
) -> str:
    """What the holder's QR code says, as a compact JWS; refused as ``sign_badge``."""
    certificate = _own(certificates, caller, number)
    claims = documents.ticket(certificate, name=name)
    return _signer(keyring, settings, now).sign_ticket(claims)


def list_keys(keyring: Keys, settings: IssuingSettings, now: Now) -> list[Jwk]:
    """Every public key there ever was; the first one is made if there is none."""
    keyring.newest(_maker(settings, now()))
    return keys.published(keyring.all(), settings.issuer.key_url)


def get_key(keyring: Keys, settings: IssuingSettings, now: Now, key_id: str) -> Jwk:
    """Raises:
    NotFound: ``key_not_found``.
    """
    return keys.find(list_keys(keyring, settings, now), key_id)


def rotate_key(
    keyring: Keys, settings: IssuingSettings, now: Now, caller: Identity
) -> Generation:
    """Sign with new keys from now on; what the old ones signed goes on being good.

    Raises:
        Forbidden: ``role_required``.
        Conflict: ``stale``: somebody else rotates at this moment.
    """
    caller.require_role("administrator")
    return keyring.rotate(_maker(settings, now()))


def sign_status_list(
    keyring: Keys,
    certificates: Certificates,
    settings: IssuingSettings,
    now: Now,
    number: int,
) -> str:
    """Which certificates of one list were revoked, as a compact JWS; names nobody.

    Raises:
        NotFound: ``certificate_not_found``: there is no such list.
    """
    claims = documents.status_list(
        number,
        certificates.revoked_in_list(number),
        settings.issuer,
        at=now(),
        list_size=STATUS_LIST_SIZE,
    )
    signer = _signer(keyring, settings, now)
    return signer.sign_badge(claims, settings.issuer.key_url)


def _own(certificates: Certificates, caller: Identity, number: str) -> Certificate:
    person_id = caller.require_person()
    certificate = find_certificate(certificates, number)
    if certificate.person_id != person_id:
        raise Forbidden("not_the_holder", "Only its holder may have this.")
    return certificate


def _signer(keyring: Keys, settings: IssuingSettings, now: Now) -> Signer:
    generation = keyring.newest(_maker(settings, now()))
    return keys.unseal(generation, settings.issuing_secret)


def _maker(settings: IssuingSettings, at: datetime) -> MakeGeneration:
    return lambda number: keys.make(number, settings.issuing_secret, at=at)
