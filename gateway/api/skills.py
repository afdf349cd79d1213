"""Practical skills: trainers sign what they saw people do."""

from typing import Any

from flask import Blueprint

from gateway import rpc
from gateway.api.operation import operation
from gateway.i18n import language
from shared.contracts.skills_rpc import SeenSkill, SignaturesView, SignatureView

bp = Blueprint("api_skills", __name__)
PATH = "/people/<person_id>/skills"


@operation(
    bp,
    "POST",
    PATH,
    tag="skills",
    body=SeenSkill(),
    returns=SignatureView(),
    status=201,
    refusals=(403, 404),
)
def sign_skill(person_id: str, body: dict[str, Any]) -> Any:
    """Sign that somebody did something; the same again is the same signature."""
    return rpc.call(
        "learning", "sign_skill", person_id=person_id, language=language(), **body
    )


@operation(
    bp,
    "GET",
    PATH,
    tag="skills",
    returns=SignaturesView(),
    refusals=(403,),
)
def list_skills(person_id: str) -> Any:
    """What was signed for somebody, also what was taken back."""
    return rpc.call("learning", "list_skills", person_id=person_id, language=language())


@operation(
    bp,
    "POST",
    f"{PATH}/<signature_id>/revocation",
    tag="skills",
    returns=SignatureView(),
    refusals=(403, 404, 409),
)
def revoke_skill(person_id: str, signature_id: str) -> Any:
    """Take a signature back; both remain on record."""
    return rpc.call(
        "learning",
        "revoke_skill",
        person_id=person_id,
        id=signature_id,
        language=language(),
    )
