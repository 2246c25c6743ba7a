"""How long an auditor waits: `portal-audit run --province` of one province of the replica, start-up included.

python -m benchmarks.province [SLUG ...]
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from replica import Replica

SLUGS = ("gia-lai", "nghe-an", "lao-cai")  # an ordinary one, one of 200 pages, one built by scripts


def main(slugs: tuple[str, ...] = SLUGS) -> None:
    """Print the seconds of each."""
    root = Path(__file__).resolve().parents[1]
    with Replica(only=slugs) as replica, tempfile.TemporaryDirectory() as folder:
        settings = {
            "DATA_DIR": folder,
            "ALLOW_PRIVATE_HOSTS": "1",
            "HOST_DELAY_SECONDS": "0",
            "CONTACT": "bench@example.org",
            "EXTRA_CA_FILE": str(replica.ca_file),
            "PLAY_STORE_URL": replica.play_store_url,
            "APP_STORE_URL": replica.app_store_url,
        }
        environment = {**os.environ, **{f"PORTAL_AUDIT_{k}": v for k, v in settings.items()}}
        for slug in slugs:
            call = [sys.executable, "-c", "from portal_audit.cli import main; main()", "run", "--province", slug]
            call += ["--registry", str(replica.registry_path), "--as-of", "2022-03-31"]
            began = time.monotonic()
            done = subprocess.run(call, env=environment, cwd=root, capture_output=True, text=True, check=True)
            pages = next(line for line in done.stdout.splitlines() if "pages in" in line)
            print(f"{slug}: {time.monotonic() - began:.1f} s; {pages}")


if __name__ == "__main__":
    main(tuple(sys.argv[1:]) or SLUGS)
