"""The examples in deploy/ name what there is: settings, commands, addresses."""

from __future__ import annotations

import configparser
import os
import re
import subprocess
from pathlib import Path

import pytest
import yaml

from bot.channels.telegram.webhook import PATH
from bot.settings import Settings
from tests.house.ground import ROOT

DEPLOY = ROOT / "deploy"
UNITS = sorted(DEPLOY.glob("*.service"))
SETTINGS = {name.upper() for name in Settings.model_fields}
HARDENED = ("DynamicUser", "NoNewPrivileges", "PrivateTmp", "ProtectHome")


def unit(path: Path) -> configparser.ConfigParser:
    parsed = configparser.ConfigParser(strict=False, interpolation=None, delimiters=("=",))
    parsed.optionxform = str  # type: ignore[assignment, method-assign]  # names have capitals
    parsed.read(path, "utf-8")
    return parsed


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_unit_is_closed_and_sets_only_what_there_is(path: Path) -> None:
    service = unit(path)["Service"]
    assert all(service[name] == "yes" for name in HARDENED)
    assert service["ProtectSystem"] == "strict"
    given = re.findall(r"([A-Z_]+)=", service["Environment"])
    assert set(given) <= SETTINGS


@pytest.mark.parametrize("name", ["doorstep.service", "doorstep@.service"])
def test_a_service_is_begun_again_whatever_ended_it(name: str) -> None:
    parsed = unit(DEPLOY / name)
    service = parsed["Service"]
    assert (service["Type"], service["Restart"]) == ("notify", "always")
    assert 0 < int(service["WatchdogSec"]) <= 60
    assert parsed["Unit"]["StartLimitIntervalSec"] == "0"


def test_the_containers_are_given_what_there_is() -> None:
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))["services"]
    for name in ("one", "two"):
        assert set(services[name]["environment"]) <= SETTINGS
        assert services[name]["read_only"]
        assert services[name]["restart"] == "always"
    file = (DEPLOY / "Containerfile").read_text("utf-8")
    line = re.search(r"^ENV (.+)$", file, re.MULTILINE)
    assert line is not None
    assert set(re.findall(r"([A-Z_]+)=", line[1])) <= SETTINGS


def test_the_proxy_keeps_links_out_of_its_log_and_lets_the_platform_in() -> None:
    text = (DEPLOY / "nginx.conf").read_text("utf-8")
    [form] = re.findall(r"log_format \S+ '([^']+)'", text)
    assert not {"$request", "$uri", "$request_uri", "$args"} & set(re.findall(r"\$\w+", form))
    closed = re.search(r"location ~ (\S+) \{\s+deny all", text)
    assert closed is not None
    for path in ("/metrics", "/readyz", "/healthz"):
        assert re.match(closed[1], path)
    assert not re.match(closed[1], PATH)
    assert "proxy_set_header Upgrade" in text


def test_the_example_bell_can_be_started(tmp_path: Path) -> None:
    path = DEPLOY / "ring-me"
    assert os.access(path, os.X_OK)
    heard = tmp_path / "logger"
    heard.write_text('#!/bin/sh\necho "$@"\n', "utf-8")
    heard.chmod(0o700)
    done = subprocess.run(
        [path, "disk", "begins"], env={"PATH": f"{tmp_path}:/bin:/usr/bin"}, check=True,
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.stdout.strip().endswith("alarm disk begins")


def test_every_file_is_described() -> None:
    told = (DEPLOY / "README.md").read_text("utf-8")
    assert not [path.name for path in DEPLOY.glob("[!R]*") if path.name not in told]
