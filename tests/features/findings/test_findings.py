"""`fanpin findings` as an office runs it, over a store that intake filled."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import fastexcel
import polars as pl
import pytest
from typer.testing import CliRunner

from features.cli import app
from features.findings.gathering import gather
from features.findings.workbook import place_named, workbook_of
from features.policy.loading import Policy
from features.records.store import RecordStore
from features.records.store.side_tables import LINK_DECISIONS, LINKS, PLACES, SET_ASIDE
from features.workbooks.homes import NoSuchRegionError, homes
from tests.drawn_tables import POLICY
from tests.features.intake.files import (
    as_csv,
    bill,
    damaged,
    deliver,
    household,
    households,
    id_number,
    members,
    take_in,
)

DAY = dt.date(2024, 2, 5)


@pytest.fixture(scope="module")
def landed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ten households in two villages of one township and one in another, known on 5 January; bills a month later."""
    folder = tmp_path_factory.mktemp("landed")
    described = households(11)
    for number, row in enumerate(described):
        row["行政区划代码"] = "990101002001" if number == 10 else f"99010100100{1 + number % 2}"
    deliver(folder / "in", "2024-01-05", {"农户.csv": as_csv(described), "人口.csv": as_csv(members(11))})
    bills = [bill(number) for number in range(9)]
    bills[3]["证件号码"] = damaged(id_number(3))
    deliver(folder / "in", "2024-02-05", {"医保.csv": as_csv(bills)})
    made = RecordStore.create(folder / "records", buckets=2)
    assert not take_in(folder / "in", made).refused
    return made.path


@pytest.fixture
def store(tmp_path: Path, landed: Path) -> RecordStore:
    return RecordStore.open(shutil.copytree(landed, tmp_path / "records"))


def named(store: RecordStore, drawing: str) -> None:
    """Deliver names of places: code | township | village | day."""
    rows = [[cell.strip() for cell in line.split("|")] for line in drawing.strip().splitlines()]
    places = pl.DataFrame(rows, schema=["region_code", "township", "village", "known_date"], orient="row").with_columns(
        pl.col("known_date").str.to_date("%Y-%m-%d"), pl.lit("names").alias("delivery_id")
    )
    with store.writing():
        store.land(
            {}, store.deliveries().head(1).with_columns(delivery_id=pl.lit("names")), places=places.select(list(PLACES))
        )


def test_a_village_without_a_delivered_name_goes_by_its_code(store: RecordStore) -> None:
    assert homes(store, DAY, "990101002").rows() == [
        (household(10), "990101002001", "990101002", "990101002001"),
    ]


def test_a_village_has_the_last_name_known_by_the_day(store: RecordStore) -> None:
    named(
        store,
        """
        990101002001 | 河口乡 | 老河口村 | 2024-01-05
        990101002001 | 河口镇 | 河口村   | 2024-02-05
        """,
    )
    assert homes(store, dt.date(2024, 2, 4), "990101002").row(0)[2:] == ("河口乡", "老河口村")
    assert homes(store, dt.date(2024, 2, 5), "990101002").row(0)[2:] == ("河口镇", "河口村")


@pytest.mark.parametrize(("region", "count"), [("", 11), ("99", 11), ("990101001", 10), ("990101001002", 5)])
def test_a_region_is_the_beginning_of_its_villages_codes(store: RecordStore, region: str, count: int) -> None:
    assert homes(store, DAY, region).height == count


@pytest.mark.parametrize(
    ("region", "told"),
    [
        ("990102", "Nobody is known to live in region 990102 .* 990101001, 990101002 河口乡"),
        ("0101", "区域 0101 没有已知的户.*Nobody is known to live in region 0101 "),
        ("河口乡", "is no region code"),
        ("9901010010010", "is no region code"),
    ],
)
def test_an_unknown_region_is_answered_with_the_known_ones(store: RecordStore, region: str, told: str) -> None:
    named(store, "990101002001 | 河口乡 | 河口村 | 2024-01-05")
    with pytest.raises(NoSuchRegionError, match=told):
        gather(store, DAY, POLICY, region)


