"""A department is late from the first day after its rhythm and its grace, not before."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest
from rich.console import Console
from typer.testing import CliRunner

from features.cli import app
from features.deliveries.freshness import FRESHNESS, GRACE, Freshness, freshness, rhythm_of
from features.intake.recognising.catalogue import catalogue
from features.policy.loading import Policy
from features.records.store import RecordStore
from features.records.store.side_tables import ONE_BY_ONE
from tests.drawn_tables import POLICY
from tests.features.intake.files import deliver, rosters, take_in


def deliveries(drawing: str) -> pl.DataFrame:
    lines = [[cell.strip() for cell in line.split("|")] for line in drawing.strip().splitlines()]
    return pl.DataFrame(lines, schema=["source", "known_date"], orient="row").with_columns(
        pl.col("known_date").str.to_date("%Y-%m-%d")
    )


# Monthly bills; the household and the member sheet of one workbook, yearly.
SENT = deliveries("""
    medical_settlement                 | 2024-01-05
    medical_settlement                 | 2024-02-05
    national_household+national_member | 2023-11-05
""")


def of(source: str, as_of: str, sent: pl.DataFrame = SENT) -> dict[str, object]:
    return freshness(sent, dt.date.fromisoformat(as_of), POLICY).row(
        by_predicate=pl.col("source") == source, named=True
    )


# 31 days of rhythm and 14 of grace after 5 February: 21 March.
@pytest.mark.parametrize(
    ("as_of", "last", "expected_by", "days_late", "state"),
    [
        ("2024-01-04", None, None, 0, Freshness.NEVER),
        ("2024-01-05", "2024-01-05", "2024-02-19", 0, Freshness.ON_TIME),
        ("2024-02-05", "2024-02-05", "2024-03-21", 0, Freshness.ON_TIME),
        ("2024-03-21", "2024-02-05", "2024-03-21", 0, Freshness.ON_TIME),
        ("2024-03-22", "2024-02-05", "2024-03-21", 1, Freshness.STALE),
        ("2024-04-21", "2024-02-05", "2024-03-21", 31, Freshness.STALE),
    ],
)
def test_a_monthly_source_is_late_from_the_day_after_its_grace(
    as_of: str, last: str | None, expected_by: str | None, days_late: int, state: Freshness
) -> None:
    row = of("medical_settlement", as_of)
    assert (row["last_known_date"], row["expected_by"]) == (
        last and dt.date.fromisoformat(last),
        expected_by and dt.date.fromisoformat(expected_by),
    )
    assert (row["days_late"], row["freshness"], row["stale"]) == (days_late, state.value, state is Freshness.STALE)


@pytest.mark.parametrize("source", sorted(ONE_BY_ONE))
def test_what_is_told_one_by_one_makes_no_department_look_in_time(source: str) -> None:
    entered = deliveries(f"{source} | 2024-03-20")
    assert freshness(pl.concat([SENT, entered]), dt.date(2024, 3, 22), POLICY).equals(
        freshness(SENT, dt.date(2024, 3, 22), POLICY)
    )


def test_a_workbook_of_two_sources_counts_for_both_of_them() -> None:
    for source in ("national_household", "national_member"):
        row = of(source, "2024-11-19")
        assert (row["deliveries"], row["days_late"], row["freshness"]) == (1, 0, "on_time")
        assert of(source, "2024-11-20")["freshness"] == "stale"


def test_every_source_of_the_alias_table_is_told_of_and_has_a_rhythm() -> None:
    told = freshness(SENT, dt.date(2024, 3, 1), POLICY)
    assert told["source"].to_list() == list(catalogue().expected)
    assert told.schema == pl.Schema(FRESHNESS)
    assert "no_rhythm" not in told["freshness"].to_list()
    assert of("civil_relief", "2024-03-01")["freshness"] == "never"


def test_a_county_s_own_rhythm_counts_in_the_county(tmp_path: Path) -> None:
    step = "{from: 2020-01-01, value: %s, scope: %r, source: a notice of the county, status: sourced}"
    (tmp_path / "own.yaml").write_text(
        f"{GRACE}: {{unit: days, meaning: {{zh: 期, en: grace}}, steps: [{step % (0, '')}]}}\n"
        f"{rhythm_of('medical_settlement')}: {{unit: days, meaning: {{zh: 期, en: rhythm}}, "
        f"steps: [{step % (31, '')}, {step % (10, '990101')}]}}\n",
        encoding="utf-8",
    )
    own = Policy.load(tmp_path)
    for region, late in (("990101", 5), ("990102", 0)):
        told = freshness(SENT, dt.date(2024, 2, 20), own, region_code=region)
        assert told.filter(pl.col("source") == "medical_settlement")["days_late"].to_list() == [late]
    # Nobody said how often the others come: that is told, and is no reproach.
    other = freshness(SENT, dt.date(2024, 2, 20), own).filter(pl.col("source") == "national_member")
    assert other.select("freshness", "stale", "expected_by").row(0) == ("no_rhythm", False, None)


@pytest.mark.parametrize(
    ("as_of", "last"), [("2024-02-19", "2024-02-05"), ("2024-02-20", "2024-01-05"), ("2024-03-01", "2024-01-05")]
)
def test_a_delivery_taken_back_counts_until_the_day_before(as_of: str, last: str) -> None:
    sent = SENT.with_columns(pl.concat_str(pl.lit("d"), pl.int_range(pl.len()).cast(pl.String)).alias("delivery_id"))
    back = pl.DataFrame({"delivery_id": ["d1"], "withdrawn_on": [dt.date(2024, 2, 20)]})
    told = freshness(sent, dt.date.fromisoformat(as_of), POLICY, withdrawals=back)
    assert told.row(by_predicate=pl.col("source") == "medical_settlement", named=True)["last_known_date"] == (
        dt.date.fromisoformat(last)
    )


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """`fanpin deliveries …` of an office that got its rosters on 5 January 2024, on an ordinary terminal."""
    store = RecordStore.create(tmp_path / "records", buckets=1)
    take_in(deliver(tmp_path / "in", "2024-01-05", rosters(3)), store)
    monkeypatch.setenv("FANPIN_DATA", str(tmp_path / "records"))
    monkeypatch.setattr("features.cli.deliveries.console", Console(width=80))

    def run(*arguments: str) -> str:
        done = CliRunner().invoke(app, ["deliveries", *arguments])
        assert done.exit_code == 0, done.output
        return done.output

    return run


def test_the_list_says_what_each_file_brought_and_who_is_late(asked) -> None:
    told = asked("--as-of", "2025-01-20")
    assert "2024-01-05/人口.csv" in told
    assert "逾期1天" in told
    assert "stale: its next delivery is overdue: 乡镇 一般农户收入摸底表、乡镇 一般农户人口花名册\n" in told
    assert "从未交付 | never delivered, if the county keeps such a list at all: " in told
    assert "逾期" not in asked("--as-of", "2025-01-19")


def test_the_list_of_an_earlier_day_knows_nothing_of_later_files(asked) -> None:
    assert "人口.csv" not in asked("--as-of", "2024-01-04")
    assert "人口.csv" in asked("--as-of", "2024-01-05")


def test_a_delivery_taken_back_stays_on_the_list_with_the_day(asked, tmp_path: Path) -> None:
    store = RecordStore.open(tmp_path / "records")
    member = store.deliveries().row(by_predicate=pl.col("file").str.contains("人口"), named=True)
    told = asked("withdraw", member["delivery_id"], "--on", "2024-02-01", "--reason", "交错了文件")
    assert "已撤回" in told
    assert "已撤回 withdrawn 2024-02-01" in asked("--as-of", "2024-02-01")
    assert "已撤回" not in asked("--as-of", "2024-01-31")


def test_a_list_without_rows_counts_each_month_though_its_bytes_are_the_same(tmp_path: Path) -> None:
    store = RecordStore.create(tmp_path / "records", buckets=1)
    nothing = {"救助.csv": "户主证件号码,救助类型,开始日期\n".encode()}
    for day in ("2024-01-05", "2024-02-05"):
        report = take_in(deliver(tmp_path / "in", day, nothing), store)
        assert not report.refused
    assert store.deliveries()["known_date"].to_list() == [dt.date(2024, 1, 5), dt.date(2024, 2, 5)]
    # Taken in again, a folder brings nothing.
    assert [file.outcome for file in take_in(tmp_path / "in", store).files] == ["already_known"] * 2
    assert store.deliveries().height == 2
