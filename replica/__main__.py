"""`python -m replica serve` and `python -m replica truth`."""

from __future__ import annotations

import argparse
import json
import signal
import threading
from pathlib import Path

from .facts import HERE
from .serve import Replica
from .truth import truth


def main() -> None:
    """Serve until told to stop, or write truth.json."""
    parser = argparse.ArgumentParser(
        prog="python -m replica", description="63 made-up portals and two app stores on loopback"
    )
    commands = parser.add_subparsers(dest="command", required=True)
    serve = commands.add_parser("serve", help="serve until SIGTERM or SIGINT; prints one JSON line when ready")
    serve.add_argument("--port", type=int, default=0, metavar="BASE", help="first of 65 ports; default: any free ones")
    serve.add_argument("--only", nargs="+", metavar="SLUG", help="only these portals")
    serve.add_argument("--log", type=Path, metavar="FILE", help="one JSON line for each request")
    commands.add_parser("truth", help="write replica/truth.json")
    options = parser.parse_args()
    if options.command == "truth":
        text = json.dumps(truth(), ensure_ascii=False, indent=1, sort_keys=True)
        (HERE / "truth.json").write_text(text + "\n", encoding="utf-8")
        return
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    with Replica(options.only, options.port, options.log) as replica:
        print(json.dumps(replica.describe()), flush=True)
        stop.wait()


if __name__ == "__main__":
    main()
