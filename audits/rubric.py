"""A rubric: indicators with weights, each the credit of a check or an external figure. Data (TOML), never code."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass, field
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

from audits.checks import catalogue


class RubricError(ValueError):
    """A rubric that cannot be used; the message names file, line, key and what was expected."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """A criterion or component with its maximum; a `total` sums all components."""

    id: str
    kind: str  # criterion, component, total
    max: float
    title: str
    title_vi: str


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator: `check` or `external` gives its credit; `ours` marks what the source's authors did not publish."""

    id: str
    dimension: str
    weight: float
    check: str
    external: str
    ours: bool


@dataclass(frozen=True, slots=True)
class Rubric:
    """A whole rubric; `sha256` is that of the file's bytes."""

    id: str
    version: str
    valid_from: date
    valid_to: date | None
    note: str
    dimensions: tuple[Dimension, ...]
    lines: tuple[Line, ...]
    sha256: str
    raw: bytes = field(repr=False)  # the file, which goes into the archive beside what was scored by it


def shipped() -> tuple[str, ...]:
    """Names of the rubrics that come with the project, the default first."""
    return ("five-criteria", "ips-2022-reconstruction")


def load_rubric(name: str) -> Rubric:
    """The rubric of that name, or of that file; RubricError where it cannot be used."""
    if name in shipped():
        raw = resources.files("audits").joinpath(f"rubrics/{name}.toml").read_bytes()
        return parse_rubric(raw, f"{name}.toml")
    path = Path(name)
    if not path.is_file():
        raise RubricError(f"{name}: no such rubric; expected one of {', '.join(shipped())}, or a TOML file")
    return parse_rubric(path.read_bytes(), str(path))


def in_force(rubric: Rubric, on: date) -> Rubric:
    """The rubric, where it may be used for that day; RubricError, with its line, where its period does not hold it."""
    if rubric.valid_from <= on and (rubric.valid_to is None or on <= rubric.valid_to):
        return rubric
    key = "valid_from" if on < rubric.valid_from else "valid_to"
    lines = rubric.raw.decode("utf-8", "replace").splitlines()
    line = next((n for n, row in enumerate(lines, 1) if row.startswith(key)), 1)
    period = f"{rubric.valid_from} to {rubric.valid_to or 'today'}"
    raise RubricError(f"{rubric.id} {rubric.version}:{line}: {key}: the rubric holds for {period}, not for {on}")


def parse_rubric(raw: bytes, where: str) -> Rubric:
    """Read and check a rubric; `where` names it in errors."""
    text = raw.decode("utf-8", "replace")
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RubricError(f"{where}: {error}") from None

    def fault(key: str, expected: str) -> RubricError:
        line = next((n for n, row in enumerate(text.splitlines(), 1) if key in row), 1)
        return RubricError(f"{where}:{line}: {key}: {expected}")

    for key, kind in (("id", str), ("version", str), ("valid_from", date), ("dimension", list), ("indicator", list)):
        if not isinstance(data.get(key), kind):
            raise fault(key, f"expected a {'table array' if kind is list else kind.__name__}")
    dimensions = tuple(_dimension(d, fault) for d in data["dimension"])
    by_id = {d.id: d for d in dimensions}
    lines: list[Line] = []
    checks = catalogue()
    for row in data["indicator"]:
        line = _line(row, fault)
        if line.dimension not in by_id:
            raise fault(line.id, f"dimension {line.dimension!r} is none of {', '.join(by_id)}")
        if line.check and line.check not in checks:
            raise fault(line.check, "no such check")
        if any(line.id == other.id for other in lines):
            raise fault(line.id, "expected a unique indicator id")
        lines.append(line)
    for d in dimensions:
        weights = sum(line.weight for line in lines if line.dimension == d.id)
        if d.kind == "component" and abs(weights - d.max) > 1e-9:
            raise fault(d.id, f"weights add up to {weights:g}, expected {d.max:g}")
        if d.kind == "criterion" and not weights:
            raise fault(d.id, "expected at least one indicator")
    return Rubric(
        id=data["id"],
        version=data["version"],
        valid_from=data["valid_from"],
        valid_to=data.get("valid_to"),
        note=str(data.get("note", "")).strip(),
        dimensions=dimensions,
        lines=tuple(lines),
        sha256=hashlib.sha256(raw).hexdigest(),
        raw=raw,
    )


def _dimension(row: dict[str, Any], fault: Any) -> Dimension:
    try:
        kind = row["kind"]
        if kind not in ("criterion", "component", "total"):
            raise fault(str(row["id"]), "kind: expected criterion, component or total")
        return Dimension(row["id"], kind, float(row["max"]), row["title"], row["title_vi"])
    except KeyError as missing:
        raise fault(str(row.get("id", "dimension")), f"expected a key {missing}") from None


def _line(row: dict[str, Any], fault: Any) -> Line:
    name = str(row.get("id", row.get("check", "indicator")))
    unexpected = set(row) - {"id", "dimension", "weight", "check", "external", "ours"}
    if unexpected:
        raise fault(name, f"unknown key {sorted(unexpected)[0]!r}")
    check, external = row.get("check", ""), row.get("external", "")
    if bool(check) == bool(external):
        raise fault(name, "expected either check or external")
    if not isinstance(row.get("dimension"), str):
        raise fault(name, "expected a dimension")
    weight = row.get("weight", 1)
    if isinstance(weight, bool) or not isinstance(weight, (int, float)) or weight <= 0:
        raise fault(name, "weight: expected a number above 0")
    return Line(row.get("id", check), row["dimension"], float(weight), check, external, bool(row.get("ours", False)))
