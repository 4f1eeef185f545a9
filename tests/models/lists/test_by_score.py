"""Lists by score alone: by township, with the county's total right, audit slots and a rest after a visit."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import numpy as np
import polars as pl
import pytest

from models.lists import DEFAULT_SEED, Capacity, Lists, Place, Slot, ranked
from models.lists.capacity import visits_by_place, with_place

JUNE, JULY = dt.date(2024, 6, 30), dt.date(2024, 7, 31)
NORTH, SOUTH, HAMLET = "990101001", "990101002", "990101003"


def county(day: dt.date = JUNE, *, seed: int = 3, **households: int) -> pl.DataFrame:
    """Scored households of townships: `north=250` has 250 of them."""
    codes = {"north": NORTH, "south": SOUTH, "hamlet": HAMLET}
    township = [codes[name] for name, number in households.items() for _ in range(number)]
    scores = np.random.default_rng(seed).normal(size=len(township))
    return pl.DataFrame(
        {
            "household_id": [f"{code}-{n:04d}" for n, code in enumerate(township)],
            "as_of": [day] * len(township),
            "region_code": [f"{code}{n % 3 + 1:03d}" for n, code in enumerate(township)],
            "raw_score": scores,
        }
    )


def issue(
    scores: pl.DataFrame, capacity: Capacity, seed: int = DEFAULT_SEED, visited: pl.DataFrame | None = None
) -> pl.DataFrame:
    """The lists of all days by score alone."""
    return Lists(scores, seed).issued(capacity, visited=visited)


def lengths(chosen: pl.DataFrame) -> dict[str, int]:
    return dict(Counter(chosen["place"].to_list()))


def test_each_township_visits_those_of_its_own_whose_scores_are_highest() -> None:
    scores = county(north=300, south=200)
    chosen = issue(scores, Capacity(1))
    assert lengths(chosen) == {NORTH: 3, SOUTH: 2}
    for township, visits in ((NORTH, 3), (SOUTH, 2)):
        there = scores.filter(pl.col("region_code").str.starts_with(township))
        highest = there.sort("raw_score", descending=True).head(visits)["household_id"].to_list()
        assert chosen.filter(pl.col("place") == township)["household_id"].to_list() == highest
    assert chosen["rank"].to_list() == [1, 2, 3, 1, 2]
    assert set(chosen["slot"]) == {Slot.SCORE.value}
    assert set(chosen["chance"]) == {1.0}


@pytest.mark.parametrize(
    ("households", "visits"),
    [
        ({"north": 260, "south": 260, "hamlet": 30}, 6),  # 5.5 is rounded up
        ({"north": 200, "south": 200, "hamlet": 49}, 4),
        ({"north": 20}, 1),  # at least one
        ({"north": 33, "south": 33, "hamlet": 34}, 1),
    ],
)
def test_the_county_s_visits_are_right_to_the_visit_and_no_township_is_off_by_one(
    households: dict[str, int], visits: int
) -> None:
    for month in range(1, 13):
        dealt = visits_by_place(
            with_place(county(dt.date(2024, month, 1), **households), Place.TOWNSHIP), Capacity(1), seed=month
        )
        assert dealt["visits"].sum() == visits
        total = sum(households.values())
        fair = [visits * number / total for number in households.values()]
        for got, share in zip(dealt["visits"], fair, strict=True):
            assert np.floor(share) <= got <= np.ceil(share)


def test_a_hamlet_is_visited_as_often_as_its_share_says() -> None:
    # 30 of 300 households and 3 visits: 0.3 of a visit a month, so about 30 visits in a hundred months.
    months = [dt.date(2000 + n // 12, n % 12 + 1, 1) for n in range(400)]
    places = pl.concat(
        with_place(county(day, north=270, hamlet=30), Place.TOWNSHIP).select("as_of", "place") for day in months
    )
    dealt = visits_by_place(places, Capacity(1), seed=1).filter(pl.col("place") == HAMLET)["visits"]
    assert set(dealt) == {0, 1}
    assert dealt.mean() == pytest.approx(0.3, abs=0.07)


def test_another_county_or_another_day_changes_nobody_s_list() -> None:
    here = county(north=260, south=150)
    elsewhere = county(north=777).with_columns(
        pl.col("household_id").str.replace("990101", "110101"), pl.col("region_code").str.replace("990101", "110101")
    )
    both = pl.concat([here, county(JULY, seed=8, north=300), elsewhere])
    alone = issue(here, Capacity(1))
    among = issue(both, Capacity(1)).filter(pl.col("as_of") == JUNE, pl.col("place").str.starts_with("990101"))
    assert among.equals(alone)
    assert issue(both.sample(fraction=1, shuffle=True, seed=4), Capacity(1)).equals(issue(both, Capacity(1)))


def test_households_whose_village_nobody_knows_are_a_place_of_their_own() -> None:
    unknown = county(north=100).with_columns(
        pl.lit(None, dtype=pl.String).alias("region_code"), pl.format("X{}", "household_id").alias("household_id")
    )
    chosen = issue(pl.concat([county(north=100), unknown]), Capacity(2))
    assert lengths(chosen) == {"": 2, NORTH: 2}


def test_audits_go_to_households_that_the_scores_did_not_choose() -> None:
    scores = county(north=1000, south=1000)
    chosen = issue(scores, Capacity(5, audit_share=0.2))
    assert lengths(chosen) == {NORTH: 50, SOUTH: 50}
    audits = chosen.filter(pl.col("slot") == Slot.AUDIT.value)
    assert audits.height == 20
    assert audits.filter(pl.col("rank") <= 40).is_empty()
    by_score = chosen.filter(pl.col("slot") == Slot.SCORE.value)
    assert by_score["rank"].to_list() == [*range(1, 41), *range(1, 41)]
    # Ten drawn of the 960 that are left in each township.
    assert audits["chance"].unique().to_list() == [10 / 960]


def test_other_months_draw_other_households() -> None:
    drawn = [
        issue(county(day, north=500), Capacity(4, audit_share=0.5)).filter(pl.col("slot") == Slot.AUDIT.value)
        for day in (JUNE, JULY)
    ]
    assert set(drawn[0]["household_id"]) != set(drawn[1]["household_id"])


def test_what_chance_says_is_how_often_it_happens() -> None:
    # One and a half audits fall to each township: one or two, and whoever is last by score is listed in half of the draws
    # and otherwise as likely as anybody.
    scores = county(north=40, south=40)
    times: Counter[tuple[str, int]] = Counter()
    chance: dict[tuple[str, int], float] = {}
    for seed in range(200):
        chosen = issue(scores, Capacity(10, audit_share=0.375), seed=seed)
        assert chosen.filter(pl.col("slot") == Slot.AUDIT.value).height == 3
        for township, rank, told in chosen.select("place", "rank", "chance").iter_rows():
            times[township, rank] += 1
            chance[township, rank] = told
    assert chance[NORTH, 1] == chance[NORTH, 2] == 1
    assert chance[NORTH, 3] == pytest.approx(0.5 + 0.5 * 2 / 38)
    assert chance[NORTH, 20] == pytest.approx(0.5 * 1 / 37 + 0.5 * 2 / 38)
    assert times[NORTH, 3] / 200 == pytest.approx(chance[NORTH, 3], abs=0.1)
    # Counted up by their chances, the listed stand for all households.
    assert sum(number / chance[place] for place, number in times.items()) / 200 == pytest.approx(80, rel=0.05)


def test_who_was_visited_rests_and_the_visit_goes_to_the_next() -> None:
    months = [dt.date(2024, 1, 31), dt.date(2024, 2, 29), dt.date(2024, 3, 31), dt.date(2024, 4, 30)]
    scores = pl.concat(county(day, north=300) for day in months)
    order = ranked(county(months[0], north=300))["household_id"].to_list()
    chosen = issue(scores, Capacity(1, cool_down_months=2))
    by_month = chosen.group_by("as_of", maintain_order=True).agg("household_id", "rank")
    assert by_month["household_id"].to_list() == [order[:3], order[3:6], order[:3], order[3:6]]
    assert by_month["rank"].to_list() == [[1, 2, 3]] * 4
    # Visits made before count too; with no rest everybody comes again.
    before = pl.DataFrame({"household_id": order[:1], "visited_on": [dt.date(2023, 12, 15)]})
    first = issue(scores, Capacity(1, cool_down_months=2), visited=before).filter(pl.col("as_of") == months[0])
    assert first["household_id"].to_list() == order[1:4]
    assert issue(scores, Capacity(1), visited=before)["household_id"].to_list() == order[:3] * 4


def test_where_nearly_everybody_rests_the_list_is_short_and_nobody_comes_twice() -> None:
    scores = pl.concat(county(day, north=10) for day in (JUNE, JULY))
    chosen = issue(scores, Capacity(60, audit_share=0.5, cool_down_months=6))
    assert chosen.group_by("as_of", maintain_order=True).len()["len"].to_list() == [6, 4]
    assert chosen["household_id"].n_unique() == 10
    assert chosen["chance"].max() == 1


def test_nobody_to_choose_from_is_an_empty_list() -> None:
    nobody = county(north=1).clear()
    for capacity in (Capacity(1), Capacity(1, audit_share=0.1, cool_down_months=3)):
        assert issue(nobody, capacity).height == 0


@pytest.mark.parametrize("visits", [1, 7, 40, 549, 550, 10_000])
def test_so_many_visits_in_all_are_dealt_out_over_townships_and_counties(visits: int) -> None:
    elsewhere = county(seed=8, south=50).with_columns(
        pl.col("household_id").str.replace("990101", "990102"), pl.col("region_code").str.replace("990101", "990102")
    )
    scores = pl.concat([county(north=300, south=200), elsewhere])
    chosen = issue(scores, Capacity(visits=visits))
    assert chosen.height == min(visits, 550)
    for township, households in ((NORTH, 300), (SOUTH, 200), ("990102002", 50)):
        share = min(visits, 550) * households / 550
        assert np.floor(share) <= lengths(chosen).get(township, 0) <= np.ceil(share)


def test_models_of_different_windows_have_lists_of_their_own_on_one_day() -> None:
    one, other = county(seed=1, north=300), county(seed=2, north=200)
    both = pl.concat([one.with_columns(window=pl.lit(0)), other.with_columns(window=pl.lit(1))])
    chosen = Lists(both, within=("window",)).issued(Capacity(1))
    assert chosen.filter(window=0).drop("window").equals(issue(one, Capacity(1)))
    assert chosen.filter(window=1).drop("window").equals(issue(other, Capacity(1)))
    with pytest.raises(ValueError, match="one list follows another"):
        Lists(both, within=("window",)).issued(Capacity(1, cool_down_months=2))


def test_a_household_without_a_score_stops_every_list() -> None:
    scores = county(north=30).with_columns(
        pl.when(pl.int_range(pl.len()) == 4).then(None).otherwise(pl.col("raw_score")).alias("raw_score")
    )
    for capacity in (Capacity(10), Capacity(10, audit_share=0.5), Capacity(10, cool_down_months=3)):
        with pytest.raises(ValueError, match="raw_score is missing"):
            issue(scores, capacity)


@pytest.mark.parametrize("stated", [{}, {"visits_per_hundred": 1, "visits": 5}, {"visits": 0}, {"visits": -3}])
def test_a_capacity_says_either_a_share_or_a_number(stated: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"not both|at least 1"):
        Capacity(**stated)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("visits", "audits", "months"), [(0, 0, 0), (101, 0, 0), (1, 1.0, 0), (1, -0.1, 0), (1, 0, -1)]
)
def test_a_capacity_that_is_none_is_refused(visits: float, audits: float, months: int) -> None:
    with pytest.raises(ValueError, match=r"not .|negative"):
        Capacity(visits, audits, months)
