"""The card of a run: each part from its section of the report. What the report does not tell, no card can say."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from features.catalogue.entry import domains
from features.policy.loading import Policy
from features.registry import chosen
from models.card.schema import (
    Calibration,
    CalibrationGroup,
    Card,
    CardError,
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
    PolicyValue,
    Positives,
    Quality,
    Ships,
    Text,
    Window,
)
from models.card.schema import Policy as PolicyPart
from models.card.verdicts import Verdict
from models.targets import TargetKind
from training.calibration.reporting import JUDGED_BY
from training.card.sentences import (
    INTENDED,
    NOT_INTENDED,
    SCOPES,
    calibration_in_words,
    limits_of,
    target_in_words,
)
from training.cohorts.maturity import Maturity
from training.contenders.names import name_of
from training.contenders.registry import CONTENDERS
from training.fairness.metrics import Metric
from training.lists.measured import AT_CAPACITY
from training.predictions import MODEL

Section = Mapping[str, Any]

SECTIONS = (
    *("experiment", "model", "choice", "lists", "calibration", "fairness", "cohort", "windows", "parts"),
    *("positives", "households", "leak_proof", "policy", "data_versions", "observed_until"),
)
"""What a report must tell for a card to be made of it."""


def card_of(report: Section, policy: Policy) -> Card:
    """The card of a run.

    Args:
        report: of the run (`training.experiment.run`).
        policy: for the meanings of the values that are examples.

    Raises:
        CardError: the report has not all of `SECTIONS`; all that are missing at once.
    """
    missing = [name for name in SECTIONS if name not in report]
    if missing:
        raise CardError(
            f"写不出模型卡：该次训练的报告缺少 {'、'.join(missing)}，请用本版 fanpin 重新训练。 | no model card can be made: the run's report has no section {', '.join(missing)}. Run `fanpin train` with this "
            "installation of fanpin; reports of earlier ones tell less."
        )
    model = report["model"]
    kind = TargetKind(model["target"])
    card = Card(
        model=Model(
            name=model["name"],
            version=model["version"] if str(model["version"]).isdigit() else None,
            method=report["choice"]["shipped"],
            fingerprint=model["fingerprint"],
            calibrator=model["calibrator"],
            horizon_months=model["horizon_months"],
        ),
        experiment=report["experiment"]["name"],
        target=target_in_words(kind, model["horizon_months"]),
        intended=INTENDED,
        not_intended=NOT_INTENDED,
        periods=_periods(report),
        cohort=_cohort(report["cohort"], SCOPES[kind]),
        positives=Positives(rows=report["positives"]["test"], households=report["households"]["test"]),
        quality=_quality(report["lists"]),
        ships=Ships(method=report["choice"]["shipped"], why=Text(**report["choice"]["why"])),
        calibration=calibration_of(report["calibration"]),
        fairness=_fairness(report["fairness"]),
        domains=_domains(model["features"]),
        data_versions=report["data_versions"],
        policy=PolicyPart(
            version=report["policy"]["version"],
            examples=tuple(_policy_value(name, policy) for name in report["policy"]["examples"]),
        ),
        leak_proof=LeakProof(
            # A run whose proof fails raises and leaves no report.
            passed=True,
            households=report["leak_proof"]["households"],
            days=tuple(day["as_of"] for day in report["leak_proof"]["days"]),
        ),
        limits=(),
    )
    return card.model_copy(update={"limits": limits_of(card)})


def interval_of(figure: Section) -> Interval:
    """An interval as JSON can hold it: null, not NaN, where the rows can't tell."""
    return Interval(**{bound: _number(figure[bound]) for bound in ("value", "low", "high")})


def _number(value: float | None) -> float | None:
    return None if value is None or math.isnan(value) else float(value)


def _periods(report: Section) -> Periods:
    parts = report["parts"]
    learned = [parts[name] for name in ("train", "later") if name in parts]
    return Periods(
        observed_until=report["observed_until"],
        windows=tuple(
            Window(train=_period(window["train"]), test=_period(window["test"])) for window in report["windows"]
        ),
        final=Period(first=learned[0]["first"], last=learned[-1]["last"], dates=sum(part["dates"] for part in learned)),
    )


def _period(part: Section) -> Period:
    return Period(first=part["first"], last=part["last"], dates=part["dates"])


