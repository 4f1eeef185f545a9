"""Record tables brought as Parquet or CSV: every file good, or nothing lands and everything wrong is named."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import polars as pl
import pytest

from features.records.importing import ImportRefusedError, import_records
from features.records.store import RecordStore
from features.records.store.withdrawing import withdraw

INCOME = """household_id,event_date,known_date,category,amount_yuan,period_months,caliber
H1,2024-01-31,2024-02-05,wage,3000,1,survey
H2,2024-01-31,2024-02-05,wage,,1,survey
"""
MEMBERS = """household_id,event_date,known_date,person_id,listing,insured
H1,2024-01-31,2024-02-05,P1,full,true
"""


@pytest.fixture(scope="module")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return RecordStore.create(tmp_path_factory.mktemp("empty") / "records", buckets=2).path


@pytest.fixture
def store(tmp_path: Path, empty_store: Path) -> RecordStore:
    return RecordStore.open(shutil.copytree(empty_store, tmp_path / "records"))


def panel(root: Path, **tables: str) -> Path:
    folder = root / "panel"
    folder.mkdir(exist_ok=True)
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def problems(root: Path, store: RecordStore, **tables: str) -> list[str]:
    """What is wrong with these tables. The store must not notice the attempt."""
    before = store.versions()
    with pytest.raises(ImportRefusedError) as refused:
        import_records(panel(root, **tables), store)
    assert store.versions() == before
    return [str(problem) for problem in refused.value.problems]


def test_a_panel_enters_and_unknown_stays_unknown(tmp_path: Path, store: RecordStore) -> None:
    done = import_records(panel(tmp_path, income=INCOME, members=MEMBERS), store)
    assert [(file.table, file.rows_landed) for file in done] == [("income", 2), ("members", 1)]
    income = store.records()["income"].sort("household_id")
    assert income["amount_yuan"].to_list() == [3000, None]
    assert income["record_id"].n_unique() == 2
    assert income["source_row"].to_list() == [2, 3]
    assert store.records()["members"]["insured"].to_list() == [True]


def test_parquet_and_csv_enter_alike(tmp_path: Path, store: RecordStore) -> None:
    import_records(panel(tmp_path, income=INCOME), store)
    other = RecordStore.create(tmp_path / "other", buckets=2)
    (tmp_path / "parquet").mkdir()
    typed = store.records()["income"].drop("record_id", "delivery_id", "source_row")
    typed.write_parquet(tmp_path / "parquet" / "income.parquet")
    import_records(tmp_path / "parquet", other)
    same = ["household_id", "record_id", "amount_yuan", "known_date"]
    assert store.records()["income"].select(same).sort(same).equals(other.records()["income"].select(same).sort(same))


def test_importing_twice_changes_nothing(tmp_path: Path, store: RecordStore) -> None:
    folder = panel(tmp_path, income=INCOME)
    import_records(folder, store)
    before = store.versions()
    (file,) = import_records(folder, store)
    assert file.already_known
    assert store.versions() == before


def test_a_grown_file_adds_only_what_is_new(tmp_path: Path, store: RecordStore) -> None:
    import_records(panel(tmp_path, income=INCOME), store)
    grown = INCOME + "H3,2024-01-31,2024-03-05,wage,5,1,survey\n" + INCOME.splitlines()[1].replace("02-05", "03-05")
    (file,) = import_records(panel(tmp_path, income=grown), store)
    assert (file.rows_read, file.rows_landed) == (4, 1)


@pytest.mark.parametrize(
    ("table", "text", "told"),
    [
        ("income", INCOME.replace("3000", "a lot"), "income.csv, row 2, column amount_yuan: the cell is no number"),
        (
            "income",
            INCOME.replace("wage,,", "lottery,,"),
            "第3行，“category”列：收入类别不是规定用语 (income.category|check__known_word)。改为以下之一后重新导出",
        ),
        ("income", INCOME.replace("H2", ""), "income.csv, row 3, column household_id"),
        (
            "income",
            INCOME.replace("2024-01-31", "31.1.2024"),
            "row 2, column event_date: the cell is no day written yyyy-MM-dd (and 1 more",
        ),
        ("income", INCOME.replace("2024-01-31", "2026-01-31"), "known_not_before_it_happened_by_more_than_a_year"),
        ("income", INCOME.replace("category", "kategory"), "Did you mean category?"),
        ("income", INCOME.replace(",caliber", "").replace(",survey", ""), "column caliber: this column is compulsory"),
        ("income", INCOME.splitlines()[0], "income.csv: it has no rows"),
        ("incomes", INCOME, "Did you mean income?"),
        ("income", INCOME.replace("H2", 'H"2'), "income.csv"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(
    tmp_path: Path, store: RecordStore, table: str, text: str, told: str
) -> None:
    assert told in "\n".join(problems(tmp_path, store, **{table: text}))


def test_one_bad_file_keeps_all_files_out_and_all_problems_are_told(tmp_path: Path, store: RecordStore) -> None:
    found = problems(tmp_path, store, members=MEMBERS, income=INCOME.replace("3000", "x"), water="household_id\nH1\n")
    assert any(problem.startswith("income.csv") for problem in found)
    assert sum(problem.startswith("water.csv") for problem in found) == 2


def test_one_fact_with_two_contents_on_one_day_is_not_guessed_about(tmp_path: Path, store: RecordStore) -> None:
    header, first, second = INCOME.splitlines()
    text = "\n".join([f"record_id,{header}", f"r1,{first}", f"r1,{second.replace('H2', 'H1')}", ""])
    (told,) = problems(tmp_path, store, income=text)
    assert "row 3, column record_id" in told


def test_a_folder_without_tables_lists_what_they_are_called(tmp_path: Path, store: RecordStore) -> None:
    (told,) = problems(tmp_path, store)
    assert "households, members, income" in told


def test_a_broken_parquet_file_is_told(tmp_path: Path, store: RecordStore) -> None:
    folder = panel(tmp_path, income=INCOME)
    (folder / "members.parquet").write_bytes(b"PAR1 and no more")
    with pytest.raises(ImportRefusedError, match=r"members\.parquet: it cannot be read"):
        import_records(folder, store)


def test_people_of_an_imported_panel_can_be_linked_later(tmp_path: Path, store: RecordStore) -> None:
    import_records(panel(tmp_path, members=MEMBERS), store)
    assert store.people().rows() == [
        ("P1", "H1", dt.date(2024, 2, 5), store.deliveries()["delivery_id"][0], dt.date(2024, 1, 31))
    ]
    assert store.records()["income"].equals(pl.DataFrame(schema=store.records()["income"].schema))


OWN = "household_id,event_date,known_date,safe,delivery_id\nH1,2024-01-01,2024-01-05,false,{}\n"


def test_a_delivery_that_rows_name_themselves_is_listed_and_can_be_withdrawn(
    tmp_path: Path, store: RecordStore
) -> None:
    both = OWN.format("2024年1季度") + "H2,2024-01-01,2024-01-05,true,\n"
    income = INCOME.replace("caliber", "caliber,delivery_id").replace("survey", "survey,2024年1季度")
    import_records(panel(tmp_path, water=both, income=income), store)
    listed = store.deliveries().filter(delivery_id="2024年1季度").select("file", "source", "rows_read", "rows_landed")
    assert listed.rows() == [("income.csv+water.csv", "records:income+records:water", 3, 3)]
    assert store.deliveries()["rows_landed"].sum() == 4
    withdraw(store, "2024年1季度", dt.date(2024, 3, 1), "of another county")
    gone = store.records()["water"].filter("withdrawn")
    assert gone.select("household_id", "known_date").rows() == [("H1", dt.date(2024, 3, 1))]
    # What is withdrawn or of an intake takes no more rows: they would vanish the day that they land.
    (told,) = problems(tmp_path, store, water=OWN.format("2024年1季度").replace("H1", "H3"))
    assert "已撤回" in told
    assert "row 2, column delivery_id" in told


@pytest.mark.parametrize("name", ["water.CSV", "water.tsv", "water.parquet.gz", "Water.xlsx", "water.csv/", "water/"])
def test_a_table_in_a_form_that_is_not_read_is_named(tmp_path: Path, store: RecordStore, name: str) -> None:
    folder = panel(tmp_path, income=INCOME)
    (folder / name).mkdir() if name.endswith("/") else (folder / name).write_bytes(b"PK")
    (folder / "说明.txt").write_bytes(b"")
    (told,) = problems(tmp_path, store)
    assert told.startswith(f"{name.rstrip('/')}：不是可读取的形式")
