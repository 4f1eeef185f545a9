"""What is on record is told with when it happened, when it was known, from whom, and about whom."""

from __future__ import annotations

import datetime as dt
from typing import Any

from features.bilingual import Bilingual
from features.records.tables import COMMON_COLUMNS, TABLES
from service.households.answers import HouseholdAnswer, KnownRowAnswer, KnownTableAnswer
from service.views.known_facts import described, domains_of, members_of, row_in_words

DAY = dt.date(2024, 6, 30)


def row(
    on: str, known: str | None = None, department: str | None = "医保", corrects: int = 0, **values: Any
) -> KnownRowAnswer:
    return KnownRowAnswer(
        record_id=f"{on}-{sorted(values.items())}",
        event_date=dt.date.fromisoformat(on),
        known_date=dt.date.fromisoformat(known or on),
        delivery_id="d",
        source_row=2,
        department=department,
        corrects=corrects,
        values=values,
    )


def known(**tables: list[KnownRowAnswer]) -> HouseholdAnswer:
    every = [KnownTableAnswer(table=name, zh=name, en=name, rows=tables.get(name, [])) for name in TABLES]
    place = dict.fromkeys(("region_code", "county", "township", "village"))
    return HouseholdAnswer(household_id="H1", as_of=DAY, tables=every, sources=[], **place)


HEAD = row("2024-01-10", person_id="p1", relation="head", sex="male", birth_month=dt.date(1960, 7, 1), chronic=True)
WIFE = row(
    "2024-01-10", person_id="p2", relation="spouse", sex="female", birth_month=dt.date(1962, 6, 1), insured=False
)


def test_the_last_comes_first_and_says_who_sent_it_and_when_it_was_known() -> None:
    bills = [
        row("2024-02-01", "2024-03-05", person_id="p2", setting="inpatient", self_paid_yuan=1200.5),
        row("2024-05-01", "2024-06-05", person_id="p1", setting="outpatient", self_paid_yuan=80.0, corrects=1),
    ]
    (domain,) = domains_of(known(members=[HEAD, WIFE], illness=bills), DAY)
    first, second = domain.facts
    assert (first.happened, first.known, first.sender, first.corrects) == (
        dt.date(2024, 5, 1),
        dt.date(2024, 6, 5),
        "医保",
        1,
    )
    assert first.about == Bilingual("户主", "the head")
    assert second.about == Bilingual("户主之妻", "the head's wife")
    assert second.words.zh == "住院；个人自付 1,200.50元"


def test_what_was_sent_together_stands_together() -> None:
    income = [row("2024-01-01", category=kind, amount_yuan=1000.0, period_months=12.0) for kind in ("wage", "property")]
    (domain,) = domains_of(known(income=income), DAY)
    assert [fact.words.zh for fact in domain.facts] == ["财产性收入；1,000元。工资性收入；1,000元"]
    half = row("2024-01-01", category="wage", amount_yuan=0.0, period_months=6.0)
    assert "覆盖月数 6个月" in domains_of(known(income=[half]), DAY)[0].facts[0].words.zh
    assert "0元" in domains_of(known(income=[half]), DAY)[0].facts[0].words.zh, "a recorded zero is a fact"


def test_several_risk_types_of_one_cell_are_words() -> None:
    """A cadre read `illness` in a step of the procedure."""
    assert row_in_words("monitoring", {"risk_types": "illness;disaster"}) == Bilingual(
        "风险类型 因病、因自然灾害",
        "Up to five risk types, joined by ';', main one first: illness, natural disaster",
    )


def test_members_are_told_by_relation_the_head_first_and_who_left_last() -> None:
    son = row("2024-01-10", person_id="p3", relation="child", sex="male", birth_month=dt.date(2000, 1, 1))
    gone = row(
        "2024-03-01",
        person_id="p4",
        relation="child",
        sex="male",
        birth_month=dt.date(1990, 1, 1),
        left_on=dt.date(2024, 3, 1),
    )
    members = members_of(known(members=[gone, son, WIFE, HEAD]), DAY, {"p1": "李*"})
    assert [member.relation.zh for member in members] == ["户主", "户主之妻", "儿子（24岁）", "儿子（34岁）"]
    assert [member.name for member in members] == ["李*", None, None, None]
    assert [member.age for member in members] == [63, 62, 24, 34]
    assert "长期慢性病" in members[0].words.zh
    assert "未参加医保" in members[1].words.zh
    assert "健康状况不明" in members[2].words.zh, "not known is not healthy"
    assert members[3].left_on == dt.date(2024, 3, 1)


def test_where_nobody_described_the_household_there_is_nothing() -> None:
    assert described(known()) is None
    assert domains_of(known(), DAY) == []
    assert members_of(known(), DAY, {}) == []
    last = described(known(households=[row("2023-01-01", land_mu=2.0), row("2024-01-01", land_mu=0.9)]))
    assert last is not None
    assert last.words.zh == "耕地面积 0.90亩"


def test_every_column_of_every_table_has_words_in_two_languages() -> None:
    for table, schema in TABLES.items():
        for name, column in schema.columns().items():
            if name in COMMON_COLUMNS or column.metadata is None:
                continue
            values = column.metadata.get("values")
            for value in values or [True, 3.0, dt.date(2024, 1, 1), "x"]:
                words = row_in_words(table, {name: value})
                assert bool(words.zh) == bool(words.en), (table, name)
