"""Each slip in the gate and in the windows, and the test that catches it: `python -m benchmarks.mutants`.

Exit code 1 when one is caught by none. Takes minutes.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks.mutating import mutants_of, tree_in

FILES = ("features/records/gate.py", "features/language/windows.py")

TESTS = (
    "tests/features/records/test_gate.py",
    "tests/features/records/test_gate_on_one_day.py",
    "tests/features/language/test_windows.py",
    "tests/features/domains/test_spells.py",
    "tests/features/language/test_trajectories.py",
    "tests/features/language/test_window_edges.py",
    "tests/features/frame/test_nothing_ahead_counts.py",
    "tests/features/frame/test_second_opinion.py",
    "tests/features/domains/test_what_an_office_expects.py",
    "tests/features/language/test_the_dead.py",
    "tests/features/frame/test_households_over_time.py",
    "tests/features/frame/test_laws.py",
    "tests/features/proofs/leaks",
    "tests/features/records/test_withdrawal.py",
    "tests/features/records/test_withdrawal_laws.py",
)
"""Quick ones first: with a mutant the first failure ends the run."""


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("files", nargs="*", default=FILES, help="Files to break, from the root.")
    asked.add_argument("--function", help="Only in this function.")
    wanted = asked.parse_args()
    with tempfile.TemporaryDirectory() as temporary, tree_in(Path(temporary)) as tree:
        if failing := tree.first_failure(TESTS):
            sys.exit(f"The tests fail before anything is broken: {failing}")
        mutants = [mutant for file in wanted.files for mutant in mutants_of(file)]
        chosen = [mutant for mutant in mutants if wanted.function in (None, mutant.function)]
        survived = 0
        for mutant in chosen:
            test = tree.caught_by(mutant, TESTS)
            survived += test is None
            print(f"{mutant}\n    {'CAUGHT BY NONE' if test is None else test}", flush=True)
    print(f"{len(chosen)} mutants, {len(chosen) - survived} caught.")
    sys.exit(1 if survived else 0)


if __name__ == "__main__":
    main()
