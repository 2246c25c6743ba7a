"""The fleet at the limits of service, a browser included: it takes ten minutes, for two portals ask to be left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.hostile import BAR_MB, HEALTHY, night
from crawler.settings import Settings
from records.visit import VisitStatus
from tests.hostile.cases import all_cases


@pytest.mark.long
def test_every_portal_ends_within_its_time_limit_and_all_of_them_in_bounded_memory(tmp_path: Path) -> None:
    made = night(tmp_path)
    expected = {name: case.status for name, case in all_cases("http://127.0.0.2:9").items()}
    assert {name: log.status for name, log in made.logs.items()} == {**expected, HEALTHY: VisitStatus.DONE}
    took = {name: (log.finished_at - log.started_at).total_seconds() for name, log in made.logs.items()}
    limit = Settings().portal_time_limit_seconds
    assert not {name: seconds for name, seconds in took.items() if seconds > limit}
    assert not made.faults
    assert made.peak_mb < BAR_MB
