"""Pages of the docs that are made from the code: `make docs` writes docs/cli.md and docs/checks.md."""

from __future__ import annotations

import inspect
from datetime import date
from pathlib import Path

from typer.testing import CliRunner

from audits.checks import catalogue
from audits.law import rule_in_force
from portal_audit.cli import app

LAW_ON = date(2022, 3, 31)  # the day of the study

COMMANDS = (
    (),
    ("demo",),
    ("run",),
    ("worker",),
    ("import",),
    ("audit",),
    ("schedule",),
    ("show",),
    ("export",),
    ("evaluate",),
    ("diff",),
    ("review",),
    ("review", "add"),
    ("review", "list"),
    ("review", "queue"),
    ("review", "sample"),
    ("review", "agree"),
    ("external",),
    ("external", "import"),
    ("external", "list"),
    ("verify",),
    ("capsule",),
    ("archive",),
    ("archive", "prune"),
    ("registry",),
    ("registry", "check"),
    ("registry", "doctor"),
    ("registry", "list"),
    ("registry", "export"),
    ("backup",),
    ("restore",),
    ("db",),
    ("db", "upgrade"),
    ("db", "check"),
    ("doctor",),
)


def reference() -> str:
    """All commands' help as Markdown."""
    runner = CliRunner(env={"COLUMNS": "100", "TERMINAL_WIDTH": "100"})
    parts = ["# Command line", "", "Made from the commands' own help: `make docs`.", ""]
    for command in COMMANDS:
        help_text = runner.invoke(app, [*command, "--help"], prog_name="portal-audit").stdout
        lines = "\n".join(line.rstrip() for line in help_text.strip().splitlines())
        parts += [f"## {' '.join(('portal-audit', *command))}", "", "```text", lines, "```", ""]
    return "\n".join(parts)


def checks_page() -> str:
    """The catalogue as Markdown, from the checks' own docstrings."""
    parts = ["# Checks", "", "Made from the checks' docstrings: `make docs`. How points come about: scoring.md.", ""]
    criterion = ""
    for check in catalogue().values():
        if check.criterion != criterion:
            criterion = check.criterion
            parts += [f"## {(inspect.getmodule(check.judge).__doc__ or '').strip()}", ""]
        aged = "; ages with `as_of`" if check.of_time else ""
        law = rule_in_force(check.law, LAW_ON) or "no rule in force on that day"
        parts += [f"### `{check.check_id}`", "", inspect.getdoc(check.judge) or "", ""]
        parts += [f"Version {check.version}{aged}. Rests on {LAW_ON}: {law}.", ""]
    return "\n".join(parts)


if __name__ == "__main__":
    docs = Path(__file__).resolve().parents[2] / "docs"
    (docs / "cli.md").write_text(reference(), "utf-8")
    (docs / "checks.md").write_text(checks_page(), "utf-8")
