"""A capsule: one province's evidence of one run, with what was found in it, as a WACZ that proves itself.

Records are copied byte for byte, so that each is one that the run's manifest names. Pages that hold citizens' questions
are left out unless asked for: they may name people (docs/privacy.md).
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pages.feedback import read_feedback
from pages.page import Page
from pages.read import is_document, read
from pages.topics import Topic
from pages.urls import authority
from records.capture import Capture, Kind
from records.province import Province
from storage.archive import BODIES, Archive
from storage.database import reading
from storage.errors import StorageError
from storage.manifest import NAME, WARC, SealedFile, canonical, read_manifest
from storage.sealed import judged_rows
from storage.store import Store
from storage.verifying import check_file
from storage.wacz import Indexed, ListedPage, write_wacz
from storage.warc import to_records

FOLDER = "evidence"  # of ours in the ZIP
FORMAT = 1
_CITIZENS = frozenset({Topic.FEEDBACK.value, Topic.TOTALS.value, Topic.COMPLAINTS.value})
_REPLAYED = (Kind.RESPONSE, Kind.RENDERED, Kind.DATA, Kind.SCREENSHOT)


@dataclass(slots=True)
class Capsule:
    """What was written: how many captures are in it, and how many were left out, by reason."""

    head: str = ""  # SHA-256 of its datapackage.json
    captures: int = 0
    withheld: dict[str, int] = field(default_factory=dict)


def write_capsule(
    store: Store,
    archive: Archive,
    province: Province,
    audit_id: str,
    out: Path,
    *,
    with_feedback: bool,
    made_at: datetime,
    code_version: str,
) -> Capsule:
    """Write the evidence of the province's counting visit, and what that audit found in it, to `out`.

    StorageError where the run was not sealed, the province was not visited or not judged, or the archive is not what
    was sealed.
    """
    run_id = audit_id.rpartition(".")[0]
    visit = store.counting_visit(run_id, province.slug)
    path = archive.path(f"{run_id}/{NAME}")
    manifest = read_manifest(path.read_bytes()) if path.exists() else None
    if manifest is None or audit_id not in manifest.audits:
        raise StorageError(f"run {run_id} is not sealed up to audit {audit_id}; see `portal-audit verify {run_id}`")
    name = manifest.now_named(f"{province.slug}-{visit.attempt}{WARC}") if visit else ""
    if visit is None or name not in manifest.files:
        raise StorageError(f"run {run_id} has no captures of {province.slug!r}")
    sealed = manifest.files[name]
    if check_file(archive.path(f"{run_id}/{name}"), name, sealed, may_grow=True):
        raise StorageError(f"archive {run_id}/{name}: not what was sealed; see `portal-audit verify {run_id}`")
    with reading(store.engine) as connection:
        judged = {name: list(rows) for name, rows in judged_rows(connection, audit_id, province.slug).items()}
    if not judged["findings"]:
        raise StorageError(f"audit {audit_id} did not judge {province.slug!r}")
    audit = manifest.audits[audit_id]
    listed = {item.url for item in store.feedback_items(audit_id, province.slug)}
    choice = _Choice(province, listed, date.fromisoformat(audit["audit"]["as_of"]), with_feedback)
    capsule, index, pages = Capsule(), list[Indexed](), list[ListedPage]()
    withheld: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as folder, archive.path(f"{run_id}/{name}").open("rb") as source:
        copy, bodies = Path(folder) / name, Path(folder) / BODIES
        with copy.open("wb") as target, bodies.open("wb") as elsewhere:
            for capture, parts in _grouped(archive, f"{run_id}/{name}", sealed):
                page = _page_of(capture) if capture else None
                why = choice.why_not(capture, page) if capture else ""
                if why:
                    capsule.withheld[why] = capsule.withheld.get(why, 0) + 1
                    of = {"why": why, "sha256": capture.sha256 if capture else ""}
                    withheld += [{**of, "record": sha256} for _, _, sha256 in parts]
                    continue
                for offset, length, _ in parts:
                    source.seek(offset)
                    place = target.tell()
                    target.write(source.read(length))
                capsule.captures += capture is not None
                if capture and capture.kind in _REPLAYED:
                    entry = Indexed.of(capture, name, place, length)
                    if archive.is_revisit(f"{run_id}/{name}", offset):  # its body lies in another night's file
                        whole, at = to_records(replace(capture, not_modified=False))
                        entry = Indexed.of(capture, BODIES, elsewhere.tell() + at, len(whole) - at)
                        elsewhere.write(whole)
                    index.append(entry)
                    if page is not None and page.media == "html":
                        pages.append(ListedPage(capture.url, capture.fetched_at, page.title or capture.url))
        about = {
            "format": FORMAT,
            "run_id": run_id,
            "audit_id": audit_id,
            "province": province.slug,
            "name": province.name,
            "file": name,
            "manifest_head": manifest.head,
            "code_version": code_version,
            "with_feedback": with_feedback,
            "withheld": withheld,
        }
        rubric = f"rubric-{audit['audit']['rubric_sha256'][:12]}.toml"
        capsule.head = write_wacz(
            out,
            title=f"{province.name}: run {run_id}, audit {audit_id}",
            description=f"What {province.portal} showed, and what portal-audit found in it. Check: portal-audit verify",
            made_at=made_at,
            warcs={name: copy, **({BODIES: bodies} if bodies.stat().st_size else {})},
            index=index,
            pages=sorted(pages, key=lambda page: page.url != province.portal),
            more={
                f"{FOLDER}/capsule.json": canonical(about),
                f"{FOLDER}/findings.json": canonical({"audit": audit["audit"], **judged}),
                f"{FOLDER}/{NAME}": b"".join(manifest.lines),
                f"{FOLDER}/registry.toml": archive.registry_file(run_id).read_bytes(),
                f"{FOLDER}/{rubric}": archive.path(f"{run_id}/{rubric}").read_bytes(),
            },
            software=f"portal-audit {code_version}",
        )
    return capsule


def _grouped(
    archive: Archive, file: str, sealed: SealedFile
) -> Iterator[tuple[Capture | None, list[tuple[int, int, str]]]]:
    """Each capture with the records that are its own; the file's own record comes first, without one."""
    left = iter(sealed.records)
    first = next(left, None)
    if first:
        yield None, [first]
    for located, capture in archive.located_captures_of(file):
        if located.offset >= sealed.bytes:
            return
        parts = [next(left)]
        while parts[-1][0] < located.offset:
            parts.append(next(left))
        yield capture, parts


