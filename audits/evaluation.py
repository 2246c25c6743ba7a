"""How often the checks err: findings against people's labels, with what the figures are worth."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from records.finding import Finding, Status

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
    sites = sorted(by_site)
    dice = random.Random(_SEED)
    drawn = []
    for _ in range(_RESAMPLES):
        sample = [by_site[s] for s in dice.choices(sites, k=len(sites))]
        total = sum(n for _, n in sample)
        drawn.append(sum(h for h, _ in sample) / total if total else 0.0)
    drawn.sort()
    total = sum(n for _, n in by_site.values())
    value = sum(h for h, _ in by_site.values()) / total
    return Share(value, drawn[int(0.025 * _RESAMPLES)], drawn[int(0.975 * _RESAMPLES) - 1], total)


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


def kappa(cells: Sequence[Cell]) -> float | None:
    """Cohen's kappa of machine and label over the four statuses; None where chance explains everything."""
    if not cells:
        return None
    n = len(cells)
    truth, got = Counter(c.truth for c in cells), Counter(c.finding.status for c in cells)
    by_chance = sum(truth[s] * got[s] for s in Status) / n**2
    agreed = sum(c.right for c in cells) / n
    return None if by_chance == 1 else (agreed - by_chance) / (1 - by_chance)