def _cohort(section: Section, scope: Text) -> Cohort:
    counts = section["test"]["maturity"]
    return Cohort(
        scope=scope,
        tested=_count([section["test"]]),
        learned=_count([section[name] for name in ("train", "later") if name in section]),
        immature=tuple(
            Immature(reason=Text(zh=one.zh, en=one.en), rows=counts[one.value])
            for one in Maturity
            if one is not Maturity.MATURE and counts.get(one.value)
        ),
    )


def _count(parts: list[Section]) -> Count:
    return Count(
        rows=sum(part["rows"] for part in parts),
        positives=sum(part["positives"] for part in parts),
        # The same households may be in both parts: the greater of them is certain.
        positive_households=max(part["positive_households"] for part in parts),
    )


def _quality(lists: Section) -> Quality:
    measured = lists["methods"][MODEL]
    differences = {name.removeprefix(f"{MODEL}-"): measures for name, measures in lists["differences"].items()}
    return Quality(
        visits_per_hundred=lists["capacity"]["visits_per_hundred"],
        lists=lists["capacity"]["lists"],
        auc=interval_of(measured["roc_auc"]),
        average_precision=interval_of(measured["average_precision"]),
        recall_at_capacity=interval_of(measured[f"recall@{AT_CAPACITY}"]),
        precision_at_capacity=interval_of(measured[f"precision@{AT_CAPACITY}"]),
        lift_at_capacity=interval_of(measured[f"lift@{AT_CAPACITY}"]),
        opponents={
            method: Opponent(
                name=Text(**dict(zip(("zh", "en"), name_of(method), strict=True))),
                shippable=method in CONTENDERS and CONTENDERS[method].shippable,
                recall_at_capacity=interval_of(measures[f"recall@{AT_CAPACITY}"]),
                precision_at_capacity=interval_of(measures[f"precision@{AT_CAPACITY}"]),
                difference=interval_of(differences[method][f"recall@{AT_CAPACITY}"]),
            )
            for method, measures in lists["methods"].items()
            if method != MODEL
        },
    )


def calibration_of(section: Section) -> Calibration:
    """The part of a report's section on calibration: a recalibrated model needs no more than this anew."""
    return Calibration(
        verdict=Verdict(section["verdict"]),
        observed_over_expected=interval_of(section["overall"]["ratio"]),
        expected_error=interval_of(section["expected_calibration_error"]),
        why=calibration_in_words(section),
        groups=tuple(
            CalibrationGroup(
                by=Text(zh=split.zh, en=split.en),
                group=group["group"],
                predicted=_number(group["predicted"]),
                observed=interval_of(group["observed"]),
                observed_over_expected=interval_of(group["ratio"]),
                verdict=Verdict(group["verdict"]),
            )
            for split in JUDGED_BY
            for group in section["by"].get(split.value, ())
        ),
    )


def _fairness(section: Section) -> Fairness:
    return Fairness(
        visits_per_hundred=section["visits_per_hundred"],
        least_households=section["least_households"],
        unprinted=section["unprinted"],
        bounds={name: (low, high) for name, (low, high) in section["bounds"].items()},
        verdicts=tuple(
            GroupVerdict(
                groups=tuple(group["groups"]),
                members=tuple(group["members"]),
                name=Text(zh=group["zh"], en=group["en"]),
                metric=metric.value,
                metric_name=Text(zh=metric.zh, en=metric.en),
                households=group["households"],
                positives=group["positives"],
                value=interval_of(figure["value"]),
                compared=interval_of(figure["compared"]),
                verdict=Verdict(figure["verdict"]),
            )
            for group in section["groups"]
            for metric in Metric
            for figure in [group["metrics"][metric.value]]
        ),
    )


def _domains(names: Iterable[str]) -> tuple[Domain, ...]:
    """How many of the model's features each domain has, the most first."""
    counts: dict[str, int] = {}
    for feature in chosen(names).values():
        counts[feature.domain] = counts.get(feature.domain, 0) + 1
    titles = domains()
    return tuple(
        Domain(name=Text(zh=titles[name].zh, en=name.replace("_", " ")), features=number)
        for name, number in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    )


def _policy_value(name: str, policy: Policy) -> PolicyValue:
    meaning = policy.values[name]
    return PolicyValue(name=name, meaning=Text(zh=meaning.zh, en=meaning.en))
