"""A sealed run: whatever is changed, lost or added in its archive or its rows is named."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from records.capture import Capture, Kind, Outcome
from records.finding import Evidence
from storage.archive import Archive
from storage.database import writing
from storage.errors import StorageError
from storage.manifest import NAME, START, canonical, members_of, read_manifest
from storage.rows import KeptCapture
from storage.sealed import seal
from storage.store import Store
from storage.verifying import Report, verify_all, verify_run
from storage.verifying_files import verify_warc
from tests.storage.examples import (
    AGGREGATES,
    FINDINGS,
    INDICATORS,
    ITEMS,
    PROVINCES,
    REGISTRY,
    SCORES,
    STARTED,
    audit,
    log,
)

LATER = STARTED + timedelta(hours=3)


def page(url: str, body: bytes, topic: str = "") -> Capture:
    html = (("Content-Type", "text/html"),)
    return Capture(url, url, STARTED, Kind.RESPONSE, Outcome.OK, 200, html, body, body, topic=topic)


def visited(store: Store, archive: Archive, run_id: str, slug: str, pages: list[Capture], error: str = "") -> int:
    attempt = store.start_visit(run_id, slug, STARTED)
    with archive.open_visit(run_id, slug, attempt) as writer:
        store.add_captures(run_id, slug, attempt, [KeptCapture.of(c, writer.write(c)) for c in pages])
    store.finish_visit(run_id, slug, attempt, log(slug, error=error))
    return attempt


def judged(store: Store, run_id: str) -> str:
    audit_id = audit(store, run_id)
    for province in PROVINCES:
        store.add_findings(audit_id, province.slug, FINDINGS, ITEMS)
        store.add_scores(audit_id, province.slug, SCORES)
        store.add_indicators(audit_id, province.slug, INDICATORS)
    store.add_aggregates(audit_id, AGGREGATES)
    return audit_id


def started(store: Store, archive: Archive, folder: Path) -> str:
    (folder / "registry.toml").write_text("version = 't'\n")
    registry = replace(REGISTRY, sha256=sha256((folder / "registry.toml").read_bytes()).hexdigest())
    run_id = store.start_run(registry, kind="full", started_at=STARTED, code_version="1", user_agent="t")
    archive.keep_registry(run_id, folder / "registry.toml")
    return run_id


def sealed_run(store: Store, archive: Archive, folder: Path) -> str:
    """A finished run of two provinces, each with two pages and a failure, an audit and a seal."""
    run_id = started(store, archive, folder)
    for province in PROVINCES:
        home = province.portal + "/"
        failure = Capture(home + "x", home + "x", STARTED, Kind.FAILURE, Outcome.DNS, error="no such host\0")
        pages = [page(home, b"<p>Xin ch\xc3\xa0o " * 50), page(home + "lich", b"<p>L\xe1\xbb\x8bch " * 90), failure]
        visited(store, archive, run_id, province.slug, pages)
    archive.keep_rubric(run_id, b"id = 'r'\n", "ab" * 32)
    seal(store, archive, run_id, LATER, audit_id=judged(store, run_id), code_version="1+abc", finish_as="done")
    return run_id


def said(report: Report) -> str:
    return "\n".join(str(problem) for problem in report.problems)


def test_untouched_run_is_sound(store: Store, tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    run_id = sealed_run(store, archive, tmp_path)
    report = verify_run(store, archive, run_id)
    assert not report.problems and not report.notes, said(report)
    # Two WARC files of warcinfo, two times request and response, and a failure; registry and rubric beside them.
    assert (report.files, report.records, report.captures, report.findings) == (4, 12, 6, 6)
    run = store.run(run_id)
    assert run is not None and run.status == "done" and run.finished_at == LATER


def test_manifest_can_be_checked_with_a_shell(store: Store, tmp_path: Path) -> None:
    """Each line names the SHA-256 of the line before; a record's hash is that of its bytes in the file."""
    archive = Archive(tmp_path / "archive")
    run_id = sealed_run(store, archive, tmp_path)
    before = START
    for line in archive.path(f"{run_id}/{NAME}").read_bytes().splitlines(keepends=True):
        entry = json.loads(line)
        assert entry["previous"] == before
        before = sha256(line).hexdigest()
        if entry["entry"] == "file":
            raw = archive.path(f"{run_id}/{entry['file']}").read_bytes()
            assert sha256(raw).hexdigest() == entry["sha256"]
            at = 0
            for length, digest in entry.get("records", ()):
                assert sha256(raw[at : at + length]).hexdigest() == digest
                at += length
    assert verify_run(store, archive, run_id).head == before


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Store, Path, str]:
    folder = tmp_path_factory.mktemp("sealed")
    store = Store.open(folder / "portal-audit.db")
    return store, folder, sealed_run(store, Archive(folder / "archive"), folder)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_flipped_byte_anywhere_in_the_archive_is_named(kept: tuple[Store, Path, str], data: st.DataObject) -> None:
    store, folder, run_id = kept
    archive = Archive(folder / "archive")
    path = archive.path(run_id) / data.draw(st.sampled_from(sorted(p.name for p in archive.path(run_id).iterdir())))
    raw = path.read_bytes()
    at = data.draw(st.integers(0, len(raw) - 1))
    damaged = bytearray(raw)
    damaged[at] ^= data.draw(st.integers(1, 255))
    records = list(members_of(path)) if path.name.endswith(".warc.gz") else []
    try:
        path.write_bytes(damaged)
        report = verify_run(store, archive, run_id)
    finally:
        path.write_bytes(raw)
    assert report.problems
    if records:
        offset = next(start for start, length, _ in records if start <= at < start + length)
        assert f"changed: {path.name}, record at offset {offset}" in said(report)
    else:
        assert f"changed: {path.name}" in said(report)


