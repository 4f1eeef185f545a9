"""A process that is killed while it lands: real ones, with a signal that nobody can catch."""

from __future__ import annotations

from pathlib import Path

from benchmarks.killing import in_a_process, kill_landings, same, state
from tests.features.intake.files import as_csv, bill, deliver, rosters

COMMITS_OF_A_LANDING = 40
"""More than a landing of these files has: the walk ends when one comes to its end."""


def county(root: Path) -> list[Path]:
    """Three small folders of deliveries: rosters; bills, one of them of a damaged number; a correction."""
    deliver(root, "2024-01-05", rosters(8))
    deliver(root, "2024-02-05", {"医保.csv": as_csv([bill(number) for number in range(6)])})
    deliver(root, "2024-03-05", {"医保.csv": as_csv([bill(number, 个人自付="1") for number in range(3)])})
    return sorted(root.iterdir())


def test_killed_between_any_two_commits_a_landing_is_not_there_and_the_next_one_is_whole(tmp_path: Path) -> None:
    rosters_of_january, *_ = county(tmp_path / "delivered")
    never, killed = tmp_path / "never", tmp_path / "killed"
    assert in_a_process(never, rosters_of_january)
    for commit in range(COMMITS_OF_A_LANDING):
        if in_a_process(killed, rosters_of_january, die_at=commit):
            break
        assert all(rows.is_empty() for rows in state(killed).values()), f"killed before commit {commit}"
    assert commit >= 5, "households, members, income, people, deliveries: each a commit"
    assert same(state(killed), state(never))


def test_killed_at_random_moments_no_row_is_lost_and_none_is_there_twice(tmp_path: Path) -> None:
    """Fifty of them run as `python -m benchmarks.kills`."""
    kills = list(kill_landings(county(tmp_path / "delivered"), tmp_path, kills_each=2, seed=7))
    assert len(kills) == 6
