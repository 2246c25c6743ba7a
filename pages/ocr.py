"""Text in pictures (nhận dạng chữ), by Debian's tesseract with its Vietnamese data, where both are installed.

Optional: `apt-get install tesseract-ocr tesseract-ocr-vie`. Without them a scan stays a scan (`needs_ocr`).
"""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache

from pages.text import tidy

LANGUAGE = "vie"
SECONDS = 40.0  # for one picture
# Below this confidence (0 to 100, tesseract's own) a word with a digit may be another number: it is not given.
_SURE = 70.0
_UNSURE = "?"


@dataclass(frozen=True, slots=True)
class Recognised:
    """The lines of a picture from top to bottom, and the mean confidence of their words (0 to 1)."""

    lines: tuple[str, ...]
    confidence: float


@cache
def tesseract() -> str | None:
    """The program, where it is installed with Vietnamese; None else."""
    program = shutil.which("tesseract")
    if program is None:
        return None
    try:
        told = subprocess.run([program, "--list-langs"], capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return program if LANGUAGE in told.stdout.split() else None


def recognise(picture: bytes) -> Recognised | None:
    """The text of a PNG, JPEG, GIF, BMP, TIFF or PNM; None where it cannot be read in time, or holds none."""
    program = tesseract()
    if program is None:
        return None
    call = [program, "stdin", "stdout", "-l", LANGUAGE, "tsv"]
    try:
        done = subprocess.run(
            call,
            input=picture,
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return _read_tsv(done.stdout.decode("utf-8", "replace")) if done.returncode == 0 else None


def _read_tsv(text: str) -> Recognised | None:
    lines: dict[tuple[str, str, str, str], list[str]] = {}
    sure: list[float] = []
    for row in csv.DictReader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE):
        try:
            confidence = float(row["conf"])
        except (KeyError, TypeError, ValueError):
            continue
        word = tidy(row.get("text") or "")
        if confidence < 0 or not word:
            continue
        sure.append(confidence)
        if confidence < _SURE and any(c.isdigit() for c in word):
            word = _UNSURE
        place = (row["page_num"], row["block_num"], row["par_num"], row["line_num"])
        lines.setdefault(place, []).append(word)
    if not sure:
        return None
    return Recognised(tuple(" ".join(words) for words in lines.values()), round(sum(sure) / len(sure) / 100, 2))
