"""All measurements, one after the other."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

for path in sorted(Path(__file__).parent.glob("[a-z]*.py")):
    what = path.read_text("utf-8").splitlines()[0].strip('"')
    print(f"\n== benchmarks.{path.stem}: {what}", flush=True)
    subprocess.run([sys.executable, "-m", f"benchmarks.{path.stem}"], check=False)
