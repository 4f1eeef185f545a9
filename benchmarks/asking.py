"""What asking first is worth: `python -m benchmarks.asking --counties DIR --model FOLDER`.

In simulated counties that the model never saw, what departments told of some households is taken away at random, a topic of a household at a time, as a
person whom no list could be matched to is missing from all of it. The office then asks: each question is answered truthfully, so that what
was taken away of that topic is there again; features are made by their one definition, and the list is cut anew. What the list
is good for is the true hardship on it, the sum of the latent chances that the simulator alone knows; and, with less noise, how many of those are on it whom
complete records would list. How much is taken away is known to the policy (`doubt_unreported`), as a county knows it from its visits.

Questions are asked first by their worth (`models.asking`), at random among the open questions about the same households near the cut, and at random
among those of everybody in scope. Intervals are of villages of all counties drawn anew; the figures are shares of what complete records would add.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from benchmarks.truth import county_store
from features.context.cache import context_wanted_by
from features.frame import feature_frame, index_of
from features.policy.loading import Policy
from features.records.buckets import described, over_buckets
from features.records.context import Context
from features.records.gate import Records
from features.records.store import RecordStore
from models.asking.worth import near_the_cut, questions
from models.certainty.alike import alike_in
from models.certainty.doubts import UNREPORTED, facts_of
from models.certainty.plausible import doubts_of
from models.lists import issue_by_policy, tie
from models.risk_model import RiskModel
from models.scope import Standing, standing
from training.truths.reading import Truth

Array = npt.NDArray[np.float64]
Asked = Collection[tuple[str, str]]
ByVillage = dict[str, dict[str, Array]]
"""Of each village, and each way of asking, what is on the list there: MEASURES."""

TAKEN = ("illness", "employment", "income", "disability", "education", "shocks")
"""Topics that are taken away: what departments and the yearly collection tell of a household."""
BUDGETS = (25, 50, 100, 200, 400)
HOUSEHOLDS, MONTHS = 20_000, 48
ORDERS = 3
"""Random orders whose mean stands for asking at random."""
RESAMPLES = 1_000
FIRST, NEAR, ANYBODY = "asked first", "at random near the cut", "at random among all"
MEASURES = ("true hardship", "agreement with complete records")


@dataclass(frozen=True, eq=False)
class Office:
    """One county on one day, some of whose records are taken away.

    Attributes:
        scores: of everybody in scope by the records that are left: `household_id`, `as_of`, `region_code`, `raw_score`, and `hazard`, the truth.
        complete: `household_id` of the list that complete records make.
    """

    model: RiskModel
    policy: Policy
    store: RecordStore
    context: Context | None
    as_of: dt.date
    share: float
    seed: int
    scores: pl.DataFrame
    complete: pl.DataFrame

    def records(self, households: Sequence[str], answered: Asked = ()) -> Records:
        """What is left of these households, with what they were asked about as it truly is."""
        tables = self.store.records(households=list(households))
        return Records(left(tables, self.share, self.seed, answered), self.context)

    def quality(self, answered: Asked) -> Array:
        """True hardship on the list by village, after these questions were answered."""
        changed = sorted({household for household, topic in answered if taken(household, topic, self.share, self.seed)})
        scores = self.scores
        if changed:
            records = self.records(changed, answered)
            frame = feature_frame(records, index_of(changed, self.as_of), self.policy, self.model.features)
            anew = frame.select("household_id").with_columns(pl.Series("anew", self.model.raw_score(frame)))
            scores = scores.join(anew, on="household_id", how="left", maintain_order="left")
            scores = scores.with_columns(pl.coalesce("anew", "raw_score").alias("raw_score"))
        return on_list(scores, self.policy, self.complete)


def main() -> None:
    """Measure in every county on every day, and print the table."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--counties", type=Path, required=True, help="folder of counties by seed (benchmarks.truth)")
    asked.add_argument("--model", type=Path, required=True, help="folder of a model trained on another county")
    asked.add_argument("--seeds", type=int, nargs="+", default=[2, 3, 4, 5])
    asked.add_argument("--days", nargs="+", default=["2023-10-31", "2024-02-29", "2024-06-30", "2024-10-31"])
    asked.add_argument("--taken", type=float, default=0.3, help="share of households of which a topic is taken away")
    asked.add_argument("--report", type=Path, help="write every figure as JSON")
    given = asked.parse_args()
    model, policy = RiskModel.load(given.model), policy_knowing(given.taken)
    counties = []
    for seed in given.seeds:
        store = county_store(given.counties / str(seed), HOUSEHOLDS, MONTHS, seed)
        truth = Truth.read(given.counties / str(seed) / "county", model.horizon_months)
        days = []
        for day in map(dt.date.fromisoformat, given.days):
            days.append(measured(model, policy, store, truth, day, given.taken, seed))
            print(f"seed {seed}, {day}: {line_of(days[-1])}", flush=True)
        counties.append(over_days(days))
    pooled = {name: np.concatenate([county[name] for county in counties]) for name in counties[0]}
    report = {"taken": given.taken, "counties": given.seeds, "days": given.days, **intervals(pooled)}
    print(table(report))
    if given.report:
        given.report.write_text(json.dumps(report, ensure_ascii=False, indent=1), encoding="utf-8")


