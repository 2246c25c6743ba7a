"""A value as a cell: one line of printable text, a date, a time with its offset, or a number."""

from __future__ import annotations

import re
from datetime import date, datetime, tzinfo
from typing import Any

_BREAKS = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]+")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
# A spreadsheet takes a cell that begins so for a formula; in East Asian settings their full-width forms too.
_FORMULA = frozenset("=+-@＝＋－＠")
DOUBTFUL = _FORMULA | {" "}  # what printable text begins with that `harmless` may change

CUT = "[…]"  # ends a text that a format does not hold whole


def plain(value: Any, zone: tzinfo) -> Any:
    """A value as JSON has it: text without control characters, dates and times in ISO 8601, times in `zone`."""
    if isinstance(value, str):
        # Nearly all text is printable, which is told ten times as fast as the two searches find nothing.
        return value if value.isprintable() else _CONTROLS.sub("", _BREAKS.sub(" ", value))
    if isinstance(value, datetime):
        return value.astimezone(zone).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return value


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe goes before what begins like one."""
    return f"'{text}" if text.lstrip()[:1] in _FORMULA else text
