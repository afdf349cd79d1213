"""Problems of a form in the reader's words: {field: sentence}.

The empty field name stands for the form as a whole.  A sentence says what to do,
and is found by what is wrong: ``problem.<form>.<field>`` for a field that a service
or the accounts refused, ``error.<code>`` for a refusal as a whole.
"""

from __future__ import annotations

from gateway import i18n
from shared.errors import Invalid, ServiceError

# Fields as they follow one another on the pages.
ORDER = (
    *("name", "email", "code", "password", "language"),
    *("course", "unit", "hub", "due_on", "title", "starts_at", "place"),
)
# Refusals as a whole that one field can mend.
CONCERNS = {
    "address_taken": "email",
    "wrong_credentials": "email",
    "reset_code_invalid": "code",
    "cohort_not_found": "code",
    "removed_from_cohort": "code",
    "hub_required": "hub",
}


def problems(form: str, refusal: ServiceError) -> dict[str, str]:
    """What a refusal means for the fields of ``form``."""
    if isinstance(refusal, Invalid) and refusal.fields:
        return {
            field: i18n.t(f"problem.{form}.{field}")
            for field in ORDER
            if field in refusal.fields and i18n.has(f"problem.{form}.{field}")
        } or {"": general(refusal)}
    key = f"problem.{form}.{refusal.code}"
    sentence = i18n.t(key) if i18n.has(key) else general(refusal)
    return {CONCERNS.get(refusal.code, ""): sentence}


def general(refusal: ServiceError) -> str:
    """One sentence about a refusal, for a person."""
    key = f"error.{refusal.code}"
    return i18n.t(key) if i18n.has(key) else i18n.t("error.generic")
