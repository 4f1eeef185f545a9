"""What struck the household: one event, told once, with its month, its loss and its sender."""

from __future__ import annotations

from random import Random

from features.vocabulary import Department, ShockKind
from models.reasons.topics import topics
from tests.models.reasons.topics.described import raising, row, word

DROUGHT = row("2024-08-20", by=Department.EMERGENCY, kind=word(ShockKind.DROUGHT), loss_yuan=8_600.0)


def test_a_disaster_has_its_name_its_month_and_its_share_of_the_income() -> None:
    struck = {"disasters_12m": 1, "disaster_losses_12m": 8_600, "shocks_12m": 1, "losses_to_income": 0.23}

    assert raising("disaster", {"disasters_12m": DROUGHT}, **struck) == (
        "2024年8月遭遇旱灾，损失8,600元，相当于全家年收入的23%（应急2024年10月5日送达）",
        "drought in August 2024 with 8,600 yuan lost, 23% of yearly income (sent by emergency on 5 October 2024)",
    )


def test_an_event_whose_loss_nobody_knows_is_still_told() -> None:
    unknown = {"disasters_12m": {**DROUGHT, "columns": {**DROUGHT["columns"], "loss_yuan": None}}}

    assert raising("disaster", unknown, disasters_12m=1, disaster_losses_12m=0) == (
        "2024年8月遭遇旱灾（应急2024年10月5日送达）",
        "drought in August 2024 (sent by emergency on 5 October 2024)",
    )


def test_a_crime_is_not_called_by_its_name_nor_anything_other() -> None:
    """The sheet lies on a table; and nobody says 「其他灾害」."""
    draws = Random(3)  # noqa: S311 - values, not a secret

    for kind in ShockKind:
        event = row("2024-07-01", kind=word(kind), loss_yuan=float(draws.randrange(300, 90_000)))
        told = raising("struck", {"shocks_12m": event}, shocks_12m=1, losses_12m=2_000)
        assert told is not None
        assert not any(never in told[0] for never in ("刑事", "案件", "其他"))
        assert not any(never in told[1] for never in ("crime", "other"))


def test_what_a_disaster_tells_is_not_told_again_as_an_event() -> None:
    for phrase in topics().by_name["struck"].raises:
        assert {"disaster", "accident", "business_failed"} <= set(phrase.unless)


def test_who_was_hurt_is_told_gently() -> None:
    crash = row("2024-07-31", by=Department.POLICE, kind=word(ShockKind.TRAFFIC), loss_yuan=1_400.0)
    grave = raising("accident", {"disabled_or_killed_12m": crash}, disabled_or_killed_12m=1)
    hurt = raising("accident", {"harmed_by_accident_12m": crash}, harmed_by_accident_12m=1, injury_self_paid_12m=3_200)

    assert grave is not None
    assert "死亡" not in grave[0]
    assert hurt == (
        "2024年7月发生交通事故，家里有人受伤，看伤自付3,200元（公安2024年10月5日送达）",
        "traffic accident in July 2024 that hurt a member, 3,200 yuan of bills for injuries paid by the family (sent by police "
        "on 5 October 2024)",
    )
