"""Entrypoints of those who hold certificates and of those who check them."""

from typing import Any

from services.learning.catalogue.store import MongoCourses
from services.learning.certificates import handlers as certificates
from services.learning.certificates.store import MongoCertificates
from services.learning.issuing import handlers as issuing
from services.learning.issuing.handlers import IssuingSettings
from services.learning.issuing.store import MongoKeys
from shared.contracts import certificates_rpc as wire
from shared.providers import Caller, Clock, RequestCause, Settings, Store
from shared.rpc_server import rpc
from shared.schemas import dump, load


class CertificateEntrypoints:
    courses = Store(MongoCourses)
    certificates = Store(MongoCertificates)
    keys = Store(MongoKeys)
    issuing_settings = Settings(IssuingSettings)
    now = Clock()
    cause = RequestCause()
    caller = Caller()

    @rpc
    def list_certificates(self, **payload: Any) -> Any:
        asked = load(wire.ListCertificates, payload)
        page = certificates.list_certificates(
            self.certificates,
            self.courses,
            self.now,
            person_id=self.caller.require_person(),
            **asked,
        )
        return dump(wire.CertificateListView, page)

    @rpc
    def get_certificate(self, **payload: Any) -> Any:
        asked = load(wire.GetCertificate, payload)
        found = certificates.get_certificate(
            self.certificates, self.courses, self.now, **asked
        )
        return dump(wire.CheckedCertificateView, found)

    @rpc
    def revoke_certificate(self, **payload: Any) -> Any:
        asked = load(wire.RevokeCertificate, payload)
        revoked = certificates.revoke_certificate(
            self.certificates, self.now, self.caller, **asked, cause=self.cause
        )
        return dump(wire.RevokedCertificateView, revoked)

    @rpc
    def sign_badge(self, **payload: Any) -> Any:
        token = issuing.sign_badge(
            self.keys,
            self.certificates,
            self.courses,
            self.issuing_settings,
            self.now,
            self.caller,
            **load(wire.SignBadge, payload),
        )
        return dump(wire.SignedView, {"token": token})

    @rpc
    def sign_ticket(self, **payload: Any) -> Any:
        token = issuing.sign_ticket(
            self.keys,
            self.certificates,
            self.issuing_settings,
            self.now,
            self.caller,
            **load(wire.SignTicket, payload),
        )
        return dump(wire.SignedView, {"token": token})

    @rpc
    def sign_status_list(self, **payload: Any) -> Any:
        number = load(wire.GetStatusList, payload)["list"]
        token = issuing.sign_status_list(
            self.keys, self.certificates, self.issuing_settings, self.now, number
        )
        return dump(wire.SignedView, {"token": token})

    @rpc
    def get_issuer(self, **payload: Any) -> Any:
        language = load(wire.GetIssuer, payload)["language"]
        document = self.issuing_settings.issuer.document(language)
        return dump(wire.IssuerView, document)

    @rpc
    def list_issuing_keys(self) -> Any:
        found = issuing.list_keys(self.keys, self.issuing_settings, self.now)
        return dump(wire.IssuingKeysView, {"keys": found})

    @rpc
    def get_issuing_key(self, **payload: Any) -> Any:
        key_id = load(wire.GetIssuingKey, payload)["id"]
        found = issuing.get_key(self.keys, self.issuing_settings, self.now, key_id)
        return dump(wire.IssuingKeyView, found)

    @rpc
    def rotate_issuing_key(self) -> Any:
        generation = issuing.rotate_key(
            self.keys, self.issuing_settings, self.now, self.caller
        )
        return dump(wire.RotatedKeyView, generation)
