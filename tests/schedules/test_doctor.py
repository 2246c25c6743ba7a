"""What a run says of its registry, from real portals on loopback."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from audits.rubric import load_rubric
from records.capture import Capture, Kind, Outcome
from records.finding import Evidence
from records.province import App, Province, Registry
from records.registry import load_registry, registry_to_toml
from records.visit import VisitLog, VisitStatus
from replica import Replica
from schedules.doctor import Proposal, proposals, proposed
from schedules.pipeline import Pipeline
from storage.archive import Archive
from storage.rows import KeptCapture
from storage.store import Store
from tests.crawler.portal import Page, html, province, redirect, serving
from tests.schedules.conftest import Stage
from tests.schedules.test_troubles import HEALTHY, MENU, SETTINGS


def named(portal: str, slug: str, **more: object) -> Province:
    return replace(province(portal), slug=slug, name=slug, confidence="guess", **more)  # type: ignore[arg-type]


async def told(folder: Path, *provinces: Province, others: tuple[Registry, ...] = ()) -> list[Proposal]:
    """What is proposed after one night over these provinces."""
    registry = Registry("test", date(2000, 1, 1), None, provinces, "")
    store, archive = Store.open(folder / "x.db"), Archive(folder / "archive")
    now = datetime.now(UTC)
    run_id = store.start_run(registry, kind="full", started_at=now, code_version="t", user_agent="t")
    pipeline = Pipeline(store, archive, load_rubric("five-criteria"))
    summary = await pipeline.run(run_id, registry, provinces, SETTINGS, now.date(), concurrency=8)
    found = proposals(store, archive, run_id, summary.audit_id, registry, others)
    store.close()
    return found


def lines(those: list[Proposal], slug: str) -> set[tuple[str, str, str]]:
    return {(one.kind, one.field, one.new) for one in those if one.province == slug}


def titled(name: str) -> dict[str, Page]:
    """A healthy portal whose home page names its province."""
    return {**HEALTHY, "/": html(f"Cổng thông tin điện tử tỉnh {name}", "<p>Trang chủ</p>", MENU)}


async def test_portals_that_moved_merged_vanished_or_were_guessed(tmp_path: Path) -> None:
    async with (
        serving(HEALTHY, host="moi.localhost") as new,
        serving(HEALTHY, host="gop.localhost") as successor,
        serving(titled("Guessed"), host="doan.localhost") as guessed,
        serving(titled("Khác"), host="la.localhost") as strange,
        serving({"/": redirect(f"{new.base}/")}, host="cu.localhost") as old,
        serving({"/": redirect(f"{new.base}/vi/")}, host="ra.localhost") as away,
        serving({"/": redirect(f"{successor.base}/")}, host="truoc.localhost") as former,
    ):
        union = Registry("2025", date(2025, 7, 1), None, (named(successor.base, "hop-nhat"),), "")
        those = await told(
            tmp_path,
            named(f"{old.base}/", "moved", extra_hosts=(f"moi.localhost:{new.port}",)),
            named(f"{away.base}/", "away"),
            named(f"{former.base}/", "merged"),
            named("http://khong-co-that.invalid/", "dead"),
            named("http://127.0.0.1:9/", "silent"),
            named(f"{guessed.base}/", "guessed"),
            named(f"{strange.base}/", "strange"),
            others=(union,),
        )
    assert lines(those, "moved") == {("moved", "portal", new.base)}
    assert lines(those, "away") == {("moved", "portal", new.base)}
    assert next(t.why for t in those if t.province == "away") == "redirects there; not read in this run"
    assert lines(those, "merged") == {("merged", "", "")}
    assert f"leads to {successor.base}, the portal of hop-nhat of registry 2025" in {t.why for t in those}
    assert lines(those, "dead") == {("dead", "", "")}
    assert lines(those, "silent") == {("silent", "", "")}
    assert lines(those, "guessed") == {("confirmed", "confidence", "seen")}
    assert lines(those, "strange") == {("doubtful", "", "")}
    for one in those:
        assert one.evidence is not None and len(one.evidence.sha256) == 64


async def test_a_notice_in_the_portals_place_tells_where_to_or_that_it_is_gone(tmp_path: Path) -> None:
    moved = "<p>Cổng thông tin điện tử đã chuyển sang địa chỉ mới.</p>"
    async with serving(HEALTHY, host="gop.localhost") as successor:
        link = f'<a href="{successor.base}/">{successor.base}</a>'
        merged = f"<p>Từ ngày 01/7/2025, tỉnh sáp nhập vào tỉnh mới. Mời truy cập {link}</p>"
        sent = f'<html><head><meta http-equiv="refresh" content="0;url={successor.base}/"></head><body></body></html>'
        async with (
            serving({"/": html("Thông báo", moved)}, host="dung.localhost") as left,
            serving({"/": html("Thông báo", moved + link)}, host="doi.localhost") as linked,
            serving({"/": html("Thông báo", merged)}, host="nhap.localhost") as joined,
            serving({"/": sent}, host="gui.localhost") as sending,
        ):
            union = Registry("2025", date(2025, 7, 1), None, (named(successor.base, "hop-nhat"),), "")
            provinces = [
                named(f"{one.base}/", slug)
                for slug, one in (("left", left), ("linked", linked), ("joined", joined), ("sending", sending))
            ]
            (tmp_path / "other").mkdir()
            those = await told(tmp_path, *provinces, others=(union,))
            alone = await told(tmp_path / "other", provinces[1])
    assert lines(those, "left") == {("dead", "", "")}
    assert {lines(those, slug).pop()[0] for slug in ("linked", "joined", "sending")} == {"merged"}
    assert "đã chuyển sang địa chỉ mới" in next(t.evidence.quote for t in those if t.province == "left" and t.evidence)
    assert lines(alone, "linked") == {("moved", "portal", successor.base)}


async def test_nothing_is_called_dead_where_nothing_answers(tmp_path: Path) -> None:
    those = await told(tmp_path, named("http://a.invalid/", "a"), named("http://b.invalid/", "b"))
    assert {one.kind for one in those} == {"silent"}


def kept(folder: Path, registry: Registry, *captures: Capture, status: str = "done") -> list[Proposal]:
    """What is proposed after a visit that kept these captures; the second province of the registry answered."""
    now = datetime.now(UTC)
    store, archive = Store.open(folder / "x.db"), Archive(folder / "archive")
    run_id = store.start_run(registry, kind="full", started_at=now, code_version="t", user_agent="t")
    for slug, those in zip((p.slug for p in registry.provinces), (captures, ()), strict=True):
        attempt = store.start_visit(run_id, slug, now)
        writer = archive.open_visit(run_id, slug, attempt)
        store.add_captures(run_id, slug, attempt, [KeptCapture.of(c, writer.write(c)) for c in those])
        writer.close()
        ended = VisitStatus.UNREACHABLE if those else VisitStatus.DONE
        store.finish_visit(run_id, slug, attempt, VisitLog(slug, ended, now, now, error="x"))
    store.finish_run(run_id, status, now)
    found = proposals(store, archive, run_id, "none", registry, ())
    store.close()
    return found


def home(url: str, outcome: Outcome, **more: object) -> Capture:
    kind = Kind.RESPONSE if "http_status" in more else Kind.FAILURE
    return Capture(url, url, datetime.now(UTC), kind, outcome, topic="home", **more)  # type: ignore[arg-type]


GOV = Registry("t", date(2000, 1, 1), None, (named("https://a.gov.vn", "a"), named("https://b.gov.vn", "b")), "")


def test_an_address_outside_gov_vn_is_never_proposed(tmp_path: Path) -> None:
    gone = home(
        "https://a.gov.vn/", Outcome.OUT_OF_SCOPE, http_status=302, headers=(("Location", "https://bet.example/"),)
    )
    those = kept(tmp_path, GOV, gone)
    assert [(one.kind, one.new) for one in those if one.province == "a"] == [("doubtful", "")]


@pytest.mark.parametrize(
    ("status", "error", "kind"),
    [
        ("done", "[Errno -2] Name or service not known", "dead"),
        ("done", "[Errno -3] Temporary failure in name resolution", "silent"),
        ("suspect", "[Errno -2] Name or service not known", "silent"),
    ],
)
def test_a_name_is_dead_only_where_the_network_was_sound(tmp_path: Path, status: str, error: str, kind: str) -> None:
    those = kept(tmp_path, GOV, home("https://a.gov.vn/", Outcome.DNS, error=error), status=status)
    assert [one.kind for one in those if one.province == "a"] == [kind]


async def test_a_feedback_system_on_a_sub_domain_is_found(tmp_path: Path) -> None:
    form = "<form method='post'><input name='ten'><textarea name='noidung'></textarea><button>Gửi</button></form>"
    rows = "".join(
        f"<li><a href='/ct/{n}'>Phản ánh {n} về đường hỏng</a> <span>Ngày gửi: 0{n}/11/2026</span> Đã trả lời</li>"
        for n in range(1, 8)
    )
    page = html("Phản ánh kiến nghị", f"<h1>Phản ánh, kiến nghị của người dân</h1>{form}<ul>{rows}</ul>")
    async with serving({"/": page}, host="1022.tinh.localhost") as feedback:
        menu = {**MENU, f"{feedback.base}/": "Phản ánh kiến nghị"}
        home = html("Cổng thông tin điện tử", "<p>Trang chủ</p>", menu)
        async with serving({**HEALTHY, "/": home}, host="tinh.localhost") as portal:
            those = await told(tmp_path, named(f"{portal.base}/", "tinh", feedback_portal=None))
    assert ("found", "feedback_portal", feedback.base) in lines(those, "tinh")


async def test_a_service_portal_of_the_registry_that_is_silent_is_doubtful(tmp_path: Path) -> None:
    async with serving(titled("Tinh"), host="tinh.localhost") as portal:
        those = await told(tmp_path, named(f"{portal.base}/", "tinh", service_portal="http://127.0.0.1:9/"))
    doubtful = [one for one in those if one.kind == "doubtful"]
    assert [(one.old, one.why) for one in doubtful] == [
        ("service_portal http://127.0.0.1:9/", "did not answer in this run (refused)")
    ]


def test_proposals_make_a_registry_that_loads(tmp_path: Path) -> None:
    a = named("http://a.vn", "a", apps=(App("A Smart"),), source="portal [list only]")
    registry = Registry("t", date(2000, 1, 1), None, (a, named("http://b.vn", "b")), "")
    seen = Evidence("https://a.gov.vn/", datetime.now(UTC), "0" * 64, "", "")
    those = [
        Proposal("a", "moved", "portal", "http://a.vn", "https://a.gov.vn", seen, ""),
        Proposal("a", "found", "app", "", "play:vn.a.smart", None, "A Smart - Công dân số"),
        Proposal("a", "found", "app", "", "app_store:1234567890", None, "A Smart"),
        Proposal("a", "found", "app", "", "play:vn.a.other", None, "Phản ánh A"),
        Proposal("b", "dead", "", "http://b.vn", "", None, "no such host"),
    ]
    file = tmp_path / "r.toml"
    file.write_text(registry_to_toml(proposed(registry, those, "2026-01-01-abcd")), "utf-8")
    loaded = load_registry(file)
    a, b = loaded.provinces
    assert (a.portal, a.confidence, b.portal) == ("https://a.gov.vn", "seen", "http://b.vn")
    assert [(app.name, app.android, app.ios) for app in a.apps] == [
        ("A Smart", "vn.a.smart", "1234567890"),
        ("Phản ánh A", "vn.a.other", None),
    ]
    assert a.source.startswith("portal [list only]; portal [run 2026-01-01-abcd] https://a.gov.vn/; app [run ")
    assert not b.source
    assert registry.provinces[0].portal == "http://a.vn"


@pytest.fixture
def replica_stage(tmp_path: Path) -> Stage:
    with Replica(only=("bac-ninh",)) as replica:
        stage = Stage(replica, tmp_path)
        yield stage  # type: ignore[misc]
        stage.store.close()


def test_apps_of_the_stores_are_found_with_their_ids(replica_stage: Stage) -> None:
    stage = replica_stage
    run_id = stage.start()
    summary = stage.run(run_id)
    those = proposals(stage.store, stage.archive, run_id, summary.audit_id, stage.registry, ())
    apps = {one.new.partition(":")[0] for one in those if one.field == "app"}
    assert apps == {"play", "app_store"}
    assert all(one.evidence is not None and one.evidence.quote for one in those if one.field == "app")
