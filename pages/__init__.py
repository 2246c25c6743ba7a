"""Understand one page or document: pure functions from bytes to readings, no I/O."""
