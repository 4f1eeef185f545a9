"""What intake recovers of a simulated county whose truth is known: `python -m benchmarks.recovery --out DIR`.

Four questions. Of the rows that are well formed, how many land? Of the rows whose ID number is missing, damaged or
differs from the roster's, how many are linked, and how many of those links are right? Of the errors planted for each
cross-table check, how many are found, and is anything found that contradicts itself where nothing was planted? Of the
situations that hold by what was written, how many are found, and is any found that does not hold?
The truth is opened here and by tests only.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
from pathlib import Path
from typing import Any

import polars as pl

from features.checks.finding import find_in_store
from features.checks.registry import checks
from features.checks.wording import Kind
from features.intake import intake
from features.intake.who.identity import normalised_id
from features.intake.who.identity_table import IdentityTable
from features.policy.loading import Policy
from features.records.store import RecordStore
from training.simulator import simulate
from training.simulator.situations import SITUATIONS

KEY = b"a key for benchmarks only"
PLACE = ["file", "sheet", "row"]


def main() -> None:
    """Simulate, take in, compare with the truth, print the answer as JSON."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--households", type=int, default=20_000)
    asked.add_argument("--months", type=int, default=48)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--out", type=Path, required=True, help="an empty folder for the county and its store")
    options = asked.parse_args()
    simulate(options.households, options.months, options.seed, options.out)
    store = RecordStore.create(options.out / "records")
    intake(options.out / "deliveries", store, key=KEY)
    print(json.dumps(answer(options.out / "truth", store, KEY), ensure_ascii=False, indent=2))


def answer(truth: Path, store: RecordStore, key: bytes) -> dict[str, Any]:
    """All four answers for a store into which the county's deliveries were taken."""
    return {
        "rows": rows_recovered(truth, store),
        "linkage": linkage(truth, store, key),
        "checks": planted_errors(truth, store),
        "situations": situations(truth, store),
    }


def rows_recovered(truth: Path, store: RecordStore) -> dict[str, float]:
    """Of the rows with a sound number, known to a roster, the share that was not set aside.

    A row that is damaged in the truth is not well formed; a row of somebody whom no roster has named yet can't be placed
    by anybody and is counted apart.
    """
    read = int(store.deliveries().get_column("rows_read").sum())
    damaged = _with_full_file(pl.read_parquet(truth / "people.parquet"))
    aside = store.set_aside().unique(PLACE)
    lost = aside.join(damaged.select(PLACE), on=PLACE, how="anti", nulls_equal=True)
    nowhere = lost.filter(pl.col("reason") == "unmatched").height
    well_formed = read - damaged.unique(PLACE).height - nowhere
    return {
        "rows_read": read,
        "damaged_in_truth": damaged.unique(PLACE).height,
        "of_people_on_no_roster": nowhere,
        "well_formed": well_formed,
        "well_formed_set_aside": lost.height - nowhere,
        "share_recovered": 1 - (lost.height - nowhere) / well_formed,
    }


def linkage(truth: Path, store: RecordStore, key: bytes) -> dict[str, float]:
    """Precision and recall of links over the rows that no exact comparison can place and whose person was on a roster.

    A link is right when the listed person bears the true number, or the number that the roster wrote in its place; of
    people whom the roster lists without any number, when it is the true household.
    """
    true = _with_full_file(pl.read_parquet(truth / "people.parquet"))
    links = store.links().join(store.deliveries().select("delivery_id", "file"), on="delivery_id")
    landed = links.filter(pl.col("band").is_in(["probable", "decided"]))
    judged = landed.join(true, on=PLACE, how="inner", nulls_equal=True)
    persons = IdentityTable.of(store, key).people(judged.get_column("person_id").drop_nulls().unique())
    listed = judged.join(persons.select("person_id", "household_id", "number"), on="person_id", how="left")
    on_rosters = true.filter(pl.col("source").str.ends_with("_member")).select("true_id", "recorded_id")
    numbers = pl.concat(
        [true.select("true_id", recorded_id="true_id"), on_rosters.filter(pl.col("recorded_id") != "")]
    ).unique()
    known = listed.with_columns(recorded_id=pl.col("number")).join(
        numbers.with_columns(pl.col("recorded_id").map_elements(normalised_id, pl.String)).drop_nulls().unique(),
        on=["true_id", "recorded_id"],
        how="semi",
    )
    nameless = listed.filter(pl.col("number").is_null(), pl.col("household_id") == pl.col("户编号"))
    unsound = listed.join(on_rosters, left_on=["true_id", "number"], right_on=["true_id", "recorded_id"], how="semi")
    right = pl.concat([frame.select(PLACE) for frame in (known, nameless, unsound)]).unique()
    # Old 15-digit numbers, full-width digits and a lower-case x are put right exactly and never become links.
    damaged = pl.col("damage").is_in(["wrong_digit", "transposed", "missing"])
    on_its_roster = pl.col("roster_damage").is_in(["wrong_digit", "transposed", "missing"])
    extracts = true.filter(~pl.col("source").str.ends_with("_member"), pl.col("on_roster"))
    open_rows = extracts.filter(damaged | on_its_roster)
    placed = open_rows.join(store.set_aside().select(PLACE), on=PLACE, how="anti", nulls_equal=True)
    return {
        "rows_open": open_rows.height,
        "rows_placed": placed.height,
        "recall": placed.height / max(1, open_rows.height),
        "links_judged": judged.height,
        "links_right": right.height,
        "precision": right.height / max(1, judged.height),
        "in_review": links.filter(pl.col("band") == "review").height,
    }


