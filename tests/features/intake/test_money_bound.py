"""Money has a bound by policy: what is beyond it lands through no door, and ends no list."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import polars as pl
import pytest

from features.intake import Reason
from features.policy.loading import Policy, PolicyError
from features.records.contracts import rules
from features.records.importing import ImportRefusedError, import_records
from features.records.store import RecordStore
from features.records.tables import TABLES, polars_schema
from features.records.tables.columns import LATEST_DAY, MONEY_MOST
from features.registry.wording import number_in_words
from features.workbooks.book import writing
from tests.features.intake.files import as_csv, as_workbook, bill, deliver, take_in

UNITS = {
    (table, name): (column.metadata or {}).get("unit")
    for table in TABLES
    for name, column in TABLES[table].columns().items()
}
NUMBERS = [(table, name) for table in TABLES for name, kind in polars_schema(table).items() if kind == pl.Float64]
AMOUNTS = [place for place, unit in UNITS.items() if unit == "yuan"]


def test_the_bound_is_the_policy_s() -> None:
    assert Policy.load().value("money_most", None, LATEST_DAY) == MONEY_MOST


@pytest.mark.parametrize(("table", "column"), NUMBERS)
def test_every_number_of_every_table_has_a_bound_on_both_sides(table: str, column: str) -> None:
    assert {f"{column}|min", f"{column}|max", f"{column}|inf", f"{column}|nan"} <= set(rules(table))


@pytest.mark.parametrize(("table", "column"), AMOUNTS)
def test_every_amount_has_that_of_money_and_says_it_in_words(table: str, column: str) -> None:
    assert getattr(TABLES[table].columns()[column], "max") == MONEY_MOST  # noqa: B009 - only numbers have one
    rule = rules(table)[f"{column}|max"]
    assert "大于1,000,000,000元" in rule.meaning.zh
    assert "e+" not in str(rule)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_intake_sets_an_absurd_bill_aside_with_words(tmp_path: Path, county: RecordStore, form: str) -> None:
    absurd = {3: "1" + "0" * 308, 7: "13800000000"}
    rows = [bill(n, 个人自付=absurd.get(n, "4000")) for n in range(20)]
    if form == "xlsx":
        rows = [{**row, "个人自付": float(str(row["个人自付"]))} for row in rows]
    content = as_csv(rows) if form == "csv" else as_workbook({"一月": rows})
    report = take_in(deliver(tmp_path / "bills", "2024-02-05", {f"医保.{form}": content}), county)
    assert report.set_aside == {Reason.RULE: 2}
    assert county.set_aside().select("row", "column").rows() == [(5, "个人自付"), (9, "个人自付")]
    assert "个人自付大于1,000,000,000元" in county.set_aside()["what_to_do"][0]
    assert county.records()["illness"]["self_paid_yuan"].to_list() == [4000] * 18


@pytest.mark.parametrize(
    ("amount", "lands"), [("1000000000", True), ("1000000001", False), ("1e308", False), ("inf", False)]
)
def test_import_refuses_what_intake_sets_aside(tmp_path: Path, amount: str, lands: bool) -> None:
    store = RecordStore.create(tmp_path / "records", buckets=2)
    (tmp_path / "panel").mkdir()
    (tmp_path / "panel" / "income.csv").write_text(
        "household_id,event_date,known_date,category,amount_yuan,period_months,caliber\n"
        f"H1,2024-01-31,2024-02-05,business,{amount},1,survey\n"
    )
    if lands:
        assert import_records(tmp_path / "panel", store)[0].rows_landed == 1
        return
    with pytest.raises(ImportRefusedError) as refused:
        import_records(tmp_path / "panel", store)
    problem, *_ = refused.value.problems
    assert (problem.row, problem.column) == (2, "amount_yuan")


def test_a_county_can_not_state_it(tmp_path: Path) -> None:
    (tmp_path / "policy").mkdir()
    (tmp_path / "policy" / "own.yaml").write_text(
        'money_most: {steps: [{from: 2020-01-01, value: 5, source: "made up for this test", status: example}]}'
    )
    with pytest.raises(PolicyError, match="money_most is the same everywhere"):
        Policy.load(county=tmp_path)


def test_a_value_without_a_number_ends_no_workbook_and_is_no_number_in_words() -> None:
    out = io.BytesIO()
    with writing(out, "清单", LATEST_DAY) as book:
        book.sheet("a").write_row(0, 0, [float("inf"), float("nan"), 1.0])
    assert zipfile.is_zipfile(out)
    assert [number_in_words(value, "yuan") for value in (float("inf"), float("nan"), 1.0)] == ["—", "—", "1"]
