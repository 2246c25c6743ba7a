"""One province's evidence as a WACZ: it proves itself, other tools take it, and citizens' pages stay at home.

`wacz validate` (wacz 0.6.0) and ReplayWeb.page 2.4.6 were run by hand over capsules of the demo: the first needs an AGPL
library, the second a browser extension's worth of scripts, and neither is worth a dependency (docs/archive.md).
"""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator
from warcio.cli import main as warcio

from records.capture import Capture, Kind, Outcome
from records.finding import Evidence, Finding, Status
from records.province import Province
from records.visit import VisitLog, VisitStatus
from schedules.capsules import write_capsule
from storage.archive import Archive
from storage.errors import StorageError
from storage.manifest import NAME
from storage.pruning import prune
from storage.rows import KeptCapture
from storage.sealed import seal
from storage.store import Store
from storage.verifying_files import verify_wacz
from storage.wacz import surt
from tests.storage.examples import AGGREGATES, INDICATORS, ITEMS, SCORES, audit
from tests.storage.test_verifying import LATER, STARTED, page, said, started

HOME = "https://danang.example/"
SENDER = "Nguyễn Thị Bích Hằng"
QUESTIONS = f"""<html><head><title>Hỏi đáp</title></head><body><div id="content"><h1>Hỏi đáp</h1>
<div class="item"><h3><a href="/hoi-dap/1">Đường Lê Duẩn ngập nước</a></h3><p>Người gửi: {SENDER}</p>
<p>Ngày gửi: 01/03/2022</p><p>Ngày trả lời: 09/03/2022</p></div>
<div class="item"><h3><a href="/hoi-dap/2">Đèn đường hỏng ở Hòa Vang</a></h3><p>Người gửi: {SENDER}</p>
<p>Ngày gửi: 02/03/2022</p><p>Ngày trả lời: 10/03/2022</p></div></div></body></html>""".encode()
SCHEDULE = "<html><head><title>Lịch tiếp công dân</title></head><body><p>Ngày 15/3/2022</p></body></html>".encode()
PROVINCE = Province("48", "da-nang", "Đà Nẵng", "Da Nang", "", HOME)


class Made:
    """A sealed run of one province, with every kind of capture."""

    def __init__(self, folder: Path) -> None:
        self.store = Store.open(folder / "portal-audit.db")
        self.archive = Archive(folder / "archive")
        self.run_id = started(self.store, self.archive, folder)
        schedule = page(HOME + "lich?thang=3", SCHEDULE, topic="reception")
        json_body = b'{"width": 360}'
        log = VisitLog("da-nang", VisitStatus.DONE, STARTED, LATER)
        captures = [
            page(HOME, b"<html><title>Da Nang</title><p>Xin chao</p>", topic="home"),
            schedule,
            page(HOME + "hoi-dap", QUESTIONS, topic="feedback"),
            page(HOME + "trang-khac", QUESTIONS, topic="sample"),  # found by reading it, whatever led there
            *(
                Capture(
                    f"urn:view:{url}", "", STARTED, Kind.SCREENSHOT, Outcome.OK, wire_body=b"\xff\xd8", body=b"\xff\xd8"
                )
                for url in (HOME, HOME + "trang-khac")
            ),
            replace(schedule, kind=Kind.RENDERED, fetched_at=STARTED + timedelta(seconds=9)),
            Capture(HOME, HOME, STARTED, Kind.MEASUREMENT, Outcome.OK, wire_body=json_body, body=json_body),
            Capture(HOME + "x", HOME + "x", STARTED, Kind.FAILURE, Outcome.DNS, error="no such host"),
            Capture(HOME, HOME, LATER, Kind.LOG, Outcome.OK, wire_body=log.to_json(), body=log.to_json()),
        ]
        attempt = self.store.start_visit(self.run_id, "da-nang", STARTED)
        with self.archive.open_visit(self.run_id, "da-nang", attempt) as writer:
            rows = [KeptCapture.of(c, writer.write(c)) for c in captures]
            self.store.add_captures(self.run_id, "da-nang", attempt, rows)
        self.store.finish_visit(self.run_id, "da-nang", attempt, log)
        self.audit_id = audit(self.store, self.run_id)
        supports = (Evidence(schedule.url, STARTED, schedule.sha256, "p", "Ngày 15/3/2022"),)
        finding = Finding("timeliness.reception_schedule", 1, Status.PASS, "2022-03-15", "date", supports=supports)
        asked = Evidence(captures[2].url, STARTED, captures[2].sha256)
        other = Finding("timeliness.feedback_response", 1, Status.FAIL, looked_at=(asked,))
        for slug in ("da-nang", "ha-noi"):
            self.store.add_findings(self.audit_id, slug, [finding, other], ITEMS)
            self.store.add_scores(self.audit_id, slug, SCORES)
            self.store.add_indicators(self.audit_id, slug, INDICATORS)
        self.store.add_aggregates(self.audit_id, AGGREGATES)
        self.archive.keep_rubric(self.run_id, b"id = 'r'\n", "56" * 32)
        seal(self.store, self.archive, self.run_id, LATER, audit_id=self.audit_id, code_version="1", finish_as="done")

    def capsule(self, out: Path, with_feedback: bool = False, province: Province = PROVINCE) -> dict[str, int]:
        return write_capsule(
            self.store,
            self.archive,
            province,
            self.audit_id,
            out,
            with_feedback=with_feedback,
            made_at=datetime(2022, 4, 1, tzinfo=UTC),
            code_version="1",
        ).withheld


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return Made(tmp_path_factory.mktemp("run"))


