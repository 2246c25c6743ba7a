"""The labelled pages and sites of `tests/gold/`: from their files to cells that `audits.evaluation` measures."""

from __future__ import annotations

import asyncio
import hashlib
import html
import json
import signal
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from audits.audit import judge
from audits.checks import catalogue
from audits.evaluation import Cell
from audits.site import Site
from crawler.settings import Settings as CrawlSettings
from pages.ocr import tesseract
from pages.text import plain
from records.capture import Capture, Kind, Outcome
from records.finding import Finding, Status
from records.province import Province
from records.registry import load_registry
from records.visit import StoreSearch, VisitLog, VisitStatus
from schedules.crawling import Crawling
from storage.archive import Archive
from storage.store import Store

DEBATABLE = "debatable"  # a careful human could not decide: not counted


class GoldError(Exception):
    """A gold set that cannot be read; one line."""


@dataclass(frozen=True, slots=True)
class GoldSet:
    """What was measured on: the folder, the hash over its files' names and bytes, and how much is labelled."""

    source: str
    sha256: str
    pages: int
    sites: int


def gold_set(folder: Path) -> GoldSet:
    """Describe the gold set in `folder`; an absolute path is this machine's own, and only its last part is kept."""
    files = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts):
        name, body = path.relative_to(folder).as_posix().encode(), path.read_bytes()
        files.update(b"%d %d " % (len(name), len(body)) + name + body)
    pages, sites = folder.glob("pages/*/expect.toml"), folder.glob("sites/*/labels.toml")
    source = folder.name if folder.is_absolute() else folder.as_posix()
    return GoldSet(source, files.hexdigest(), len(list(pages)), len(list(sites)))


def cells(folder: Path, *, browser: bool) -> list[Cell]:
    """All cells of the pages and sites below `folder`; `browser` tells which of two labels holds where they differ."""
    pages, sites = sorted((folder / "pages").glob("*/expect.toml")), sorted((folder / "sites").glob("*/labels.toml"))
    if not pages and not sites:
        raise GoldError(f"{folder}: no pages/*/expect.toml and no sites/*/labels.toml in it")
    found = [cell for path in pages for cell in _page_cells(path)]
    if sites:
        found += _site_cells([path.parent for path in sites], browser)
    return found