def planted_errors(truth: Path, store: RecordStore) -> dict[str, Any]:
    """For each check how many planted errors are found; and contradictions found where nothing was planted."""
    planted = (
        pl.read_parquet(truth / "planted.parquet").select("check", pl.col("户编号").alias("household_id")).unique()
    )
    findings = _findings(store)
    hit = planted.join(findings, on=["check", "household_id"], how="semi")
    beside = findings.join(planted.select("household_id").unique(), on="household_id", how="anti")
    # Rosters carry slips in ID numbers beside the planted errors: the truth lists each of those rows.
    slips = pl.read_parquet(truth / "people.parquet").filter(pl.col("source").str.ends_with("_member"))
    slipped = slips.filter(pl.col("damage") != "").select(pl.col("户编号").alias("household_id")).unique()
    numbers = findings.filter(pl.col("check").is_in(["id_unsound", "id_missing"]))
    explained = numbers.join(slipped, on="household_id", how="semi")
    beside = beside.join(explained, on=["check", "household_id"], how="anti")
    contradictions = {check.id for check in checks().values() if check.kind is Kind.CONTRADICTION}
    false = beside.filter(pl.col("check").is_in(contradictions))
    return {
        "planted": planted.height,
        "found": hit.height,
        "missed": dict(planted.join(findings, on=["check", "household_id"], how="anti").group_by("check").len().rows()),
        "numbers_with_a_slip_in_truth": explained.height,
        "contradictions_where_none_was_planted": dict(false.group_by("check").len().rows()),
    }


def situations(truth: Path, store: RecordStore) -> dict[str, dict[str, int]]:
    """For each check the households listed in the truth and those found.

    Listed, missed and false count what can be judged; where a row with a damaged number decides, both answers are right.
    """
    listed = pl.read_parquet(truth / "situations.parquet").rename({"户编号": "household_id"})
    findings = _findings(store)
    key = ["check", "household_id"]
    sure = listed.filter("judged")
    parts = {
        "listed": sure,
        "found": findings,
        "missed": sure.join(findings, on=key, how="anti"),
        "false": findings.join(listed, on=key, how="anti").filter(pl.col("check").is_in(SITUATIONS)),
        "not_judged": listed.filter(~pl.col("judged")),
    }
    counted = {name: dict(rows.group_by("check").len().rows()) for name, rows in parts.items()}
    return {check: {name: counts.get(check, 0) for name, counts in counted.items()} for check in sorted(SITUATIONS)}


def _findings(store: RecordStore) -> pl.DataFrame:
    """`check` and `household_id` of what the checks find as known on the last day."""
    last = store.known_days()
    as_of = last[1] if last else dt.date.min
    return find_in_store(store, as_of, Policy.load()).select("check", "household_id").unique()


def _with_full_file(rows: pl.DataFrame) -> pl.DataFrame:
    """The file as reports name it: the delivery's folder before it."""
    return rows.with_columns(
        pl.format("{}/{}", pl.col("delivered_on").cast(pl.String), pl.col("file")).alias("file"),
        pl.col("row").cast(pl.Int64),
    )


if __name__ == "__main__":
    main()
