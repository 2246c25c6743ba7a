"""The law as a function of the date: which rule a check rests on, on the day that is judged (law.toml)."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from importlib import resources


@cache
def _rules() -> dict[str, list[dict[str, object]]]:
    text = resources.files("audits").joinpath("law.toml").read_text("utf-8")
    rules: dict[str, list[dict[str, object]]] = tomllib.loads(text)
    return rules


def rule_in_force(key: str, as_of: date) -> str:
    """The citation of the rule `key` that applied on `as_of`; KeyError for an unknown key, '' where none applied.

    Lines of legal-basis.md marked [U] are not in law.toml, so that they are never cited.
    """
    for rule in _rules()[key]:
        valid_from, valid_to = rule["valid_from"], rule.get("valid_to")
        if (
            isinstance(valid_from, date)
            and valid_from <= as_of
            and (not isinstance(valid_to, date) or as_of <= valid_to)
        ):
            return str(rule["citation"])
    return ""


def deputies_may_receive(as_of: date) -> bool:
    """Whether a deputy's session counts as the chair's: not from 1 July 2026 (amended Law on Citizen Reception)."""
    return as_of < date(2026, 7, 1)