def test_before_the_rosters_nobody_lives_anywhere(store: RecordStore) -> None:
    with pytest.raises(NoSuchRegionError, match=r"截至 2024-01-04 .* No household was known on 2024-01-04"):
        gather(store, dt.date(2024, 1, 4), POLICY)


def test_rows_not_kept_are_those_of_files_known_by_the_day(store: RecordStore) -> None:
    told = gather(store, DAY, POLICY).set_aside
    assert told.select("department", "source", "known_date", "file", "row", "column").rows() == [
        ("医保", "医保结算明细", DAY, "2024-02-05/医保.csv", 5, "证件号码"),
    ]
    assert "|" not in told["what_to_do"][0]
    assert gather(store, dt.date(2024, 2, 4), POLICY).set_aside.is_empty()


def linked(store: RecordStore, *rows: tuple[str, int, str, str], decided: str | None = None) -> None:
    """Links as intake keeps them: identity, row, person, band; `decided` is an identity somebody has judged since."""
    bills = store.deliveries().filter(pl.col("source") == "medical_settlement")
    told = [
        (bills["delivery_id"][0], "medical_settlement", None, row, identity, person, 7.0, 0.99, band, DAY)
        for identity, row, person, band in rows
    ]
    links = pl.DataFrame(told, schema=LINKS, orient="row")
    judged = links.filter(pl.col("identity") == decided).select(
        "identity", "person_id", pl.lit(value=False).alias("accepted"), "known_date", "delivery_id"
    )
    entry = bills.with_columns(delivery_id=pl.lit("decided"), known_date=DAY)
    with store.writing():
        store.land({}, entry, links=links, link_decisions=judged)


def test_people_to_be_decided_on_stand_with_the_household_of_the_likeliest(store: RecordStore) -> None:
    people = store.people().select("household_id", "person_id").rows()
    person = dict(people)
    linked(
        store,
        ("i1", 3, person[household(1)], "review"),
        ("i2", 4, person[household(2)], "probable"),
        ("i5", 7, person[household(2)], "twice"),
        ("i3", 5, person[household(10)], "review"),
        ("i4", 6, person[household(3)], "review"),
        decided="i4",
    )
    told = gather(store, DAY, POLICY).doubtful
    assert told.select("household_id", "source", "file", "row").rows() == [
        (household(2), "医保结算明细", "2024-02-05/医保.csv", 7),
        (household(1), "医保结算明细", "2024-02-05/医保.csv", 3),
        (household(10), "医保结算明细", "2024-02-05/医保.csv", 5),
    ]
    assert gather(store, DAY, POLICY, "990101001").doubtful["household_id"].to_list() == [household(2), household(1)]
    assert gather(store, dt.date(2024, 2, 4), POLICY).doubtful.is_empty()


@pytest.mark.parametrize(
    ("accepted", "day", "listed"),
    [
        (True, "2024-02-19", ["possible_match", "possible_match"]),
        (True, "2024-02-20", ["possible_match"]),
        (False, "2024-02-19", ["possible_match", "possible_match"]),
        (False, "2024-02-20", ["unmatched", "possible_match"]),
    ],
)
def test_a_row_that_people_have_decided_on_waits_no_more(
    store: RecordStore, accepted: bool, day: str, listed: list[str]
) -> None:
    decided_on = dt.date(2024, 2, 20)
    bills = store.deliveries().filter(pl.col("source") == "medical_settlement")["delivery_id"][0]
    waiting = [(bills, "医保.csv", None, row, "证件号码", "possible_match", "核对") for row in (20, 21)]
    links = [
        (bills, "medical_settlement", None, row, f"i{row}", "p", 7.0, 0.99, band, DAY)
        for row, band in ((20, "review"), (21, "twice"))
    ]
    told = pl.DataFrame([("i20", "p", accepted, decided_on, "list")], schema=LINK_DECISIONS, orient="row")
    entry = store.deliveries().head(1).with_columns(delivery_id=pl.lit("list"))
    with store.writing():
        store.land(
            {},
            entry,
            pl.DataFrame(waiting, schema=SET_ASIDE, orient="row"),
            links=pl.DataFrame(links, schema=LINKS, orient="row"),
            link_decisions=told,
        )
    aside = gather(store, dt.date.fromisoformat(day), POLICY).set_aside.filter(pl.col("row") >= 20)
    assert aside["reason"].to_list() == listed
    assert ["不在任何名册中" in advice for advice in aside["what_to_do"]] == [
        reason == "unmatched" for reason in listed
    ]


