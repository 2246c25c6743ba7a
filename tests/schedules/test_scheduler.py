"""The nightly plan kept over two months of simulated time: outages, restarts, a stepped clock, portals that are down.

APScheduler, the tables and the locks are real; the clock is moved, and a run is its rows.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from apscheduler.executors.debug import DebugExecutor

from records.registry import load_registry, shipped
from records.visit import VisitLog, VisitStatus
from schedules import scheduler as module
from schedules.nights import to_retry
from schedules.plan import PlanError, load_plan
from schedules.scheduler import Scheduler
from schedules.turns import run_turn
from storage.errors import StorageError
from storage.store import Store

ROOT = Path(__file__).resolve().parents[2]
REGISTRY = load_registry(shipped()["2022-63"])
SLUGS = ("an-giang", "bac-lieu")
PLAN = """
timezone = "Asia/Ho_Chi_Minh"
misfire_grace_hours = 6
[[job]]
name = "nightly"
cron = "0 21 * * *"
quiet = ["06:00-19:00"]
retry_after_hours = [2, 4]
"""
FIRST = datetime(2026, 3, 1, 10, tzinfo=UTC)  # 17:00 in Vietnam
TICK = timedelta(minutes=20)


class Lent(Store):
    """The store of the simulation, which outlives each look at it."""

    def close(self) -> None:
        pass


class World:
    """A machine with its clock, its database and its portals."""

    def __init__(self, folder: Path, clock: time_machine.Traveller, plan: str = PLAN) -> None:
        file = folder / "plan.toml"
        file.write_text(plan)
        self.plan, self.locks, self.clock = load_plan(file), folder / "locks", clock
        self.store = Lent(Store.open(folder / "nights.db").engine)
        self.away = False
        self.down: set[str] = set()
        self.cut: list[str] = []  # how the next commands end: "killed", "refused"
        self.commands: list[tuple[datetime, tuple[str, ...]]] = []
        self.boot()

    def boot(self) -> None:
        self.scheduler = Scheduler(self.plan, self.locks, self.open, self.command, executor=DebugExecutor())
        self.scheduler.start()

    def open(self) -> Store:
        if self.away:
            raise StorageError("database postgresql://x: connection refused")
        return self.store

    def command(self, arguments) -> int:
        now = datetime.now(UTC)
        self.commands.append((now, tuple(arguments)))
        how = self.cut.pop(0) if self.cut else ""
        if how == "refused":
            return 2
        option = arguments[1] if len(arguments) > 1 else ""
        if option in ("--resume", "--retry"):
            run_id = arguments[2]
        else:
            run_id = self.store.start_run(
                REGISTRY, kind="full", started_at=now, code_version="t", user_agent="t", provinces=SLUGS
            )
        if how == "killed":
            return -9
        for slug in to_retry(self.store, run_id) if option == "--retry" else SLUGS:
            attempt = self.store.start_visit(run_id, slug, now)
            status = VisitStatus.UNREACHABLE if slug in self.down else VisitStatus.DONE
            self.store.finish_visit(run_id, slug, attempt, VisitLog(slug, status, now, now))
        self.store.finish_run(run_id, "done", now)
        return 0

    def live(self, until: datetime, *, on: bool = True) -> None:
        """Time passes; nothing turns while the machine is off."""
        while datetime.now(UTC) < until:
            if on:
                self.scheduler.turn()
            self.clock.shift(TICK)

    def nights(self) -> Counter[str]:
        """Runs by the evening that they belong to, local time (made up ones lie after midnight)."""
        return Counter(str((run.started_at + timedelta(hours=7 - 12)).date()) for run in self.store.runs())


@pytest.fixture
def world(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "TICK", TICK)
    with time_machine.travel(FIRST, tick=False) as clock:
        yield World(tmp_path, clock)


def at(day: int, hour: float) -> datetime:
    """That hour of the simulation's day in Vietnam; day 0 is 1 March 2026."""
    return datetime(2026, 2, 28, 17, tzinfo=UTC) + timedelta(days=day, hours=hour)


def test_sixty_nights_with_outages_restarts_and_a_stepped_clock_start_each_night_once(world):
    for day in range(60):
        if day % 7 == 2:  # off over the start, back within the grace: made up
            world.live(at(day, 20))
            world.live(at(day, 23.5), on=False)
            world.boot()
        elif day % 7 == 3:  # restarted before, right after and hours after the start
            for hour in (20.9, 21.4, 23):
                world.live(at(day, hour))
                world.boot()
        elif day % 7 == 4:  # the database is away over the start
            world.live(at(day, 20))
            world.away = True
            world.live(at(day, 24))
            world.away = False
        elif day % 7 == 5:  # set back over a start that was kept, with a restart; then set right again
            world.live(at(day, 22))
            world.clock.shift(timedelta(hours=-2.5))
            world.boot()
            world.live(at(day, 22))
            world.clock.shift(timedelta(hours=2.5))
        elif day % 7 == 6:  # set forward over the start
            world.live(at(day, 20))
            world.clock.shift(timedelta(hours=2))
        elif day % 14 == 7:  # killed in the middle of the night: gone on with, not begun anew
            world.cut = ["killed"]
        world.live(at(day, 30))
    assert world.nights() == Counter(str((at(day, 12)).date()) for day in range(60))
    assert [args[1] for _, args in world.commands if len(args) > 1] == ["--resume"] * 4
    assert {run.status for run in world.store.runs()} == {"done"}


