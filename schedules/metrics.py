"""Prometheus metrics: `/metrics` and `/healthz` of a process that stays, a textfile for cron.

All figures are read from the tables when they are asked for, so that each process that serves them says the same, and
a process that was started anew has lost none. Labels are closed lists (statuses, outcomes, checks): no province, no
host, no address.
"""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from prometheus_client import CollectorRegistry, ProcessCollector, make_wsgi_app, write_to_textfile
from prometheus_client.core import GaugeHistogramMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import ThreadingWSGIServer

from records.finding import Status
from records.visit import VisitStatus
from storage.errors import StorageError
from storage.figures import captures_by_outcome, findings_by_status, runs_by_status
from storage.rows import Run, Visit
from storage.store import Store

# Seconds of a visit; 900 is the default limit.
BUCKETS = (15, 30, 60, 120, 300, 600, 900)


class TablesCollector:
    """What the tables say now; `portal_audit_database_up` is 0 and all else absent where they cannot be read."""

    def __init__(self, open_store: Callable[[], Store]) -> None:
        self._open = open_store

    def describe(self) -> list[Metric]:
        """Nothing: registering must not ask the database."""
        return []

    def collect(self) -> Iterator[Metric]:
        """All families."""
        up = GaugeMetricFamily("portal_audit_database_up", "Whether the tables can be read.")
        try:
            store = self._open()
            try:
                families = list(_families(store))
            finally:
                store.close()
        except (StorageError, OSError):
            families = []
        up.add_metric([], 1 if families else 0)
        yield up
        yield from families


def _families(store: Store) -> Iterator[Metric]:
    runs = GaugeMetricFamily("portal_audit_runs", "Runs in the tables.", labels=["kind", "status"])
    for key, n in sorted(runs_by_status(store).items()):
        runs.add_metric(key, n)
    yield runs
    nights = [run for run in store.runs() if run.kind == "full"]
    good = next((run.finished_at for run in nights if run.status == "done" and run.finished_at), None)
    if good is not None:
        yield _one("last_success_timestamp_seconds", "When the newest full run that is done ended.", good.timestamp())
    if nights:
        yield from _of_run(store, nights[0])


def _of_run(store: Store, run: Run) -> Iterator[Metric]:
    """Of the newest full run, finished or not."""
    yield _one("last_run_started_timestamp_seconds", "When the newest full run began.", run.started_at.timestamp())
    if run.finished_at is not None:
        seconds = (run.finished_at - run.started_at).total_seconds()
        yield _one("last_run_seconds", "From the newest full run's begin to its end, retries included.", seconds)
    visits = list(store.counting_visits(run.run_id).values())
    by_status = GaugeMetricFamily(
        "portal_audit_last_run_visits", "Provinces of the newest full run by visit status.", labels=["status"]
    )
    for status in VisitStatus:
        by_status.add_metric([status.value], sum(v.visit_status == status.value for v in visits))
    yield by_status
    yield _one("last_run_pages", "Pages fetched in it.", sum(v.pages_fetched for v in visits))
    yield _one("last_run_pages_rendered", "Pages rendered in it.", sum(v.pages_rendered for v in visits))
    yield _one("last_run_requests", "Requests sent in it.", sum(v.requests for v in visits))
    yield _one("last_run_bytes", "Bytes received in it, as they came on the wire.", sum(v.bytes for v in visits))
    yield _durations(visits)
    outcomes = GaugeMetricFamily(
        "portal_audit_last_run_captures", "Captures of it by the outcome of their request.", labels=["outcome"]
    )
    for outcome, n in sorted(captures_by_outcome(store, run.run_id).items()):
        outcomes.add_metric([outcome], n)
    yield outcomes
    audit = store.default_audit(run.run_id)
    if audit is not None:
        findings = GaugeMetricFamily(
            "portal_audit_last_run_findings", "Provinces by check and status.", labels=["check", "status"]
        )
        found = findings_by_status(store, audit.audit_id)
        for check in sorted({check for check, _ in found}):
            for verdict in Status:
                findings.add_metric([check, verdict.value], found.get((check, verdict.value), 0))
        yield findings


def _durations(visits: Iterable[Visit]) -> Metric:
    counts, total = [0] * (len(BUCKETS) + 1), 0.0
    for visit in visits:
        if visit.finished_at is not None:
            seconds = (visit.finished_at - visit.started_at).total_seconds()
            counts[bisect_left(BUCKETS, seconds)] += 1
            total += seconds
    bounds = [*(str(float(b)) for b in BUCKETS), "+Inf"]
    buckets = [(bound, float(sum(counts[: i + 1]))) for i, bound in enumerate(bounds)]
    family = GaugeHistogramMetricFamily("portal_audit_last_run_visit_seconds", "Durations of its visits.")
    family.add_metric([], buckets, total)
    return family


def _one(name: str, words: str, value: float) -> Metric:
    return GaugeMetricFamily(f"portal_audit_{name}", words, value=value)


def registry_of(open_store: Callable[[], Store]) -> CollectorRegistry:
    """All metrics of this process."""
    registry = CollectorRegistry()
    registry.register(TablesCollector(open_store))
    ProcessCollector(registry=registry)
    return registry


def write_file(open_store: Callable[[], Store], path: Path) -> None:
    """Metrics as a file for node_exporter's textfile collector: written aside and moved in place. OSError."""
    registry = CollectorRegistry()
    registry.register(TablesCollector(open_store))
    write_to_textfile(str(path), registry)


class _Quiet(WSGIRequestHandler):
    """A scrape each 15 seconds is no news."""

    def log_message(self, format: str, *args: Any) -> None:
        pass


class MetricsServer:
    """`/metrics` and `/healthz`, served by a thread until it is closed."""

    def __init__(self, server: WSGIServer) -> None:
        self._server = server
        self.port: int = server.server_address[1]
        threading.Thread(target=server.serve_forever, name="metrics", daemon=True).start()

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()

    def __enter__(self) -> MetricsServer:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self.close()


def serve(open_store: Callable[[], Store], host: str, port: int) -> MetricsServer:
    """Serve `/metrics` and `/healthz` (200, or 503 with the reason) at that address; OSError where it is taken."""
    metrics = make_wsgi_app(registry_of(open_store))

    def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if path == "/metrics":
            body: Iterable[bytes] = metrics(environ, start_response)
            return body
        words, status = "not here; /metrics and /healthz are\n", "404 Not Found"
        if path == "/healthz":
            words, status = _health(open_store)
        start_response(status, [("Content-Type", "text/plain; charset=utf-8")])
        return [words.encode()]

    return MetricsServer(make_server(host, port, answer, server_class=ThreadingWSGIServer, handler_class=_Quiet))


def _health(open_store: Callable[[], Store]) -> tuple[str, str]:
    try:
        open_store().close()
    except (StorageError, OSError):  # the reason is in the log: an open port is not told where the database is
        return "the database cannot be read\n", "503 Service Unavailable"
    return "ok\n", "200 OK"
