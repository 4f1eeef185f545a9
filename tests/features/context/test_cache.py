"""The table beside the record tables: counted when missing, counted anew when records or definitions changed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest
from rich.console import Console
from typer.testing import CliRunner

from features.cli import app
from features.context import cache
from features.context.cache import context_wanted_by, kept_context, tables_read
from features.errors import FanpinError
from features.frame import index_of
from features.frame.context.counting import context_of
from features.frame.fingerprint import fingerprint
from features.language.marks import ILLNESS
from features.records.context import ContextError, Level
from features.records.gate import Records
from features.records.store import RecordStore
from features.records.store.withdrawing import withdraw
from models.assess import assess
from models.risk_model import RiskModel
from models.scorers import Trees
from tests.drawn_tables import POLICY, drawn
from tests.features.context.village import VALLEY, counted, day, tables
from tests.models.small_model import model as small_model

IN_HOSPITAL = """
    household_id | event_date | known_date | person_id | setting   | self_paid_yuan | delivery_id
    A            | 2024-01-10 | 2024-02-05 | P1        | inpatient | 3000           | first
    B            | 2024-01-31 | 2024-02-05 | P3        | inpatient | 700            | first
"""
TOLD_LATE = """
    household_id | event_date | known_date | person_id | setting   | self_paid_yuan | delivery_id | record_id
    C            | 2024-01-20 | 2024-02-07 | P1        | inpatient | 3000           | late        | late-1
