"""Income by the month and by source: which periods lie in a window, what hangs on what, what it rests on."""

from __future__ import annotations

import polars as pl
import pytest

from tests.drawn_tables import drawn, value

AS_OF = "2024-06-30"
HEADER = "event_date | known_date | category | amount_yuan | period_months | caliber\n"


def recorded(*rows: str) -> dict[str, pl.DataFrame]:
    return {"income": drawn("income", HEADER + "\n".join(rows))}


@pytest.mark.parametrize(
    ("period", "three", "six"),
    [
        ("2024-06-30 | 2024-06-30 | wage | 900 | 1 | national", 900, 900),
        ("2024-06-30 | 2024-06-30 | wage | 900 | 3 | national", 300, 300),  # April to June
        ("2024-06-29 | 2024-06-30 | wage | 900 | 3 | national", None, 300),  # begins on 30 March
        ("2024-04-30 | 2024-06-30 | wage | 900 | 1 | national", 900, 900),  # from 1 April
        ("2024-04-29 | 2024-06-30 | wage | 900 | 1 | national", None, 900),  # from 30 March
        ("2024-06-30 | 2024-06-30 | wage | 900 | 6 | national", None, 150),
        ("2024-05-31 | 2024-06-30 | wage | 900 | 6 | national", None, None),  # begins in December
        ("2024-06-30 | 2024-06-30 | wage | 900 | 12 | national", None, None),  # a year is no quarter
        ("2024-06-30 | 2024-07-01 | wage | 900 | 1 | national", None, None),  # known tomorrow
        ("2024-07-01 | 2024-06-30 | wage | 900 | 1 | national", None, None),  # ends tomorrow
        ("2024-06-30 | 2024-06-30 | wage | 900 | 1 | dibao", None, None),
        ("2024-06-30 | 2024-06-30 | wage | | 1 | national", None, None),
        ("2024-06-30 | 2024-06-30 | wage | 0 | 1 | national", 0, 0),
    ],
)
def test_a_period_counts_where_it_lies_wholly_in_the_window(
    period: str, three: float | None, six: float | None
) -> None:
    assert value("wage_3m", AS_OF, "H1", **recorded(period)) == three
    assert value("wage_6m", AS_OF, "H1", **recorded(period)) == six
    business = period.replace("wage", "business")
    assert value("business_3m", AS_OF, "H1", **recorded(business)) == three
    assert value("business_6m", AS_OF, "H1", **recorded(business)) == six
    transfer = period.replace("wage", "transfer_pension")
    assert [value(f"transfer_{months}m", AS_OF, "H1", **recorded(transfer)) for months in (3, 6)] == [three, six]


def test_months_and_quarters_make_one_mean_month_and_no_month_counts_twice() -> None:
    rows = [
        "2024-03-31 | 2024-04-20 | wage | 9000 | 3 | national",
        "2024-04-30 | 2024-05-20 | wage | 1000 | 1 | national",
        "2024-05-31 | 2024-06-20 | wage | 2000 | 1 | national",
    ]
    assert value("wage_3m", AS_OF, "H1", **recorded(*rows)) == 1500
    assert value("wage_6m", AS_OF, "H1", **recorded(*rows)) == 2400
    twice = [*rows, "2024-01-31 | 2024-02-20 | wage | 3000 | 1 | national"]  # the quarter has it already
    assert value("wage_6m", AS_OF, "H1", **recorded(*twice)) == 2500


def test_transfers_of_several_kinds_are_added() -> None:
    rows = [
        "2024-05-31 | 2024-06-05 | transfer_pension | 200 | 1 | national",
        "2024-05-31 | 2024-06-05 | transfer_dibao   | 400 | 1 | national",
        "2024-04-30 | 2024-05-05 | transfer_pension | 999 | 1 | national",
    ]
    assert value("transfer_3m", AS_OF, "H1", **recorded(*rows)) == 600
    assert value("allowance_year", AS_OF, "H1", **recorded(*rows)) == 4800


