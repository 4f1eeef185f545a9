"""Who crosses the cut of the list: counted by hand in a county whose scores can be worked out in one's head."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from features.policy.loading import Policy
from features.records.store import RecordStore
from features.records.store.side_tables import DELIVERIES
from models.risk_model import RiskModel
from models.stress import Scenario, ScenarioError, Stress, stress
from models.stress.crossing import COUNTED
from models.stress.picture import picture_of
from models.stress.wording import NOBODY_STRUCK, stress_in_words
from models.stress.workbook import workbook_of
from tests.drawn_tables import POLICY, drawn
from tests.models.what_if.drawn_model import summed_model

DAY = dt.date(2024, 7, 5)
NORTH, SOUTH = "990101001", "990101002"
HOUSEHOLDS = 150
"""In each township, a hundred of them in its first village. The one with number n earns 1,000 yuan and ten for each before it."""

LOWER = {"shock": "wages", "change": "-20%", "places": ["省外"], "townships": [NORTH]}


def tables() -> dict[str, pl.DataFrame]:
    rows = [
        (f"{town}-{number:03d}", f"{town}{1 if number < 100 else 2:03d}", 1000 + 10 * number)
        for town in (NORTH, SOUTH)
        for number in range(HOUSEHOLDS)
    ]

    def told(head: str, line: str) -> str:
        return "\n".join([head, *(line.format(household=row[0], village=row[1], wage=row[2]) for row in rows)])

    return {
        "households": drawn(
            "households",
            told(
                "household_id | record_id | event_date | region_code | household_type",
                "{household} | roster | 2023-12-31 | {village} | general",
            ),
        ),
        "members": drawn(
            "members",
            told(
                "household_id | record_id | event_date | person_id | listing | birth_month | labour",
                "{household} | roster | 2023-12-31 | P-{household} | full | 1980-01-01 | ordinary",
            ),
        ),
        "employment": drawn(
            "employment",
            told(
                "household_id | record_id | event_date | person_id | started_on | place_tier | monthly_wage_yuan",
                "{household} | spell | 2023-01-01 | P-{household} | 2023-01-01 | outside | {wage}",
            ),
        ),
    }


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> RecordStore:
    made = RecordStore.create(tmp_path_factory.mktemp("county") / "records", buckets=3)
    with made.writing():
        made.land(tables(), pl.DataFrame([{"delivery_id": "d1", "known_date": dt.date(2024, 7, 5)}], schema=DELIVERIES))
    return made


def scenario(*shocks: Mapping[str, object]) -> Scenario:
    return Scenario.model_validate({"name": "情景", "name_en": "a scenario", "shocks": list(shocks)})


def stressed_by(store: RecordStore, *shocks: Mapping[str, object], model: RiskModel | None = None) -> Stress:
    return stress(model or summed_model({"monthly_wages_now": -0.001}), store, POLICY, DAY, scenario(*shocks))


@pytest.fixture(scope="module")
def lowered(store: RecordStore) -> Stress:
    """The county with the wages of the north lowered."""
    return stressed_by(store, LOWER)


def counts(stressed: Stress, township: str) -> dict[str, int]:
    return stressed.townships.filter(township_code=township).row(0, named=True)


def test_who_comes_above_the_last_on_the_list_crosses(lowered: Stress) -> None:
    listed = counts(lowered, NORTH)["listed"]
    # A township of 150 has one visit or two; the last on the list earns 1,000 yuan or 1,010.
    assert counts(lowered, NORTH)["listed"] + counts(lowered, SOUTH)["listed"] == 3
    last = 1000 + 10 * (listed - 1)
    crossing = [wage for wage in range(last + 10, 1000 + 10 * HOUSEHOLDS, 10) if round(wage * 0.8, 2) <= last]
    assert counts(lowered, NORTH)["crossing"] == len(crossing) > 20
    assert counts(lowered, SOUTH)["crossing"] == 0
    assert lowered.struck == HOUSEHOLDS
    assert lowered.county["moved"] == HOUSEHOLDS
    names = lowered.households.filter("crossing")["household_id"].to_list()
    assert names == [f"{NORTH}-{(wage - 1000) // 10:03d}" for wage in crossing]


def test_a_list_cut_anew_has_as_many_visits_in_each_township(store: RecordStore, lowered: Stress) -> None:
    # All of the north earn less alike, so the same stand first.
    assert lowered.county["entering"] == 0
    raised = stressed_by(store, {**LOWER, "change": "+50%"}, {**LOWER, "change": "-90%", "townships": [SOUTH]})
    assert raised.county["entering"] == 0
    assert counts(raised, NORTH)["crossing"] == 0
    assert counts(raised, SOUTH)["crossing"] > 100


def test_villages_add_up_to_townships_and_townships_to_the_county(store: RecordStore) -> None:
    stressed = stressed_by(store, LOWER, {"shock": "jobs_lost", "share": "30%"})
    by_township = stressed.villages.group_by(pl.col("region_code").str.head(9).alias("township_code")).agg(
        pl.col(COUNTED).sum()
    )
    assert by_township.sort("township_code").equals(
        stressed.townships.sort("township_code").select("township_code", *COUNTED)
    )
    county = stressed.households
    assert stressed.county["households"] == county.height == 2 * HOUSEHOLDS
    assert stressed.county["crossing"] == county["crossing"].sum()
    assert stressed.county["high_after"] == (county["band_after"] == "high").sum()
    # The most crossing come first.
    assert stressed.villages["crossing"].is_sorted(descending=True)


def test_nobody_on_the_list_and_nobody_who_rests_crosses(lowered: Stress) -> None:
    crossing = lowered.households.filter("crossing")
    assert not crossing["listed"].any()
    assert not crossing["resting"].any()


def test_who_is_listed_below_the_cut_is_visited_already_and_crosses_nothing(store: RecordStore, tmp_path: Path) -> None:
    """Households drawn at random, and those of a severe rule, stand on the list whatever their score."""
    steps = "  unit: {0}\n  meaning: {{zh: 甲, en: a}}\n  steps: [{{from: 2000-01-01, value: {1}, scope: '', source: drawn, status: example}}]\n"
    (tmp_path / "policy").mkdir()
    (tmp_path / "policy" / "ours.yaml").write_text(
        "list_audit_share:\n"
        + steps.format("share", 0.5)
        + "visits_per_hundred_households:\n"
        + steps.format("visits per 100 households and month", 10),
        encoding="utf-8",
    )
    policy = Policy.load(county=tmp_path)
    stressed = stress(summed_model({"monthly_wages_now": -0.001}), store, policy, DAY, scenario(LOWER))
    north = stressed.households.filter(township_code=NORTH)
    crossing, drawn_lots = north.filter("crossing"), north.filter("listed")
    # As risky after the shock as somebody who crosses, less risky before it than the last by score: and no crossing.
    below = drawn_lots.filter(pl.col("probability") <= crossing["probability"].max())
    assert below.filter(pl.col("probability_after") >= crossing["probability_after"].min()).height > 0
    assert not drawn_lots["crossing"].any()


def test_who_was_visited_lately_rests_under_a_shock_too(tmp_path: Path) -> None:
    visited = f"{NORTH}-005"
    rested = RecordStore.create(tmp_path / "records", buckets=2)
    visits = f"household_id | record_id | event_date | outcome\n{visited} | visit | 2024-06-01 | no_risk"
    with rested.writing():
        told = pl.DataFrame([{"delivery_id": "d1", "known_date": DAY}], schema=DELIVERIES)
        rested.land({**tables(), "visits": drawn("visits", visits)}, told)
    stressed = stressed_by(rested, LOWER)
    row = stressed.households.filter(household_id=visited).row(0, named=True)
    assert (row["resting"], row["listed"], row["crossing"]) == (True, False, False)
    assert stressed.households.filter(household_id=f"{NORTH}-006")["crossing"].to_list() == [True]


def test_the_villages_figures_move_with_the_records_of_the_neighbours(store: RecordStore) -> None:
    """The jobs of the north are lost: there the chance rises for everybody by what the village tells, in the south for nobody."""
    lost = {"shock": "jobs_lost", "share": "100%", "townships": [NORTH]}
    stressed = stressed_by(store, lost, model=summed_model({"village_zero_employment_rate": 3.0}))
    rose = pl.col("probability_after") > pl.col("probability")
    north = pl.col("township_code") == NORTH
    assert stressed.households.filter(north).select(rose.all()).item()
    # Rates are drawn towards the county's, which has risen: the south moves, but far less.
    least, most = (
        stressed.households.group_by(north.alias("north"))
        .agg(pl.col("probability_after").min())
        .sort("north")["probability_after"]
    )
    assert most > 4 * least


def test_a_scenario_that_strikes_nobody_moves_nobody_and_says_so(store: RecordStore, lowered: Stress) -> None:
    """Also the figures of villages, counted anew, are then those that were kept."""
    nobody = {"shock": "wages", "change": "-20%", "places": ["乡(镇)内"]}
    model = summed_model({"monthly_wages_now": -0.001, "village_zero_employment_rate": 3.0, "village_shock_rate": 2.0})
    stressed = stressed_by(store, nobody, model=model)
    assert (stressed.struck, stressed.county["moved"], stressed.county["crossing"]) == (0, 0, 0)
    assert stressed.households["probability"].equals(stressed.households["probability_after"])
    assert str(NOBODY_STRUCK) in stress_in_words(stressed)
    assert str(NOBODY_STRUCK) not in stress_in_words(lowered)


def test_the_records_and_what_is_kept_beside_them_stay_as_they_are(store: RecordStore) -> None:
    model = summed_model({"village_zero_employment_rate": 3.0})
    stressed_by(store, LOWER, model=model)
    kept = {path: path.read_bytes() for path in store.path.rglob("*") if path.is_file()}
    stressed_by(store, {"shock": "jobs_lost", "share": "100%"}, model=model)
    assert {path: path.read_bytes() for path in store.path.rglob("*") if path.is_file()} == kept


def test_the_same_scenario_gives_the_same_bytes(store: RecordStore) -> None:
    drawn_share = {"shock": "jobs_lost", "share": "30%"}
    first, second = stressed_by(store, drawn_share), stressed_by(store, drawn_share)
    assert first.households.equals(second.households)
    assert workbook_of(first, []) == workbook_of(second, [])
    assert picture_of(first) == picture_of(second)
    other = stress(
        summed_model({"monthly_wages_now": -0.001}), store, POLICY, DAY, replace_seed(scenario(drawn_share), 2)
    )
    assert not other.households.equals(first.households)


def replace_seed(asked: Scenario, seed: int) -> Scenario:
    return asked.model_copy(update={"seed": seed})


def test_where_nobody_lives_nobody_can_be_struck(store: RecordStore) -> None:
    with pytest.raises(ScenarioError, match="没有乡镇“990101003”"):
        stressed_by(store, {**LOWER, "townships": ["990101003"]})


def test_words_say_what_is_supposed_where_and_that_it_is_no_forecast(store: RecordStore) -> None:
    stressed = stressed_by(store, LOWER, {"shock": "disaster", "kind": "旱灾", "loss_yuan": 800, "share": "50%"})
    text = "\n".join(stress_in_words(stressed))
    assert f"- 省外务工月工资 -20%（{NORTH}） | wages of work outside the province: -20% ({NORTH})" in text
    assert "- 旱灾，50%的户受灾，每户损失800元（全县）" in text
    assert "不是对返贫户数的预测" in text
    assert "只作工作材料，不得公示" in text
    assert "冲击记在 2024-06-30" in text
    assert f"{NORTH}：越线 {counts(stressed, NORTH)['crossing']} 户" in text


def test_a_picture_is_drawn_of_crossings_and_of_none(lowered: Stress) -> None:
    png = b"\x89PNG"
    nobody = replace(lowered, households=lowered.households.with_columns(crossing=pl.lit(value=False)))
    assert picture_of(lowered)[:4] == picture_of(nobody)[:4] == png
    assert picture_of(lowered) != picture_of(nobody)
