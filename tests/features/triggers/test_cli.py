"""`fanpin triggers`, its workbook, and what the hits led to."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

import fastexcel
import polars as pl
import pytest

from features.frame import index_of
from features.policy.loading import Policy
from features.records.gate import Records
from features.records.monitored import identified_on
from features.records.store import RecordStore
from features.triggers.outcomes import hits_in_store, yield_by_rule
from tests.features.triggers.small_county import told_by

EVERYBODY = pl.Series(["=1+1", "H2", "H4", "H5"])


def run(folder: Path, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> str:
    return told_by("triggers", folder, monkeypatch, *arguments)


def of(measured: pl.DataFrame, name: str) -> dict[str, object]:
    return measured.row(by_predicate=pl.col("trigger") == name, named=True)


@pytest.mark.parametrize(
    ("as_of", "hits", "observed", "identified", "lead"),
    [
        # Identified on 20 March: 49 days after the last of January.
        ("2024-01-31", 2, 1, 1, 49),
        ("2024-03-05", 2, 1, 1, 15),
        ("2024-03-19", 2, 0, 0, None),
    ],
)
def test_a_hit_led_to_an_identification_when_the_horizon_has_passed(
    four_households: Path, as_of: str, hits: int, observed: int, identified: int, lead: float | None
) -> None:
    """H4 was monitored already, so that nothing can become of its hit; the last delivery is of 5 September."""
    found = hits_in_store(
        RecordStore.open(four_households / "records"), dt.date.fromisoformat(as_of), Policy.load(), EVERYBODY
    )
    row = of(yield_by_rule(found), "inpatient_self_paid")
    assert (row["hits"], row["observed"], row["identified"], row["lead_days"]) == (hits, observed, identified, lead)
    assert row["yield"] == (1.0 if observed else None)


def test_an_identification_after_the_horizon_does_not_count(four_households: Path) -> None:
    store, policy = RecordStore.open(four_households / "records"), Policy.load()
    # Six months after the last of February is the last of August: H2 was identified the day after.
    of_h2 = hits_in_store(store, dt.date(2024, 2, 29), policy, pl.Series(["H2"]))
    assert of(yield_by_rule(of_h2), "self_paid_against_rural_income")["identified"] == 0
    of_h2 = hits_in_store(store, dt.date(2024, 3, 1), policy, pl.Series(["H2"]))
    assert of(yield_by_rule(of_h2), "self_paid_against_rural_income")["identified"] == 1


def test_an_identification_on_the_day_itself_is_none_after_it(four_households: Path) -> None:
    records = Records(RecordStore.open(four_households / "records").records())

    def on(as_of: str) -> object:
        index = index_of(["=1+1"], dt.date.fromisoformat(as_of))
        return identified_on(records, index, 6, dt.date(2024, 9, 5))[0]

    assert (on("2024-03-20"), on("2024-03-19")) == (None, dt.date(2024, 3, 20))


def test_the_command_tells_hits_by_department_and_which_lines_are_examples(
    four_households: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = run(four_households, monkeypatch, "--as-of", "2024-02-29")
    assert "inpatient_self_paid" in told
    assert "4 户中 3 户有预警" in told
    assert "项政策数值是示例" in told
    assert "rural_disposable_income" not in told
    assert "1 户中 0 户有预警" in run(four_households, monkeypatch, "--as-of", "2024-02-29", "--region", "990101002")


def test_the_workbook_has_a_sheet_for_each_department_with_hits_and_no_formula(
    four_households: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    out = tmp_path / "hits.xlsx"
    run(four_households, monkeypatch, "--as-of", "2024-02-29", "--out", str(out))
    book = fastexcel.read_excel(out)
    assert book.sheet_names == ["汇总", "医保", "规则说明"]
    rows = book.load_sheet("医保", column_names=list("abcdefghij"), header_row=None, skip_rows=1).to_polars()
    what = "医保：年度住院自付 14,000元，达到预警线 5,000元（自 2024-01-10 起）"
    row = rows.row(by_predicate=(pl.col("c") == "=1+1") & (pl.col("d") == what), named=True)
    assert (row["e"], str(row["f"])[:10], str(row["g"])[:10]) == ("因病", "2024-01-10", "2024-03-20")
    with zipfile.ZipFile(out) as parts:
        assert not any(b"<f>" in parts.read(name) for name in parts.namelist())
    again = tmp_path / "again.xlsx"
    run(four_households, monkeypatch, "--as-of", "2024-02-29", "--out", str(again))
    assert again.read_bytes() == out.read_bytes()