def policy_knowing(share: float) -> Policy:
    """The policy of a county that knows how much its departments do not tell."""
    values = dict(Policy.load().values)
    unreported = values[UNREPORTED]
    values[UNREPORTED] = replace(unreported, steps=tuple(replace(step, value=share) for step in unreported.steps))
    return Policy(values, f"benchmark-{share:g}")


def measured(
    model: RiskModel, policy: Policy, store: RecordStore, truth: Truth, as_of: dt.date, share: float, seed: int
) -> ByVillage:
    """What is on the list by village: of nobody asked, of complete records, and of every way of asking at every budget."""
    context = context_wanted_by(model.features, store, [as_of])
    whole = scored(model, policy, store, truth, context, as_of, 0.0, seed)
    scores = scored(model, policy, store, truth, context, as_of, share, seed)
    complete = issue_by_policy(whole, policy).listed.select("household_id")
    office = Office(model, policy, store, context, as_of, share, seed, scores, complete)
    results = {"nobody": office.quality(()), "complete": on_list(whole, policy, complete)}
    cut = near_the_cut(issue_by_policy(scores, policy))
    alike = alike_in(model, store, policy, as_of)
    if alike is None:
        raise ValueError(f"nobody is in scope on {as_of}.")
    near = cut.households["household_id"].to_list()
    facts = facts_of(model, office.records(near), index_of(near, as_of), policy)
    by_worth = questions(model, facts, alike, policy, cut).select("household_id", "topic").rows()
    draw = np.random.default_rng(seed)
    everybody = draw.permutation(scores["household_id"].to_numpy())[: 2 * max(BUDGETS)].tolist()
    of_all = facts_of(model, office.records(everybody), index_of(everybody, as_of), policy)
    open_to_all = [
        (everybody[one.row], one.topic) for one in doubts_of(of_all, alike, policy, frozenset(model.features))
    ]
    for budget in BUDGETS:
        results[f"{FIRST}|{budget}"] = office.quality(by_worth[:budget])
        for name, among in ((NEAR, by_worth), (ANYBODY, open_to_all)):
            orders = [draw.permutation(len(among))[:budget] for _ in range(ORDERS)]
            tried = [office.quality([among[place] for place in order]) for order in orders]
            results[f"{name}|{budget}"] = np.mean(tried, axis=0)
    results[f"{FIRST}|all"] = office.quality(by_worth)
    codes = scores["region_code"].unique().sort().to_list()
    return {code: {name: sums[place] for name, sums in results.items()} for place, code in enumerate(codes)}


def scored(
    model: RiskModel,
    policy: Policy,
    store: RecordStore,
    truth: Truth,
    context: Context | None,
    as_of: dt.date,
    share: float,
    seed: int,
) -> pl.DataFrame:
    """Everybody in scope, scored by what is left, with the latent chance of hardship."""

    def of_bucket(records: Records) -> pl.DataFrame:
        kept = Records(left(records.tables, share, seed), context) if share else records
        stands = standing(kept, index_of(described(kept), as_of), None, model.target)
        index = stands.filter(pl.col("standing") == Standing.IN_SCOPE.value).select("household_id", "as_of")
        frame = feature_frame(kept, index, policy, model.features)
        places = frame.select("household_id", "as_of", "region_code")
        return places.with_columns(pl.Series("raw_score", model.raw_score(frame)))

    rows = pl.concat(over_buckets(store, of_bucket, versions=store.versions(), context=context))
    hazard = truth.hazard.select("household_id", "as_of", "hazard")
    return rows.join(hazard, on=["household_id", "as_of"], how="left", maintain_order="left").with_columns(
        pl.col("hazard").fill_null(0.0)
    )


def left(tables: Mapping[str, pl.DataFrame], share: float, seed: int, answered: Asked = ()) -> dict[str, pl.DataFrame]:
    """The tables without the topics that are taken away, but for those that were asked about."""
    kept, known = dict(tables), set(answered)
    for topic in TAKEN:
        rows = kept[topic]
        gone = [
            household
            for household in rows["household_id"].unique().to_list()
            if taken(household, topic, share, seed) and (household, topic) not in known
        ]
        kept[topic] = rows.filter(~pl.col("household_id").is_in(gone))
    return kept


def taken(household: str, topic: str, share: float, seed: int) -> bool:
    """Whether a topic of a household is taken away: drawn once, whoever asks."""
    return topic in TAKEN and tie(f"taken|{household}|{topic}", seed) / 2**64 < share


