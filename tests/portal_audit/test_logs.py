"""Logs: JSON in service, readable on a terminal, with the visit's context; what a portal wrote does no harm in them."""

from __future__ import annotations

import io
import json
import logging
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.contextvars import bound_contextvars

from portal_audit.cli.logs import LONGEST, harmless, set_up

HOSTILE = "\x1b[31mred\x1b[0m\r\nFAKE line\x9b2J\u202eright to left\x00" + "x" * 10_000


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _logging_as_before():
    root, ours = logging.getLogger(), logging.getLogger("portal_audit")
    handlers, level = root.handlers[:], ours.level
    yield
    root.handlers[:] = handlers
    ours.setLevel(level)


@given(st.text())
def test_harmless_text_is_one_line_without_control_characters(text):
    shown = harmless(text)
    assert not [c for c in shown if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")]
    assert "\u202e" not in shown
    assert len(shown) <= 6 * LONGEST
    assert harmless(shown[:LONGEST]) == shown[:LONGEST]


def test_service_gets_one_json_object_a_line_with_the_context_of_the_visit():
    stream = io.StringIO()
    set_up(stream)
    with bound_contextvars(run="2026-03-01-a1b2", province="hue", host="hue.gov.vn"):
        logging.getLogger("crawler.visit").warning("%s said %s", "the portal", HOSTILE)
        try:
            raise ValueError(HOSTILE)
        except ValueError:
            logging.getLogger("portal_audit").exception("broke")
    first, second = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert (first["run"], first["province"], first["host"]) == ("2026-03-01-a1b2", "hue", "hue.gov.vn")
    assert first["event"].startswith(r"the portal said \x1b[31mred\x1b[0m\x0d\x0aFAKE line\x9b2J\u202eright")
    assert len(first["event"]) < LONGEST + 100
    assert second["exception"].startswith("Traceback")
    assert "\x1b" not in second["exception"]
    assert first["level"] == "warning"
    assert first["timestamp"].endswith("Z")


def test_terminal_gets_lines_to_read_that_no_portal_can_colour():
    stream = Terminal()
    set_up(stream)
    logging.getLogger("portal_audit").info("reads %s", HOSTILE)
    (line,) = stream.getvalue().splitlines()
    assert r"reads \x1b[31mred" in line
    assert "\x1b[31mred" not in line
    assert not line.startswith("{")


def test_visit_binds_its_run_province_and_host(tmp_path):
    from replica import Replica
    from schedules import crawling
    from tests.schedules.conftest import Stage

    stream = io.StringIO()
    set_up(stream)
    with Replica(only=("gia-lai",)) as replica:
        stage = Stage(replica, tmp_path)

        def notify(event: crawling.Event) -> None:
            if event.what == "start":
                logging.getLogger("a.library").warning("hello")

        run_id = stage.start()
        stage.run(run_id, notify=notify, max_pages=1)
        stage.store.close()
        host = stage.registry.provinces[0].portal.partition("//")[2].rstrip("/")
    said = [json.loads(line) for line in stream.getvalue().splitlines() if "hello" in line]
    assert [(line["run"], line["province"], line["host"]) for line in said] == [(run_id, "gia-lai", host)]
