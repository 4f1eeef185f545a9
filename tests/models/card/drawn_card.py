"""A drawn model card: a good model, as a run would tell of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from models.card.schema import (
    Calibration,
    CalibrationGroup,
    Card,
    Cohort,
    Count,
    Domain,
    Fairness,
    GroupVerdict,
    Immature,
    Interval,
    LeakProof,
    Model,
    Opponent,
    Period,
    Periods,
    Policy,
    PolicyValue,
    Positives,
    Quality,
    Ships,
    Text,
    Window,
)
from models.card.verdicts import Verdict


def interval(value: float | None, half: float = 0.02) -> Interval:
    if value is None:
        return Interval(value=None, low=None, high=None)
    return Interval(value=value, low=value - half, high=value + half)


def group_verdict(
    group: str = "sex_of_head", member: str = "female", metric: str = "recall", verdict: Verdict = Verdict.WITHIN
) -> GroupVerdict:
    return GroupVerdict(
        groups=(group,),
        members=(member,),
        name=Text(zh="户主性别：女", en="sex of the head: female"),
        metric=metric,
        metric_name=Text(zh="查全率", en="recall"),
        households=2_310,
        positives=40,
        value=interval(0.31, 0.08),
        compared=interval(0.97, 0.12),
        verdict=verdict,
    )


def opponent(difference: Interval, name: str = "今日规则", english: str = "today's triggers") -> Opponent:
    return Opponent(
        name=Text(zh=name, en=english),
        shippable=True,
        recall_at_capacity=interval(0.15),
        precision_at_capacity=interval(0.04),
        difference=difference,
    )


def drawn_card(
    *,
    households: int = 250,
    opponents: Mapping[str, Opponent] | None = None,
    calibration: Verdict = Verdict.WITHIN,
    verdicts: tuple[GroupVerdict, ...] = (group_verdict(),),
    proved: bool = True,
    fingerprint: str = "0123456789abcdef",
    version: str | None = "7",
) -> Card:
    """A card on which every check of a gate passes, but for what is given."""
    first, last = dt.date(2023, 7, 31), dt.date(2023, 12, 31)
    return Card(
        model=Model(
            name="fanpin-entry",
            version=version,
            method="boosting",
            fingerprint=fingerprint,
            calibrator="beta",
            horizon_months=6,
        ),
        experiment="entry",
        target=Text(
            zh="此后 6 个月内被识别为监测对象的可能性",
            en="chance of being identified as monitored within the next 6 months",
        ),
        intended=(Text(zh="排定走访次序的线索。", en="A lead that orders visits."),),
        not_intended=(Text(zh="不得用于认定或清退。", en="Never to include or exclude anybody."),),
        periods=Periods(
            observed_until=dt.date(2024, 12, 31),
            windows=(
                Window(
                    train=Period(first=dt.date(2021, 3, 31), last=dt.date(2022, 12, 31), dates=22),
                    test=Period(first=first, last=last, dates=6),
                ),
            ),
            final=Period(first=dt.date(2021, 3, 31), last=dt.date(2024, 6, 30), dates=40),
        ),
        cohort=Cohort(
            scope=Text(zh="当日未被监测的农户", en="rural households not monitored on the day"),
            tested=Count(rows=118_000, positives=620, positive_households=households),
            learned=Count(rows=430_000, positives=1_410, positive_households=240),
            immature=(Immature(reason=Text(zh="结局期未满", en="horizon not over yet"), rows=120_000),),
        ),
        positives=Positives(rows=620, households=households),
        quality=Quality(
            visits_per_hundred=1,
            lists=6,
            auc=interval(0.85),
            average_precision=interval(0.05),
            recall_at_capacity=interval(0.31),
            precision_at_capacity=interval(0.09),
            lift_at_capacity=interval(18, 3),
            opponents=dict(opponents) if opponents is not None else {"triggers": opponent(interval(0.16, 0.05))},
        ),
        ships=Ships(
            method="boosting",
            why=Text(zh="各窗口合并后查全率高于所有对手。", en="Its pooled recall is above that of every opponent."),
        ),
        calibration=Calibration(
            verdict=calibration,
            observed_over_expected=interval(1.02, 0.1),
            expected_error=interval(0.001, 0.0005),
            why=Text(zh="实际与预计之比的区间含 1。", en="The interval of observed over expected contains 1."),
            groups=(
                CalibrationGroup(
                    by=Text(zh="按半年", en="half-years"),
                    group="2023H2",
                    predicted=0.0052,
                    observed=interval(0.0053, 0.0006),
                    observed_over_expected=interval(1.02, 0.1),
                    verdict=Verdict.WITHIN,
                ),
            ),
        ),
        fairness=Fairness(
            visits_per_hundred=1,
            least_households=10,
            unprinted=2,
            bounds={"recall": (0.8, 1.25)},
            verdicts=verdicts,
        ),
        domains=(Domain(name=Text(zh="疾病", en="illness"), features=42),),
        data_versions={"households": 3, "members": 5},
        policy=Policy(
            version="fedcba9876543210",
            examples=(
                PolicyValue(
                    name="monitoring_line", meaning=Text(zh="监测收入参考范围", en="income line of monitoring")
                ),
            ),
        ),
        leak_proof=LeakProof(passed=proved, households=400, days=(first, last)),
        limits=(Text(zh="在一个县学得。", en="Learned in one county."),),
    )
