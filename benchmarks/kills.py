"""Fifty kills at random moments of a simulated county's landings: `python -m benchmarks.kills`."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from benchmarks.killing import kill_landings
from training.simulator import simulate


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--kills", type=int, default=50)
    asked.add_argument("--households", type=int, default=300)
    asked.add_argument("--seed", type=int, default=1)
    wanted = asked.parse_args()
    months = 10
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary)
        simulate(wanted.households, months, wanted.seed, root / "county")
        folders = sorted((root / "county" / "deliveries").iterdir())
        each = -(-wanted.kills // len(folders))
        done = []
        for kill in kill_landings(folders, root, kills_each=each, seed=wanted.seed):
            done.append(kill)
            print(f"{len(done):3} {kill.folder} killed after {kill.after:5.2f} s: {'all' if kill.whole else 'nothing'}")
        whole = sum(kill.whole for kill in done)
        print(
            f"{len(done)} kills: {len(done) - whole} left nothing of the landing, {whole} all of it, none a part of it;"
        )
        print("no row lost, none twice, and every next intake ended without a repair by hand.")


if __name__ == "__main__":
    main()