def _labels(data: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """(check id, label), whether the file nests the id's two halves or quotes it whole."""
    for key, value in data.items():
        if "." in key:
            yield key, value
        elif isinstance(value, dict):
            for name, label in value.items():
                if isinstance(label, dict) and f"{key}.{name}" in catalogue():
                    yield f"{key}.{name}", label


def _cell(site: str, check_id: str, label: dict[str, Any], finding: Finding, *, browser: bool) -> Cell | None:
    here = [name for name, there in (("without_browser", not browser), ("with_ocr", tesseract() is not None)) if there]
    for name in here:
        if name in label:
            other = label[name]
            label = other if isinstance(other, dict) else {"status": other}
    if label["status"] == DEBATABLE:
        return None
    value = label.get("value", "")
    return Cell(site, check_id, Status(label["status"]), str(value), finding)


# -- pages --------------------------------------------------------------------------------------------


def _page_cells(path: Path) -> Iterator[Cell]:
    expect = tomllib.loads(path.read_text("utf-8"))
    site, as_of = _page_site(path.parent, expect), expect["as_of"]
    findings = {f.check_id: f for f in judge(site, as_of).findings}
    for check_id, label in _labels(expect["checks"]):
        if check_id in findings:
            cell = _cell(path.parent.name, check_id, label, findings[check_id], browser=True)
            if cell is not None:
                yield cell


def _page_site(folder: Path, expect: dict[str, Any]) -> Site:
    """A home page whose only topical link is the page; the page; its further files; both stores without a match."""
    host = plain(expect["province"]).replace(" ", "") + ".gov.vn"
    base, on = f"https://www.{host}", expect["as_of"]
    at = datetime(on.year, on.month, on.day, 3, tzinfo=UTC)
    province = Province("00", "gold", expect["province"], plain(expect["province"]), "", base)
    kept = []
    if expect["url"] != "/":
        kept.append(_capture(base + "/", at, _home(expect).encode(), "text/html; charset=utf-8", topic="home"))
    media = expect.get("content_type", "text/html")
    topic = "home" if expect["url"] == "/" else ""
    kept.append(_capture(base + expect["url"], at, (folder / expect["file"]).read_bytes(), media, topic=topic))
    for extra in expect.get("extra", ()):
        url = extra["url"] if "://" in extra["url"] else base + extra["url"]
        status = extra.get("status", 200)
        body = (folder / extra["file"]).read_bytes() if "file" in extra else b""
        kept.append(_capture(url, at, body, extra.get("content_type", "text/html"), status=status))
    searches = (
        StoreSearch("play", "search", "", "https://play.google.com/store/search", "ok"),
        StoreSearch("app_store", "search", "", "https://itunes.apple.com/search", "ok"),
    )
    log = VisitLog("gold", VisitStatus.DONE, at, at, hosts=(f"www.{host}", host), store_searches=searches)
    return Site.of(province, kept, log)


def _capture(url: str, at: datetime, body: bytes, media: str, *, status: int = 200, topic: str = "") -> Capture:
    outcome = Outcome.OK if status < 400 else Outcome.HTTP_4XX if status < 500 else Outcome.HTTP_5XX
    return Capture(url, url, at, Kind.RESPONSE, outcome, status, (("Content-Type", media),), body, body, topic=topic)


def _home(expect: dict[str, Any]) -> str:
    link = f'<a href="{html.escape(expect["url"])}">{html.escape(expect.get("label") or "Xem")}</a>'
    for label in reversed(expect.get("trail", [])):
        link = f'<a href="#">{html.escape(label)}</a><ul><li>{link}</li></ul>'
    name = html.escape(expect["province"])
    return (
        f'<!doctype html><html lang="vi"><head><title>Cổng thông tin điện tử tỉnh {name}</title></head><body><header>'
        f'<nav><ul><li><a href="/">Trang chủ</a></li><li>{link}</li></ul></nav></header><main><h1>Chào mừng</h1>'
        f"<p>Cổng thông tin điện tử tỉnh {name}.</p></main></body></html>"
    )


# -- sites --------------------------------------------------------------------------------------------


def _site_cells(folders: list[Path], browser: bool) -> list[Cell]:
    """Serve the sites on loopback, crawl them as a run would, and judge each on its own day."""
    root = folders[0].parents[2]
    command = [sys.executable, str(root / "serve.py"), *map(str, folders)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        if not line:
            raise GoldError(f"{root / 'serve.py'}: the sites could not be served")
        with tempfile.TemporaryDirectory(prefix="portal-audit-gold-") as aside:
            return _crawl_and_judge(folders, json.loads(line), Path(aside), browser)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=10)


def _crawl_and_judge(folders: list[Path], served: dict[str, Any], aside: Path, browser: bool) -> list[Cell]:
    registry = load_registry(served["registry"])
    store, archive = Store.open(aside / "gold.db"), Archive(aside / "archive")
    settings = CrawlSettings(
        host_delay_seconds=0,
        allow_private_hosts=True,
        render="auto" if browser else "never",
        play_store_url=served["play_store_url"],
        app_store_url=served["app_store_url"],
    )
    try:
        run_id = store.start_run(
            registry, kind="full", started_at=datetime.now(UTC), code_version="", user_agent="gold"
        )
        asyncio.run(Crawling(store, archive).crawl(run_id, registry.provinces, settings, concurrency=4))
        found = []
        for folder in folders:
            slug = tomllib.loads((folder / "site.toml").read_text("utf-8"))["slug"]
            captures = archive.captures_of(f"{run_id}/{slug}-1.warc.gz")
            findings = judge(Site.of(registry.province(slug), captures), _day(served["sites"][slug]["as_of"])).findings
            by_check = {f.check_id: f for f in findings}
            for check_id, label in _labels(tomllib.loads((folder / "labels.toml").read_text("utf-8"))):
                if check_id in by_check:
                    cell = _cell(folder.name, check_id, label, by_check[check_id], browser=browser)
                    found += [cell] if cell is not None else []
        return found
    finally:
        store.close()


def _day(text: str | date) -> date:
    return text if isinstance(text, date) else date.fromisoformat(text)
