"""What of a sheet may land: rows that keep every rule of their tables; and when too many do not, the file is refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

import polars as pl

from features.intake.columns import ASIDE, Rows
from features.intake.landing import LANDINGS, shaped
from features.intake.people import People
from features.intake.problems import COSTS_THE_FILE, REASONS, Bilingual, FileRefusedError, Reason
from features.intake.reading import Sheet
from features.records.store import SET_ASIDE
from features.records.tables import TABLES

SET_ASIDE_AT_MOST = 0.2
"""Share of rows set aside, other than people on no roster, above which the file is not what it says it is."""

A_FEW_ROWS = 5
"""Fewer rows say nothing about their file: one bad ID among two is one bad ID, and is set aside as one."""


def validated(rows: Rows, known_date: date, delivery_id: str) -> tuple[dict[str, pl.DataFrame], pl.DataFrame]:
    """The rows that keep every rule of their tables; a row of the file that breaks one is left out of all tables."""
    landed = LANDINGS[rows.source.lands_as](rows.frame, known_date)
    tables: dict[str, pl.DataFrame] = {}
    broken: list[pl.DataFrame] = []
    for name, partial in landed.items():
        if partial.height:
            frame = shaped(name, partial, known_date, delivery_id, rows.sheet.name)
            tables[name], failure = TABLES[name].filter(frame)
            if len(failure):
                broken.append(_broken_rules(rows, failure.details(), frame.columns))
    if not broken:
        return tables, pl.DataFrame(schema={**ASIDE, "rule": pl.String})
    left_out = pl.concat(broken).unique("source_row", keep="first", maintain_order=True)
    whole = {name: frame.join(left_out, on="source_row", how="anti") for name, frame in tables.items()}
    return whole, left_out


def _broken_rules(rows: Rows, details: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame:
    """For each failing row the first rule that it breaks, and the header that the rule is about."""
    rules = [name for name in details.columns if name not in columns]
    first = pl.coalesce(pl.when(pl.col(rule) == "invalid").then(pl.lit(rule)) for rule in rules)
    headers = {rule: rows.header_of(rule.partition("|")[0]) for rule in rules}
    return details.select(
        "source_row",
        first.replace_strict(headers, return_dtype=pl.String).alias("column"),
        pl.lit(Reason.RULE.value).alias("reason"),
        first.alias("rule"),
    )


def refuse_if_too_many(typed: Rows, aside: pl.DataFrame, people: People) -> None:
    reasons = Counter(aside.get_column("reason").to_list())
    unmatched = reasons.pop(Reason.UNMATCHED, 0)
    if unmatched and people.nobody:
        raise FileRefusedError(
            typed.sheet.file,
            Bilingual(
                "尚未导入任何花名册，无法判断这些记录属于哪一户",
                "no roster has been taken in yet, so nobody knows whose rows these are",
            ),
            Bilingual(
                "先报送农户和家庭成员花名册，或与本文件一起报送",
                "Deliver the rosters of households and members first, or together with this file",
            ),
            sheet=typed.sheet.name,
        )
    count = sum(reasons.values())
    fatal = sorted(reason for reason in reasons if REASONS[reason] in COSTS_THE_FILE)
    if not fatal and (count < A_FEW_ROWS or count <= SET_ASIDE_AT_MOST * typed.rows_read):
        return
    main = fatal[0] if fatal else reasons.most_common(1)[0][0]
    example = aside.filter(pl.col("reason") == main).sort("source_row").row(0, named=True)
    rule = f" ({example['rule']})" if example["rule"] else ""
    told = Bilingual(
        f"共{typed.rows_read}行，其中{count}行无法保留，主要原因：{REASONS[main].problem_zh}{rule}",
        f"{count} of {typed.rows_read} rows cannot be kept{rule}",
    )
    if fatal:
        told = Bilingual(
            f"共{typed.rows_read}行，其中{reasons[main]}行使整份文件不可信：{REASONS[main].problem_zh}",
            f"{reasons[main]} of {typed.rows_read} rows make the whole file doubtful",
        )
    raise FileRefusedError(
        typed.sheet.file,
        told,
        Bilingual(f"对这些行：{REASONS[main].fix_zh}", f"In these rows {REASONS[main].en}"),
        sheet=typed.sheet.name,
        row=int(example["source_row"]),
        column=example["column"],
    )


def described(delivery_id: str, sheet: Sheet, aside: pl.DataFrame) -> pl.DataFrame:
    """The rows set aside as the store keeps them: where, why and what to do."""
    advice = {reason.value: f"{reason.zh} | {reason.en}" for reason in Reason}
    rule = pl.when(pl.col("rule").is_not_null()).then(pl.format(" ({})", pl.col("rule"))).otherwise(pl.lit(""))
    return aside.select(
        pl.lit(delivery_id).alias("delivery_id"),
        pl.lit(sheet.file).alias("file"),
        pl.lit(sheet.name, pl.String).alias("sheet"),
        pl.col("source_row").cast(pl.Int64).alias("row"),
        "column",
        "reason",
        (pl.col("reason").replace_strict(advice, return_dtype=pl.String) + rule).alias("what_to_do"),
    ).select(list(SET_ASIDE))
