"""A number in an old store that cannot be costs its own household the score, says so, and nobody else anything."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterator

import polars as pl
import pytest
from fastapi.testclient import TestClient

from features.frame import index_of
from features.policy.loading import Policy
from features.records.contracts.impossible import impossible_rows
from features.records.gate import Records
from features.records.store import RecordStore
from features.records.tables import polars_schema
from features.records.tables.columns import MONEY_MOST
from models.impossible import NAMED, lines_about
from models.risk_model import RiskModel
from models.score import score
from service.principal import Role
from tests.service.conftest import AS_OF, FIRST_DAY, LAST_DAY
from tests.service.people import code_for

CANNOT_BE = {
    "inf": math.inf,
    "nan": math.nan,
    "1e308": 1e308,
    "beyond": math.nextafter(MONEY_MOST, math.inf),
    "below": -1.0,
}


def bill(household: str, yuan: float, known: dt.date = AS_OF) -> pl.DataFrame:
    row = {
        "household_id": household,
        "record_id": "old",
        "event_date": dt.date(2024, 5, 1),
        "known_date": known,
        "delivery_id": "old",
        "self_paid_yuan": yuan,
    }
    schema = polars_schema("illness")
    return pl.DataFrame([{name: row.get(name) for name in schema}], schema=schema)


@pytest.fixture(scope="module")
def old_store(
    county: dict[str, pl.DataFrame], households: list[str], tmp_path_factory: pytest.TempPathFactory
) -> RecordStore:
    """Twelve households, one of which has a bill that cannot be."""
    some = pl.col("household_id").is_in(households[:12])
    tables = {name: rows.filter(some) for name, rows in county.items()}
    tables["illness"] = pl.concat([tables["illness"], bill(households[3], math.inf), bill(households[3], 1e308)])
    made = RecordStore.create(tmp_path_factory.mktemp("old") / "records", buckets=2)
    days = [FIRST_DAY, LAST_DAY]
    deliveries = pl.DataFrame(
        {
            "delivery_id": ["first", "last"],
            "file": ["a.csv", "b.csv"],
            "source": ["drawn", "drawn"],
            "department": ["", ""],
            "known_date": days,
            "rows_read": [0, 0],
            "rows_landed": [0, 0],
            "rows_set_aside": [0, 0],
            "landed_at": [dt.datetime(2024, 9, 5, tzinfo=dt.UTC)] * 2,
        }
    )
    with made.writing():
        made.land(tables, deliveries)
    return made


@pytest.fixture
def service(old_store: RecordStore, model: RiskModel, service_of: Callable[..., TestClient]) -> Iterator[TestClient]:
    with service_of(model, records=old_store.path) as client:
        yield client


def test_the_list_names_it_and_has_everybody_else(service: TestClient, households: list[str]) -> None:
    asked: dict[str, str | int] = {"as_of": str(AS_OF), "capacity": 100}
    listed = service.get("/v1/risk-lists/preview", params=asked).json()
    assert (listed["not_scored_count"], [one["household_id"] for one in listed["not_scored"]]) == (1, [households[3]])
    assert listed["not_scored"][0]["tables"] == ["illness"]
    assert {one["household_id"] for one in listed["households"]} == {*households[:12]} - {
        households[3],
        households[5],
        households[7],
    }
    region = listed["not_scored"][0]["region_code"]
    elsewhere = next(one["region_code"] for one in listed["households"] if one["region_code"][:9] != region[:9])
    there = service.get("/v1/risk-lists/preview", params={**asked, "region": elsewhere[:9]}).json()
    assert (there["not_scored_count"], there["not_scored"]) == (0, [])
    service.get("/login", params={"code": code_for(service.app, Role.COUNTY_OFFICER, "")})  # type: ignore[arg-type]
    alone = service.get(f"/households/{households[3]}", params={"as_of": str(AS_OF)}, headers={"accept": "text/html"})
    assert alone.status_code == 200
    assert "没有得分" in alone.text
    assert "“就医与确诊”中有超出界限的金额" in alone.text


def test_alone_it_gets_no_number_either(service: TestClient, households: list[str]) -> None:
    answer = service.get(f"/v1/households/{households[3]}/assessment", params={"as_of": str(AS_OF)})
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:fanpin:problem:impossible-records")
    assert "probability" not in answer.text
    before = service.get(f"/v1/households/{households[3]}/assessment", params={"as_of": str(AS_OF - dt.timedelta(1))})
    assert before.status_code == 200, "what is learned later changes nothing"


def test_nobody_else_is_scored_otherwise(
    old_store: RecordStore, county: dict[str, pl.DataFrame], households: list[str], model: RiskModel, policy: Policy
) -> None:
    day = score(model, old_store, policy, AS_OF)
    assert day.impossible["household_id"].to_list() == [households[3]]
    day_before = score(model, old_store, policy, AS_OF - dt.timedelta(1))
    assert day_before.impossible.is_empty()
    assert set(day_before.households["household_id"]) - set(day.households["household_id"]) == {households[3]}


@pytest.mark.parametrize("number", CANNOT_BE.values(), ids=CANNOT_BE)
def test_whatever_cannot_be_is_seen_until_it_is_corrected(number: float) -> None:
    index = index_of(["H1"], AS_OF)
    wrong = bill("H1", number, AS_OF - dt.timedelta(1))
    beside = bill("H1", 40.0).with_columns(record_id=pl.lit("another"))
    both = pl.concat([wrong, beside])
    assert impossible_rows(Records({"illness": both}), index)["tables"].to_list() == [["illness"]]
    corrected = bill("H1", 40.0)
    assert impossible_rows(Records({"illness": pl.concat([wrong, corrected])}), index).is_empty()
    assert impossible_rows(Records({"illness": bill("H1", MONEY_MOST)}), index).is_empty()


def test_many_are_counted_and_the_first_named() -> None:
    many = pl.DataFrame(
        {"household_id": [f"H{number:03d}" for number in range(NAMED + 5)], "tables": [["income"]] * (NAMED + 5)}
    )
    lines = [line.one_line for line in lines_about(many)]
    assert lines[0].startswith(f"{NAMED + 5} 户未评分")
    assert len(lines) == NAMED + 2
    assert lines[-1] == "  另有 5 户 | and 5 more"
    assert lines_about(many.head(0)) == []
    homes = many.with_columns(region_code=pl.Series(["990101001001"] + ["990101002001"] * (NAMED + 4)))
    assert lines_about(homes, "990101001")[0].zh.startswith("1 户未评分")
