"""Locked requirements: complete, with hashes, and without any address."""

from __future__ import annotations

import json
import re
import tomllib

import pytest
from packaging.requirements import Requirement

from deploy.local.layout import REPOSITORY
from deploy.local.passwords import SERVICES

PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]
DEPLOYABLES = (*SERVICES, "gateway", "dev")
NODE_LOCK = REPOSITORY / "package-lock.json"


def _locked(extra: str) -> dict[str, str]:
    text = (REPOSITORY / "requirements" / f"{extra}.txt").read_text()
    return dict(re.findall(r"^([a-z0-9-]+)==([^\s;]+)", text, re.MULTILINE))


def _asked(extra: str) -> list[Requirement]:
    """What pyproject.toml asks of one deployable, through extras that name extras."""
    found = []
    for text in PROJECT["optional-dependencies"][extra]:
        asked = Requirement(text)
        if asked.name == PROJECT["name"]:
            found += [other for name in asked.extras for other in _asked(name)]
        else:
            found.append(asked)
    return found + [Requirement(text) for text in PROJECT["dependencies"]]


@pytest.mark.parametrize("extra", DEPLOYABLES)
def test_what_the_project_asks_for_is_locked(extra: str) -> None:
    locked = _locked(extra)
    wrong = [
        str(asked)
        for asked in _asked(extra)
        if not asked.specifier.contains(locked.get(asked.name.lower(), "0"))
    ]
    assert not wrong, "run make lock"


@pytest.mark.parametrize("extra", SERVICES)
def test_a_service_runs_on_what_is_tested(extra: str) -> None:
    assert _locked(extra).items() <= _locked("dev").items(), "run make lock"


@pytest.mark.parametrize("extra", DEPLOYABLES)
def test_every_locked_package_has_hashes_and_no_address(extra: str) -> None:
    text = (REPOSITORY / "requirements" / f"{extra}.txt").read_text()
    assert not re.search(r"://|^-|file:| @ ", text, re.MULTILINE)
    for package in re.split(r"\n(?=\S)", text.strip()):
        assert "--hash=sha256:" in package


def test_npm_packages_are_locked_with_hashes_and_no_address() -> None:
    packages = json.loads(NODE_LOCK.read_text())["packages"]
    for name, package in packages.items():
        assert "resolved" not in package, name
        assert not name or package["integrity"].startswith("sha512-"), name
