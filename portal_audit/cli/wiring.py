"""What the commands share: settings, store, archive, registry and dates, with errors a person understands."""

from __future__ import annotations

import ipaddress
import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from crawler.settings import Settings as CrawlSettings
from portal_audit import __version__
from portal_audit.settings import Settings, load_settings
from records.province import Province, Registry
from records.registry import load_registry, shipped
from storage.archive import Archive
from storage.rows import Audit, Run
from storage.store import Store

DONE, MANY_UNREACHABLE, WRONG_USAGE, CHECK_FAILED, INTERRUPTED = 0, 1, 2, 3, 130


class UsageError(Exception):
    """Wrong usage or configuration: nothing was done."""


@dataclass(frozen=True, slots=True)
class Context:
    """The opened parts."""

    settings: Settings
    store: Store
    archive: Archive


@contextmanager
def opened(settings: Settings | None = None) -> Iterator[Context]:
    """The store and the archive of the settings in force; made where they do not exist."""
    settings = settings or load_settings()
    if not settings.database_url:
        folder = settings.data_dir
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(f"DATA_DIR {folder}: {error.strerror}; expected a folder that can be written") from None
        if not os.access(folder, os.W_OK | os.X_OK):
            raise UsageError(f"DATA_DIR {folder}: not writable; expected a folder that can be written")
    store = Store.open(settings.database)
    try:
        yield Context(settings, store, Archive(settings.archive_dir))
    finally:
        store.close()


def day(text: str | None) -> date | None:
    """A date as YYYY-MM-DD."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{text!r} is no date; expected YYYY-MM-DD, such as 2022-03-31") from None


def registry_file(path: Path | None, on: date) -> Path:
    """The registry file asked for, else the shipped one that is valid on that day."""
    if path is not None:
        return path
    for file in shipped().values():
        registry = load_registry(file)
        if registry.valid_from <= on and (registry.valid_to is None or on <= registry.valid_to):
            return file
    raise UsageError(f"no registry that ships is valid on {on}; name one with --registry")


def chosen(registry: Registry, slugs: Sequence[str]) -> list[Province]:
    """The provinces of those slugs, all where none is named."""
    known = {p.slug: p for p in registry.provinces}
    for slug in slugs:
        if slug not in known:
            near = [s for s in known if s.startswith(slug[:3])][:5]
            hint = f"; did you mean {', '.join(near)}?" if near else ""
            raise UsageError(f"unknown province {slug!r} in registry {registry.version}{hint}")
    return [known[s] for s in dict.fromkeys(slugs)] if slugs else list(registry.provinces)


def run_named(store: Store, name: str | None, province: str | None = None) -> Run:
    """The run of that id (or of that audit's id), else the default one (interfaces.md, Runs)."""
    if name is None:
        run = store.default_run(province)
        if run is None:
            what = f"no run has visited {province!r} yet" if province else "there is no finished run yet"
            raise UsageError(f"{what}; start one with `portal-audit run` or `portal-audit demo`")
        return run
    run = store.run(name) or store.run(name.rpartition(".")[0])
    if run is None:
        raise UsageError(f"no run {name!r}; the newest are {', '.join(r.run_id for r in store.runs()[:3]) or 'none'}")
    return run


def audit_named(store: Store, run: Run, name: str | None, province: str | None = None) -> Audit:
    """The audit of that id, else the one that speaks for its run."""
    audit = store.audit(name) if name else None
    audit = audit or store.default_audit(run.run_id, province)
    if audit is None:
        raise UsageError(f"run {run.run_id} has no audit yet; make one with `portal-audit audit {run.run_id}`")
    return audit


def crawl_settings(settings: Settings, *, max_pages: int | None, render: str, focus: bool) -> CrawlSettings:
    """The crawler's part of the settings."""
    return CrawlSettings(
        user_agent=settings.user_agent,
        contact=settings.contact,
        host_delay_seconds=settings.host_delay_seconds,
        host_concurrency=settings.host_concurrency,
        max_pages=settings.max_pages if max_pages is None else max_pages,
        portal_time_limit_seconds=settings.portal_time_limit_seconds,
        request_timeout_seconds=settings.request_timeout_seconds,
        max_body_bytes=settings.max_body_bytes,
        allow_private_hosts=settings.allow_private_hosts,
        extra_ca_file=settings.extra_ca_file,
        chromium_path=settings.chromium_path or None,
        render=render,
        focus=focus,
        play_store_url=settings.play_store_url,
        app_store_url=settings.app_store_url,
    )


def refuse_impolite(settings: Settings, provinces: Sequence[Province]) -> None:
    """Public hosts are visited with a contact in the user agent, and never faster than a request a second."""
    public = [p.portal for p in provinces if not _is_local(p.portal)]
    if public and not settings.contact:
        raise UsageError(
            f"{public[0]} is a public host: set PORTAL_AUDIT_CONTACT to a URL or e-mail under which you can be reached"
        )
    if public and settings.host_delay_seconds < 1:
        raise UsageError(f"{public[0]} is a public host: PORTAL_AUDIT_HOST_DELAY_SECONDS must be at least 1")


def _is_local(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def code_version() -> str:
    """The version, with the commit where this is a checkout, so that a reading can be repeated with the same code."""
    root = Path(__file__).resolve().parents[2]
    if not (root / ".git").exists():
        return __version__
    git = ["git", "-C", str(root), "describe", "--always", "--dirty", "--abbrev=12"]
    try:
        commit = subprocess.run(git, capture_output=True, text=True, timeout=5, check=True).stdout.strip()
    except (OSError, subprocess.SubprocessError):
        return __version__
    return f"{__version__}+{commit}"
