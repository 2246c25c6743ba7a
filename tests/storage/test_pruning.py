"""Retention: what nothing rests on goes after so many months; what a finding or a review cites stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import text
from warcio.warcwriter import WARCWriter

from records.capture import Capture, Kind, Outcome
from records.finding import Evidence, Finding, Status
from records.review import Review
from records.visit import VisitStatus
from storage.archive import Archive
from storage.database import writing
from storage.manifest import NAME, WARC, members_of, read_manifest
from storage.pruning import Pruned, before, is_pruned, prune
from storage.rows import KeptCapture
from storage.sealed import seal
from storage.store import Store
from storage.verifying import verify_all, verify_run
from tests.storage.examples import STARTED, audit, log
from tests.storage.test_verifying import LATER, page, said, started

HOME = "https://danang.example/"
CITED = page(HOME + "lich", b"<p>L\xe1\xbb\x8bch ti\xe1\xba\xbfp d\xc3\xa2n")
READ = page(HOME, b"<p>Trang ch\xe1\xbb\xa7")
IDLE = page(HOME + "tin", b"<p>Nguy\xe1\xbb\x85n V\xc4\x83 A h\xe1\xbb\x8fi")
REVIEWED = page(HOME + "hop", b"<p>Xem l\xe1\xba\xa1i")
VISIT_LOG = Capture(HOME, HOME, LATER, Kind.LOG, Outcome.OK, wire_body=b"{}", body=b"{}")
ALL = (READ, CITED, IDLE, REVIEWED, VISIT_LOG)
NOW = STARTED + timedelta(days=3 * 365)


def run_of(
    store: Store, archive: Archive, folder: Path, captures: tuple[Capture, ...] = ALL, slug: str = "da-nang"
) -> str:
    """A sealed run of one province whose finding cites CITED and has looked at READ."""
    run_id = started(store, archive, folder)
    attempt = store.start_visit(run_id, slug, STARTED)
    with archive.open_visit(run_id, slug, attempt) as writer:
        store.add_captures(run_id, slug, attempt, [KeptCapture.of(c, writer.write(c)) for c in captures])
    store.finish_visit(run_id, slug, attempt, log(slug))
    audit_id = audit(store, run_id)
    cited, read = (Evidence(c.url, STARTED, c.sha256) for c in (CITED, READ))
    finding = Finding("timeliness.reception_schedule", 1, Status.PASS, supports=(cited,), looked_at=(read,))
    store.add_findings(audit_id, slug, [finding])
    seal(store, archive, run_id, LATER, audit_id=audit_id, finish_as="done")
    return run_id


def pruned(store: Store, archive: Archive, now: datetime = NOW, months: int = 24, **options: bool) -> list[Pruned]:
    return list(prune(store, archive, now, months, **options))


def urls(store: Store, archive: Archive, run_id: str) -> list[str]:
    """Addresses of what the rows point at, each read from the archive."""
    rows = store.captures(run_id, "da-nang")
    captures = [archive.read(row.warc_file, row.warc_offset) for row in rows]
    assert [c.sha256 for c in captures] == [row.sha256 for row in rows]
    return [c.url for c in captures]


def test_only_what_nothing_cites_goes_and_verify_tells_pruned_from_lost(store: Store, tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    run_id = run_of(store, archive, tmp_path)
    (done,) = pruned(store, archive)
    assert (done.file, done.removed, done.kept, done.problem) == ("da-nang-1.warc.gz", 3, 2, "")
    assert urls(store, archive, run_id) == [READ.url, CITED.url]
    folder = archive.path(run_id)
    assert sorted(p.name for p in folder.glob(f"*{WARC}")) == ["da-nang-1.p1.warc.gz"]
    assert "Nguyễn".encode() not in b"".join(c.body for c in archive.captures_of(f"{run_id}/da-nang-1.p1.warc.gz"))
    report = verify_run(store, archive, run_id)
    assert not report.problems, said(report)
    # Two responses with their requests, and the log.
    assert report.notes == ["da-nang-1.warc.gz: 5 records were pruned on 2025-03-29, as older than is kept"]
    assert is_pruned(archive, run_id)
    path = folder / "da-nang-1.p1.warc.gz"
    raw = path.read_bytes()
    path.unlink()
    assert "lost: da-nang-1.p1.warc.gz" in said(verify_run(store, archive, run_id))
    offset = list(members_of_bytes(path, raw))[1][0]
    path.write_bytes(raw[: offset + 20] + bytes([raw[offset + 20] ^ 1]) + raw[offset + 21 :])
    assert f"da-nang-1.p1.warc.gz, record at offset {offset}" in said(verify_run(store, archive, run_id))


def members_of_bytes(path: Path, raw: bytes) -> list[tuple[int, int, str]]:
    path.write_bytes(raw)
    return list(members_of(path))


def test_pruning_again_changes_nothing(store: Store, tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    run_id = run_of(store, archive, tmp_path)
    pruned(store, archive)
    before_ = {p.name: p.read_bytes() for p in archive.path(run_id).iterdir()}
    (done,) = pruned(store, archive, NOW + timedelta(days=400))
    assert (done.file, done.removed, done.kept) == ("da-nang-1.p1.warc.gz", 0, 2)
    assert {p.name: p.read_bytes() for p in archive.path(run_id).iterdir()} == before_


def test_young_runs_and_dry_runs_stay_as_they_are(store: Store, tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    run_id = run_of(store, archive, tmp_path)
    files = {p.name: p.read_bytes() for p in archive.path(run_id).iterdir()}
    assert pruned(store, archive, before(NOW, -1), 37) == []
    (would,) = pruned(store, archive, dry_run=True)
    assert (would.removed, would.kept) == (3, 2) and would.bytes_freed > 0
    assert {p.name: p.read_bytes() for p in archive.path(run_id).iterdir()} == files
    assert not is_pruned(archive, run_id)


def test_visit_that_nothing_cites_goes_whole(store: Store, tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    run_id = run_of(store, archive, tmp_path, (IDLE, VISIT_LOG))
    (done,) = pruned(store, archive)
    assert (done.removed, done.kept) == (2, 0)
    assert not list(archive.path(run_id).glob(f"*{WARC}"))
    assert store.captures(run_id, "da-nang") == []
    assert not verify_run(store, archive, run_id).problems


def test_what_a_review_cites_stays(store: Store, tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    run_id = run_of(store, archive, tmp_path)
    for url in (REVIEWED.url, ""):
        store.add_review(
            Review(
                "", run_id, "da-nang", "completeness.hotline", Status.PASS, "seen", "An", NOW, url, None, "ab" * 32, Status.FAIL, 1
            )
        )  # fmt: skip
    pruned(store, archive)
    assert urls(store, archive, run_id) == [READ.url, CITED.url, REVIEWED.url]


def test_body_that_a_younger_revisit_refers_to_stays(store: Store, tmp_path: Path) -> None:
    """A revisit record says only which body it means: that body must outlive it."""
    archive = Archive(tmp_path / "archive")
    old = run_of(store, archive, tmp_path)
    young = run_of(store, archive, tmp_path, (READ, CITED))
    with writing(store.engine) as connection:
        moved = {"at": str(NOW.replace(tzinfo=None)) if connection.dialect.name == "sqlite" else NOW, "id": young}
        connection.execute(text("update runs set started_at = :at where run_id = :id"), moved)
    digest = next(
        record for record in _payload_digests(archive.path(f"{old}/da-nang-1.warc.gz")) if record[0] == IDLE.url
    )[1]
    out = BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version="WARC/1.1")
    writer.write_record(writer.create_revisit_record(IDLE.url, digest, IDLE.url, "2022-03-30T18:30:00Z"))
    with archive.path(f"{young}/da-nang-1.warc.gz").open("ab") as file:
        file.write(out.getvalue())
    pruned(store, archive)
    assert urls(store, archive, old) == [READ.url, CITED.url, IDLE.url]


def _payload_digests(path: Path) -> list[tuple[str, str]]:
    from warcio.archiveiterator import ArchiveIterator

    with path.open("rb") as stream:
        return [
            (r.rec_headers.get_header("WARC-Target-URI"), r.rec_headers.get_header("WARC-Payload-Digest"))
            for r in ArchiveIterator(stream)
            if r.rec_type == "response"
        ]


def test_damaged_file_is_left_alone_and_named(store: Store, tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    run_id = run_of(store, archive, tmp_path)
    path = archive.path(f"{run_id}/da-nang-1.warc.gz")
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)
    (done,) = pruned(store, archive)
    assert "not what was sealed" in done.problem and path.read_bytes() == raw


@pytest.mark.parametrize("after", ["copy", "commit"])
def test_killed_pruning_loses_nothing_and_is_finished_by_the_next(
    store: Store, tmp_path: Path, after: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = Archive(tmp_path / "archive")
    run_id = run_of(store, archive, tmp_path)

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        if after == "copy":
            patch.setattr("storage.pruning.write_manifest", killed)
        else:
            patch.setattr("pathlib.Path.unlink", killed)
        pruned(store, archive)
    assert {READ.url, CITED.url} <= set(urls(store, archive, run_id))
    pruned(store, archive)
    assert urls(store, archive, run_id) == [READ.url, CITED.url]
    assert sorted(p.name for p in archive.path(run_id).glob(f"*{WARC}")) == ["da-nang-1.p1.warc.gz"]
    assert not [p for r in verify_all(store, archive) for p in r.problems]


def test_interrupted_visits_of_old_are_pruned_too(store: Store, tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    run_id = started(store, archive, tmp_path)
    store.start_visit(run_id, "da-nang", STARTED)
    with archive.open_visit(run_id, "da-nang", 1) as writer:
        store.add_captures(run_id, "da-nang", 1, [KeptCapture.of(IDLE, writer.write(IDLE))])
    store.finish_visit(run_id, "da-nang", 1, replace(log("da-nang", VisitStatus.PARTIAL), error="interrupted"))
    store.finish_run(run_id, "interrupted", LATER)
    (done,) = pruned(store, archive)
    assert done.removed == 1
    assert read_manifest(archive.path(f"{run_id}/{NAME}").read_bytes()).pruned


@pytest.mark.parametrize(
    ("now", "months", "day"),
    [
        ("2024-03-31", 1, "2024-02-29"),
        ("2024-03-31", 13, "2023-02-28"),
        ("2024-01-15", 24, "2022-01-15"),
        ("2024-12-31", 12, "2023-12-31"),
    ],
)
def test_months_back(now: str, months: int, day: str) -> None:
    at = datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert before(at, months).date().isoformat() == day
