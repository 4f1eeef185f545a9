"""Single facts between two deliveries: whole or not at all, once however often they come, and taken back like any delivery."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import polars as pl
import pytest

from features.frame import index_of
from features.records.gate import Records, as_index, rows_known_by
from features.records.importing import ImportRefusedError, LandedFacts, import_records, land_facts
from features.records.store import RecordStore, StoreBusyError
from features.records.store.side_tables import CASE_SYSTEM_SOURCE, ENTRIES_SOURCE
from features.records.store.withdrawing import withdraw
from models.lists import visits_known
from tests.drawn_tables import drawn

LANDED_AT = dt.datetime(2024, 3, 21, 2, tzinfo=dt.UTC)
VISIT = "record_id | event_date | known_date | outcome | lead_source"
FIRST = f"{VISIT}\nvisit-2024-03-18-trigger | 2024-03-18 | 2024-03-20 | to_be_clarified | trigger"
SECOND = FIRST.replace("to_be_clarified", "confirmed").replace("03-20", "03-25")


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.fixture(scope="module")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return RecordStore.create(tmp_path_factory.mktemp("empty") / "records", buckets=2).path


@pytest.fixture
def store(tmp_path: Path, empty_store: Path) -> RecordStore:
    return RecordStore.open(shutil.copytree(empty_store, tmp_path / "records"))


def land(store: RecordStore, name: str, source: str = ENTRIES_SOURCE, **tables: str) -> LandedFacts:
    """Facts as they are drawn, landed under a name."""
    facts = {table: drawn(table, drawing) for table, drawing in tables.items()}
    return land_facts(store, facts, delivery_id=name, source=source, department="农业农村", landed_at=LANDED_AT)


def outcomes(store: RecordStore, on: str) -> list[str]:
    """What the visits known on a day found."""
    index = as_index(index_of(["H1"], day(on)))
    return rows_known_by(index, Records(store.records()).versions["visits"])["outcome"].to_list()


def test_facts_land_as_one_delivery_that_is_listed(store: RecordStore) -> None:
    landed = land(store, "d1", visits=FIRST, monitoring="known_date | step\n2024-03-21 | identified")
    assert landed == LandedFacts("d1", 2)
    (delivery,) = store.deliveries().iter_rows(named=True)
    assert delivery == {
        "delivery_id": "d1", "file": ENTRIES_SOURCE, "source": ENTRIES_SOURCE, "department": "农业农村",
        "known_date": day("2024-03-21"), "rows_read": 2, "rows_landed": 2, "rows_set_aside": 0, "landed_at": LANDED_AT,
    }  # fmt: skip
    assert store.records()["visits"].select("delivery_id", "source_row", "arrival").rows() == [("d1", 1, 1)]
    assert [outcomes(store, on) for on in ("2024-03-19", "2024-03-20")] == [[], ["to_be_clarified"]]


def test_the_same_delivery_again_is_not_landed_again(store: RecordStore) -> None:
    land(store, "d1", visits=FIRST)
    before = store.versions()
    # Whatever is given: the name decides, since whoever was killed has the same facts still.
    assert land(store, "d1", visits=FIRST) == LandedFacts("d1", 1, already_known=True)
    assert store.versions() == before


def test_the_same_fact_from_another_delivery_is_said_again_and_a_later_word_corrects_it(store: RecordStore) -> None:
    land(store, "d1", visits=FIRST)
    assert land(store, "d2", visits=FIRST.replace("03-20", "03-22")).rows_landed == 0
    assert store.repeated("visits").select("delivery_id", "said_by").rows() == [("d2", "d1")]
    land(store, "d3", visits=SECOND)
    assert [outcomes(store, on) for on in ("2024-03-24", "2024-03-25")] == [["to_be_clarified"], ["confirmed"]]


def test_what_a_delivered_sheet_tells_too_stays_known_from_its_first_day(store: RecordStore, tmp_path: Path) -> None:
    land(store, "d1", visits=FIRST)
    (tmp_path / "panel").mkdir()
    cells = FIRST.replace("03-20", "04-05").replace(" ", "").replace("|", ",").splitlines()
    (tmp_path / "panel" / "visits.csv").write_text(f"household_id,{cells[0]}\nH1,{cells[1]}\n", encoding="utf-8")
    (file,) = import_records(tmp_path / "panel", store)
    assert (file.rows_read, file.rows_landed) == (1, 0)
    # The sheet's word holds where the entries are taken back.
    withdraw(store, "d1", day("2024-04-10"), "entered for another household")
    assert [outcomes(store, on) for on in ("2024-03-20", "2024-04-10")] == [["to_be_clarified"]] * 2


def test_what_was_taken_back_is_no_record_and_does_not_land_again(store: RecordStore) -> None:
    land(store, "d1", visits=FIRST)
    withdraw(store, "d1", day("2024-03-22"), "entered for another household")
    assert land(store, "d1", visits=FIRST).already_known
    assert [outcomes(store, on) for on in ("2024-03-21", "2024-03-22")] == [["to_be_clarified"], []]
    land(store, "d2", visits=FIRST.replace("03-20", "03-23"))
    assert outcomes(store, "2024-03-23") == ["to_be_clarified"]


def test_nothing_lands_unless_everything_keeps_its_contract_and_all_problems_are_told(store: RecordStore) -> None:
    before = store.versions()
    wrong = pl.DataFrame({"household_id": ["H1"], "outcome": ["looked_fine"], "event_date": ["2024-03-18"]})
    with pytest.raises(ImportRefusedError) as refused:
        land_facts(
            store,
            {
                "visits": wrong.with_columns(known_date=pl.lit("2024-03-20")),
                "water": wrong.drop("outcome").with_columns(safe=pl.lit("perhaps"), name=pl.lit("张三")),
                "visit": wrong,
                "shocks": drawn("shocks", "kind\ndisaster"),
            },
            delivery_id="d1",
            source=ENTRIES_SOURCE,
            department=None,
            landed_at=None,
        )
    told = "\n".join(str(problem) for problem in refused.value.problems)
    for words in (
        "visits, row 1, column outcome",
        "water, column name",
        "water, column known_date",
        "是否应为 visits？",
    ):
        assert words in told
    assert "张三" not in told
    assert store.versions() == before


def test_one_fact_told_twice_differently_on_one_day_is_refused(store: RecordStore) -> None:
    twice = f"{FIRST}\n{SECOND.splitlines()[1].replace('03-25', '03-20')}"
    with pytest.raises(ImportRefusedError, match="say different things"):
        land(store, "d1", visits=twice)


def test_facts_are_of_a_source_that_tells_of_single_households(store: RecordStore) -> None:
    with pytest.raises(ValueError, match=f"{CASE_SYSTEM_SOURCE}, {ENTRIES_SOURCE}, people_decisions"):
        land(store, "d1", "visit_result", visits=FIRST)
    with pytest.raises(ValueError, match="no facts"):
        land(store, "d1")


def test_while_an_intake_writes_facts_wait_outside(store: RecordStore) -> None:
    with store.writing(), pytest.raises(StoreBusyError, match="另一个导入正在写"):
        land(store, "d1", visits=FIRST)
    assert land(store, "d1", visits=FIRST).rows_landed == 1


def test_a_visit_counts_from_the_day_on_which_it_was_entered(store: RecordStore) -> None:
    land(store, "d1", visits=FIRST)
    records = Records(store.records())
    for on, visited in (("2024-03-19", []), ("2024-03-20", [day("2024-03-18")])):
        assert visits_known(records, index_of(["H1"], day(on)))["visited_on"].to_list() == visited
