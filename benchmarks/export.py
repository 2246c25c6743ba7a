"""What a panel of a million findings costs: seconds and memory of `export`, beside DuckDB's own COPY of the same rows.

python -m benchmarks.export [FINDINGS] [DATABASE]: makes a panel of full runs (63 provinces, 43 checks) in SQLite, or
takes the one of a run before from DATABASE, and exports it whole as CSV and as Parquet, each in a process of its own.
The bound: the same tables, already in DuckDB, written by COPY.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
from sqlalchemy import insert

from exports.measures import MEASURES
from exports.package import export
from exports.tables import ALL
from records.registry import load_registry, shipped
from storage.database import writing
from storage.models import EvidenceRow, FindingRow
from storage.store import Store

STATUSES = ("pass", "partial", "fail", "unknown")
FORMATS = ("csv", "parquet")
QUOTE = "Lịch tiếp công dân của Chủ tịch Ủy ban nhân dân tỉnh […] tháng 3 năm 2022"


def panel(path: Path, findings: int) -> None:
    """A database with as many full runs as it takes for that many findings, one piece of evidence each."""
    registry = load_registry(shipped()["2022-63"])
    store = Store.open(path)
    runs = -(-findings // (len(registry.provinces) * len(MEASURES)))
    for n in range(runs):
        at = datetime(2021, 1, 1, 18, tzinfo=UTC) + timedelta(days=n)
        run_id = store.start_run(
            registry, kind="full", started_at=at, code_version="0", user_agent="benchmark", vantage=""
        )
        audit_id = store.add_audit(
            run_id,
            as_of=date(2021, 1, 2) + timedelta(days=n),
            rubric="five-criteria",
            rubric_version="2",
            rubric_sha256="0" * 64,
            reader_version="1",
            made_at=at,
        )
        rows = [
            dict(_finding(audit_id, p.slug, c, at, n + i)) for p in registry.provinces for i, c in enumerate(MEASURES)
        ]
        pieces = [_evidence(row, at) for row in rows]
        with writing(store.engine) as connection:
            connection.execute(insert(FindingRow), rows)
            connection.execute(insert(EvidenceRow), pieces)
        store.finish_run(run_id, "done", at)
    store.close()


def _finding(audit_id: str, province: str, check_id: str, at: datetime, n: int) -> dict[str, Any]:
    status = STATUSES[n % 4]
    return {
        "audit_id": audit_id,
        "province": province,
        "check_id": check_id,
        "check_version": 1,
        "status": status,
        "machine_status": status,
        "value": "2022-03-15" if status == "pass" else "",
        "unit": "date" if status == "pass" else "",
        "reason": "" if status == "pass" else "not_found",
        "confidence": 0.95 if n % 2 else None,
        "observed_at": at,
        "law": "Luật Tiếp công dân 2013, Điều 12",
    }


def _evidence(row: dict[str, Any], at: datetime) -> dict[str, Any]:
    address = f"https://{row['province']}.gov.vn/tiep-cong-dan/{row['check_id']}?ngay={at:%Y%m%d}"
    of = {name: row[name] for name in ("audit_id", "province", "check_id")}
    return {**of, "n": 1, "role": "supports", "url": address, "captured_at": at, "sha256": "a" * 64,
            "locator": "main > div.content table", "quote": QUOTE}  # fmt: skip


def measured(database: Path, format: str, out: Path) -> dict[str, float]:
    """Export it all in a process of its own; seconds, MB at most, and rows."""
    command = [sys.executable, "-m", "benchmarks.export", "--one", str(database), format, str(out)]
    return dict(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))


def _one(database: Path, format: str, out: Path) -> None:
    store = Store.open(database)
    begun = time.perf_counter()
    export(store, [run.run_id for run in store.runs()], [], format, out)
    seconds = time.perf_counter() - begun
    print(json.dumps({"seconds": seconds, "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))


def bound(package: Path, format: str, out: Path) -> tuple[float, int]:
    """Seconds of DuckDB's COPY of a Parquet package's tables, once they are in DuckDB; and their rows."""
    seconds, rows = 0.0, 0
    with duckdb.connect(str(out / f"{format}.duckdb"), config={"threads": 1}) as duck:
        for table in ALL:
            duck.execute(f"CREATE TABLE {table.name} AS FROM '{package / table.name}.parquet'")
            rows += duck.execute(f"SELECT count(*) FROM {table.name}").fetchall()[0][0]
            begun = time.perf_counter()
            duck.execute(f"COPY {table.name} TO '{out / table.name}.{format}'")
            seconds += time.perf_counter() - begun
    return seconds, rows


def main() -> None:
    findings = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        aside = Path(folder)
        database = Path(sys.argv[2]) if len(sys.argv) > 2 else aside / "panel.db"
        if not database.exists():
            panel(database, findings)
        found = {format: measured(database, format, aside / format) for format in FORMATS}
        for format in FORMATS:
            least, rows = bound(aside / "parquet", format, aside)
            took = found[format]
            each = took["seconds"] / rows * 1e6
            print(
                f"{format:8}{rows:>10,} rows  {took['seconds']:7.1f} s ({each:.1f} s a million)  {took['mb']:5.0f} MB"
                f"  COPY {least:5.1f} s  x COPY {took['seconds'] / least:5.1f}"
            )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        _one(Path(sys.argv[2]), sys.argv[3], Path(sys.argv[4]))
    else:
        main()