def on_list(scores: pl.DataFrame, policy: Policy, complete: pl.DataFrame) -> Array:
    """What is on the list that the policy's capacity gives, by village in the order of their codes: true hardship, and those whom complete records list.

    Returns:
        Villages by two.
    """
    listed = scores.join(issue_by_policy(scores, policy).listed, on="household_id", how="semi").with_columns(
        pl.col("household_id").is_in(complete["household_id"].implode()).cast(pl.Float64).alias("agreed")
    )
    villages = scores.select(pl.col("region_code").unique().sort())
    sums = listed.group_by("region_code").agg(pl.col("hazard", "agreed").sum())
    by_village = villages.join(sums, on="region_code", how="left", maintain_order="left")
    return by_village.select(pl.col("hazard", "agreed").fill_null(0.0)).to_numpy()


def over_days(days: Sequence[ByVillage]) -> dict[str, Array]:
    """The villages of one county, each with its sum over all days: a village is drawn with all its days."""
    codes = sorted({code for day in days for code in day})
    nothing = np.zeros(len(MEASURES))
    return {
        name: np.array([sum((day[code][name] for day in days if code in day), nothing) for code in codes])
        for name in next(iter(days[0].values()))
    }


def line_of(day: ByVillage) -> str:
    """A line for the terminal while it runs: hardship and agreement."""
    sums = over_days([day])
    named = ("nobody", "complete", *(f"{way}|100" for way in (FIRST, NEAR, ANYBODY)), f"{FIRST}|all")
    return ", ".join(f"{name} {sums[name][:, 0].sum():.1f}/{sums[name][:, 1].sum():.0f}" for name in named)


def intervals(sums: dict[str, Array]) -> dict[str, Any]:
    """Of every way and budget the share of what complete records would add, and by how much asking first is ahead, with intervals."""
    draw = np.random.default_rng(1)
    count = len(sums["nobody"])
    times = np.vstack([np.ones(count), draw.multinomial(count, np.full(count, 1 / count), RESAMPLES)])
    report: dict[str, Any] = {}
    for column, measure in enumerate(MEASURES):
        drawn = {name: times @ villages[:, column] for name, villages in sums.items()}
        # The denominator is that of everybody once: its own doubt is no doubt of which way of asking is better.
        lost = float(drawn["complete"][0] - drawn["nobody"][0])
        ways = {name: (one - drawn["nobody"]) / lost for name, one in drawn.items() if "|" in name}
        ahead = {
            name: ways[f"{FIRST}|{name.partition('|')[2]}"] - one
            for name, one in ways.items()
            if not name.startswith(FIRST)
        }
        # Fewer questions for the same list: so many asked first against the most that are asked at random.
        most = ways[f"{NEAR}|{max(BUDGETS)}"]
        report[measure] = {
            "on_the_list": {name: interval(drawn[name]) for name in ("nobody", "complete")},
            "recovered": {name: interval(one) for name, one in ways.items()},
            "first_ahead_of": {name: interval(one) for name, one in ahead.items()},
            "first_ahead_of_most": {str(budget): interval(ways[f"{FIRST}|{budget}"] - most) for budget in BUDGETS},
        }
    return report


def interval(drawn: Array) -> dict[str, float]:
    """The value and the middle 95 % of the resamples."""
    low, high = np.quantile(drawn[1:], [0.025, 0.975])
    return {"value": float(drawn[0]), "low": float(low), "high": float(high)}


def table(report: dict[str, Any]) -> str:
    """Markdown: by measure and budget the share recovered of every way, and by how much asking first is ahead."""
    lines: list[str] = []
    for measure in MEASURES:
        of_measure = report[measure]
        ends = " → ".join(f"{of_measure['on_the_list'][name]['value']:.1f}" for name in ("nobody", "complete"))
        heads = ("questions", FIRST, NEAR, ANYBODY, "first − near", f"first − {max(BUDGETS)} near")
        lines += [f"{measure}: {ends}", "", f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}"]
        for budget in BUDGETS:
            shares = [of_measure["recovered"][f"{way}|{budget}"] for way in (FIRST, NEAR, ANYBODY)]
            ahead = [of_measure["first_ahead_of"][f"{NEAR}|{budget}"], of_measure["first_ahead_of_most"][str(budget)]]
            lines.append(f"| {budget} | {' | '.join(_percent(one) for one in (*shares, *ahead))} |")
        lines += ["", f"all open questions near the cut: {_percent(of_measure['recovered'][f'{FIRST}|all'])}", ""]
    return "\n".join(lines)


def _percent(one: dict[str, float]) -> str:
    return f"{one['value']:.0%} ({one['low']:.0%} to {one['high']:.0%})"


if __name__ == "__main__":
    main()