def test_deleted_file_is_named(kept: tuple[Store, Path, str]) -> None:
    store, folder, run_id = kept
    archive = Archive(folder / "archive")
    for path in sorted(archive.path(run_id).iterdir()):
        raw = path.read_bytes()
        path.unlink()
        assert f"lost: {path.name}" in said(verify_run(store, archive, run_id))
        path.write_bytes(raw)
    assert not verify_run(store, archive, run_id).problems


def test_added_file_cut_file_and_appended_bytes_are_named(kept: tuple[Store, Path, str]) -> None:
    store, folder, run_id = kept
    archive = Archive(folder / "archive")
    home = archive.path(run_id)
    (home / "da-nang-2.warc.gz").write_bytes((home / "da-nang-1.warc.gz").read_bytes())
    assert "added: da-nang-2.warc.gz" in said(verify_run(store, archive, run_id))
    (home / "da-nang-2.warc.gz").unlink()
    raw = (home / "da-nang-1.warc.gz").read_bytes()
    (home / "da-nang-1.warc.gz").write_bytes(raw[:-7])
    assert f"lost: da-nang-1.warc.gz (it ends after {len(raw) - 7}" in said(verify_run(store, archive, run_id))
    (home / "da-nang-1.warc.gz").write_bytes(raw + raw)
    assert f"added: da-nang-1.warc.gz ({len(raw)} bytes" in said(verify_run(store, archive, run_id))
    (home / "da-nang-1.warc.gz").write_bytes(raw)
    shutil.copytree(home, archive.root / "2020-01-01-aaaa")
    (stranger,) = [p for r in verify_all(store, archive) for p in r.problems]
    assert str(stranger) == "added: 2020-01-01-aaaa (the database knows no such run)"
    shutil.rmtree(archive.root / "2020-01-01-aaaa")


CHANGES = {
    "update findings set status = 'pass' where province = 'ha-noi' and status = 'fail'": "changed: .*finding ha-noi completeness.field_reporting",
    "update findings set confidence = 0.96 where province = 'ha-noi' and status = 'fail'": "changed: .*finding ha-noi completeness.field_reporting",
    "update evidence set quote = 'tháng 4' where province = 'da-nang' and n = 1 and role = 'supports'": "changed: .*evidence da-nang timeliness.reception_schedule",
    "delete from evidence where province = 'da-nang' and check_id = 'completeness.field_reporting'": "lost: .*evidence da-nang completeness.field_reporting",
    "update scores set score = 0.9 where province = 'ha-noi' and dimension = 'timeliness'": "changed: .*score ha-noi criterion timeliness",
    "update scores set rank_best = 2 where province = 'ha-noi' and dimension = 'timeliness'": "changed: .*score ha-noi criterion timeliness",
    "update indicators set credit = 0 where province = 'da-nang' and indicator = 't1'": "changed: .*indicators da-nang",
    "delete from feedback_items where province = 'da-nang' and n = 2": "changed: .*feedback_items da-nang",
    "update aggregates set yes = 2": "changed: .*aggregate timeliness.reception_schedule pass",
    "update audits set as_of = '2022-04-01'": "changed: row of audit .*as_of",
    "update runs set status = 'suspect'": "changed: row of the run .*status",
    "update run_provinces set name = 'x' where province = 'da-nang'": "changed: row of the run",
    "update visits set requests = 1 where province = 'da-nang'": "changed: visit of da-nang, attempt 1",
    "update captures set sha256 = 'x' where province = 'da-nang' and kind = 'failure'": "changed: row of the capture at offset .*sha256",
    "update captures set http_status = 404 where url = 'https://danang.example/lich'": "changed: row of the capture .*http_status: '404', in the archive '200'; https://danang.example/lich",
    "delete from captures where url = 'https://danang.example/lich'": "lost: row of the capture .*https://danang.example/lich",
    "update captures set warc_offset = 1 where url = 'https://danang.example/lich'": "added: row of a capture at offset 1",
    "update manifests set head_sha256 = 'x'": "changed: manifest.jsonl: line .* is not the head",
    "delete from manifests": "lost: the manifest's head in the database",
}


