"""The alerts of kept runs of a county: which came, from the records that the run names, and what such alerts led to."""

from __future__ import annotations

import datetime as dt
import shutil
from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest

from features.frame.fingerprint import fingerprint
from features.policy.loading import Policy
from features.records.store import RecordStore
from features.records.store.side_tables import DELIVERIES
from features.triggers.outcomes import hits_in_store
from models.alerts import Alerts, Handling, alerts_of
from models.alerts.pushed import months_before, newly_hit
from models.alerts.wording import alerts_in_short, alerts_in_words
from models.alerts.workbook import SHEETS, lists_of
from models.calibrate import CalibrationKind, Calibrator
from models.provenance.storage import FOLDER
from models.risk_model import RiskModel
from models.runs import Run, RunError, make_run
from models.scorers import Additive, Linear, Transform
from tests.conftest import County
from tests.drawn_tables import drawn
from tests.models.alerts.drawn_alerts import frame
from tests.models.runs.two_days import runs_of_two_days

NAMES = ("jobs_ended_6m", "major_patients", "self_paid_12m")
EARLY, BEFORE, AFTER = dt.date(2021, 3, 31), dt.date(2023, 5, 31), dt.date(2023, 6, 30)
POLICY = Policy.load()


def model() -> RiskModel:
    terms = (
        Linear(0.5, Transform.NONE, 0.0, 0.1),
        Linear(0.8, Transform.NONE, 0.0, 0.1),
        Linear(0.2, Transform.SIGNED_LOG, 0.0, 0.2),
    )
    calibrator = Calibrator(CalibrationKind.LOGISTIC, {"slope": [0.9], "c": [0.1]})
    return RiskModel("fanpin-story", Additive(NAMES, terms, -5.0), fingerprint(NAMES), 6, calibrator, version="1")


@pytest.fixture(scope="module")
def kept(county: County, tmp_path_factory: pytest.TempPathFactory) -> tuple[RecordStore, Run, Run]:
    """The county's records for this file alone, with the runs of two days."""
    return runs_of_two_days(county, tmp_path_factory.mktemp("alerts") / "records", model(), POLICY, (BEFORE, AFTER))


@pytest.fixture(scope="module")
def told(kept: tuple[RecordStore, Run, Run]) -> Alerts:
    store, _, after = kept
    return alerts_of(store, after)


def hits_on(store: RecordStore, day: dt.date, run: Run) -> set[tuple[str, str]]:
    """What `fanpin triggers` tells of those who have a score."""
    hits = hits_in_store(store, day, POLICY, run.scores["household_id"])
    return set(hits.select("household_id", "trigger").iter_rows())


def pairs(alerts: Alerts) -> set[tuple[str, str]]:
    return set(alerts.alerts.select("household_id", "trigger").iter_rows())


def test_an_alert_is_a_hit_that_was_none_when_the_list_before_was_made(
    kept: tuple[RecordStore, Run, Run], told: Alerts
) -> None:
    store, _, after = kept
    assert (told.since, told.list_before) == (BEFORE, True)
    today = hits_on(store, AFTER, after)
    assert pairs(told) == today - hits_on(store, BEFORE, after)
    assert 20 < len(pairs(told)) < len(today) / 2
    assert told.by_rule["standing"].sum() == len(today)


def test_without_a_list_before_the_month_before_is_taken(kept: tuple[RecordStore, Run, Run]) -> None:
    store, before, _ = kept
    first = alerts_of(store, before, past_months=0)
    assert (first.since, first.list_before) == (dt.date(2023, 4, 30), False)
    assert pairs(first) == hits_on(store, BEFORE, before) - hits_on(store, dt.date(2023, 4, 30), before)
    assert "2023-04-30 以来（此前没有名单）新增部门预警" in alerts_in_short(first)[0].zh
    assert first.past is None
    assert first.later is None


def test_what_alerts_led_to_is_told_of_months_whose_horizon_had_passed_by_the_day(told: Alerts) -> None:
    assert told.past is not None
    assert (told.past.first, told.past.last, told.past.months) == (dt.date(2022, 1, 30), dt.date(2022, 12, 30), 12)
    assert told.past.visits.visits > told.past.visits.identified > 0
    assert told.past.by_rule["alerts"].sum() >= told.past.visits.visits
    assert "2022-01-30 至 2022-12-30，12 次月度推送，全县" in alerts_in_words(told)[-2].zh


def test_a_yield_is_that_of_the_alerts_that_came_of_households_not_monitored_yet(
    kept: tuple[RecordStore, Run, Run],
) -> None:
    """Five pushes, counted once more by what `fanpin triggers` tells of their days and of the one before."""
    store, _, after = kept
    some = alerts_of(store, after, past_months=5)
    assert some.past is not None
    pushes = [dt.date(2022, month, 30) for month in (12, 11, 10, 9, 8, 7)]
    everybody = store.records()["households"]["household_id"].unique()
    hits = [hits_in_store(store, day, POLICY, everybody) for day in pushes]
    new = pl.concat(then.join(before, on=["household_id", "trigger"], how="anti") for then, before in pairwise(hits))
    assert not new["observed"].all(), "somebody is monitored already"
    counted = new.filter("observed").group_by("trigger").agg(pl.len(), pl.col("identified_on").count())
    led = some.past.by_rule.select("trigger", "alerts", "identified")
    assert sorted(led.rows()) == sorted(counted.rows())