class _Choice:
    """Which captures may leave the operator's machine."""

    def __init__(self, province: Province, listed: set[str], as_of: date, with_feedback: bool) -> None:
        self._hosts = {authority(province.feedback_portal)} if province.feedback_portal else set()
        self._listed, self._as_of, self._all = listed, as_of, with_feedback
        self._withheld: set[str] = set()

    def why_not(self, capture: Capture, page: Page | None) -> str:
        """Why a capture is withheld; '' where it may go. `page` is what it reads as, None where it is no text.

        A page's picture comes after the page, and shares its fate.
        """
        why = "" if self._all else self._why_not(capture, page)
        if why:
            self._withheld.add(capture.url)
        return why

    def _why_not(self, capture: Capture, page: Page | None) -> str:
        if capture.kind is Kind.LOG:
            return "visit_log"  # it names links that were not followed, and a label may be a citizen's question
        if not capture.body:
            return ""
        if capture.kind is Kind.SCREENSHOT:
            return "feedback" if capture.url.removeprefix("urn:view:") in self._withheld else ""
        if capture.topic in _CITIZENS or capture.url in self._listed or authority(capture.url) in self._hosts:
            return "feedback"
        if page is None:
            return ""
        found = read_feedback(page, context=capture.label, captured=self._as_of)
        return "feedback" if found.detail or any(one.items for one in found.lists) else ""


def _page_of(capture: Capture) -> Page | None:
    """What a capture reads as; None where it is no text, or none of a page."""
    if not capture.readable or not capture.body or is_document(capture.body, capture.media_type):
        return None
    charset = (capture.header("content-type") or "").lower().partition("charset=")[2].split(";")[0].strip(" \"'")
    return read(capture.body, url=capture.url, media_type=capture.media_type, charset_header=charset)
