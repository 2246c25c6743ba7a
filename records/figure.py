"""A figure of another published index, by province and year (số liệu của chỉ số khác)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from records.province import Province

_OF = re.compile(r"(?:of|/) ?(\d+(?:\.\d+)?)")


@dataclass(frozen=True, slots=True)
class Figure:
    """`value` of `external_id` ('dti.institutions') for the `province` of a registry's version, as `source` gives it.

    `unit`: `share` (0 to 1), `%`, `of N` (points of at most N); any other word ('rank', 'visits') is kept beside the
    scores and counts in none.
    """

    external_id: str
    index: str
    year: int
    province: str
    registry_version: str
    value: float
    unit: str
    source: str

    @property
    def credit(self) -> float | None:
        """The figure between 0 and 1; None where its unit has no most."""
        most = 1.0 if self.unit == "share" else 100.0 if self.unit == "%" else 0.0
        if found := _OF.fullmatch(self.unit):
            most = float(found[1])
        return self.value / most if most and 0 <= self.value <= most else None


def figures_of(province: Province, registry_version: str, figures: Iterable[Figure], year: int) -> Mapping[str, Figure]:
    """By id the newest figure of `province` up to `year`.

    Of a province of another registry only where `province` was made of that one alone: how to weigh several, no
    registry tells.
    """
    known = {(registry_version, province.slug)}
    if len(province.merged_from) == 1:
        known.add(province.merged_from[0])
    found: dict[str, Figure] = {}
    for figure in sorted(figures, key=lambda f: (f.year, f.registry_version == registry_version)):
        if figure.year <= year and (figure.registry_version, figure.province) in known:
            found[figure.external_id] = figure
    return found
