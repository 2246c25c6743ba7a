"""The second night: what did not change is not sent again where the server can tell, and not kept again at all."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import json
import shutil
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import text, update
from warcio.archiveiterator import ArchiveIterator
from warcio.cli import main as warcio

from audits.audit import judge
from audits.rubric import load_rubric
from audits.site import Site
from crawler.settings import Settings
from records.province import Province, Registry
from schedules.auditing import add_audit
from schedules.capsules import write_capsule
from schedules.crawling import Crawling
from storage.archive import BODIES, Archive
from storage.database import reading, writing
from storage.errors import StorageError
from storage.figures import captures_by_outcome
from storage.models import CaptureRow, RunRow
from storage.pruning import prune
from storage.sealed import seal
from storage.store import Store
from storage.stream import scope, streaming
from storage.verifying import verify_run
from storage.verifying_files import verify_wacz

WORDS = "Ủy ban nhân dân tỉnh thông báo kết quả thực hiện nhiệm vụ phát triển kinh tế xã hội. " * 12
MENU = "".join(
    f"<li><a href='{path}'>{label}</a></li>"
    for path, label in (
        ("/lich", "Lịch tiếp công dân"),
        ("/hoi-dap", "Hỏi đáp"),
        ("/tin", "Tin tức"),
        ("/gt", "Giới thiệu"),
    )
)


def page(title: str, body: str) -> str:
    head = f"<html><head><title>{title}</title></head><body><nav><ul>{MENU}</ul></nav>"
    return f"{head}<main><h1>{title}</h1>{body}<p>{WORDS}</p></main></body></html>"


class Portal:
    """A portal whose pages have an ETag, a Last-Modified, or neither; it counts how it was asked, and what it sent."""

    def __init__(self) -> None:
        self.pages = {
            "/": (page("Cổng thông tin điện tử tỉnh Thanh Hóa", ""), ""),
            "/lich": (page("Lịch tiếp công dân tháng 3/2022 của Chủ tịch UBND tỉnh", "<p>Ngày 15/3/2022</p>"), "etag"),
            "/hoi-dap": (page("Hỏi đáp", "<p>Hiện chưa có câu hỏi nào.</p>"), "date"),
            "/tin": (page("Tin tức", "<p>Đang cập nhật</p>"), ""),
            "/gt": (page("Giới thiệu", ""), "etag"),
        }
        self.conditional: list[str] = []
        self.sent = 0
        portal = self

        class Answers(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                portal.answer(self)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
        self.url = f"http://127.0.0.1:{self.server.server_port}/"
        Thread(target=self.server.serve_forever, daemon=True).start()

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        text, kind = self.pages.get(request.path, ("", "none"))
        body, modified = text.encode(), "Tue, 01 Mar 2022 00:00:00 GMT"
        tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        asked = request.headers.get("If-None-Match"), request.headers.get("If-Modified-Since")
        if any(asked):
            self.conditional.append(request.path)
        same = (kind == "etag" and asked[0] == tag) or (kind == "date" and asked[1] == modified)
        request.send_response(304 if same else 404 if kind == "none" else 200)
        if kind == "etag":
            request.send_header("ETag", tag)
        if kind == "date":
            request.send_header("Last-Modified", modified)
        if not same:
            self.sent += len(body)
            request.send_header("Content-Type", "text/html; charset=utf-8")
            request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        if not same:
            request.wfile.write(body)


@pytest.fixture
def portal() -> Iterator[Portal]:
    made = Portal()
    yield made
    made.server.shutdown()
    made.server.server_close()


class Nights:
    """Nights over one portal, kept in one place."""

    def __init__(self, folder: Path, database: str | Path | None = None) -> None:
        self.store = Store.open(database or folder / "portal-audit.db")
        self.archive = Archive(folder / "archive")

    def night(self, portal: Portal) -> str:
        self.province = Province("38", "thanh-hoa", "Thanh Hóa", "Thanh Hoa", "", portal.url)
        registry = Registry("test", date(2022, 1, 1), None, (self.province,), "")
        run_id = self.store.start_run(
            registry, kind="full", started_at=datetime.now(UTC), code_version="", user_agent="test"
        )
        settings = Settings(
            contact="test@example.org", host_delay_seconds=0, allow_private_hosts=True, render="never",
            play_store_url="http://127.0.0.1:9", app_store_url="http://127.0.0.1:9",
        )  # fmt: skip
        crawling = Crawling(self.store, self.archive)
        asyncio.run(crawling.crawl(run_id, [self.province], settings, concurrency=1))
        return run_id

    def file(self, run_id: str) -> Path:
        return self.archive.path(f"{run_id}/thanh-hoa-1.warc.gz")

    def captures(self, run_id: str):
        return list(self.archive.captures_of(f"{run_id}/thanh-hoa-1.warc.gz"))

    def answers(self, run_id: str):
        return sorted((c.url, c.http_status, c.sha256) for c in self.captures(run_id) if c.kind == "response")

    def findings(self, run_id: str):
        judged = judge(Site.of(self.province, self.captures(run_id)), date(2022, 3, 31)).findings
        live = ("accessibility.availability", "accessibility.response_time", "accessibility.https")
        return {
            f.check_id: (f.status, f.reason, f.value, [e.quote for e in f.supports])
            for f in judged
            if f.check_id not in live
        }


def kinds(path: Path) -> dict[str, list[str]]:
    """Types of the records of a WARC by the path that they speak of, requests left out."""
    found: dict[str, list[str]] = {}
    with path.open("rb") as stream:
        for record in ArchiveIterator(stream):
            url = record.rec_headers.get_header("WARC-Target-URI") or ""
            if record.rec_type in ("response", "revisit"):
                found.setdefault("/" + url.split("/", 3)[3], []).append(record.rec_type)
    return found


def test_what_did_not_change_is_neither_sent_nor_kept_again(tmp_path, portal):
    nights = Nights(tmp_path)
    first = nights.night(portal)
    whole = portal.sent
    assert portal.conditional == []
    portal.sent = 0
    portal.pages["/gt"] = (page("Giới thiệu", "<p>Cập nhật bộ máy tổ chức</p>"), "etag")
    second = nights.night(portal)
    # The front page is always asked for whole; what has no validator is sent; what changed is sent.
    assert sorted(portal.conditional) == ["/gt", "/hoi-dap", "/lich"]
    assert portal.sent < 0.7 * whole
    found = kinds(nights.file(second))
    assert found["/lich"] == found["/hoi-dap"] == found["/tin"] == found["/"] == ["revisit"]
    assert found["/gt"] == ["response"]
    assert nights.file(second).stat().st_size < nights.file(first).stat().st_size
    third = nights.night(portal)  # refers to the first night's records, not to the second's
    assert kinds(nights.file(third))["/lich"] == ["revisit"]
    with pytest.raises(SystemExit) as left:
        warcio(["check", str(nights.file(third))])
    assert left.value.code in (0, None)
    seen = {c.url: c for c in nights.captures(third)}
    earlier = {c.url: c for c in nights.captures(first)}
    lich = next(url for url in seen if url.endswith("/lich"))
    assert (seen[lich].http_status, seen[lich].body, seen[lich].not_modified) == (200, earlier[lich].body, True)
    tin = next(url for url in seen if url.endswith("/tin"))
    assert (seen[tin].wire_body, seen[tin].not_modified) == (earlier[tin].wire_body, False)


def test_the_second_night_finds_what_it_would_without_the_first(tmp_path, portal):
    nights, alone = Nights(tmp_path / "a"), Nights(tmp_path / "b")
    nights.night(portal)
    portal.pages["/lich"] = (
        page("Lịch tiếp công dân tháng 4/2022 của Chủ tịch UBND tỉnh", "<p>Ngày 15/4/2022</p>"),
        "etag",
    )
    second, fresh = nights.night(portal), alone.night(portal)
    assert nights.findings(second) == alone.findings(fresh)
    assert nights.answers(second) == alone.answers(fresh)


def test_a_body_that_is_gone_is_asked_for_whole(tmp_path, portal):
    nights = Nights(tmp_path)
    first = nights.night(portal)
    nights.file(first).unlink()
    second = nights.night(portal)
    assert portal.conditional == []
    assert {kind for found in kinds(nights.file(second)).values() for kind in found} == {"response"}


def test_a_body_that_is_not_the_one_that_was_recorded_is_asked_for_whole(tmp_path, portal):
    nights = Nights(tmp_path)
    first = nights.night(portal)
    with writing(nights.store.engine) as connection:
        connection.execute(update(CaptureRow).where(CaptureRow.url.endswith("/lich")).values(sha256="0" * 64))
    second = nights.night(portal)
    assert sorted(portal.conditional) == ["/gt", "/hoi-dap"]
    assert nights.answers(second) == nights.answers(first)


def test_a_revisit_whose_original_is_gone_is_named(tmp_path, portal):
    nights = Nights(tmp_path)
    first = nights.night(portal)
    second = nights.night(portal)
    nights.file(first).unlink()
    with pytest.raises(StorageError, match="which is gone"):
        nights.captures(second)


def test_a_revisit_does_not_take_another_body(tmp_path, portal):
    nights = Nights(tmp_path)
    first = nights.night(portal)
    second = nights.night(portal)
    portal.pages["/lich"] = (page("Lịch tiếp công dân", "<p>Khác</p>"), "etag")
    other = Nights(tmp_path / "other")
    changed = other.night(portal)
    nights.file(first).write_bytes(other.file(changed).read_bytes())
    with pytest.raises(StorageError):  # what exactly is wrong depends on where the other file has its records
        nights.captures(second)


def test_rows_grow_with_what_changed(tmp_path, portal, database_url):
    nights = Nights(tmp_path, database_url)
    first = nights.night(portal)
    portal.pages["/gt"] = (page("Giới thiệu", "<p>Cập nhật bộ máy tổ chức</p>"), "etag")
    second = nights.night(portal)

    def count(table: str, run_id: str) -> int:
        with reading(nights.store.engine) as connection:
            chosen = text(f"select count(*) from {table} where run_id = :run")
            return connection.execute(chosen, {"run": run_id}).scalar_one()

    assert count("unchanged_captures", first) == 0
    assert count("unchanged_captures", second) == 1
    assert count("captures", second) == count("captures", first) - 4
    rows = {run_id: nights.store.captures(run_id, "thanh-hoa") for run_id in (first, second)}
    assert len(rows[second]) == len(rows[first])
    assert [row.warc_offset for row in rows[second]] == sorted(row.warc_offset for row in rows[second])
    for row in rows[second]:  # as they are in the archive, packed or not
        capture = nights.archive.read(row.warc_file, row.warc_offset)
        assert (row.url, row.sha256, row.bytes, row.fetched_at) == (
            capture.url, capture.sha256, len(capture.body), capture.fetched_at,
        )  # fmt: skip
    nights.store.finish_run(second, "done", datetime.now(UTC))
    seal(nights.store, nights.archive, second, datetime.now(UTC))
    assert not verify_run(nights.store, nights.archive, second).problems
    assert captures_by_outcome(nights.store, second) == captures_by_outcome(nights.store, first)
    with streaming(nights.store, scope(nights.store, [second])) as stream:
        exported = list(stream.rows("captures"))
    assert [row["sha256"] for row in exported] == [row.sha256 for row in rows[second]]
    assert {row["run_id"] for row in exported} == {second}


def test_a_capsule_of_the_second_night_carries_the_bodies(tmp_path, portal):
    nights = Nights(tmp_path)
    nights.night(portal)
    run_id = nights.night(portal)
    registry = tmp_path / "registry.toml"
    registry.write_text('version = "test"\n', "utf-8")
    nights.archive.keep_registry(run_id, registry)
    rubric = load_rubric("five-criteria")
    audit_id = add_audit(nights.store, nights.archive, run_id, rubric, date(2022, 3, 31), datetime.now(UTC))
    judged = judge(Site.of(nights.province, nights.captures(run_id)), date(2022, 3, 31))
    nights.store.add_findings(audit_id, "thanh-hoa", judged.findings, judged.feedback_items)
    seal(nights.store, nights.archive, run_id, datetime.now(UTC))
    out = tmp_path / "capsule.wacz"
    made = {"with_feedback": True, "made_at": datetime.now(UTC), "code_version": "test"}
    write_capsule(nights.store, nights.archive, nights.province, audit_id, out, **made)
    shutil.rmtree(tmp_path / "archive")  # on another machine
    report = verify_wacz(out)
    assert not report.problems
    assert report.captures >= 5
    with zipfile.ZipFile(out) as packed:
        assert f"archive/{BODIES}" in packed.namelist()
        packed.extract(f"archive/{BODIES}", tmp_path)
        index = gzip.decompress(packed.read("indexes/index.cdx.gz")).decode()
    entry = next(line for line in index.splitlines() if "/lich" in line)
    place = json.loads(entry[entry.index("{") :])
    assert place["filename"] == BODIES
    with (tmp_path / "archive" / BODIES).open("rb") as stream:
        stream.seek(int(place["offset"]))
        record = next(iter(ArchiveIterator(stream)))
        assert record.rec_type == "response"
        assert "Lịch tiếp công dân" in record.content_stream().read().decode()


def test_pruning_keeps_what_a_younger_night_refers_to(tmp_path, portal):
    nights = Nights(tmp_path)
    first = nights.night(portal)
    second = nights.night(portal)
    for run_id in (first, second):
        nights.store.finish_run(run_id, "done", datetime.now(UTC))
        seal(nights.store, nights.archive, run_id, datetime.now(UTC))
    expected = nights.answers(second)
    with writing(nights.store.engine) as connection:
        old = datetime.now(UTC) - timedelta(days=1200)
        connection.execute(update(RunRow).where(RunRow.run_id == first).values(started_at=old))
    assert any(done.kept for done in prune(nights.store, nights.archive, datetime.now(UTC), 24))
    assert not nights.file(first).exists()  # it was written anew without what nobody needs
    assert not any(verify_run(nights.store, nights.archive, run_id).problems for run_id in (first, second))
    assert nights.answers(second) == expected
    assert portal.conditional
    portal.conditional.clear()
    nights.night(portal)
    assert portal.conditional
