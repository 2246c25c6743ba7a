"""Logs on stderr: readable on a terminal, one JSON object a line in service, by structlog over the standard `logging`.

Run, province and host of a visit are bound as context (schedules/crawling.py), so that lines of any library carry them.
What a line says may stem from a portal: control characters are shown as escapes, and long text is cut.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any, TextIO

import structlog

LONGEST = 500
_LONGEST_TRACEBACK = 20_000

# All that moves a cursor, colours, rings, hides or turns text round: C0, DEL, C1, line separators, bidi controls.
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


def harmless(text: str, longest: int = LONGEST) -> str:
    """Text that can be shown anywhere on one line; what is cut shows as `…`."""
    cut = text if len(text) <= longest else text[: longest - 1] + "…"
    return _CONTROLS.sub(_escape, cut)


def _escape(found: re.Match[str]) -> str:
    number = ord(found[0])
    return f"\\x{number:02x}" if number < 256 else f"\\u{number:04x}"


def set_up(stream: TextIO | None = None) -> None:
    """Write all logs to `stream`, stderr by default: JSON unless it is a terminal."""
    stream = stream or sys.stderr
    before: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    renderer: Any = structlog.processors.JSONRenderer(ensure_ascii=False, default=str)
    if stream.isatty():
        renderer = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=before,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            _make_harmless,
            renderer,
        ],
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    logging.getLogger().handlers[:] = [handler]
    logging.getLogger("portal_audit").setLevel(logging.INFO)


def _make_harmless(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for key, value in event.items():
        if key == "exception":  # our own lines, with a portal's words in the last one
            lines = str(value)[-_LONGEST_TRACEBACK:].split("\n")
            event[key] = "\n".join(harmless(line) for line in lines)
        elif isinstance(value, str):
            event[key] = harmless(value)
    return event