"""
FEBRUARY, MARCH = day("2024-02-29"), day("2024-03-31")
NAMES = ("admissions_12m", "net_income_year", "persons", "village_illness_rate")


def land(store: RecordStore, told: dict[str, pl.DataFrame], delivery: str, known: str) -> None:
    deliveries = pl.DataFrame(
        {
            "delivery_id": [delivery],
            "file": [f"{delivery}.csv"],
            "source": ["drawn"],
            "department": [""],
            "known_date": [day(known)],
            "rows_read": [0],
            "rows_landed": [0],
            "rows_set_aside": [0],
            "landed_at": [dt.datetime(2024, 9, 5, tzinfo=dt.UTC)],
        }
    )
    with store.writing():
        store.land(told, deliveries)


@pytest.fixture
def store(tmp_path: Path) -> RecordStore:
    made = RecordStore.create(tmp_path / "records", buckets=3)
    land(made, tables(illness=IN_HOSPITAL), "first", "2024-02-05")
    return made


def file(store: RecordStore, of: dt.date = FEBRUARY) -> Path:
    return store.path / "context" / f"{of}.parquet"


def valley(context: object, on: dt.date = FEBRUARY) -> tuple[int, int] | None:
    return counted(context, str(on), Level.VILLAGE, VALLEY, ILLNESS)  # type: ignore[arg-type]


def test_it_is_counted_once_and_kept(store: RecordStore, monkeypatch: pytest.MonkeyPatch) -> None:
    first = kept_context(store, [FEBRUARY, MARCH])
    assert first.table.equals(context_of([Records(store.records())], [FEBRUARY, MARCH]).table)
    assert valley(first) == (2, 3)
    monkeypatch.setattr(cache, "context_of", None)  # counting again would fail
    again = kept_context(store, [FEBRUARY, MARCH])
    assert again.table.equals(first.table)
    assert again.days == {FEBRUARY, MARCH}
    assert kept_context(store, [MARCH]).table.equals(first.table.filter(pl.col("day") == MARCH))
    assert sorted(path.name for path in (store.path / "context").iterdir()) == [
        "2024-02-29.parquet",
        "2024-03-31.parquet",
        "lock",
    ]


def test_a_day_before_everybody_is_kept_too(store: RecordStore) -> None:
    before = kept_context(store, [day("2019-12-31")])
    assert before.table.is_empty()
    assert file(store, day("2019-12-31")).exists()
    assert kept_context(store, [day("2019-12-31")]).days == {day("2019-12-31")}


def test_what_lands_late_makes_it_anew(store: RecordStore) -> None:
    assert valley(kept_context(store, [FEBRUARY])) == (2, 3)
    pinned = store.versions()
    land(store, {"illness": drawn("illness", TOLD_LATE)}, "late", "2024-02-07")
    assert valley(kept_context(store, [FEBRUARY])) == (3, 3)
    # What was pinned before stays what it was.
    assert valley(kept_context(store, [FEBRUARY], versions=pinned)) == (2, 3)
    assert valley(kept_context(store, [FEBRUARY])) == (3, 3)


def test_a_delivery_taken_back_makes_it_anew(store: RecordStore) -> None:
    land(store, {"illness": drawn("illness", TOLD_LATE)}, "late", "2024-02-07")
    assert valley(kept_context(store, [FEBRUARY, MARCH])) == (3, 3)
    withdraw(store, "late", day("2024-03-10"), "doubled", entered_at=dt.datetime(2024, 3, 10, tzinfo=dt.UTC))
    after = kept_context(store, [FEBRUARY, MARCH])
    assert valley(after) == (3, 3)  # as it was seen then
    assert valley(after, MARCH) == (2, 3)


def test_another_definition_makes_it_anew(store: RecordStore, monkeypatch: pytest.MonkeyPatch) -> None:
    kept_context(store, [FEBRUARY])
    made = pl.read_parquet_metadata(file(store))["made_from"]
    monkeypatch.setattr(cache, "_definitions", lambda: "otherwise")
    kept_context(store, [FEBRUARY])
    assert pl.read_parquet_metadata(file(store))["made_from"] != made


@pytest.mark.parametrize("damage", [b"", b"PAR1 no more than this"])
def test_a_damaged_file_is_counted_anew(store: RecordStore, damage: bytes) -> None:
    first = kept_context(store, [FEBRUARY])
    file(store).write_bytes(damage)
    assert kept_context(store, [FEBRUARY]).table.equals(first.table)
    assert pl.read_parquet(file(store)).equals(first.table)


def test_a_file_in_the_folder_s_place_is_told(store: RecordStore) -> None:
    (store.path / "context").write_text("")
    with pytest.raises(ContextError, match="can't be kept in"):
        kept_context(store, [FEBRUARY])


def test_counting_reads_every_table_that_it_needs() -> None:
    assert tables_read() == ["employment", "households", "illness", "members", "monitoring", "relocation", "shocks"]


def test_only_features_of_villages_want_it(store: RecordStore) -> None:
    assert context_wanted_by(["admissions_12m", "persons"], store, [FEBRUARY]) is None
    assert not (store.path / "context").exists()
    wanted = context_wanted_by(NAMES, store, [day("2024-03-05"), FEBRUARY])
    assert wanted is not None
    assert wanted.days == {FEBRUARY}


def village_model() -> RiskModel:
    made = small_model()
    bag = made.scorer
    assert isinstance(bag, Trees)
    return RiskModel(
        name=made.name,
        scorer=Trees(NAMES, tuple(text.replace("self_paid_12m", "village_illness_rate") for text in bag.texts)),
        fingerprint=fingerprint(NAMES),
        horizon_months=made.horizon_months,
        calibrator=made.calibrator,
        facts=made.facts,
    )


def test_a_model_of_villages_refuses_records_without_them(store: RecordStore) -> None:
    index = index_of(["A", "C"], MARCH)
    with pytest.raises(ContextError, match="missing"):
        assess(village_model(), Records(store.records()), index, POLICY)
    with_it = assess(village_model(), Records(store.records(), kept_context(store, [MARCH])), index, POLICY)
    assert with_it.households.height == 2
    # A model that reads none needs none.
    assert assess(small_model(), Records(store.records()), index, POLICY).households.height == 2


def test_the_fingerprint_of_a_village_s_rate_covers_what_is_counted() -> None:
    assert fingerprint(["village_illness_rate"]) != fingerprint(["village_shock_rate"])
    assert fingerprint(["village_illness_rate"]) == fingerprint(["village_illness_rate"])


# As a person asks for it.


def told(store: RecordStore, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> str:
    monkeypatch.setenv("FANPIN_DATA", str(store.path))
    # Wide enough for every cell to stand on one line, whichever test made the console first.
    monkeypatch.setattr("features.cli.context.console", Console(width=200))
    answer = CliRunner().invoke(app, ["context", *arguments])
    if answer.exception is not None and not isinstance(answer.exception, SystemExit):
        raise answer.exception
    return answer.output


def test_the_villages_with_the_highest_rates_are_listed(store: RecordStore, monkeypatch: pytest.MonkeyPatch) -> None:
    said = told(store, monkeypatch, "--as-of", "2024-03-30")
    assert "统计至 2024-02-29（月末）" in said
    assert "近12个月有人住院" in said
    assert "2/3 67%" in said
    assert VALLEY in said
    assert "（全县 2/4 50%）" in said
    assert file(store).exists()
    assert told(store, monkeypatch, "--as-of", "2024-03-30") == said


def test_settlements_are_listed_with_the_year_before(store: RecordStore, monkeypatch: pytest.MonkeyPatch) -> None:
    said = told(store, monkeypatch, "--as-of", "2024-02-29", "--settlements")
    assert "S1" in said
    assert "1/2 50%（—）" in said  # not known a year before
    assert "2023-02-28" in said
    land(store, {}, "a-year-later", "2025-02-05")
    later = told(store, monkeypatch, "--as-of", "2025-02-28", "--settlements")
    assert "0/2 0%（1/2 50%）" in later
    assert "2024-02-29" in later
    assert "没有已知的安置点" in told(store, monkeypatch, "--as-of", "2023-06-30", "--settlements")


def test_a_day_before_everybody_is_an_error(store: RecordStore, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(FanpinError, match="nothing was known before"):
        told(store, monkeypatch, "--as-of", "2020-01-15")


def test_an_empty_store_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(FanpinError, match="fanpin intake"):
        told(RecordStore.create(tmp_path / "empty"), monkeypatch)
