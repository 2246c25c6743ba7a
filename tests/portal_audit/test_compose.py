"""docker-compose.yml starts what the tests start as plain processes (`test_workers.py`, `test_chaos.py`)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from typer.testing import CliRunner

from portal_audit.cli import app
from portal_audit.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
COMPOSE: dict[str, Any] = YAML(typ="safe").load(ROOT / "docker-compose.yml")
OURS = {name: service for name, service in COMPOSE["services"].items() if service["image"] == "portal-audit"}


@pytest.mark.parametrize("name", OURS)
def test_each_service_runs_a_command_that_there_is(name: str) -> None:
    done = CliRunner().invoke(app, [*OURS[name]["command"], "--help"])
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize("name", OURS)
def test_each_setting_that_a_service_is_given_exists(name: str) -> None:
    known = {f"PORTAL_AUDIT_{field.upper()}" for field in Settings.model_fields}
    assert {key for key in OURS[name]["environment"] if key.startswith("PORTAL_AUDIT_")} <= known


@pytest.mark.parametrize("name", COMPOSE["services"])
def test_no_service_has_more_rights_than_it_needs(name: str) -> None:
    service = COMPOSE["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"] and service["security_opt"] == ["no-new-privileges:true"]
    assert {"memory", "pids"} <= set(service["deploy"]["resources"]["limits"])
    assert service.get("user", "image's own") not in ("root", "0")
    assert "privileged" not in service and "ports" not in service, json.dumps(service)


def test_image_is_built_from_the_lock_for_an_ordinary_user() -> None:
    lines = (ROOT / "Dockerfile").read_text("utf-8").splitlines()
    assert any("--require-hashes -r requirements.lock" in line for line in lines)
    assert [line for line in lines if line.startswith("USER ")] == ["USER 10001"]
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "benchmarks"}
    assert {line.split()[1] for line in lines if line.startswith("COPY ") and len(line.split()) == 3} >= packages