TWO_YEARS = [
    "2023-12-31 | 2024-01-05 | wage          | 21000 | 12 | national",
    "2023-12-31 | 2024-01-05 | business      | 9000  | 12 | national",
    "2023-12-31 | 2024-01-05 | business_cost | 12000 | 12 | national",
    "2022-12-31 | 2023-01-05 | wage          | 30000 | 12 | national",
    "2022-12-31 | 2023-01-05 | business      | 10000 | 12 | national",
    "2022-12-31 | 2023-01-05 | business_cost | 4000  | 12 | national",
    "2021-12-31 | 2022-01-05 | wage          | 24000 | 12 | national",
]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("wage_year_before", 30000),
        ("wage_change", 0.7),
        ("business_year_before", 10000),
        ("business_change", 0.9),
        ("business_net_year", -3000),
        ("net_income_year", 18000),
        ("net_income_year_before", 36000),
        ("net_income_two_years_before", 24000),
        ("income_change", 0.5),
        ("income_swing_3y", (36000 - 18000) / 26000),
        ("business_without_cost", 0),
    ],
)
def test_a_year_is_held_against_the_years_before(name: str, expected: float) -> None:
    assert value(name, AS_OF, "H1", **recorded(*TWO_YEARS)) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2021-06-30", None),  # has left even the third year
        ("2021-07-01", 12000),
        ("2022-06-30", 12000),
        ("2022-07-01", None),  # the year before the last
    ],
)
def test_the_third_year_back_begins_and_ends_on_its_days(day: str, expected: float | None) -> None:
    row = f"{day} | 2024-01-05 | wage | 12000 | 12 | national"
    assert value("net_income_two_years_before", AS_OF, "H1", **recorded(row)) == expected


def test_one_year_alone_swings_by_nothing_that_anybody_knows() -> None:
    assert value("income_swing_3y", AS_OF, "H1", **recorded(TWO_YEARS[0])) is None
    assert value("income_swing_3y", AS_OF, "H1", **recorded(TWO_YEARS[0], TWO_YEARS[3])) == pytest.approx(9 / 25.5)


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        (["wage | 30000"], 1),
        (["wage | 10000", "business | 10000"], 0.5),
        (["wage | 10000", "business | 10000", "property | 10000", "transfer_other | 10000"], 0.25),
        (["wage | 30000", "transfer_dibao | 5000", "transfer_pension | 5000"], 0.625),  # transfers are one source
        (["wage | 30000", "business | -9000"], 1),  # a loss is no source
        (["wage | 0"], None),
        (["wage | 0", "property | 10"], 1),
    ],
)
def test_income_hangs_on_few_sources_or_on_many(sources: list[str], expected: float | None) -> None:
    rows = [f"2023-12-31 | 2024-01-05 | {source} | 12 | national" for source in sources]
    assert value("income_concentration", AS_OF, "H1", **recorded(*rows)) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["business | 9000"], 1),
        (["business | 9000", "business_cost | 0"], 1),
        (["business | 9000", "business_cost | 1"], 0),
        (["business | 0"], 0),
        (["wage | 9000"], None),
    ],
)
def test_business_without_any_cost_is_noticed(rows: list[str], expected: float | None) -> None:
    told = [f"2023-12-31 | 2024-01-05 | {row} | 12 | national" for row in rows]
    assert value("business_without_cost", AS_OF, "H1", **recorded(*told)) == expected


DESCRIBED = """
    event_date | known_date | region_code  | household_type | land_mu | forest_mu | in_cooperative | led_by_enterprise
    2022-12-31 | 2023-01-20 | 990101001001 | general        | 1       | 2         | yes            | no
    2023-12-31 | 2024-01-20 | 990101001002 | lifted_out     |         | 3         | no             | yes
    2024-07-01 | 2024-06-20 | 990101001003 | general        | 9       | 9         | no             | no
"""


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("land", [None, 1, 1, 1, 1, 9]),  # not stated again: as it was
        ("orchard", [None, 2, 2, 3, 3, 9]),
        ("in_cooperative", [None, 1, 1, 0, 0, 0]),
        ("led_by_enterprise", [None, 0, 0, 1, 1, 0]),
    ],
)
def test_land_and_links_are_as_last_described(name: str, seen: list[float | None]) -> None:
    days = ["2023-01-19", "2023-01-20", "2024-01-19", "2024-01-20", AS_OF, "2024-07-01"]
    assert [value(name, day, households=drawn("households", DESCRIBED)) for day in days] == seen


def test_a_business_has_a_link_or_none() -> None:
    tables = {**recorded(TWO_YEARS[1]), "households": drawn("households", DESCRIBED)}
    assert value("business_without_link", AS_OF, "H1", **tables) == 0
    assert value("business_without_link", "2024-07-01", "H1", **tables) == 1
    assert value("business_without_link", AS_OF, "H1", **recorded(TWO_YEARS[1])) is None  # nobody told of links
    no_business = {**recorded("2023-12-31 | 2024-01-05 | business | 0 | 12 | national")}
    assert value("business_without_link", AS_OF, "H1", **no_business) == 0
