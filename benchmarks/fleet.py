"""The crawl beside tuned Scrapy on a loopback fleet of 63 portals: pages a second, CPU, memory, politeness.

python -m benchmarks.fleet --harness DIR --fleet DIR [--python PYTHON] [--rounds N] [--delay S]

DIR are the fleet's harness (bench.py, fleet.py, peers/) and a fleet that it made; PYTHON has Scrapy. The harness
counts from the fleet's access log and the kernel: nothing here measures itself. Without them it says so and ends.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Run the harness with our crawl as the candidate."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--harness", type=Path)
    options.add_argument("--fleet", type=Path)
    options.add_argument("--python", default=sys.executable)
    options.add_argument("--rounds", default="3")
    options.add_argument("--delay", default="0")
    asked = options.parse_args()
    if asked.harness is None or asked.fleet is None or not (asked.harness / "bench.py").is_file():
        print("not run: give --harness DIR (bench.py, fleet.py, peers/) and --fleet DIR (made by fleet.py gen)")
        return
    crawl = f"cd {ROOT} && exec {sys.executable} -m benchmarks.crawl_fleet"
    mine = f'portal-audit=bash -c "{crawl} --targets {{targets}} --out {{out}} --delay {{delay}}"'
    call = [asked.python, asked.harness / "bench.py", "--fleet", asked.fleet, "--rounds", asked.rounds]
    call += ["--delay", asked.delay, "--per-host", "1", "--python", asked.python, "--cand", mine, "--ref", "scrapy"]
    call += ["--peers", "scrapy", "--count", "select count(*) from captures where kind = 'response'"]
    subprocess.run([str(part) for part in call], check=False)


if __name__ == "__main__":
    main()