@pytest.mark.parametrize("change", CHANGES)
def test_changed_row_is_named(store: Store, tmp_path: Path, change: str) -> None:
    archive = Archive(tmp_path / "archive")
    run_id = sealed_run(store, archive, tmp_path)
    with writing(store.engine) as connection:
        assert connection.execute(text(change)).rowcount
    report = verify_run(store, archive, run_id)
    assert len(report.problems) <= 2
    assert re.search(CHANGES[change], said(report)), said(report)


def test_added_and_lost_audits_and_findings_are_named(store: Store, tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    run_id = sealed_run(store, archive, tmp_path)
    other = replace(FINDINGS[0], check_id="timeliness.other", supports=(), looked_at=())
    store.add_findings(f"{run_id}.1", "ha-noi", [*FINDINGS, other], ITEMS)
    assert said(verify_run(store, archive, run_id)) == f"added: audit {run_id}.1: finding ha-noi timeliness.other"
    store.add_findings(f"{run_id}.1", "ha-noi", FINDINGS, ITEMS)
    second = judged(store, run_id)
    assert f"added: audit {second}" in said(verify_run(store, archive, run_id))
    seal(store, archive, run_id, LATER, audit_id=second, code_version="2")
    report = verify_run(store, archive, run_id)
    assert not report.problems and not report.notes
    with writing(store.engine) as connection:
        for table in ("aggregates", "feedback_items", "indicators", "scores", "evidence", "findings", "audits"):
            connection.execute(text(f"delete from {table} where audit_id = :a"), {"a": second})
    assert said(verify_run(store, archive, run_id)) == f"lost: audit {second}"


def test_killed_audit_is_sealed_as_not_finished_by_the_next(store: Store, tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    run_id = sealed_run(store, archive, tmp_path)
    cut_off = audit(store, run_id)
    assert verify_run(store, archive, run_id).problems
    seal(store, archive, run_id, LATER, audit_id=judged(store, run_id))
    report = verify_run(store, archive, run_id)
    assert not report.problems
    assert [note for note in report.notes if cut_off in note]


def test_lines_of_a_killed_sealing_are_cut_off_by_the_next(store: Store, tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    run_id = sealed_run(store, archive, tmp_path)
    path = archive.path(f"{run_id}/{NAME}")
    manifest = read_manifest(path.read_bytes())
    lines = len(manifest.lines)
    manifest.add({**manifest.run, "run": {**manifest.run["run"], "status": "suspect"}})
    path.write_bytes(b"".join(manifest.lines))
    assert "added: manifest.jsonl: 1 lines behind the head" in said(verify_run(store, archive, run_id))
    seal(store, archive, run_id, LATER)
    assert len(read_manifest(path.read_bytes()).lines) == lines
    assert not verify_run(store, archive, run_id).problems


def test_manifest_that_is_not_the_known_one_is_never_sealed_over(store: Store, tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    run_id = sealed_run(store, archive, tmp_path)
    archive.path(f"{run_id}/{NAME}").unlink()
    with pytest.raises(StorageError, match="not the manifest that the database knows"):
        seal(store, archive, run_id, LATER)
    assert "lost: manifest.jsonl" in said(verify_run(store, archive, run_id))


def test_resumed_visit_goes_on_behind_what_was_sealed(store: Store, tmp_path: Path) -> None:
    """An audit of an interrupted run seals what is there; a change of it is still named when more was added."""
    archive = Archive(tmp_path / "archive")
    run_id = started(store, archive, tmp_path)
    visited(store, archive, run_id, "da-nang", [page("https://danang.example/", b"<p>A")], error="interrupted")
    store.finish_run(run_id, "interrupted", LATER)
    seal(store, archive, run_id, LATER, audit_id=judged(store, run_id))
    file = archive.path(f"{run_id}/da-nang-1.warc.gz")
    first = file.stat().st_size
    with file.open("ab") as out:  # the tail of a killed process
        out.write(gzip.compress(b"WARC/1.1 half a record")[:25])
    assert not verify_run(store, archive, run_id).problems
    assert store.start_visit(run_id, "da-nang", LATER, resume=True) == 1
    with archive.open_visit(run_id, "da-nang", 1) as writer:
        more = page("https://danang.example/2", b"<p>B")
        store.add_captures(run_id, "da-nang", 1, [KeptCapture.of(more, writer.write(more))])
    store.finish_visit(run_id, "da-nang", 1, log("da-nang"))
    seal(store, archive, run_id, LATER, audit_id=judged(store, run_id), finish_as="done")
    report = verify_run(store, archive, run_id)
    assert not report.problems, said(report)
    raw = bytearray(file.read_bytes())
    raw[first - 9] ^= 1
    file.write_bytes(raw)
    assert "changed: da-nang-1.warc.gz, record at offset" in said(verify_run(store, archive, run_id))


def test_tail_of_a_killed_attempt_that_another_attempt_replaced_is_no_addition(store: Store, tmp_path: Path) -> None:
    """`run --retry` begins a new attempt; the killed one's file keeps its cut end."""
    archive = Archive(tmp_path / "archive")
    run_id = started(store, archive, tmp_path)
    home = page("https://danang.example/", b"<p>A")
    store.start_visit(run_id, "da-nang", STARTED)
    with archive.open_visit(run_id, "da-nang", 1) as writer:
        store.add_captures(run_id, "da-nang", 1, [KeptCapture.of(home, writer.write(home))])
    file = archive.path(f"{run_id}/da-nang-1.warc.gz")
    whole = file.read_bytes()
    file.write_bytes(whole + gzip.compress(b"WARC/1.1 half a record")[:25])
    assert visited(store, archive, run_id, "da-nang", [home]) == 2
    seal(store, archive, run_id, LATER, audit_id=judged(store, run_id), finish_as="done")
    assert not verify_run(store, archive, run_id).problems
    file.write_bytes(whole + gzip.compress(b"WARC/1.1 a whole record"))
    assert "added: da-nang-1.warc.gz" in said(verify_run(store, archive, run_id))


def test_sealing_and_verifying_hold_few_of_a_runs_rows_at_a_time(store: Store, tmp_path: Path) -> None:
    """A run may be about a hundred thousand sites; all its findings at once would take what no machine has."""
    provinces = [replace(PROVINCES[0], slug=f"xa-{n}") for n in range(200)]
    run_id = store.start_run(
        replace(REGISTRY, provinces=tuple(provinces)), kind="full", started_at=STARTED, code_version="1", user_agent="t"
    )
    archive, audit_id = Archive(tmp_path / "archive"), audit(store, run_id)
    looked_at = tuple(Evidence(f"https://danang.example/{n}", STARTED, "ef" * 32, quote="x" * 1000) for n in range(40))
    for province in provinces:
        store.add_findings(audit_id, province.slug, [replace(FINDINGS[0], looked_at=looked_at)])
    for whole in (
        lambda: seal(store, archive, run_id, LATER, audit_id=audit_id),
        lambda: verify_run(store, archive, run_id),
    ):
        tracemalloc.start()
        try:
            whole()
            held = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert held < 200 * 40 * 1000 / 2


def test_run_that_has_not_ended_is_sound_and_one_that_ended_without_a_seal_is_not(store: Store, tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    run_id = started(store, archive, tmp_path)
    visited(store, archive, run_id, "da-nang", [page("https://danang.example/", b"<p>A")])
    report = verify_run(store, archive, run_id)
    assert not report.problems and report.notes
    store.finish_run(run_id, "done", LATER)
    assert "lost: manifest.jsonl (the run has ended" in said(verify_run(store, archive, run_id))


@given(raw=st.binary(max_size=300))
def test_reading_a_manifest_never_breaks(raw: bytes) -> None:
    manifest = read_manifest(raw)
    assert manifest.faults or not manifest.lines


def test_canonical_json_keeps_letters_and_sorts() -> None:
    assert canonical({"b": 1.5, "a": ["ộ", None]}) == '{"a":["ộ",null],"b":1.5}'.encode()


# A file by itself


def altered(change: Callable[[bytes], bytes], path: Path) -> Report:
    path.write_bytes(change(path.read_bytes()))
    return verify_warc(path)


def test_warc_file_is_checked_by_its_own_digests(kept: tuple[Store, Path, str], tmp_path: Path) -> None:
    _, folder, run_id = kept
    original = folder / "archive" / run_id / "da-nang-1.warc.gz"
    path = tmp_path / "alone.warc.gz"
    shutil.copyfile(original, path)
    report = verify_warc(path)
    assert not report.problems and report.records == 6
    assert "changed: alone.warc.gz" in said(altered(lambda raw: raw[:-30] + b"\0" + raw[-29:], path))
    path.write_bytes(b"")
    assert "lost: alone.warc.gz (it holds no record)" in said(verify_warc(path))
    assert not verify_warc(original).problems  # beside its manifest
