"""The loopback replica: made-up portals and two stores, with their ground truth."""

from __future__ import annotations

from .serve import Replica

__all__ = ["Replica"]
