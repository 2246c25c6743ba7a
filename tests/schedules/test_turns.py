"""Locks across processes: a province has one visitor, a run one crawler, and a killed process holds nothing."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

from schedules.turns import is_crawled, province_turn, run_turn

ROOT = Path(__file__).resolve().parents[2]
HOLDS = """
import sys, time
from pathlib import Path
from schedules.turns import run_turn
with run_turn(Path(sys.argv[1]), "2026-03-01-a1b2") as mine:
    print(mine, flush=True)
    time.sleep(60)
"""


async def test_two_visits_of_one_province_come_one_after_the_other(tmp_path):
    seen: list[str] = []

    async def visit(slug: str, name: str) -> None:
        async with province_turn(tmp_path, slug):
            seen.append(f"{name} begins")
            await asyncio.sleep(0.2)
            seen.append(f"{name} ends")

    await asyncio.gather(visit("hue", "first"), visit("hue", "second"), visit("da-nang", "other"))
    of_hue = [event for event in seen if not event.startswith("other")]
    assert of_hue == ["first begins", "first ends", "second begins", "second ends"]
    assert seen.index("other ends") < seen.index("second begins")


def test_killed_process_gives_its_run_back(tmp_path):
    process = subprocess.Popen([sys.executable, "-c", HOLDS, tmp_path], stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert process.stdout is not None
    assert process.stdout.readline() == "True\n"
    assert is_crawled(tmp_path, "2026-03-01-a1b2")
    with run_turn(tmp_path, "2026-03-01-a1b2") as mine:
        assert not mine
    process.kill()
    process.wait()
    assert not is_crawled(tmp_path, "2026-03-01-a1b2")
