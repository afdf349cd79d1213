"""The API about itself."""

import re
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, current_app

from gateway import i18n
from gateway.api.operation import operation
from gateway.api.schemas import OpenApiView, ProblemTypesView
from gateway.errors import PROBLEM_TYPE

bp = Blueprint("api_about", __name__)


@operation(
    bp, "GET", "/openapi.json", tag="about", returns=OpenApiView(), signed_in=False
)
def read_openapi() -> Any:
    """This document."""
    return current_app.extensions["openapi"]


@operation(
    bp, "GET", "/problems", tag="about", returns=ProblemTypesView(), signed_in=False
)
def list_problems() -> dict[str, Any]:
    """What each problem's ``type`` means."""
    return {
        "items": [
            {"type": PROBLEM_TYPE + code, "code": code, "detail": i18n.t(key)}
            for key, code in _codes()
        ]
    }


def _codes() -> list[tuple[str, str]]:
    """Every code that has a sentence, with the sentence's key."""
    keys = (key for key in _catalogue() if key.startswith("error."))
    pairs = [(key, key.removeprefix("error.")) for key in sorted(keys)]
    return [(key, code) for key, code in pairs if re.fullmatch("[a-z_]+", code)]


def _catalogue() -> Mapping[str, str]:
    translator: i18n.Translator = current_app.extensions[i18n.EXTENSION]
    return translator.languages[i18n.language()].singular
