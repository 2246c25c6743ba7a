"""The command `portal-audit`: one file per group of commands."""

from __future__ import annotations

import sys
import traceback

import typer
from rich.console import Console

from audits.rubric import RubricError
from exports.package import ExportError
from portal_audit.cli import (
    comparing,
    database,
    evaluating,
    evidence,
    export,
    external,
    registry,
    reviewing,
    running,
    scheduling,
    showing,
    working,
)
from portal_audit.cli.logs import set_up as set_up_logs
from portal_audit.cli.wiring import DONE, INTERRUPTED, WRONG_USAGE, UsageError
from portal_audit.gold import GoldError
from portal_audit.settings import SettingsError
from records.registry import RegistryError
from schedules.figures import FigureError
from schedules.morning import ReportError
from schedules.plan import PlanError
from storage.errors import StorageError

app = typer.Typer(
    name="portal-audit",
    help="Crawl Vietnam's provincial portals, audit what was seen, and show the evidence.",
    epilog="Example: portal-audit demo",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
running.register(app)
working.register(app)
scheduling.register(app)
showing.register(app)
export.register(app)
app.add_typer(registry.app, name="registry")
evaluating.register(app)
comparing.register(app)
app.add_typer(reviewing.app, name="review")
app.add_typer(external.app, name="external")
evidence.register(app)
database.register(app)

_EXPECTED = (
    UsageError,
    SettingsError,
    RegistryError,
    RubricError,
    StorageError,
    ExportError,
    GoldError,
    PlanError,
    ReportError,
    FigureError,
)


def main() -> None:
    """Run the command line; errors are one clear line on stderr (interfaces.md, exit codes)."""
    set_up_logs()
    arguments = sys.argv[1:]
    debug = "--debug" in arguments
    arguments = [a for a in arguments if a != "--debug"]
    stderr = Console(stderr=True, soft_wrap=True, highlight=False, markup=False)
    try:
        code = app(args=arguments, standalone_mode=False)
    except typer.TyperException as error:  # wrong options; no arguments at all print the help
        words = error.format_message() if hasattr(error, "format_message") else str(error)
        if arguments and not words.startswith("Usage:"):
            stderr.print(f"portal-audit: {' '.join(words.split())}")
        else:
            typer.echo(words)
        code = WRONG_USAGE
    except (KeyboardInterrupt, typer.Abort):
        stderr.print("portal-audit: interrupted; what was done is kept")
        code = INTERRUPTED
    except _EXPECTED as error:
        if debug:
            traceback.print_exc()
        for line in str(error).splitlines():
            stderr.print(f"portal-audit: {line}")
        code = WRONG_USAGE
    except OSError as error:
        if debug:
            traceback.print_exc()
        where = f"{error.filename}: " if error.filename else ""
        stderr.print(f"portal-audit: {where}{error.strerror or error}")
        code = WRONG_USAGE
    sys.stdout.flush()
    # Judging processes and the browser are ended by now; nothing is left that exit handlers would have to wait for.
    sys.exit(code if isinstance(code, int) else DONE)


__all__ = ["app", "main"]
