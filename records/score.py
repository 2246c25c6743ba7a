"""Scores over one province's findings."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Indicator:
    """One line of a rubric applied to one province; `credit` is None where nothing is known."""

    indicator: str
    dimension: str
    weight: float
    credit: float | None
    check_id: str
    external_id: str
    status: str


@dataclass(frozen=True, slots=True)
class Score:
    """One dimension's score as an interval (checks.md, From findings to scores).

    `score` is None where `coverage`, the known share of the weight, is below 0.6. `kind` is `criterion`,
    `component` or `total`. Ranks are None in single runs.
    """

    dimension: str
    kind: str
    score: float | None
    low: float
    high: float
    max: float
    coverage: float
    rank_best: int | None = None
    rank_worst: int | None = None


@dataclass(frozen=True, slots=True)
class Aggregate:
    """How many provinces fulfil a measure: `rule` is `pass` or `not_fail`."""

    measure: str
    rule: str
    yes: int
    no: int
    unknown: int
    of: int
