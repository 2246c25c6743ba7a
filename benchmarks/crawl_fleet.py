"""Crawl portals named in a file with the pipeline's own crawl, archive and store, and no judging: for `fleet.py`.

python -m benchmarks.crawl_fleet --targets FILE --out DIR [--delay S] [--max-pages N] [--focus on|off]

One process: what `portal-audit run` does before it judges, with the same code.
"""

from __future__ import annotations

import argparse
import asyncio
from datetime import UTC, date, datetime
from pathlib import Path

from crawler.settings import Settings
from records.province import Province, Registry
from schedules.crawling import Crawling
from storage.archive import Archive
from storage.store import Store


def registry_of(targets: Path) -> Registry:
    """A registry with one province an address of the file."""
    provinces = tuple(
        Province(code=f"{n:02d}", slug=f"p{n:02d}", name=f"Portal {n}", name_en=f"Portal {n}", region="", portal=url)
        for n, url in enumerate(targets.read_text("utf-8").split(), 1)
    )
    return Registry(version="bench", valid_from=date(2022, 1, 1), valid_to=None, provinces=provinces, sha256="")


def main() -> None:
    """Crawl them all, side by side."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--targets", type=Path, required=True)
    arguments.add_argument("--out", type=Path, required=True)
    arguments.add_argument("--delay", type=float, default=0.0)
    arguments.add_argument("--per-host", type=int, default=1)
    arguments.add_argument("--max-pages", type=int, default=0)
    arguments.add_argument("--focus", choices=("on", "off"), default="off")
    asked = arguments.parse_args()
    settings = Settings(
        host_delay_seconds=asked.delay,
        host_concurrency=asked.per_host,
        max_pages=asked.max_pages,
        allow_private_hosts=True,
        focus=asked.focus == "on",
        render="never",
        play_store_url="http://127.0.0.1:9",
        app_store_url="http://127.0.0.1:9",
    )
    registry = registry_of(asked.targets)
    store = Store.open(f"sqlite:///{asked.out / 'store.db'}")
    archive = Archive(asked.out / "archive")
    crawling = Crawling(store, archive)
    run_id = store.start_run(
        registry, kind="full", started_at=datetime.now(UTC), code_version="bench", user_agent="bench", vantage=""
    )
    asyncio.run(crawling.crawl(run_id, registry.provinces, settings, concurrency=len(registry.provinces)))
    store.close()


if __name__ == "__main__":
    main()