@pytest.mark.parametrize(("region", "whole"), [("", True), ("990101", True), ("990101001", False)])
def test_a_region_is_the_whole_when_nobody_lives_elsewhere(store: RecordStore, region: str, whole: bool) -> None:
    assert gather(store, DAY, POLICY, region).whole is whole


@pytest.mark.parametrize(
    ("region", "called"),
    [
        ("", "各乡镇 all townships"),
        ("990101", "全县 the whole county"),
        ("990101002", "河口乡"),
        ("990101002001", "河口村"),
        ("99010100200", "河口乡"),
    ],
)
def test_a_region_goes_by_its_own_name(store: RecordStore, region: str, called: str) -> None:
    named(store, "990101002001 | 河口乡 | 河口村 | 2024-01-05")
    assert place_named(gather(store, DAY, POLICY, region)) == called


def run(store: RecordStore, monkeypatch: pytest.MonkeyPatch, *arguments: str):
    monkeypatch.setenv("FANPIN_DATA", str(store.path))
    return CliRunner().invoke(app, ["findings", *arguments])


def test_the_command_writes_the_workbook_of_the_last_delivery_s_day(
    store: RecordStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "new folder" / "清单.xlsx"
    done = run(store, monkeypatch, "--region", "990101", "--out", str(out))
    assert done.exit_code == 0, done.output
    assert done.output.startswith("截至 2024-02-05（最近一次交付之日）")
    assert "of 11 households" in done.output
    read = fastexcel.read_excel(out.read_bytes())
    assert read.sheet_names[0] == "汇总"
    assert read.sheet_names[-2:] == ["未入库的行", "问题说明"]
    earlier = run(store, monkeypatch, "--as-of", "2024-01-20", "--out", str(out))
    assert "as of 2024-01-20" in earlier.output


def test_no_name_and_no_number_of_anybody_is_in_the_workbook(
    store: RecordStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "清单.xlsx"
    run(store, monkeypatch, "--out", str(out))
    read = fastexcel.read_excel(out.read_bytes())
    cells = [
        cell
        for name in read.sheet_names
        for row in read.load_sheet(name, header_row=None, dtypes="string").to_polars().iter_rows()
        for cell in row
        if cell
    ]
    everything = "\n".join(cells)
    assert "某人" not in everything
    assert not [number for number in range(11) if id_number(number) in everything]
    assert damaged(id_number(3)) not in everything


def test_what_the_checks_find_stands_on_the_sheet_of_its_theme_with_its_place(store: RecordStore) -> None:
    told = gather(store, DAY, POLICY, "990101002")
    size = told.reported.row(by_predicate=pl.col("problem") == "household_size_differs", named=True)
    # The sheet says three people, the listing has one.
    assert (size["household_id"], size["value"], size["threshold"]) == (household(10), 3.0, 1.0)
    assert (size["region_code"], size["township"]) == ("990101002001", "990101002")
    assert (size["file"], size["sheet"], size["row"]) == ("2024-01-05/农户.csv", None, 12)
    assert set(told.reported["household_id"]) == {household(10)}


def test_the_workbook_names_the_thresholds_that_are_examples(store: RecordStore, tmp_path: Path) -> None:
    zh, en = gather(store, DAY, POLICY).examples
    assert "交付宽限期（delivery_grace）" in zh
    assert "check_removal_months" not in en
    (tmp_path / "policy").mkdir()
    own = "delivery_grace: {steps: [{from: 2024-02-05, value: 7, source: 某县数据报送管理办法, status: sourced}]}"
    (tmp_path / "policy" / "own.yaml").write_text(own, encoding="utf-8")
    county = Policy.load(county=tmp_path)
    assert "delivery_grace" not in gather(store, DAY, county).examples[0]
    assert "delivery_grace" in gather(store, DAY - dt.timedelta(days=1), county).examples[0]
    told = fastexcel.read_excel(workbook_of(gather(store, DAY, POLICY))).load_sheet("汇总", header_row=None)
    assert zh in [cell for row in told.to_polars().iter_rows() for cell in row]
