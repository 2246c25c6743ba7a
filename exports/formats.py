"""The formats of the data package: who writes and reads each, its media type, and the file of a table."""

from __future__ import annotations

import csv
import hashlib
import zipfile
import zlib
from pathlib import Path
from types import ModuleType

import duckdb
import pyreadstat

from exports import csv as csv_format
from exports import json as json_format
from exports import parquet, statistical, xlsx
from exports.tables import Table

FORMATS: dict[str, tuple[ModuleType, str]] = {
    "csv": (csv_format, "text/csv"),
    "xlsx": (xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "parquet": (parquet, "application/vnd.apache.parquet"),
    "json": (json_format, "application/json"),
    "sav": (statistical, "application/x-spss-sav"),
    "dta": (statistical, "application/x-stata-dta"),
}

# What the readers raise for a file that is broken or of another kind; openpyxl lets nearly everything through.
UNREADABLE = (
    OSError,
    ValueError,
    LookupError,
    ArithmeticError,
    TypeError,
    AttributeError,
    SyntaxError,  # XML's ParseError is one
    RecursionError,
    EOFError,
    zlib.error,
    csv.Error,
    zipfile.BadZipFile,
    duckdb.Error,
    pyreadstat.ReadstatError,
)


def file_of(table: Table, format: str) -> str:
    """The name of the file that holds the table."""
    return xlsx.NAME if format == "xlsx" else f"{table.name}.{format}"


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