def contents(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as zipped:
        return {name: zipped.read(name) for name in zipped.namelist()}


def test_capsule_proves_itself_and_leaves_citizens_pages_out(made: Made, tmp_path: Path) -> None:
    assert made.capsule(tmp_path / "c.wacz") == {"feedback": 3, "visit_log": 1}
    report = verify_wacz(tmp_path / "c.wacz")
    assert not report.problems, said(report)
    assert (report.captures, report.findings) == (6, 2)
    files = contents(tmp_path / "c.wacz")
    warc = gzip.decompress(files["archive/da-nang-1.warc.gz"])
    for raw in (*files.values(), warc):
        assert SENDER.encode() not in raw
    assert "Lịch tiếp công dân".encode() in warc


def test_with_feedback_everything_is_in_it(made: Made, tmp_path: Path) -> None:
    assert made.capsule(tmp_path / "c.wacz", with_feedback=True) == {}
    report = verify_wacz(tmp_path / "c.wacz")
    assert not report.problems and not report.notes and report.captures == 10
    warc = contents(tmp_path / "c.wacz")["archive/da-nang-1.warc.gz"]
    assert warc == made.archive.path(f"{made.run_id}/da-nang-1.warc.gz").read_bytes()


def test_index_and_pages_lead_to_the_records(made: Made, tmp_path: Path) -> None:
    made.capsule(tmp_path / "c.wacz")
    files = contents(tmp_path / "c.wacz")
    lines = gzip.decompress(files["indexes/index.cdx.gz"]).decode().splitlines()
    assert lines == sorted(lines) and len(lines) == 4  # the pictures too
    for line in lines:
        key, stamp, rest = line.split(" ", 2)
        at = json.loads(rest)
        warc = files[f"archive/{at['filename']}"]
        record = warc[int(at["offset"]) : int(at["offset"]) + int(at["length"])]
        (one,) = ArchiveIterator(io.BytesIO(record))
        assert one.rec_headers.get_header("WARC-Target-URI") == at["url"]
        assert one.rec_headers.get_header("WARC-Payload-Digest") == at["digest"]
        assert key == surt(at["url"]) and stamp.startswith("20220330")
    meta, first = files["indexes/index.idx"].decode().splitlines()
    assert json.loads(meta.split(" ", 2)[2])["format"] == "cdxj-gzip-1.0"
    assert json.loads(first.split(" ", 2)[2])["length"] == len(files["indexes/index.cdx.gz"])
    pages = [json.loads(line) for line in files["pages/pages.jsonl"].decode().splitlines()]
    assert [p.get("url") for p in pages] == [None, HOME, HOME + "lich?thang=3", HOME + "lich?thang=3"]
    assert pages[2]["title"] == "Lịch tiếp công dân"


def test_warcio_check_accepts_the_archive(made: Made, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made.capsule(tmp_path / "c.wacz")
    path = tmp_path / "one.warc.gz"
    path.write_bytes(contents(tmp_path / "c.wacz")["archive/da-nang-1.warc.gz"])
    with pytest.raises(SystemExit) as ended:
        warcio(["check", "-v", str(path)])
    assert not ended.value.code
    assert "digest pass" in capsys.readouterr().out


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_flipped_byte_in_a_capsule_is_found(made: Made, tmp_path: Path, data: st.DataObject) -> None:
    path = tmp_path / "c.wacz"
    if not path.exists():
        made.capsule(path)
        (tmp_path / "original").write_bytes(path.read_bytes())
    raw = bytearray((tmp_path / "original").read_bytes())
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= data.draw(st.integers(1, 255))
    flipped = tmp_path / "flipped.wacz"
    flipped.write_bytes(raw)
    if not verify_wacz(flipped).problems:  # a byte of the ZIP's own, such as a file's date: nothing of ours
        assert contents(flipped) == contents(path)


def rebuilt(path: Path, out: Path, change: str, raw: bytes) -> Path:
    """The capsule with one file changed by someone who knows the format: hashes and sizes made good again."""
    from hashlib import sha256

    files = contents(path)
    files[change] = raw
    package = json.loads(files["datapackage.json"])
    for one in package["resources"]:
        one["hash"] = f"sha256:{sha256(files[one['path']]).hexdigest()}"
        one["bytes"] = len(files[one["path"]])
    files["datapackage.json"] = json.dumps(package).encode()
    digest = {"path": "datapackage.json", "hash": f"sha256:{sha256(files['datapackage.json']).hexdigest()}"}
    files["datapackage-digest.json"] = json.dumps(digest).encode()
    with zipfile.ZipFile(out, "w") as zipped:
        for name, body in files.items():
            zipped.writestr(name, body)
    return out


def test_capsule_of_a_pruned_run_holds_what_is_cited(tmp_path: Path) -> None:
    made = Made(tmp_path)
    (done,) = prune(made.store, made.archive, LATER + timedelta(days=1000), 24)
    assert (done.kept, done.removed) == (4, 6)  # the cited page and list, and what has the same bytes
    made.capsule(tmp_path / "c.wacz", with_feedback=True)
    report = verify_wacz(tmp_path / "c.wacz")
    assert not report.problems and report.captures == 4, said(report)


def test_forged_capsule_with_good_hashes_is_found_by_the_manifest(made: Made, tmp_path: Path) -> None:
    made.capsule(tmp_path / "c.wacz")
    files = contents(tmp_path / "c.wacz")
    forged = tmp_path / "f.wacz"

    def problems(change: str, raw: bytes) -> str:
        return said(verify_wacz(rebuilt(tmp_path / "c.wacz", forged, change, raw)))

    better = files["evidence/findings.json"].replace(b'"status":"fail"', b'"status":"pass"')
    assert "finding da-nang timeliness.feedback_response" in problems("evidence/findings.json", better)
    scores = files["evidence/findings.json"].replace(b'"score":0.75', b'"score":0.95')
    assert "score da-nang criterion timeliness" in problems("evidence/findings.json", scores)
    warc = files["archive/da-nang-1.warc.gz"]
    cut = warc[: warc.rindex(b"\x1f\x8b\x08")]
    assert "lost: archive/da-nang-1.warc.gz: record" in problems("archive/da-nang-1.warc.gz", cut)
    stranger = gzip.decompress(warc).replace(b"15/3/2022", b"15/4/2022")
    assert "not one that was sealed" in problems("archive/da-nang-1.warc.gz", gzip.compress(stranger))
    lines = files[f"evidence/{NAME}"].replace(b'"finished":true', b'"finished":false')
    assert "changed: manifest.jsonl" in problems(f"evidence/{NAME}", lines)
    assert "evidence/registry.toml" in problems("evidence/registry.toml", b"version = 'x'\n")
    assert "lost: evidence" in problems(
        "evidence/capsule.json", files["evidence/capsule.json"].replace(b'"sha256":"', b'"sha256":"0')
    )
    assert problems("evidence/capsule.json", b"{}")
    assert problems("evidence/findings.json", b"[]")


def test_other_files_are_judged_for_what_they_are(tmp_path: Path) -> None:
    (tmp_path / "a.wacz").write_bytes(b"no zip")
    assert "not a readable ZIP file" in said(verify_wacz(tmp_path / "a.wacz"))
    with zipfile.ZipFile(tmp_path / "b.wacz", "w") as zipped:
        zipped.writestr("../outside.txt", b"x")
        zipped.writestr("/etc/outside", b"x")
    report = said(verify_wacz(tmp_path / "b.wacz"))
    assert "'../outside.txt'" in report and "lost: datapackage.json" in report
    assert not (tmp_path / "outside.txt").exists()


def test_what_cannot_be_written_is_refused_and_leaves_nothing(made: Made, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="no captures of 'ha-noi'"):
        made.capsule(tmp_path / "c.wacz", province=replace(PROVINCE, slug="ha-noi"))
    path = made.archive.path(f"{made.run_id}/da-nang-1.warc.gz")
    raw = path.read_bytes()
    path.write_bytes(raw[:-40])
    try:
        with pytest.raises(StorageError, match="not what was sealed"):
            made.capsule(tmp_path / "c.wacz")
    finally:
        path.write_bytes(raw)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www.DaNang.gov.vn/Lich?b=2&a=1", "vn,gov,danang)/lich?a=1&b=2"),
        ("http://a.vn:8080", "vn,a:8080)/"),
        ("http://www2.a.vn/x", "vn,a)/x"),
        ("urn:screenshot:x", "urn:screenshot:x"),
        ("http://a.vn:port/", "http://a.vn:port/"),
        ("http://[a.vn/", "http://[a.vn/"),
    ],
)
def test_addresses_are_sorted_as_players_expect(url: str, key: str) -> None:
    assert surt(url) == key
