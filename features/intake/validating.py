"""What of a sheet may land: rows that keep every rule of their tables; and when the file is refused instead.

The rules, with their severities and sentences, are `features.records.contracts`. Here they meet the rows of a file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date

import polars as pl

from features.intake.contradicting_rows import contradicting
from features.intake.files.reading import Sheet
from features.intake.landing import LANDINGS, shaped
from features.intake.problems import REASONS, Bilingual, FileRefusedError, Reason
from features.intake.sheets.columns import ASIDE, Rows
from features.intake.who.people import People
from features.policy.loading import Policy
from features.records import contracts
from features.records.store.side_tables import SET_ASIDE
from features.records.tables import TABLES
from features.records.tables.rules import Rule, Severity
from features.texts.printable import printable_name

_MEDICAL, _PENSION = ("insured", "medical_insurance"), ("pension_insured", "pension_insurance")
COLUMNS_BY_FLAG = {
    "insured_resident": _MEDICAL,
    "insured_worker": _MEDICAL,
    "pension_resident": _PENSION,
    "pension_worker": _PENSION,
}
"""Columns of `members` that two flags of a roster tell together."""

SET_ASIDE_AT_MOST = 0.2
"""Share of rows set aside, other than people on no roster, above which the file is not what it says it is."""

A_FEW_ROWS = 5
"""Fewer rows say nothing about their file: one bad ID among two is one bad ID, and is set aside as one."""


def validated(
    rows: Rows, known_date: date, delivery_id: str, policy: Policy, county: str | None = None
) -> tuple[dict[str, pl.DataFrame], pl.DataFrame]:
    """The rows that keep every rule of their tables and contradict no other row of the sheet; others are left out of all.

    Args:
        policy: holds the limits by which a whole file is doubtful.
        county: whose steps of them count; only those of all places when nobody has told yet.

    Raises:
        FileRefusedError: all the rows together break a rule over whole files.
    """
    landed = LANDINGS[rows.source.lands_as](rows.frame, known_date)
    tables: dict[str, pl.DataFrame] = {}
    broken: list[pl.DataFrame] = []
    for name, partial in landed.items():
        if partial.height:
            frame = shaped(name, _not_understood(rows, partial), known_date, delivery_id, rows.sheet.name)
            tables[name], failure = TABLES[name].filter(frame.lazy()).collect_all(engine="in-memory")
            for doubt in contracts.doubtful(name, frame, policy, county):
                raise _refused(rows, doubt)
            if len(failure):
                broken.append(_broken_rules(rows, name, failure.details()))
    nothing = pl.DataFrame(schema={**ASIDE, "rule": pl.String})
    left_out = pl.concat([nothing, *broken]).unique("source_row", keep="first", maintain_order=True)
    whole = _without(tables, left_out)
    against = contradicting(rows, whole).select(left_out.columns)
    return _without(whole, against), pl.concat([left_out, against])


def _not_understood(rows: Rows, partial: pl.DataFrame) -> pl.DataFrame:
    """A cell that said something not understood is unknown, also where an empty one has a meaning of its own.

    Of what several flags tell together a yes stays one.
    """
    for field in rows.unread.get_column("field").unique(maintain_order=True):
        unread = pl.col("source_row").is_in(rows.unread_in(field).implode())
        affected = [column for column in COLUMNS_BY_FLAG.get(field, (field,)) if column in partial.columns]
        partial = partial.with_columns(
            pl.when(~unread | (pl.col(column) if partial.schema[column] == pl.Boolean and column != field else False))
            .then(pl.col(column))
            .alias(column)
            for column in affected
        )
    return partial


def _without(tables: dict[str, pl.DataFrame], left_out: pl.DataFrame) -> dict[str, pl.DataFrame]:
    if left_out.is_empty():
        return tables
    return {name: frame.join(left_out, on="source_row", how="anti") for name, frame in tables.items()}


def _refused(rows: Rows, rule: Rule) -> FileRefusedError:
    return FileRefusedError(
        rows.sheet.file,
        rule.meaning,
        rule.to_do,
        sheet=rows.sheet.name,
        column=rows.header_of(rule.column) if rule.column else None,
    )


def _broken_rules(rows: Rows, table: str, details: pl.DataFrame) -> pl.DataFrame:
    """For each failing row the rule broken that costs the most, and the header that the rule is about."""
    told = contracts.rules(table)
    asked = sorted(
        (told[name] for name in details.columns if name in told), key=lambda rule: rule.severity is not Severity.REFUSE
    )
    empty = {rule.id: rule.column for rule in asked if rule.column and rule.name.endswith("|nullability")}
    first = pl.coalesce(pl.when(pl.col(rule.name) == "invalid").then(pl.lit(rule.id)) for rule in asked)
    headers = {rule.id: rows.header_of(rule.column) if rule.column else None for rule in asked}
    broken = details.select(
        "source_row",
        first.replace_strict(headers, return_dtype=pl.String).alias("column"),
        pl.lit(Reason.RULE.value).alias("reason"),
        first.alias("rule"),
    )
    return _not_empty_but_unread(rows, broken, empty)


def _not_empty_but_unread(rows: Rows, broken: pl.DataFrame, empty: Mapping[str, str]) -> pl.DataFrame:
    """The same rows, but a required cell that said something is told as one that could not be read, not as an empty one.

    Args:
        empty: by the rule that asks for a value, the column that must have one.
    """
    unread = rows.unread.with_columns(unread=pl.lit(Reason.UNREAD_WORD.value))
    field = pl.col("rule").replace_strict(dict(empty), default=None, return_dtype=pl.String)
    told = broken.with_columns(field=field).join(unread, on=["source_row", "field"], how="left", maintain_order="left")
    return told.select(
        *("source_row", "column"),
        pl.coalesce("unread", "reason").alias("reason"),
        pl.when(pl.col("unread").is_null()).then("rule").alias("rule"),
    )


def refuse_if_too_many(typed: Rows, aside: pl.DataFrame, people: People) -> None:
    """Raises FileRefusedError when one row set aside makes its whole file doubtful, or too many rows are."""
    kinds = Counter(aside.select("reason", "rule").rows())
    unmatched = kinds.pop((Reason.UNMATCHED.value, None), 0)
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
    count = kinds.total()
    fatal = Counter({kind: rows for kind, rows in kinds.items() if _severity(*kind) is Severity.REFUSE})
    if not fatal and (count < A_FEW_ROWS or count <= SET_ASIDE_AT_MOST * typed.rows_read):
        return
    kind, rows = min((fatal or kinds).items(), key=lambda item: (-item[1], item[0][0], item[0][1] or ""))
    meaning, to_do = _sentences(*kind)
    problem = Bilingual(
        f"共{typed.rows_read}行，其中{count}行无法保留，主要原因：{meaning.zh}",
        f"{count} of {typed.rows_read} rows cannot be kept",
    )
    if fatal:
        problem = Bilingual(
            f"共{typed.rows_read}行，其中{rows}行使整份文件不可信：{meaning.zh}",
            f"{rows} of {typed.rows_read} rows make the whole file doubtful",
        )
    reason, rule = kind
    of_this_kind = aside.filter(pl.col("reason") == reason, pl.col("rule").eq_missing(pl.lit(rule, pl.String)))
    example = of_this_kind.sort("source_row").row(0, named=True)
    raise FileRefusedError(
        typed.sheet.file,
        problem,
        Bilingual(f"对这些行：{to_do.zh}", f"In these rows {meaning.en}; {to_do.en}"),
        sheet=typed.sheet.name,
        row=int(example["source_row"]),
        column=example["column"],
    )


def _severity(reason: str, rule: str | None) -> Severity:
    return contracts.rule_of(rule).severity if rule else REASONS[reason].severity


def _sentences(reason: str, rule: str | None) -> tuple[Bilingual, Bilingual]:
    """Why a row is not kept, and what to do about it."""
    if rule is not None:
        told = contracts.rule_of(rule)
        return told.meaning, told.to_do
    known = REASONS[reason]
    meaning, _, to_do = known.en.partition("; ")
    return Bilingual(known.problem_zh, meaning), Bilingual(known.fix_zh, to_do)


def _advice(reason: str, rule: str | None) -> str:
    told = REASONS[reason]
    return str(contracts.rule_of(rule)) if rule else f"{told.zh} | {told.en}"


def described(delivery_id: str, sheet: Sheet, aside: pl.DataFrame) -> pl.DataFrame:
    """The rows set aside as the store keeps them: where, why and what to do; a broken rule is named."""
    # A header is anybody's word; the list of rows set aside is read on terminals and in spreadsheets.
    headers = aside.get_column("column").drop_nulls().unique().to_list()
    aside = aside.with_columns(pl.col("column").replace({header: printable_name(header) for header in headers}))
    kinds = aside.select("reason", "rule").unique()
    advice = [_advice(reason, rule) for reason, rule in kinds.rows()]
    told = kinds.with_columns(pl.Series("what_to_do", advice, pl.String))
    return aside.join(told, on=["reason", "rule"], how="left", nulls_equal=True, maintain_order="left").select(
        pl.lit(delivery_id).alias("delivery_id"),
        pl.lit(sheet.file).alias("file"),
        pl.lit(sheet.name, pl.String).alias("sheet"),
        pl.col("source_row").cast(pl.Int64).alias("row"),
        *list(SET_ASIDE)[list(SET_ASIDE).index("column") :],
    )
