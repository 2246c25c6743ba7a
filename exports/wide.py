"""What is derived from the documented tables: the wide table for scoring, and the bridge between registries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from exports.labels import NOT_APPLICABLE
from exports.measures import DIMENSIONS, MEASURES
from exports.tables import WIDE
from records.registry import load_registry, shipped
from storage.stream import Stream

CREDIT = {"pass": 1.0, "partial": 0.5, "fail": 0.0}


def wide(stream: Stream) -> Iterator[dict[str, Any]]:
    """One row per audit and province; holds the findings of one province and the scores of one audit at a time."""
    registries = {run["run_id"]: run["registry_version"] for run in stream.rows("runs")}
    empty = dict.fromkeys(column.name for column in WIDE.columns)
    of_audit: str | None = None
    scores: dict[str, list[Mapping[str, Any]]] = {}
    for (run_id, audit_id, province), findings in groupby(
        stream.rows("findings"), key=lambda row: (row["run_id"], row["audit_id"], row["province"])
    ):
        if audit_id != of_audit:
            of_audit, scores = audit_id, {}
            for score in stream.of_audit(audit_id).rows("scores"):
                scores.setdefault(score["province"], []).append(score)
        row = {
            **empty,
            "run_id": run_id,
            "audit_id": audit_id,
            "province": province,
            "registry_version": registries[run_id],
        }
        for finding in findings:
            if finding["check_id"] in MEASURES:
                name = finding["check_id"].replace(".", "_")
                row[f"{name}_status"] = standing(finding)
                row[f"{name}_credit"] = CREDIT.get(finding["status"])
                row[f"{name}_value"] = finding["value"]
        for of_dimension in scores.get(province, ()):
            if of_dimension["dimension"] in DIMENSIONS:
                for part in ("score", "low", "high"):
                    row[f"{of_dimension['dimension']}_{part}"] = of_dimension[part]
        yield row


def standing(finding: Mapping[str, Any]) -> str:
    """The finding's status, where `unknown` for want of anything to measure is told apart."""
    unknown = finding["status"] == "unknown" and finding["reason"] == NOT_APPLICABLE
    return NOT_APPLICABLE if unknown else str(finding["status"])


def bridge() -> Iterator[dict[str, Any]]:
    """Which provinces each was merged from, where a registry that ships tells it."""
    for path in shipped().values():
        registry = load_registry(path)
        for province in registry.provinces:
            for version, slug in province.merged_from:
                yield {
                    "registry_version": registry.version,
                    "province": province.slug,
                    "name": province.name,
                    "from_registry_version": version,
                    "from_province": slug,
                }
