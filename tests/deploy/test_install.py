"""Installing: what may not be installed is told, and nothing is done twice."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from deploy.local import apt, install
from deploy.local.layout import REPOSITORY, CannotStart


def test_without_rights_the_person_gets_the_command_to_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(CannotStart) as refusal:
        apt.install(["rabbitmq-server"], "RabbitMQ", tmp_path / "log")
    assert str(refusal.value) == (
        "RabbitMQ is missing: run `sudo apt-get install --no-install-recommends "
        "rabbitmq-server`, then try again."
    )


def test_a_missing_broker_is_told_with_both_ways_out(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(apt, "_RABBITMQ", tmp_path / "absent")
    monkeypatch.setattr(apt, "_POLICY", tmp_path / "policy")
    with pytest.raises(CannotStart, match=r"AMQP_URL.*sudo apt-get"):
        apt.rabbitmq(tmp_path / "log")


def test_debian_may_not_start_the_service_while_it_is_installed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    policy = tmp_path / "policy"
    seen = []

    def see(*_: object) -> None:
        seen.append((policy.read_text(), os.access(policy, os.X_OK)))
        raise CannotStart("far enough")

    monkeypatch.setattr(apt, "_RABBITMQ", tmp_path / "absent")
    monkeypatch.setattr(apt, "_POLICY", policy)
    monkeypatch.setattr(apt, "install", see)
    with pytest.raises(CannotStart, match="far enough"):
        apt.rabbitmq(tmp_path / "log")
    assert seen == [("#!/bin/sh\nexit 101\n", True)]
    assert not policy.exists()


def test_a_stamp_holds_until_its_source_changes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(install, "REPOSITORY", tmp_path)
    source = tmp_path / "lock.txt"
    source.write_text("one")
    stamp = install.Stamp(tmp_path / "stamp", [source])
    assert not stamp.is_current
    stamp.set()
    assert install.Stamp(tmp_path / "stamp", [source]).is_current
    source.write_text("two")
    assert not install.Stamp(tmp_path / "stamp", [source]).is_current


def test_the_installer_needs_the_standard_library_alone() -> None:
    own = ("deploy", "__future__")
    for name in ("install", "apt", "layout", "progress"):
        text = (REPOSITORY / "deploy" / "local" / f"{name}.py").read_text()
        modules = {
            line.split()[1].partition(".")[0]
            for line in text.splitlines()
            if line.startswith(("import ", "from "))
        }
        assert modules <= {*sys.stdlib_module_names, *own}, name


def test_what_prints_is_named_as_far_as_it_is_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(apt, "_PRINTING", {"libpango-1.0-0": "libnothing.so.0"})
    monkeypatch.setattr(apt, "_FONTS", tmp_path)
    with pytest.raises(CannotStart) as refusal:
        apt.printing(tmp_path / "log")
    missing = "libpango-1.0-0 fonts-vollkorn fonts-dejavu-core`, then try again"
    assert missing in str(refusal.value)
    (tmp_path / "Vollkorn-Regular.ttf").touch()
    (tmp_path / "DejaVuSans.ttf").touch()
    monkeypatch.setattr(apt, "_PRINTING", {})
    apt.printing(tmp_path / "log")
