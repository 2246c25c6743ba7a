"""The pipeline of a run: each province ends with its status, nothing stops another, a stopped run goes on."""

import asyncio
import subprocess
import sys

import pytest
from sqlalchemy import text

from records.capture import Kind
from records.finding import Status
from records.visit import VisitStatus
from replica import Replica
from schedules.crawling import Crawling
from schedules.importing import import_captures
from storage.archive import VisitWriter
from storage.database import writing
from storage.errors import StorageError
from storage.rows import INTERRUPTED
from storage.verifying import verify_run
from tests.schedules.conftest import AS_OF, Stage


def status_of(stage, summary, slug, check_id):
    findings = stage.store.findings(summary.audit_id, slug)[slug]
    return next((f.status, f.reason) for f in findings if f.check_id == check_id)


def test_troubled_portals_end_with_their_status_and_their_checks_unknown(stage):
    summary = stage.run(stage.start())
    assert summary.statuses == {
        "gia-lai": VisitStatus.DONE,
        "dien-bien": VisitStatus.UNREACHABLE,
        "ninh-thuan": VisitStatus.BLOCKED,
        "bac-lieu": VisitStatus.UNREACHABLE,
        "long-an": VisitStatus.DONE,
    }
    check = "completeness.reception_schedule"
    assert status_of(stage, summary, "gia-lai", check)[0] is Status.PASS
    assert status_of(stage, summary, "dien-bien", check) == (Status.UNKNOWN, "home_unreachable")
    assert status_of(stage, summary, "ninh-thuan", check) == (Status.UNKNOWN, "blocked_by_robots")
    assert status_of(stage, summary, "bac-lieu", check) == (Status.UNKNOWN, "home_unreachable")
    # A broken certificate is a finding; the portal is read all the same.
    assert status_of(stage, summary, "long-an", "accessibility.https")[0] is Status.FAIL
    assert status_of(stage, summary, "long-an", "completeness.citizen_section")[0] is Status.PASS
    assert stage.replica.posts == 0
    assert not summary.faults


def test_every_quote_stands_in_its_capture(stage):
    run_id = stage.start()
    summary = stage.run(run_id)
    bodies = {}
    for slug in stage.registry.provinces:
        for row in stage.store.captures(run_id, slug.slug):
            bodies[row.sha256] = stage.archive.read(row.warc_file, row.warc_offset)
    checked = 0
    for findings in stage.store.findings(summary.audit_id).values():
        for finding in findings:
            if finding.status in (Status.PASS, Status.PARTIAL):
                assert finding.supports, finding.check_id
            if finding.status is Status.FAIL:
                assert finding.looked_at, finding.check_id
            for evidence in finding.supports:
                assert evidence.sha256 in bodies, (finding.check_id, evidence.url)
                text = squeezed(bodies[evidence.sha256])
                at = 0
                for part in evidence.quote.split("[…]"):
                    for cell in part.split(" | "):
                        found = text.find("".join(cell.split()), at)
                        assert found >= 0, (finding.check_id, evidence.url, cell)
                        at = found
                checked += bool(evidence.quote)
    assert checked > 20


def squeezed(capture):
    """All that a capture says, without white space: texts, then attributes such as alt and title."""
    import html
    import re
    import unicodedata

    from pages.read import read

    page = read(capture.body, url=capture.url, media_type=capture.media_type)
    raw = html.unescape(capture.body.decode("utf-8", "replace"))
    blocks = " ".join(b.text for b in page.blocks)
    visible = re.sub(r"<[^>]*>", "", raw)
    return "".join(unicodedata.normalize("NFC", f"{blocks} {visible} {raw}").split())


def test_an_interrupted_run_goes_on_without_fetching_twice(stage):
    run_id = stage.start()
    seen = []

    async def interrupted():
        task = asyncio.create_task(
            stage.pipeline(lambda e: seen.append(e) if e.what == "page" else None).run(
                run_id, stage.registry, stage.registry.provinces, stage.settings(), AS_OF, concurrency=8
            )
        )
        while len(seen) < 30 and not task.done():
            await asyncio.sleep(0.005)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(interrupted())
    assert stage.store.run(run_id).status == "interrupted"
    kept = {(c.url, c.kind) for c in stage.store.captures(run_id, "gia-lai", 1)}
    assert kept
    before = stage.replica.requests
    stage.store.reopen_run(run_id)
    stage.run(run_id, resume=True)
    after = stage.store.captures(run_id, "gia-lai", 1)
    assert len(after) > len(kept)
    pages = [c.url for c in after if c.kind in ("response", "failure")]
    assert len(pages) == len(set(pages))
    assert stage.replica.requests > before
    assert stage.store.run(run_id).status == "done"