def test_clock_that_was_a_year_ahead_stops_no_night(world):
    world.live(at(1, 18))
    world.clock.shift(timedelta(days=365))
    world.boot()
    world.scheduler.turn()
    world.clock.shift(timedelta(days=-365))
    world.cut = ["killed"]  # which is seen between two starts only
    world.live(at(2, 12))
    assert [f"{start:%F} {' '.join(args[:2])}" for start, args in world.commands if args] == [
        "2026-03-01 run",
        "2026-03-02 run",
        "2026-03-02 run --resume",
    ]


def test_night_out_of_grace_is_reported_once_and_not_begun(world, caplog):
    world.live(at(1, 12))
    world.live(at(2, 5), on=False)  # 21:00 was missed by eight hours
    world.boot()
    world.live(at(2, 20))
    assert world.nights()[str(at(1, 12).date())] == 0
    assert [r.getMessage() for r in caplog.records if "missed" in r.getMessage()] == [
        "nightly: the night of 2026-03-02 21:00 was missed"
    ]


def test_new_installation_owes_no_night_of_before_it(world, caplog):
    world.clock.move_to(at(0, 23))
    world.boot()
    world.live(at(1, 20))
    assert world.commands == []
    assert "missed" not in caplog.text


def test_unreachable_provinces_are_tried_again_hours_apart_and_both_attempts_stand(world):
    world.down = {"bac-lieu"}
    world.live(at(1, 0))
    world.down = set()
    world.live(at(1, 6))
    local = [
        f"{start + timedelta(hours=7):%H:%M} {' '.join(a for a in args if a[:1] != '2')}"
        for start, args in world.commands
    ]
    assert local == ["21:00 run", "23:00 run --retry", "01:00 run --retry"]
    (run,) = world.store.runs()
    attempts = [(v.attempt, v.visit_status) for v in world.store.visits(run.run_id, "bac-lieu")]
    assert attempts == [(1, "unreachable"), (2, "unreachable"), (3, "done")]
    assert [v.attempt for v in world.store.visits(run.run_id, "an-giang")] == [1]


def test_refused_command_is_not_begun_again_at_once(world, monkeypatch, caplog):
    monkeypatch.setattr(module, "TICK", timedelta(minutes=1))
    world.cut = ["refused"]
    while datetime.now(UTC) < at(0, 22):
        world.scheduler.turn()
        world.clock.shift(timedelta(minutes=1))
    first, second = [start for start, _ in world.commands]
    assert second - first >= timedelta(minutes=15)
    assert "`portal-audit run` ended with exit code 2" in caplog.text


def test_run_that_another_process_crawls_is_left_alone(world):
    world.cut = ["killed"]
    world.live(at(0, 21.3))
    (run,) = world.store.runs()
    with run_turn(world.locks, run.run_id) as mine:
        assert mine
        world.live(at(0, 23))
        assert len(world.commands) == 1
    world.live(at(0, 24))
    assert world.commands[-1][1] == ("run", "--resume", run.run_id)


def test_nothing_is_made_up_within_the_quiet_hours(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "TICK", TICK)
    with time_machine.travel(FIRST, tick=False) as clock:
        world = World(tmp_path, clock, PLAN.replace("0 21", "0 4"))
        world.live(at(1, 12))
        world.live(at(2, 7), on=False)  # 04:00 was missed, and it is seven
        world.boot()
        world.live(at(3, 3))
        assert len(world.commands) == 1


