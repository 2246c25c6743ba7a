"""How often the checks err: findings against people's labels, with what the figures are worth."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from records.finding import Finding, Status

T = TypeVar("T")
_Pair = tuple[Status, Status]  # the label's, the machine's

_RESAMPLES = 1000
_SEED = 20220331  # bootstrap intervals are the same for the same cells


@dataclass(frozen=True, slots=True)
class Cell:
    """One labelled check of one site: the truth, and what the machine found. `value` is '' where it is not exact."""

    site: str
    check_id: str
    truth: Status
    value: str
    finding: Finding

    @property
    def right(self) -> bool:
        """Whether the status agrees."""
        return self.finding.status is self.truth

    @property
    def false_pass(self) -> bool:
        """The worst outcome: a pass that is none."""
        return self.finding.status is Status.PASS and self.truth is not Status.PASS

    @property
    def needless_unknown(self) -> bool:
        """Unknown where a person could tell."""
        return self.finding.status is Status.UNKNOWN and self.truth is not Status.UNKNOWN

    @property
    def date_right(self) -> bool | None:
        """Whether the decisive date is exactly right; None where the label or the finding has none."""
        decided = self.truth in (Status.PASS, Status.PARTIAL, Status.FAIL)
        if not (self.right and decided and self.finding.unit == "date" and self.value and self.finding.value):
            return None
        return self.finding.value == self.value


@dataclass(frozen=True, slots=True)
class Share:
    """A share with its 95 % bootstrap interval; None where there is nothing to divide by."""

    value: float | None
    low: float | None
    high: float | None
    n: int


def share(cells: Sequence[Cell], hit: Callable[[Cell], bool], of: Callable[[Cell], bool] = lambda _: True) -> Share:
    """The share of `hit` among the cells that are `of`, with its interval over resampled sites.

    Whole sites are resampled, since the cells of one site are not independent.
    """
    by_site: dict[str, tuple[int, int]] = {}
    for cell in cells:
        if of(cell):
            hits, n = by_site.get(cell.site, (0, 0))
            by_site[cell.site] = (hits + hit(cell), n + 1)
    total = sum(n for _, n in by_site.values())
    if not total:
        return Share(None, None, None, 0)
    return _resampled(by_site)


def _resampled(by_site: dict[str, tuple[int, int]]) -> Share:
    """The share of hits in all, by site (hits, all), with the interval that whole sites drawn anew give it."""
    total = sum(n for _, n in by_site.values())
    value = sum(h for h, _ in by_site.values()) / total
    return Share(value, *_interval(by_site, _ratio), total)


def _ratio(sample: Sequence[tuple[int, int]]) -> float | None:
    total = sum(n for _, n in sample)
    return sum(h for h, _ in sample) / total if total else None


def _interval(by_site: dict[str, T], figure: Callable[[Sequence[T]], float | None]) -> tuple[float, float]:
    """The middle 95 % of `figure` over whole sites drawn anew; draws in which it cannot be told are left out."""
    sites = sorted(by_site)
    dice = random.Random(_SEED)
    samples = ([by_site[s] for s in dice.choices(sites, k=len(sites))] for _ in range(_RESAMPLES))
    drawn = sorted(told for sample in samples if (told := figure(sample)) is not None)
    return drawn[int(0.025 * len(drawn))], drawn[max(0, int(0.975 * len(drawn)) - 1)]


def f1(cells: Sequence[Cell], status: Status) -> Share:
    """The harmonic mean of precision and recall of `status`, with its interval over resampled sites."""
    by_site: dict[str, tuple[int, int]] = {}  # twice those found rightly; those found and those true
    for cell in cells:
        hits, either = by_site.get(cell.site, (0, 0))
        found, true = cell.finding.status is status, cell.truth is status
        by_site[cell.site] = (hits + 2 * (found and true), either + found + true)
    return _resampled(by_site) if any(n for _, n in by_site.values()) else Share(None, None, None, 0)


def measure(cells: Sequence[Cell]) -> dict[str, Any]:
    """All figures over `cells`: shares with intervals; per status precision, recall, F1; the confusion matrix."""
    figures: dict[str, Any] = {
        "cells": len(cells),
        "right": share(cells, lambda c: c.right),
        "decided": share(
            cells, lambda c: c.finding.status is not Status.UNKNOWN, lambda c: c.truth is not Status.UNKNOWN
        ),
        "false_pass": share(cells, lambda c: c.false_pass),
        "needless_unknown": share(cells, lambda c: c.needless_unknown),
        "dates_right": share(cells, lambda c: bool(c.date_right), lambda c: c.date_right is not None),
        "confusion": {t.value: {g.value: n for g in Status if (n := _count(cells, t, g))} for t in Status},
    }
    for status in Status:
        precision = share(cells, _truly(status), _found(status))
        recall = share(cells, _found(status), _truly(status))
        figures[status.value] = {"precision": precision, "recall": recall, "f1": f1(cells, status)}
    figures["kappa"] = kappa(cells)
    return figures


def _truly(status: Status) -> Callable[[Cell], bool]:
    return lambda cell: cell.truth is status


def _found(status: Status) -> Callable[[Cell], bool]:
    return lambda cell: cell.finding.status is status


def _count(cells: Sequence[Cell], truth: Status, got: Status) -> int:
    return sum(c.truth is truth and c.finding.status is got for c in cells)


def kappa(cells: Sequence[Cell]) -> Share:
    """Cohen's kappa of machine and label over the four statuses, with its interval; None where chance explains all."""
    by_site: dict[str, Counter[_Pair]] = {}
    for cell in cells:
        by_site.setdefault(cell.site, Counter())[cell.truth, cell.finding.status] += 1
    value = _kappa(list(by_site.values()))
    if value is None:
        return Share(None, None, None, len(cells))
    return Share(value, *_interval(by_site, _kappa), len(cells))


def _kappa(sites: Sequence[Counter[_Pair]]) -> float | None:
    pairs: dict[_Pair, int] = {}
    for counts in sites:
        for pair, number in counts.items():
            pairs[pair] = pairs.get(pair, 0) + number
    n = sum(pairs.values())
    truth, got = dict.fromkeys(Status, 0), dict.fromkeys(Status, 0)
    for (true, found), number in pairs.items():
        truth[true] += number
        got[found] += number
    by_chance = sum(truth[s] * got[s] for s in Status)
    agreed = sum(number for (true, found), number in pairs.items() if true is found)
    return None if by_chance == n**2 else (agreed * n - by_chance) / (n**2 - by_chance)