def test_captures_whose_rows_a_killed_process_had_not_written_are_not_fetched_again(stage):
    run_id = stage.start()
    stage.run(run_id)
    file = f"{run_id}/gia-lai-1.warc.gz"

    def of_portal(captures):  # a store's robots.txt is asked for once a process; the visit's log is its own
        return [(c.kind, c.url) for c in captures if c.kind != "log" and "-store." not in c.url]

    whole = of_portal(stage.archive.captures_of(file))
    with writing(stage.store.engine) as connection:
        of = {"run": run_id, "province": "gia-lai"}
        where = "where run_id = :run and province = :province"
        newest = f"select capture_id from captures {where} order by capture_id desc limit 15"
        assert connection.execute(text(f"delete from captures where capture_id in ({newest})"), of).rowcount == 15
        connection.execute(text(f"update visits set finished_at = null, visit_status = 'running' {where}"), of)
        connection.execute(text("delete from manifests"))  # it had not come so far
    stage.archive.path(f"{run_id}/manifest.jsonl").unlink()
    stage.store.reopen_run(run_id)
    stage.run(run_id, resume=True)
    assert of_portal(stage.archive.captures_of(file)) == whole
    assert of_portal(stage.store.captures(run_id, "gia-lai")) == whole
    assert not verify_run(stage.store, stage.archive, run_id).problems


def test_a_second_audit_of_the_same_captures_finds_the_same(stage):
    run_id = stage.start()
    summary = stage.run(run_id)
    audit_id, faults = asyncio.run(stage.pipeline().audit(run_id, stage.registry, AS_OF))
    assert not faults
    assert audit_id == f"{run_id}.2"
    assert stage.store.findings(audit_id) == stage.store.findings(summary.audit_id)


def test_postgresql_and_sqlite_find_the_same(tmp_path, postgres_url):
    with Replica(only=("gia-lai",)) as replica:
        found = []
        for folder, database in ((tmp_path / "a", None), (tmp_path / "b", postgres_url)):
            folder.mkdir()
            stage = Stage(replica, folder, database)
            summary = stage.run(stage.start())
            findings = stage.store.findings(summary.audit_id)["gia-lai"]
            found.append(
                [(f.check_id, f.status, "" if f.unit.startswith("ms") else f.value, f.reason) for f in findings]
            )
            assert stage.store.scores(summary.audit_id)["gia-lai"]
            stage.store.close()
    assert found[0] == found[1]


def test_captures_of_another_tool_become_a_run(stage, tmp_path):
    run_id = stage.start()
    stage.run(run_id)
    file = stage.archive.path(f"{run_id}/gia-lai-1.warc.gz")
    imported = stage.start()
    done = import_captures(
        stage.store, stage.archive, imported, stage.registry, [file], stage.store.run(imported).started_at
    )
    assert done.kept["gia-lai"] > 20
    assert done.kept["dien-bien"] == 0
    audit_id, faults = asyncio.run(stage.pipeline().audit(imported, stage.registry, AS_OF))
    assert not faults
    by_check = {f.check_id: f for f in stage.store.findings(audit_id)["gia-lai"]}
    assert by_check["completeness.reception_schedule"].status is Status.PASS
    assert by_check["accessibility.availability"].reason == "not_in_archive"


def test_a_process_is_not_charged_with_its_parents_memory():
    ballast = bytearray(b"x") * 300_000_000
    code = "from schedules.judging import peak_kib; print(peak_kib())"
    child = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert len(ballast) > 1024 * int(child.stdout)


def test_a_visit_whose_page_could_not_be_kept_goes_on_later(stage, monkeypatch):
    """A full disk that has room again for the visit's log: the visit was none all the same."""
    write, failed = VisitWriter.write, []

    def full(self, capture, original=None):
        if capture.kind is Kind.RESPONSE and len(capture.body) > 2000 and not failed:
            failed.append(capture.url)
            raise StorageError("archive: No space left on device")
        return write(self, capture, original)

    monkeypatch.setattr(VisitWriter, "write", full)
    run_id = stage.start()
    province = stage.registry.province("gia-lai")
    crawling = Crawling(stage.store, stage.archive)

    async def visit(*, resume):
        crawler = crawling.crawler(stage.settings())
        try:
            return await crawling.visit(crawler, run_id, province, resume=resume)
        finally:
            await crawler.close()

    with pytest.raises(StorageError, match="No space"):
        asyncio.run(visit(resume=False))
    (left,) = stage.store.visits(run_id, "gia-lai")
    assert (left.visit_status, left.error) == ("partial", INTERRUPTED)
    assert asyncio.run(visit(resume=True)).status is VisitStatus.DONE
    assert failed[0] in {row.url for row in stage.store.captures(run_id, "gia-lai")}
