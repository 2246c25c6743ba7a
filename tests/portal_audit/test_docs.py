"""Docs cannot drift: commands, checks and dependencies are described, and nothing else is."""

import re
import tomllib
from pathlib import Path

from audits.checks import catalogue
from portal_audit.cli.reference import COMMANDS, checks_page, reference
from tests.portal_audit.test_cli import ROOT


def test_command_reference_is_up_to_date():
    assert (ROOT / "docs/cli.md").read_text("utf-8") == reference(), "run `make docs`"


def test_page_of_checks_is_up_to_date():
    assert (ROOT / "docs/checks.md").read_text("utf-8") == checks_page(), "run `make docs`"


def test_reference_names_every_command():
    from typer.main import get_command

    from portal_audit.cli import app

    def walk(command, path=()):
        yield path
        for name, child in getattr(command, "commands", {}).items():
            yield from walk(child, (*path, name))

    assert set(walk(get_command(app))) == set(COMMANDS)


def test_commands_that_the_docs_show_exist():
    known = {" ".join(command[:1]) for command in COMMANDS}
    for path in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        for command in re.findall(r"portal-audit ([a-z]+)\b", path.read_text("utf-8")):
            if command not in ("is", "makes", "itself"):
                assert command in known, (path.name, command)


def test_every_dependency_has_its_line():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = project["dependencies"] + project["optional-dependencies"]["dev"]
    names = {re.split(r"[\[<>=]", entry)[0].strip() for entry in wanted} - {"setuptools"}
    text = (ROOT / "docs/dependencies.md").read_text("utf-8")
    assert {name for name in names if f"`{name}`" not in text} == set()


def test_every_check_has_a_docstring_a_version_and_a_rule():
    for check in catalogue().values():
        assert check.judge.__doc__, check.check_id
        assert check.version >= 1
        assert Path(check.judge.__code__.co_filename).stem == check.criterion
