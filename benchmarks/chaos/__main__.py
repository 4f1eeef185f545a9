"""Half an hour of work with everything killed in turn: `python -m benchmarks.chaos DEMO [--minutes 30] [--seed 1]`.

DEMO is a folder that `make demo SERVE=0 OUT=DEMO` filled; it is copied, nothing is written to it. The service runs with two
workers on a PostgreSQL of its own, with MLflow's tracking server beside it. It ends with 1 where anything was lost, doubled,
seen in part or broken.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import shutil
import sys
import tempfile
from pathlib import Path

from benchmarks.chaos.rehearsal import Rehearsal
from benchmarks.chaos.servers import Process, free_port
from benchmarks.looping import loop
from benchmarks.postgres import Postgres
from features.intake.counties import Counties
from features.records.store import RecordStore

DAYS = 40
"""Earlier days that are scored meanwhile, one after the other."""


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("demo", type=Path)
    asked.add_argument("--minutes", type=float, default=30.0)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--workers", type=int, default=2)
    asked.add_argument("--sqlite", action="store_true", help="SQLite in place of PostgreSQL")
    asked.add_argument("--between", type=float, nargs=2, default=(10.0, 30.0), help="seconds between two kills")
    options = asked.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="fanpin-chaos-"))
    folder.chmod(0o711)
    try:
        sys.exit(0 if rehearse(folder, options) else 1)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def rehearse(folder: Path, options: argparse.Namespace) -> bool:
    """Whether all was as it was accepted."""
    for name in ("records", "model", "mlartifacts"):
        shutil.copytree(options.demo / name, folder / name)
    shutil.copy(options.demo / "mlflow.db", folder)
    port = free_port()
    tracking = Process(
        [
            sys.executable, "-m", "mlflow", "server", "--port", str(port), "--workers", "1",
            "--backend-store-uri", f"sqlite:///{folder / 'mlflow.db'}", "--artifacts-destination", str(folder / "mlartifacts"),
        ],
        dict(os.environ),
        f"http://127.0.0.1:{port}/health",
        folder / "tracking.log",
    )  # fmt: skip
    store = RecordStore.open(folder / "records")
    last = (store.known_days() or (None, dt.date.min))[1]
    rehearsal = Rehearsal(
        folder,
        folder / "records",
        folder / "model",
        county=Counties.of(store).the_one or "",
        days=[last - dt.timedelta(days=back) for back in range(DAYS)],
        workers=options.workers,
        seed=options.seed,
        postgres=None if options.sqlite else Postgres(folder / "postgres", ["max_connections=120"]),
        tracking=tracking,
        environment={"MLFLOW_TRACKING_URI": f"http://127.0.0.1:{port}", "MLFLOW_HTTP_REQUEST_MAX_RETRIES": "0"},
    )
    print(f"ten million additions in plain Python: {loop():.2f} s", flush=True)
    ledger, faults = rehearsal.run(options.minutes * 60, tuple(options.between))
    print("killed:", ", ".join(f"{name} {times}" for name, times in rehearsal.kills.items()))
    print(f"answered: {ledger.answered:,}; cut: {sum(n for (_, status), n in ledger.statuses.items() if not status):,}")
    for (route, status), times in sorted(ledger.statuses.items()):
        print(f"  {route:12} {status or 'cut':>4} {times:>8,}")
    print(
        f"accepted: {len(ledger.reports):,} reports, {len(ledger.moves):,} moves, {len(ledger.lists):,} lists, "
        f"{len(ledger.runs):,} runs; {len(ledger.answers):,} answers compared"
    )
    print("\n".join(faults) if faults else "nothing lost, nothing doubled, nothing partial seen, the audit whole")
    if faults:
        print((folder / "log").read_text(errors="replace")[-4000:])
    return not faults


if __name__ == "__main__":
    main()
