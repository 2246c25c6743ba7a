"""The command line's reference, from its own help: `python -m portal_audit.cli.reference > docs/cli.md`."""

from __future__ import annotations

import os

from typer.testing import CliRunner

from portal_audit.cli import app

COMMANDS = (
    (),
    ("demo",),
    ("run",),
    ("import",),
    ("audit",),
    ("show",),
    ("export",),
    ("evaluate",),
    ("registry",),
    ("registry", "check"),
    ("registry", "list"),
    ("registry", "export"),
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


if __name__ == "__main__":
    os.environ["COLUMNS"] = "100"
    print(reference(), end="")
