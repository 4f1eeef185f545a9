"""A store asked by its contracts: hard for training, told on the terminal, and what of it is flagged on a day."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

import fanpin
from features.records.contracts.soundness import UnsoundRecordsError, flags_in_store, require_sound
from features.records.store import RecordStore
from features.records.store.side_tables import DELIVERIES
from tests.drawn_tables import POLICY, drawn
from training.experiment import run
from training.settings import Experiment

PLACE = "990101001001"


def stored(folder: Path, **tables: pl.DataFrame) -> RecordStore:
    """A store that holds these rows, however they came there."""
    store = RecordStore.create(folder / "records", buckets=2)
    delivered = sorted({name for rows in tables.values() for name in rows["delivery_id"]})
    deliveries = pl.DataFrame(
        [{"delivery_id": name, "file": f"{name}.csv", "known_date": dt.date(2024, 2, 5)} for name in delivered],
        schema=DELIVERIES,
    )
    with store.writing():
        store.land(tables, deliveries)
    return store


ILLNESS = """
    household_id | event_date | delivery_id | person_id | setting   | total_yuan | self_paid_yuan
    H1           | 2024-01-01 | d1          | P1        | inpatient | 1000       | 100
    H2           | 2024-01-01 | d2          | P2        | inpatient | -5         | 100
    H3           | 2024-01-01 | d3          | P3        | hospital  | -5         | 100
"""


def test_every_broken_rule_is_told_at_once_with_its_rows_and_deliveries(tmp_path: Path) -> None:
    store = stored(tmp_path, illness=drawn("illness", ILLNESS))
    with pytest.raises(UnsoundRecordsError) as refused:
        require_sound(store)
    told = {one.rule.id: (one.rows, one.deliveries) for one in refused.value.broken}
    assert told == {"illness.setting|check__known_word": (1, ("d3",)), "illness.total_yuan|min": (2, ("d2", "d3"))}
    said = str(refused.value)
    assert "2 行 rows, d2.csv [d2], d3.csv [d3]: 总费用小于0元" in said
    assert "(illness.total_yuan|min)" in said
    assert "-5" not in said


def test_a_sound_store_is_let_through(tmp_path: Path) -> None:
    require_sound(stored(tmp_path, illness=drawn("illness", ILLNESS).head(1)))


def test_nothing_is_learned_from_rows_that_break_a_rule(tmp_path: Path) -> None:
    store = stored(tmp_path, illness=drawn("illness", ILLNESS))
    with pytest.raises(UnsoundRecordsError):
        run(store, Experiment.load(), POLICY, register=False)


def test_versions_pinned_before_the_bad_rows_came_are_sound(tmp_path: Path) -> None:
    rows = drawn("illness", ILLNESS)
    store = stored(tmp_path, illness=rows.head(1))
    pinned = store.versions()
    with store.writing():
        store.land({"illness": rows.tail(1)}, pl.DataFrame([{"delivery_id": "d3"}], schema=DELIVERIES))
    require_sound(store, pinned)
    with pytest.raises(UnsoundRecordsError):
        require_sound(store)


HOUSEHOLDS = f"""
    household_id | record_id | event_date | known_date | delivery_id | region_code  | household_type | household_size
    H1           | R1        | 2023-01-01 | 2023-02-01 | d1          | {PLACE}      | general        | 25
    H1           | R1        | 2023-01-01 | 2023-06-01 | d2          | {PLACE}      | general        | 5
    H2           | R1        | 2023-01-01 | 2023-02-01 | d1          | 990201001001 | general        | 25
"""


@pytest.mark.parametrize(
    ("as_of", "region", "households"),
    [
        ("2023-01-31", "", []),
        ("2023-02-01", "", ["H1", "H2"]),
        ("2023-05-31", "9901", ["H1"]),
        ("2023-06-01", "", ["H2"]),
        ("2023-06-01", "9901", []),
        ("2023-06-01", "9902", ["H2"]),
    ],
)
def test_flags_are_about_what_was_known_on_the_day_in_the_place(
    tmp_path: Path, as_of: str, region: str, households: list[str]
) -> None:
    store = stored(tmp_path, households=drawn("households", HOUSEHOLDS))
    found = flags_in_store(store, dt.date.fromisoformat(as_of), POLICY, region)
    assert found["household_id"].to_list() == households
    assert set(found["rule"]) <= {"household_size_within_limit"}


def test_the_command_counts_flags_and_fails_at_a_broken_rule(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FANPIN_DATA", str(tmp_path / "records"))
    store = stored(tmp_path, households=drawn("households", HOUSEHOLDS))
    fanpin._mount()
    told = CliRunner().invoke(fanpin.app, ["records", "check"])
    assert told.exit_code == 0, told.output
    assert "households.hou" in told.output
    with store.writing():
        rows = drawn("illness", ILLNESS).tail(1)
        store.land({"illness": rows}, pl.DataFrame([{"delivery_id": "d3"}], schema=DELIVERIES))
    assert CliRunner().invoke(fanpin.app, ["records", "check"]).exit_code == 1
