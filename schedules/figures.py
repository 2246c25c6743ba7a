"""Read figures of other indices from a CSV or a workbook: a row each, provinces by slug or by name in any spelling."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from pages.text import plain
from records.figure import Figure
from records.province import Registry
from records.registry import load_registry, shipped

COLUMNS = ("external_id", "index", "year", "province", "value", "unit", "source")
_PREFIXES = ("tinh ", "thanh pho ", "tp ", "city of ", "province of ")
_SUFFIXES = (" province", " city")
_LONGEST = 300
_MOST_ROWS = 100_000


class FigureError(Exception):
    """A file of figures that cannot be used; `str()` is one line a problem."""


def read_figures(path: Path, registry: Registry | None = None) -> list[Figure]:
    """The figures of a file; FigureError with every problem where there is one, nothing half-read.

    A row's registry is the one that ships and is valid on 1 July of its year, where none is given.
    """
    problems: list[str] = []
    found: dict[tuple[str, int, str, str], Figure] = {}
    books: dict[date, tuple[Registry, Mapping[str, str]]] = {}
    for line, row in _rows(path):
        try:
            figure = _figure(row, registry, books)
        except ValueError as error:
            problems.append(f"{path}:{line}: {error}")
            continue
        key = (figure.external_id, figure.year, figure.province, figure.registry_version)
        if key in found and found[key] != figure:
            problems.append(
                f"{path}:{line}: {figure.external_id} {figure.year} of {figure.province} stands there twice"
            )
        found[key] = figure
    if problems:
        more = [f"… and {len(problems) - 20} more"] if len(problems) > 20 else []
        raise FigureError("\n".join([*problems[:20], *more]))
    if not found:
        raise FigureError(f"{path}: no rows; expected the columns {', '.join(COLUMNS)}")
    return list(found.values())


def _figure(
    row: Mapping[str, str], registry: Registry | None, books: dict[date, tuple[Registry, Mapping[str, str]]]
) -> Figure:
    for name in COLUMNS:
        if not row[name].strip():
            raise ValueError(f"{name} is empty")
        if len(row[name]) > _LONGEST:
            raise ValueError(f"{name} is longer than {_LONGEST} characters")
    year = _number(row["year"], "year")
    if year != int(year) or not 1990 <= year <= 2100:
        raise ValueError(f"year {row['year']!r}; expected a year such as 2022")
    on = date(int(year), 7, 1)
    if on not in books:
        chosen = registry or _shipped_on(on)
        books[on] = chosen, names_of(chosen)
    chosen, names = books[on]
    slug = names.get(key_of(row["province"]))
    if slug is None:
        raise ValueError(f"province {row['province']!r} is not in registry {chosen.version}")
    value = _number(row["value"], "value")
    return Figure(
        row["external_id"].strip(), row["index"].strip(), int(year), slug, chosen.version, value, row["unit"].strip(),
        row["source"].strip(),
    )  # fmt: skip


def _number(text: str, name: str) -> float:
    written = text.strip().replace("\u00a0", "").replace(" ", "")
    if "," in written and "." not in written:  # 0,4874
        written = written.replace(",", ".")
    try:
        number = float(written)
    except ValueError:
        number = float("nan")
    if number != number or number in (float("inf"), float("-inf")):
        raise ValueError(f"{name} {text!r}; expected a number")
    return number


def key_of(name: str) -> str:
    """A province's name without marks, prefixes and signs: 'TP. Hồ Chí Minh', 'ho-chi-minh' -> 'hochiminh'."""
    words = " ".join("".join(c if c.isalnum() else " " for c in plain(name)).split())
    for prefix in _PREFIXES:
        words = words.removeprefix(prefix)
    for suffix in _SUFFIXES:
        words = words.removesuffix(suffix)
    return words.replace(" ", "")


def names_of(registry: Registry) -> dict[str, str]:
    """By `key_of` the slug of every province: its slug, its names, and other spellings in use ('Đắc Lắc', 'TPHCM')."""
    raw = resources.files("pages").joinpath("stores.toml").read_text("utf-8")
    spellings: dict[str, Sequence[str]] = tomllib.loads(raw)["provinces"]
    found: dict[str, str] = {}
    for province in registry.provinces:
        own = (province.slug, province.name, province.name_en)
        for name in own:
            found[key_of(name)] = province.slug
    for province in registry.provinces:
        for names in spellings.values():
            if key_of(province.name) in {key_of(name) for name in names}:
                for name in names:
                    found.setdefault(key_of(name), province.slug)
    return found


def _shipped_on(on: date) -> Registry:
    for file in shipped().values():
        registry = load_registry(file)
        if registry.valid_from <= on and (registry.valid_to is None or on <= registry.valid_to):
            return registry
    raise ValueError(f"no registry that ships is valid on {on}; name one with --registry")


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    read = _sheet_rows if path.suffix.lower() == ".xlsx" else _csv_rows
    rows = read(path)
    head = [str(cell or "").strip().lower() for cell in next(rows, [])]
    missing = [name for name in COLUMNS if name not in head]
    if missing:
        raise FigureError(f"{path}:1: no column {', '.join(missing)}; expected {', '.join(COLUMNS)}")
    at = {name: head.index(name) for name in COLUMNS}
    for line, cells in enumerate(rows, start=2):
        if line > _MOST_ROWS:
            raise FigureError(f"{path}: more than {_MOST_ROWS} rows")
        if any(str(cell or "").strip() for cell in cells):
            yield line, {name: _text(cells[n]) if n < len(cells) else "" for name, n in at.items()}


def _text(cell: Any) -> str:
    return "" if cell is None else str(cell)


def _csv_rows(path: Path) -> Iterator[Sequence[Any]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            start = file.read(4096)
            file.seek(0)
            yield from csv.reader(
                file, delimiter=";" if start.split("\n")[0].count(";") > start.split("\n")[0].count(",") else ","
            )
    except OSError as error:
        raise FigureError(f"{path}: {error.strerror}") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise FigureError(f"{path}: {error}; expected a CSV in UTF-8 or an XLSX") from None


def _sheet_rows(path: Path) -> Iterator[Sequence[Any]]:
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except Exception as error:  # whatever a broken ZIP or XML makes the library raise
        raise FigureError(f"{path}: no workbook ({type(error).__name__}); expected a CSV in UTF-8 or an XLSX") from None
    try:
        yield from book.worksheets[0].iter_rows(values_only=True)
    finally:
        book.close()
