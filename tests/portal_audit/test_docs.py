"""Docs cannot drift: commands, checks and dependencies are described, and nothing else is."""

import re
import tomllib
from fnmatch import fnmatch
from pathlib import Path

from audits.checks import catalogue
from portal_audit.cli.reference import COMMANDS, checks_page, reference
from tests.portal_audit.test_cli import ROOT


def test_command_reference_is_up_to_date():
    assert (ROOT / "docs/cli.md").read_text("utf-8") == reference(), "run `make docs`"


def test_command_reference_is_the_same_on_every_machine():
    """A default that is a path of the machine once made it differ where the repository lay elsewhere."""
    assert str(ROOT) not in reference()


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


def test_every_data_file_is_part_of_its_package():
    """An image installs the packages: a file that no pattern names is there in the checkout alone."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]
    patterns = project["package-data"]
    folders = [ROOT / name.rstrip("*") for name in project["packages"]["find"]["include"]]
    left_out = []
    for file in (f for folder in folders for f in folder.rglob("*") if f.is_file()):
        if file.suffix in (".py", ".pyc", ".md") or "__pycache__" in file.parts:
            continue
        # Every folder whose name could be imported is a package to setuptools, with or without an __init__.py.
        package = next(p for p in file.parents if all(part.isidentifier() for part in p.relative_to(ROOT).parts))
        name = package.relative_to(ROOT).parts[0]
        own = any(_fits(file.relative_to(package), p) for p in patterns["*"])
        if not own and not any(_fits(file.relative_to(ROOT / name), p) for p in patterns.get(name, ())):
            left_out.append(str(file.relative_to(ROOT)))
    assert left_out == []


def _fits(path, pattern):
    wanted = Path(pattern).parts
    return len(wanted) == len(path.parts) and all(map(fnmatch, path.parts, wanted))
