"""From a kept run to the items of a list: the run's own, its part in a region, or one of so many visits there."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import polars as pl

from features.triggers.wording import severe_in_words
from models.assessed import policy_used
from models.lists import issue_by_policy, list_policy
from models.reasons import in_words, main_risk_types
from models.risk_model import RiskModel
from models.runs import Run
from models.score import of_region
from service.issuing.beside import UNKNOWN, Beside
from service.issuing.foreseen import foreseen
from service.store.tables.lists import SEVERE

REASONS_KEPT = 3

COLUMNS = (
    "household_id",
    "region_code",
    "household_type",
    "probability",
    "probability_low",
    "probability_high",
    "raw_score",
    "band",
)


@dataclass(frozen=True, eq=False)
class CutList:
    """The items of a list, and what its readers should know.

    Attributes:
        items: of each household on it the columns of `service.store.tables.ListItem` but the list's own.
        facts: how many were in scope and left out by reason, which policy values are examples, and what visits are expected to find.
        digest: of the items in their order.
    """

    items: list[dict[str, Any]]
    facts: dict[str, Any]
    digest: str


def cut(
    run: Run,
    model: RiskModel,
    region: str,
    capacity: int | None,
    score_ids: dict[str, str],
    before: set[str] | None,
    beside: Callable[[Iterable[str]], dict[str, Beside]],
) -> CutList:
    """The list of a region.

    Args:
        model: of the run.
        region: digits with which its villages' codes begin; empty for everybody.
        capacity: visits there in all; what the run's policy gives each township when None.
        score_ids: of each household on the run its score's name.
        before: who was on the list that was issued before; None where none was.
        beside: of the listed households what is told beside their scores.

    Raises:
        NobodyInScopeError: nobody of the region can be scored.
        CapacityError: there are fewer visits than one.
    """
    as_of, policy = run.made_from.as_of, run.policy
    there = of_region(run.scores, region, as_of)
    issued = (
        run.issued
        if capacity is None
        else issue_by_policy(there, policy, run.state.of(there), visits=capacity, seed=run.made_from.seed)
    )
    listed = there.join(issued.listed.select("household_id", "slot"), on="household_id", maintain_order="left")
    rows = listed.select(*COLUMNS, "slot", pl.col("risk_types").list.eval(pl.element().struct.field("risk_type")))
    known, words = beside(rows["household_id"]), words_of(listed)
    items = [
        {
            **row,
            "region_code": row["region_code"] or region,
            "number": number,
            "main_risk_type": next(iter(words[row["household_id"]]["risk_types"]), None),
            "is_new": None if before is None else row["household_id"] not in before,
            "score_id": score_ids[row["household_id"]],
            "words": words[row["household_id"]],
            "people": known.get(row["household_id"], UNKNOWN).people,
            "settlement": known.get(row["household_id"], UNKNOWN).settlement,
            "why_new": None,
        }
        for number, row in enumerate(rows.iter_rows(named=True), start=1)
    ]
    used = policy_used(model, policy) | list_policy(capacity)
    places = there.select("region_code", "as_of").unique().iter_rows()
    facts = {
        "households_in_scope": there.height,
        "left_out": issued.announced(there),
        "policy_examples": sorted(policy.examples(used, places)),
        "foreseen": foreseen(there, rows, region),
    }
    return CutList(items, facts, digest_of(items))


def words_of(listed: pl.DataFrame) -> dict[str, dict[str, Any]]:
    """Of each listed household what the list tells: severe rules that it hits, its main risk types and reasons, and what to ask first."""
    return {
        row["household_id"]: {
            SEVERE: severe_in_words(row["hits"]),
            "risk_types": [kind.value for kind in main_risk_types(row["risk_types"])],
            "reasons": [{"zh": reason["zh"], "en": reason["en"]} for reason in row["reasons"][:REASONS_KEPT]],
            "ask": [{"zh": reason["ask_zh"], "en": reason["ask_en"]} for reason in row["reasons"][:1]],
        }
        for row in in_words(listed.select("household_id", "risk_types", "reasons", "protects", "hits")).iter_rows(
            named=True
        )
    }


def digest_of(items: list[dict[str, Any]]) -> str:
    """What tells a list from any other: of its households in their order, with what is said of them."""
    total = hashlib.sha256()
    for item in items:
        told = [item["number"], item["household_id"], item["slot"], item["raw_score"].hex(), item["score_id"]]
        total.update(("\t".join(map(str, told)) + "\n").encode())
    return total.hexdigest()
