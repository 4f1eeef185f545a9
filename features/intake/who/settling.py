"""Rows whose ID number led to nobody.

Once per landing they are compared with all listed people, and land, wait for a decision, or are set aside.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from features.intake.contradicting_rows import contradicting
from features.intake.file import TakenFile
from features.intake.linkage.bands import LANDING, Band
from features.intake.linkage.comparing import DESCRIPTION
from features.intake.linkage.describing import folded, groups
from features.intake.linkage.matching import MATCHES, match
from features.intake.linkage.register import Register
from features.intake.problems import Reason
from features.intake.validating import described as as_set_aside
from features.intake.validating import validated
from features.intake.who.linking import Open
from features.intake.who.people import People
from features.policy.loading import Policy
from features.records.store.side_tables import LINK_COUNTS, LINKS

WAITING = frozenset({Band.REVIEW, Band.TWICE})
"""Bands whose rows wait until somebody decides."""


@dataclass(frozen=True)
class Settled:
    """Files with all their rows settled, and what the landing writes down about it.

    Attributes:
        waiting: rows that wait for a decision, with the file and sheet that they came from.
    """

    files: tuple[TakenFile, ...]
    links: pl.DataFrame
    counts: pl.DataFrame
    waiting: tuple[tuple[TakenFile, Open], ...]


def settle(
    files: Sequence[TakenFile],
    people: People,
    register: Register,
    decisions: pl.DataFrame,
    policy: Policy,
    county: str | None = None,
) -> Settled:
    """Find out whom the open rows of these files are about, all at once, and bring them into their files' tables."""
    sheets = [(position, sheet) for position, file in enumerate(files) for sheet in file.open]
    described = [
        sheet.described.with_columns(
            pl.lit(place).alias("sheet"),
            pl.lit(files[position].delivery_id).alias("roll"),
            pl.lit(files[position].known_date).alias("listed_on"),
        )
        for place, (position, sheet) in enumerate(sheets)
    ]
    matched = _matched(pl.concat(described), people, register, decisions, policy) if described else None
    settled = list(files)
    links, counts = [pl.DataFrame(schema=LINKS)], [pl.DataFrame(schema=LINK_COUNTS)]
    waiting: list[tuple[TakenFile, Open]] = []
    for place, (position, sheet) in enumerate(sheets):
        file = files[position]
        of_sheet = matched.filter(pl.col("sheet") == place) if matched is not None else pl.DataFrame()
        if of_sheet.height:
            settled[position] = _with_rows(settled[position], sheet, of_sheet, policy, county)
            links.append(_links(of_sheet, file, sheet))
            counts.append(_counts(of_sheet, file, sheet.rows.source.name))
            undecided = of_sheet.filter(pl.col("band").is_in(list(WAITING)))
            if undecided.height:
                waiting.append((file, _only(sheet, undecided)))
    for file in files:
        counts += [
            _counts(rows.with_columns(pl.lit(Band.EXACT.value).alias("band")), file, source)
            for source, rows in file.exact
            if rows.height
        ]
    return Settled(tuple(settled), pl.concat(links), pl.concat(counts), tuple(waiting))


def _matched(
    described: pl.DataFrame, people: People, register: Register, decisions: pl.DataFrame, policy: Policy
) -> pl.DataFrame:
    """`described` with `person_id`, `household_id`, `match_weight`, `probability` and `band`."""
    columns = ["roll", "identity", "listed_on", *DESCRIPTION]
    distinct = folded(described.select(columns)).unique(["roll", "identity"], keep="first", maintain_order=True)
    matches = match(distinct, folded(register.listed()), decisions, policy).drop("described")
    keyed = distinct.select("roll", "identity").hstack(matches)
    joined = described.join(keyed, on=["roll", "identity"], how="left", maintain_order="left")
    households = people.household_on(joined.get_column("person_id"), joined.get_column("listed_on"))
    # A person whose household nobody had told by that day cannot be linked on that day.
    nowhere = pl.col("found_household").is_null() & pl.col("band").is_in(list(LANDING))
    return (
        joined.with_columns(households.alias("found_household"))
        .with_columns(pl.when(nowhere).then(pl.lit(Band.NONE.value)).otherwise("band").alias("band"))
        .drop("household_id")
        .rename({"found_household": "household_id"})
    )


