"""What a run says of its registry, from real portals on loopback."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from audits.rubric import load_rubric
from records.province import Province, Registry
from records.registry import load_registry, registry_to_toml
from replica import Replica
from schedules.doctor import Proposal, proposals, proposed
from schedules.pipeline import Pipeline
from storage.archive import Archive
from storage.store import Store
from tests.crawler.portal import html, province, redirect, serving
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


async def test_portals_that_moved_merged_vanished_or_were_guessed_rightly(tmp_path: Path) -> None:
    parked = html("Thông báo", "<p>Cổng thông tin điện tử đã chuyển sang địa chỉ mới.</p>")
    async with (
        serving(HEALTHY, host="moi.localhost") as new,
        serving(HEALTHY, host="gop.localhost") as successor,
        serving(HEALTHY, host="doan.localhost") as guessed,
        serving({"/": redirect(f"{new.base}/")}, host="cu.localhost") as old,
        serving({"/": redirect(f"{successor.base}/")}, host="truoc.localhost") as former,
        serving({"/": parked}, host="dung.localhost") as left,
    ):
        union = Registry("2025", date(2025, 7, 1), None, (named(successor.base, "hop-nhat"),), "")
        those = await told(
            tmp_path,
            named(f"{old.base}/", "moved", extra_hosts=(f"moi.localhost:{new.port}",)),
            named(f"{former.base}/", "merged", extra_hosts=(f"gop.localhost:{successor.port}",)),
            named("http://khong-co-that.invalid/", "dead"),
            named("http://127.0.0.1:9/", "silent"),
            named(f"{guessed.base}/", "guessed"),
            named(f"{left.base}/", "left"),
            others=(union,),
        )
    assert lines(those, "moved") == {("moved", "portal", new.base)}
    assert ("merged", "", "") in lines(those, "merged")
    assert next(t.why for t in those if t.kind == "merged") == "leads to the portal of hop-nhat of registry 2025"
    assert lines(those, "dead") == {("dead", "", "")}
    assert lines(those, "silent") == {("silent", "", "")}
    assert lines(those, "guessed") == {("confirmed", "confidence", "seen")}
    assert not any(new for _, _, new in lines(those, "left"))
    for one in those:
        assert one.evidence is not None and len(one.evidence.sha256) == 64


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


def test_proposals_make_a_registry_that_loads(tmp_path: Path) -> None:
    registry = Registry("t", date(2000, 1, 1), None, (named("http://a.vn", "a"), named("http://b.vn", "b")), "")
    those = [
        Proposal("a", "moved", "portal", "http://a.vn", "https://a.gov.vn", None, ""),
        Proposal("a", "found", "app", "", "play:vn.a.smart", None, "A Smart"),
        Proposal("a", "found", "app", "", "app_store:1234567890", None, "A Smart"),
        Proposal("b", "dead", "", "http://b.vn", "", None, "no such host"),
    ]
    file = tmp_path / "r.toml"
    file.write_text(registry_to_toml(proposed(registry, those, "2026-01-01-abcd")), "utf-8")
    loaded = load_registry(file)
    a, b = loaded.provinces
    assert (a.portal, b.portal) == ("https://a.gov.vn", "http://b.vn")
    assert [(app.name, app.android, app.ios) for app in a.apps] == [("A Smart", "vn.a.smart", "1234567890")]
    assert "run 2026-01-01-abcd" in a.source and not b.source
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
