"""What an imported file's own types become: exactly what they say, or the file is refused and the cell is named."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from features.records.importing import ImportRefusedError, import_records
from features.records.importing.readings import READINGS, Documented, Given, accepted, given, read_column, unclear_codes
from features.records.store import RecordStore
from features.records.tables import polars_schema

KINDS: dict[Documented, pl.DataType] = {
    Documented.TEXT: pl.String(),
    Documented.DATE: pl.Date(),
    Documented.NUMBER: pl.Float64(),
    Documented.WHOLE: pl.Int32(),
    Documented.FLAG: pl.Boolean(),
}
MIDNIGHT, FOUR = dt.datetime(2024, 3, 10), dt.datetime(2024, 3, 9, 16)

COLUMNS: list[tuple[pl.Series, Documented, list[Any]]] = [
    (pl.Series(["a", "", None], dtype=pl.String), Documented.TEXT, ["a", None, None]),
    (pl.Series(["a", "b", None], dtype=pl.Categorical), Documented.TEXT, ["a", "b", None]),
    (pl.Series(["a", "b"], dtype=pl.Enum(["a", "b"])), Documented.TEXT, ["a", "b"]),
    (pl.Series([990101]), Documented.TEXT, [None]),
    (pl.Series([990101.0]), Documented.TEXT, [None]),
    (pl.Series([Decimal("990101")]), Documented.TEXT, [None]),
    (pl.Series([True]), Documented.TEXT, [None]),
    (pl.Series([dt.date(2024, 3, 10)]), Documented.TEXT, [None]),
    (pl.Series([b"a"]), Documented.TEXT, [None]),
    (pl.Series([dt.date(2024, 3, 10)]), Documented.DATE, [dt.date(2024, 3, 10)]),
    (pl.Series(["2024-03-10", "2024-3-10", "2024-03-10T00:00:00"]), Documented.DATE, [MIDNIGHT.date(), None, None]),
    (pl.Series([MIDNIGHT, FOUR, None]), Documented.DATE, [MIDNIGHT.date(), None, None]),
    (pl.Series([MIDNIGHT, FOUR], dtype=pl.Datetime("ns")), Documented.DATE, [MIDNIGHT.date(), None]),
    (pl.Series([FOUR], dtype=pl.Datetime("us", "UTC")), Documented.DATE, [None]),
    (pl.Series([MIDNIGHT], dtype=pl.Datetime("ms", "Asia/Shanghai")), Documented.DATE, [None]),
    (pl.Series([19792]), Documented.DATE, [None]),
    (pl.Series([20240310.0]), Documented.DATE, [None]),
    (pl.Series([1.5, None]), Documented.NUMBER, [1.5, None]),
    (pl.Series([1.5], dtype=pl.Float32), Documented.NUMBER, [1.5]),
    (pl.Series([2**53, 2**53 + 1]), Documented.NUMBER, [2.0**53, None]),
    (pl.Series([Decimal("1234.56")], dtype=pl.Decimal(38, 18)), Documented.NUMBER, [1234.56]),
    (pl.Series(["-3.5", "1e3", "inf", "0x1", "1,200"]), Documented.NUMBER, [-3.5, 1000.0, None, None, None]),
    (pl.Series([True]), Documented.NUMBER, [None]),
    (pl.Series([dt.timedelta(days=1)]), Documented.NUMBER, [None]),
    (pl.Series([3, 2**31]), Documented.WHOLE, [3, None]),
    (pl.Series([3.0, 2.7, float("nan")]), Documented.WHOLE, [3, None, None]),
    (pl.Series([Decimal("3.0"), Decimal("2.7")]), Documented.WHOLE, [3, None]),
    (pl.Series(["3", "3.0"]), Documented.WHOLE, [3, None]),
    (pl.Series([True]), Documented.WHOLE, [None]),
    (pl.Series([True, False, None]), Documented.FLAG, [True, False, None]),
    (pl.Series([1, 0, 2]), Documented.FLAG, [True, False, None]),
    (pl.Series([1.0, 0.0, 0.5]), Documented.FLAG, [True, False, None]),
    (pl.Series([Decimal("1"), Decimal("2")]), Documented.FLAG, [True, None]),
    (pl.Series(["true", "0", "是"]), Documented.FLAG, [True, False, None]),
    (pl.Series([[1]]), Documented.FLAG, [None]),
]
"""A column as a file may have it, what it should be, and what it is read as: null where the file is refused."""


@pytest.mark.parametrize(("column", "wanted", "read"), COLUMNS)
def test_a_column_is_read_exactly_or_its_cells_are_named(
    column: pl.Series, wanted: Documented, read: list[Any]
) -> None:
    values, refused = read_column(column, KINDS[wanted])
    assert (values.dtype, values.to_list()) == (KINDS[wanted], read)
    lost = [at for at, value in enumerate(column.to_list()) if read[at] is None and value not in (None, "")]
    assert [(one.position, one.cells) for one in refused] == ([(lost[0], len(lost))] if lost else [])


@pytest.mark.parametrize("wanted", Documented)
def test_a_column_of_nothing_is_unknown_and_every_other_type_is_decided(wanted: Documented) -> None:
    for nothing in (pl.Series([None, None]), pl.Series([None], dtype=pl.Datetime("us", "UTC"))):
        values, refused = read_column(nothing, KINDS[wanted])
        assert (values.null_count(), refused) == (nothing.len(), [])
    tried = {(given(column.dtype), kind) for column, kind, _ in COLUMNS}
    assert {pair for pair in READINGS if pair[1] is wanted} <= tried
    assert all(accepted(has, wanted).zh for has in Given)


BILLS = pl.DataFrame(
    {
        "household_id": ["H1", "H2"],
        "event_date": [dt.date(2024, 3, 1)] * 2,
        "known_date": [dt.date(2024, 3, 10)] * 2,
        "person_id": ["P1", "P2"],
        "setting": pl.Series(["inpatient"] * 2, dtype=pl.Categorical),
        "total_yuan": [Decimal("10.10"), None],
    }
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> RecordStore:
    return RecordStore.create(tmp_path_factory.mktemp("types") / "records", buckets=1)


def brought(folder: Path, bills: pl.DataFrame) -> Path:
    bills.write_parquet(folder / "illness.parquet")
    return folder


def test_a_day_in_another_zone_is_no_day_known_too_soon(tmp_path: Path, store: RecordStore) -> None:
    """Midnight of 10 March in Beijing is 9 March in UTC: taken for a day, the bill would be known before it was."""
    zoned = BILLS.with_columns(
        pl.lit(FOUR).dt.replace_time_zone("UTC").alias("known_date"), pl.lit(FOUR).alias("event_date")
    )
    with pytest.raises(ImportRefusedError) as refused:
        import_records(brought(tmp_path, zoned), store)
    event, known = (str(problem) for problem in refused.value.problems)
    assert event.startswith("illness.parquet，第1行，“event_date”列：时间戳不是零点")
    assert known.startswith("illness.parquet，第1行，“known_date”列：文件中该列是带时区的时间戳")
    assert "(and 1 more rows). Write the local day, as a date or as text yyyy-MM-dd." in known


def test_harmless_types_land_as_what_they_say(tmp_path: Path) -> None:
    made = RecordStore.create(tmp_path / "records", buckets=1)
    import_records(brought(tmp_path, BILLS), made)
    bills = made.records()["illness"].sort("household_id")
    assert bills.schema == polars_schema("illness")
    assert bills["total_yuan"].to_list() == [10.1, None]


@pytest.mark.parametrize(
    ("code", "unclear"),
    [
        ("99010100000000000001", False),
        ("1234567890123e45", False),
        ("张家湾 7", False),
        ("990101 ", True),
        ("\u200b990101", True),
        ("9901\u202e01", True),
        ("9.90103E+19", True),
        ("990101.0", True),
    ],
)
def test_a_code_that_is_not_what_it_shows_is_refused(code: str, unclear: bool) -> None:
    assert bool(list(unclear_codes(pl.Series([None, code])))) is unclear


def test_a_line_that_ends_too_soon_does_not_say_unknown(tmp_path: Path, store: RecordStore) -> None:
    (tmp_path / "water.csv").write_text("household_id,event_date,known_date,safe\nH1,2024-01-01,2024-01-05\n")
    with pytest.raises(ImportRefusedError, match=r"water\.csv，第2行：该行的单元格比表头少"):
        import_records(tmp_path, store)
