"""Certificates: checked by anyone, carried away by their holder; what proves them."""

from typing import Any

from flask import Blueprint

from gateway import accounts, auth, rpc
from gateway.api.operation import operation
from gateway.api.schemas import PublicCertificateView
from gateway.i18n import language
from shared.contracts.certificates_rpc import (
    IssuerView,
    IssuingKeysView,
    IssuingKeyView,
)

bp = Blueprint("api_certificates", __name__)
VC_JWT = "application/vc+jwt"  # Securing Verifiable Credentials using JOSE and COSE


@operation(
    bp,
    "GET",
    "/certificates/<number>",
    tag="certificates",
    returns=PublicCertificateView(),
    signed_in=False,
    refusals=(404,),
)
def get_certificate(number: str) -> Any:
    """Check a certificate by its number; anyone may."""
    found = rpc.public(
        "learning", "get_certificate", number=number, language=language()
    )
    person_id = found.pop("person_id")
    return {**found, "name": accounts.names(person_id).get(person_id)}


@operation(
    bp,
    "GET",
    "/certificates/<number>/credential",
    tag="certificates",
    media_type=VC_JWT,
    refusals=(403, 404, 409),
)
def get_credential(number: str) -> Any:
    """One's own certificate as an Open Badges 3.0 credential in a compact JWS."""
    return rpc.call(
        "learning",
        "sign_badge",
        number=number,
        name=auth.require_person().name,
        language=language(),
    )["token"]


@operation(
    bp,
    "GET",
    "/certificates/keys",
    tag="certificates",
    returns=IssuingKeysView(),
    signed_in=False,
)
def list_issuing_keys() -> Any:
    """Every public key that ever signed a certificate, as a JSON Web Key Set."""
    return rpc.public("learning", "list_issuing_keys")


@operation(
    bp,
    "GET",
    "/certificates/keys/<id>",
    tag="certificates",
    returns=IssuingKeyView(),
    signed_in=False,
    refusals=(404,),
)
def get_issuing_key(id: str) -> Any:  # noqa: A002
    """One public key: where the `kid` of a badge leads."""
    return rpc.public("learning", "get_issuing_key", id=id)


@operation(
    bp,
    "GET",
    "/certificates/statuses/<int:list>",
    tag="certificates",
    media_type=VC_JWT,
    signed_in=False,
    kept=("learning",),
    refusals=(404,),
)
def get_status_list(list: int) -> Any:  # noqa: A002
    """Which certificates were revoked: a W3C Bitstring Status List, naming nobody."""
    return rpc.public("learning", "sign_status_list", list=list)["token"]


@operation(
    bp,
    "GET",
    "/issuer",
    tag="certificates",
    returns=IssuerView(),
    signed_in=False,
    kept=("learning",),
)
def get_issuer() -> Any:
    """Who issues certificates, as an Open Badges 3.0 profile."""
    return rpc.public("learning", "get_issuer", language=language())