@pytest.mark.parametrize(
    ("plan", "told"),
    [
        ('timezone = "Mars"\n', "1: timezone: expected a time zone such as Asia/Ho_Chi_Minh, got 'Mars'"),
        ('[[job]]\nname = "a"\ncron = "0 21 * * 1"\n', "3: job[1].cron: expected weekdays by name"),
        ('[[job]]\nname = "a"\ncron = "0 25 * * *"\n', "3: job[1].cron: expected a cron expression"),
        (
            '[[job]]\nname = "a"\ncron = "0 7 * * *"\nquiet = ["06:00-19:00"]\n',
            "3: job[1].cron: expected starts outside",
        ),
        ('[[job]]\nname = "a"\ncron = "*/5 * * * *"\n', "3: job[1].cron: expected starts at least an hour apart"),
        ('[[job]]\nname = "a"\ncron = "0 0 30 2 *"\n', "3: job[1].cron: expected a moment that comes"),
        ('[[job]]\nname = "a"\ncron = "0 21 * * *"\nnight = 1\n', "4: job[1].night: unknown key, expected one of name"),
        (
            '[[job]]\nname = "a"\ncron = "0 21 * * *"\nquiet = ["6-19"]\n',
            '4: job[1].quiet[1]: expected hours as "HH:MM-HH:MM"',
        ),
        ("job = 3\n", "1: job: "),
        ("job = \n", "not TOML"),
    ],
)
def test_wrong_plan_is_refused_with_line_key_and_what_was_expected(tmp_path, plan, told):
    file = tmp_path / "plan.toml"
    file.write_text(plan)
    with pytest.raises(PlanError) as refused:
        load_plan(file)
    assert told in str(refused.value)


def test_command_refuses_a_wrong_plan_and_a_province_that_the_registry_lacks(tmp_path):
    file = tmp_path / "plan.toml"
    for wrong, told in (
        ('timezone = "Mars"\n', f"{file}:1: timezone: expected"),
        ('[[job]]\nname = "a"\ncron = "0 21 * * *"\nprovinces = ["da-nan"]\n', "unknown province 'da-nan'"),
    ):
        file.write_text(wrong)
        done = subprocess.run(
            [sys.executable, "-m", "portal_audit", "schedule", "--plan", file, "--check"],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        assert done.returncode == 2
        assert told in done.stderr
        assert "Traceback" not in done.stderr


def test_spread_is_the_same_after_every_restart_and_differs_by_name(tmp_path):
    job = '[[job]]\nname = "{}"\ncron = "0 21 * * *"\nspread_minutes = 60\nprovinces = ["{}"]\n'
    file = tmp_path / "plan.toml"
    file.write_text(job.format("north", "hue") + job.format("south", "da-nang"))
    first, second = ([next(j.starts(FIRST)) for j in load_plan(file).jobs] for _ in range(2))
    assert first == second
    assert first[0] != first[1]
    assert all(timedelta() <= start - at(0, 21) < timedelta(hours=1) for start in first)


def test_process_starts_the_night_and_ends_with_its_run_on_sigterm(tmp_path):
    """The real process, its real command: SIGTERM ends the run as Ctrl-C would, and the run can be gone on with."""
    from replica import Replica

    with Replica(only=("gia-lai", "ha-nam", "son-la")) as replica:
        registry = load_registry(replica.registry_path)
        database = tmp_path / "var" / "portal-audit.db"
        store = Store.open(database)  # a run of the day before: tonight's is owed, and made up at once
        yesterday = datetime.now(UTC) - timedelta(days=1)
        old = store.start_run(registry, kind="full", started_at=yesterday, code_version="t", user_agent="t")
        store.finish_run(old, "done", yesterday)
        store.close()
        plan = tmp_path / "plan.toml"
        hour = (datetime.now(UTC) + timedelta(hours=7 - 1)).hour
        plan.write_text(f'[[job]]\nname = "nightly"\ncron = "0 {hour} * * *"\n')
        environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith("PORTAL_AUDIT_")},
            "PORTAL_AUDIT_DATA_DIR": str(tmp_path / "var"),
            "PORTAL_AUDIT_ALLOW_PRIVATE_HOSTS": "1",
            "PORTAL_AUDIT_HOST_DELAY_SECONDS": "0.5",
            "PORTAL_AUDIT_EXTRA_CA_FILE": str(replica.ca_file),
            "PORTAL_AUDIT_PLAY_STORE_URL": replica.play_store_url,
            "PORTAL_AUDIT_APP_STORE_URL": replica.app_store_url,
            "PORTAL_AUDIT_CHROMIUM_PATH": "",
            "PYTHONPATH": str(ROOT),
        }
        command = [
            sys.executable,
            "-m",
            "portal_audit",
            "schedule",
            "--plan",
            str(plan),
            "--registry",
            str(replica.registry_path),
        ]
        process = subprocess.Popen(
            command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        try:
            deadline = time.monotonic() + 150
            visits = []
            while not visits and process.poll() is None and time.monotonic() < deadline:
                time.sleep(0.5)
                if database.exists():
                    store = Store.open(database)
                    visits = [v for run in store.runs() for v in store.visits(run.run_id)]
                    store.close()
            process.send_signal(signal.SIGTERM)
            out, err = process.communicate(timeout=60)
        finally:
            process.kill()
        assert process.returncode == 130, err
        logged = [json.loads(line) for line in err.splitlines() if line.startswith("{")]
        assert [line["level"] for line in logged if "made up" in line["event"]] == ["info"], err
        store = Store.open(database)
        run, _ = store.runs()
        assert run.status == "interrupted", (out, err)
        store.close()
