"""What comes together: burdens against income, dependants, kinds of trouble."""

from __future__ import annotations

import polars as pl
import pytest

from tests.drawn_tables import drawn, value

AS_OF = "2024-06-30"


def burdened() -> dict[str, pl.DataFrame]:
    """Two persons with 30,000 a year who paid 4,000 for illness, lost 2,000 and pay 3,000 for schooling."""
    return {
        "members": drawn("members", "event_date | person_id | listing\n2023-12-31 | P1 | full\n2023-12-31 | P2 | full"),
        "income": drawn(
            "income", "event_date | category | amount_yuan | period_months\n2023-12-31 | wage | 30000 | 12"
        ),
        "illness": drawn(
            "illness", "event_date | person_id | setting | self_paid_yuan\n2024-05-01 | P1 | inpatient | 4000"
        ),
        "shocks": drawn("shocks", "event_date | kind | loss_yuan\n2024-05-01 | disaster_flood | 2000"),
        "education": drawn(
            "education",
            "event_date | person_id | stage | status | cost_yuan\n2023-09-01 | P2 | senior | enrolled | 3000",
        ),
    }


@pytest.mark.parametrize(
    ("name", "without", "expected"),
    [
        ("burdens_12m", None, 9000),
        ("burdens_12m", "illness", 5000),
        ("burdens_12m", "shocks", 7000),
        ("burdens_12m", "education", 6000),
        ("burdens_to_income", None, 0.3),
        ("burdens_to_income", "income", None),
        ("income_after_burdens_to_line", None, (30000 - 9000) / 2 / 8500),
        ("income_after_burdens_to_line", "members", None),
        ("income_after_bills_to_line", None, (30000 - 4000) / 2 / 8500),
    ],
)
def test_burdens_are_added_and_weighed_against_income(name: str, without: str | None, expected: float | None) -> None:
    tables = {table: rows for table, rows in burdened().items() if table != without}
    found = value(name, AS_OF, "H1", **tables)
    assert found == (None if expected is None else pytest.approx(expected))


def test_what_aid_pays_is_no_burden() -> None:
    aided = drawn(
        "education",
        "event_date | person_id | stage | status | cost_yuan | aid_yuan\n2023-09-01 | P2 | senior | enrolled | 3000 | 2000",
    )
    assert value("burdens_12m", AS_OF, "H1", **{**burdened(), "education": aided}) == 7000


def test_income_below_the_burdens_is_negative_not_unknown() -> None:
    poor = {**burdened(), "shocks": drawn("shocks", "event_date | kind | loss_yuan\n2024-05-01 | crime | 40000")}
    assert value("income_after_burdens_to_line", AS_OF, "H1", **poor) == pytest.approx(-17000 / 2 / 8500)


@pytest.mark.parametrize(
    ("labour", "without_labour", "dependants"),
    [
        (["ordinary", "none", "none", "lost"], 0, 3),
        (["weak", "skilled", "none"], 0, 0.5),
        (["skilled"], 0, 0),
        (["none", "lost"], 1, None),  # nobody to divide by
    ],
)
def test_dependants_are_counted_for_each_who_has_labour(
    labour: list[str], without_labour: float, dependants: float | None
) -> None:
    rows = [f"2023-12-31 | P{n} | full | {word}" for n, word in enumerate(labour)]
    members = drawn("members", "\n".join(["event_date | person_id | listing | labour", *rows]))
    assert value("household_without_labour", AS_OF, members=members) == without_labour
    assert value("dependants_per_worker", AS_OF, members=members) == dependants


@pytest.mark.parametrize(
    ("workers", "setting", "expected"),
    [(1, "inpatient", 1), (2, "inpatient", 0), (0, "inpatient", 0), (1, "outpatient", 0)],
)
def test_somebody_is_ill_and_one_alone_earns(workers: int, setting: str, expected: float) -> None:
    spells = [f"2024-01-01 | P{n} | 2020-01-01 | {'' if n < workers else '2024-01-01'}" for n in range(2)]
    employment = drawn("employment", "\n".join(["event_date | person_id | started_on | ended_on", *spells]))
    illness = drawn("illness", f"event_date | person_id | setting\n2023-07-01 | P9 | {setting}")
    assert value("illness_and_single_earner", AS_OF, employment=employment, illness=illness) == expected


TROUBLES = {
    "illness": "event_date | person_id | setting\n2023-07-01 | P1 | inpatient",
    "employment": "event_date | person_id | started_on | ended_on\n2024-04-01 | P1 | 2020-01-01 | 2024-04-01",
    "shocks": "event_date | kind | loss_yuan\n2023-07-01 | crime | 1",
    "disability": "event_date | person_id | grade\n2010-01-01 | P1 | 2",
    "members": "event_date | person_id | listing | left_on | left_reason\n2023-07-01 | P2 | change | 2023-07-01 | died",
}


@pytest.mark.parametrize("table", TROUBLES)
def test_each_kind_of_trouble_counts_alone(table: str) -> None:
    assert value("kinds_of_trouble", AS_OF, "H1", **{table: drawn(table, TROUBLES[table])}) == 1


def test_kinds_of_trouble_are_counted_once_each() -> None:
    everything = {table: drawn(table, drawing) for table, drawing in TROUBLES.items()}
    assert value("kinds_of_trouble", AS_OF, "H1", **everything) == 5
    twice = drawn("illness", TROUBLES["illness"] + "\n2023-07-02 | P2 | inpatient")
    assert value("kinds_of_trouble", AS_OF, illness=twice) == 1
    assert value("kinds_of_trouble", AS_OF) == 0