def _with_rows(file: TakenFile, sheet: Open, matched: pl.DataFrame, policy: Policy, county: str | None) -> TakenFile:
    """The file with the rows that found their person in its tables, and the others among those set aside."""
    lands = matched.filter(pl.col("band").is_in(list(LANDING)))
    tables, broken = landed_rows(sheet, lands, file.known_date, file.delivery_id, policy, county)
    waits = pl.col("band").is_in(list(WAITING))
    aside = matched.filter(~pl.col("band").is_in(list(LANDING))).select(
        "source_row",
        "column",
        pl.when(waits).then(pl.lit(Reason.POSSIBLE_MATCH.value)).otherwise("reason").alias("reason"),
        pl.lit(None, pl.String).alias("rule"),
    )
    both = {
        name: pl.concat([frames[name] for frames in (file.tables, tables) if name in frames])
        for name in dict.fromkeys([*file.tables, *tables])
    }
    # Two rows may lead to one person, one by the number and one by description.
    of_sheet = {
        name: rows.filter(pl.col("source_sheet").eq_missing(sheet.rows.sheet.name)) for name, rows in both.items()
    }
    against = contradicting(sheet.rows, of_sheet).select(aside.columns)
    rows_against = against.select("source_row", source_sheet=pl.lit(sheet.rows.sheet.name, pl.String))
    sound = {
        name: rows.join(rows_against, on=["source_row", "source_sheet"], how="anti", nulls_equal=True)
        for name, rows in both.items()
    }
    left_out = as_set_aside(file.delivery_id, sheet.rows.sheet, pl.concat([aside, broken, against]))
    return replace(file, tables=sound, set_aside=pl.concat([file.set_aside, left_out]))


def landed_rows(
    sheet: Open, lands: pl.DataFrame, known_date: date, delivery_id: str, policy: Policy, county: str | None = None
) -> tuple[dict[str, pl.DataFrame], pl.DataFrame]:
    """Rows of record tables of those rows whose `person_id` and `household_id` are found, and those that break a rule."""
    keys = lands.select("source_row", "person_id", "household_id")
    frame = sheet.rows.frame.drop("person_id", "household_id").join(keys, on="source_row", how="inner")
    return validated(replace(sheet.rows, frame=frame), known_date, delivery_id, policy, county)


def _only(sheet: Open, matched: pl.DataFrame) -> Open:
    kept = pl.col("source_row").is_in(matched.get_column("source_row").implode())
    candidates = matched.select("source_row", "person_id", "match_weight", "probability", "band")
    described = sheet.described.filter(kept).join(candidates, on="source_row", maintain_order="left")
    return Open(replace(sheet.rows, frame=sheet.rows.frame.filter(kept)), described)


def _links(matched: pl.DataFrame, file: TakenFile, sheet: Open) -> pl.DataFrame:
    return matched.select(
        pl.lit(file.delivery_id).alias("delivery_id"),
        pl.lit(sheet.rows.source.name).alias("source"),
        pl.lit(sheet.rows.sheet.name, pl.String).alias("sheet"),
        pl.col("source_row").cast(pl.Int64).alias("row"),
        "identity",
        *(name for name in MATCHES if name != "described"),
        pl.lit(file.known_date).alias("known_date"),
    ).select(list(LINKS))


def _counts(rows: pl.DataFrame, file: TakenFile, source: str) -> pl.DataFrame:
    grouped = rows.select("identity", "band").hstack(groups(rows, file.known_date))
    keys = ["band", "age_group", "sex", "township"]
    counted = grouped.group_by(keys).agg(
        pl.len().cast(pl.Int64).alias("rows"), pl.col("identity").n_unique().cast(pl.Int64).alias("people")
    )
    return counted.select(
        pl.lit(file.delivery_id).alias("delivery_id"), pl.lit(source).alias("source"), *keys, "rows", "people"
    ).sort(keys)
