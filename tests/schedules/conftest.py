"""A run of the pipeline against the replica, as the command does it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from audits.rubric import load_rubric
from crawler.settings import Settings
from records.registry import load_registry
from replica import Replica
from schedules.pipeline import Pipeline, Summary
from storage.archive import Archive
from storage.store import Store

AS_OF = date(2022, 3, 31)
# A healthy one, one that is down, one that robots.txt forbids, one that answers 503, one whose certificate nobody signed.
SLUGS = ("gia-lai", "dien-bien", "ninh-thuan", "bac-lieu", "long-an")


class Stage:
    """A replica of a few provinces, and the parts of a pipeline over it."""

    def __init__(self, replica: Replica, folder: Path, database: str | Path | None = None) -> None:
        self.replica = replica
        self.registry_file = Path(replica.registry_path)
        self.registry = load_registry(self.registry_file)
        self.store = Store.open(database or folder / "portal-audit.db")
        self.archive = Archive(folder / "archive")

    def settings(self, **changes: object) -> Settings:
        facts = {
            "contact": "test@example.org",
            "host_delay_seconds": 0,
            "allow_private_hosts": True,
            "request_timeout_seconds": 10,
            "extra_ca_file": Path(self.replica.ca_file),
            "play_store_url": self.replica.play_store_url,
            "app_store_url": self.replica.app_store_url,
            "render": "never",
            **changes,
        }
        return Settings(**facts)  # type: ignore[arg-type]

    def start(self, kind: str = "full") -> str:
        run_id = self.store.start_run(
            self.registry,
            kind=kind,
            started_at=datetime.now(UTC),
            code_version="test",
            user_agent="test",
            provinces=[p.slug for p in self.registry.provinces],
        )
        self.archive.keep_registry(run_id, self.registry_file)
        return run_id

    def pipeline(self, notify=lambda _: None) -> Pipeline:
        return Pipeline(self.store, self.archive, load_rubric("five-criteria"), notify)

    def run(self, run_id: str, *, resume: bool = False, notify=lambda _: None, **changes: object) -> Summary:
        return asyncio.run(
            self.pipeline(notify).run(
                run_id,
                self.registry,
                self.registry.provinces,
                self.settings(**changes),
                AS_OF,
                concurrency=8,
                resume=resume,
            )
        )


@pytest.fixture
def stage(tmp_path) -> Iterator[Stage]:
    with Replica(only=SLUGS) as replica:
        made = Stage(replica, tmp_path)
        yield made
        made.store.close()