def test_before_any_horizon_has_passed_the_yield_is_unknown_and_not_nothing(kept: tuple[RecordStore, Run, Run]) -> None:
    store, _, _ = kept
    early = alerts_of(store, make_run(model(), store, POLICY, EARLY))
    assert early.past is None
    lines = "\n".join(line.zh for line in alerts_in_words(early))
    assert "以往预警的成效还不知道" in lines
    assert "0.0%" not in lines.split("后来")[0]


def test_what_became_of_them_is_told_apart_once_the_horizon_has_passed(
    kept: tuple[RecordStore, Run, Run], told: Alerts, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, _, after = kept
    assert told.later is not None
    assert told.later.listed.visits == after.listed.height
    assert told.later.everybody.visits == after.scores.height
    assert {one: led.visits for one, led in told.later.households.items()} == told.totals.households
    assert told.later.everybody.identified >= told.later.listed.identified > 0
    assert alerts_in_words(told)[-1].zh.startswith("后来（此日之后才知晓，以上各数未用到）")
    # A day too early nobody knows: the horizon ends on 30 December.
    monkeypatch.setattr(RecordStore, "last_delivery_day", lambda *_: dt.date(2023, 12, 29))
    assert alerts_of(store, after).later is None
    monkeypatch.setattr(RecordStore, "last_delivery_day", lambda *_: dt.date(2023, 12, 30))
    assert alerts_of(store, after).later is not None


def test_what_lands_later_changes_no_alert_of_a_run(
    kept: tuple[RecordStore, Run, Run], told: Alerts, tmp_path: Path
) -> None:
    folder = tmp_path / "records"
    shutil.copytree(kept[0].path, folder)
    store = RecordStore.open(folder)
    # A department sends late what it had known long before the list of May: the alert would be no new one.
    household = told.alerts.filter(trigger="inpatient_self_paid")["household_id"][0]
    bill = f"""household_id | event_date | known_date | delivery_id | person_id | setting | disease_class | self_paid_yuan
    {household} | 2023-03-01 | 2023-03-05 | late | P | inpatient | major | 90000"""
    delivery = {"delivery_id": "late", "known_date": dt.date(2023, 3, 5), "source": "medical_settlement"}
    with store.writing():
        store.land({"illness": drawn("illness", bill)}, pl.DataFrame([delivery], schema=DELIVERIES))
    again = alerts_of(store, kept[2])
    assert again.alerts.equals(told.alerts)
    assert again.by_rule.equals(told.by_rule)
    assert again.past is not None
    assert told.past is not None
    assert again.past.by_rule.equals(told.past.by_rule)


def test_the_parts_of_a_county_are_its_whole(kept: tuple[RecordStore, Run, Run], told: Alerts) -> None:
    store, _, after = kept
    codes = after.households["region_code"].str.head(9).drop_nulls().unique().sort()
    parts = [alerts_of(store, after, region=code, past_months=0) for code in codes]
    assert sum(part.totals.alerts for part in parts) == told.totals.alerts
    for one in Handling:
        assert sum(part.totals.households[one] for part in parts) == told.totals.households[one]
    assert sum(part.by_rule["standing"].sum() for part in parts) == told.by_rule["standing"].sum()


def test_the_workbook_has_every_alert_on_the_sheet_of_its_handling(told: Alerts) -> None:
    lists = lists_of(told, frame("region_code | township | village\n 990101001001 | 青石镇 | 柳沟村"), [])
    rows = {listing.sheet: len(listing.rows) for listing in lists.lists}
    assert rows == {sheet: told.alerts.filter(handling=one.value).height for one, sheet in SHEETS.items()}
    assert [counted.households for counted in lists.counts] == [told.totals.households[one] for one in SHEETS]
    assert all(len(row) == len(listing.columns) for listing in lists.lists for row in listing.rows)
    assert len(lists.rules) == told.by_rule.height


def test_a_run_whose_model_is_gone_says_so(kept: tuple[RecordStore, Run, Run], tmp_path: Path) -> None:
    folder = tmp_path / "records"
    shutil.copytree(kept[0].path, folder)
    shutil.rmtree(folder / FOLDER / "models")
    with pytest.raises(RunError, match="is gone from"):
        alerts_of(RecordStore.open(folder), kept[2])


def test_a_hit_that_stands_is_pushed_once_and_again_when_it_comes_back() -> None:
    days = [dt.date(2024, month, 28) for month in (4, 3, 2, 1)]
    hits = frame(
        """
        household_id | as_of      | trigger
        A            | 2024-01-28 | job_lost
        A            | 2024-02-28 | job_lost
        A            | 2024-04-28 | job_lost
        A            | 2024-02-28 | income_low
        B            | 2024-01-28 | job_lost
        """,
        as_of=pl.Date(),
    )
    new = newly_hit(hits, days).select("household_id", "as_of", "trigger").sort("as_of", "trigger").rows()
    # Of January nobody can tell what stood before; in March job_lost had lapsed, in April it came back.
    assert new == [("A", dt.date(2024, 2, 28), "income_low"), ("A", dt.date(2024, 4, 28), "job_lost")]
    assert newly_hit(hits, days[:1]).is_empty()


def test_a_month_before_the_end_of_a_long_month_is_the_end_of_a_short_one() -> None:
    assert months_before(dt.date(2024, 3, 31), 1) == dt.date(2024, 2, 29)
    assert months_before(dt.date(2024, 8, 31), 6) == dt.date(2024, 2, 29)
