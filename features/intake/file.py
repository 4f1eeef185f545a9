"""One delivered file, from its bytes to rows of the record tables, or refused whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from features.intake.columns import ASIDE, Rows, read_rows
from features.intake.headers import Catalogue, Source, UnknownHeader
from features.intake.identity import Pseudonyms
from features.intake.landing import LANDINGS, shaped
from features.intake.linking import link
from features.intake.people import People
from features.intake.problems import COSTS_THE_FILE, REASONS, FileRefusedError, Reason
from features.intake.reading import Content, Sheet, sheets
from features.records.store import SET_ASIDE
from features.records.tables import TABLES

SET_ASIDE_AT_MOST = 0.2
"""Share of rows set aside, other than people on no roster, above which the file is not what it says it is."""

A_FEW_ROWS = 5
"""Fewer rows say nothing about their file: one bad ID among two is one bad ID, and is set aside as one."""

A_FEW_HEADERS = 3
"""Headers known by chance: a sheet of notes may hold a word or two that are headers elsewhere."""


@dataclass(frozen=True)
class ReadFile:
    """A file whose sheets are recognised and typed, before anybody's household is looked up."""

    file: str
    delivery_id: str
    known_date: date
    sheets: tuple[Rows, ...]

    @property
    def is_roster(self) -> bool:
        """Whether it tells which people belong to which household: such files go first."""
        fields = {column.field for rows in self.sheets for column in rows.source.kept}
        return "household_id" in fields and bool(fields & {"id_number", "head_id_number"})


@dataclass(frozen=True)
class TakenFile:
    """What a file gives: rows by record table, rows set aside, links of people, and counts for the report."""

    file: str
    delivery_id: str
    known_date: date
    sources: tuple[Source, ...]
    rows_read: int
    tables: Mapping[str, pl.DataFrame]
    set_aside: pl.DataFrame
    links: pl.DataFrame
    unreadable: Mapping[str, int]
    unknown_headers: tuple[UnknownHeader, ...]

    @property
    def reasons(self) -> dict[Reason, int]:
        counts = self.set_aside.group_by("reason").len().rows()
        return {REASONS[reason]: count for reason, count in sorted(counts)}


def read_file(content: Content, delivery_id: str, known_date: date, catalogue: Catalogue) -> ReadFile:
    """Recognise and type every sheet. Raises FileRefusedError."""
    recognised = [(sheet, *_recognised(sheet, catalogue)) for sheet in sheets(content, catalogue.count_known)]
    complete = [entry for entry in recognised if not entry[2]]
    for sheet, source, missing in recognised:
        known = sum(source.canonical(header) is not None for header in sheet.headers)
        if missing and known <= A_FEW_HEADERS and len(missing) * 2 > len(source.required):
            if complete:
                continue
            raise FileRefusedError(
                content.file,
                "its headers are those of no export that intake knows",
                f"The nearest is {source.zh}, which needs {', '.join(source.required)}. Check that the right file was "
                "delivered, or add its headers to headers.yaml",
                sheet=sheet.name,
                row=sheet.header_row,
            )
        if missing:
            complete = [(sheet, source, missing)]
            break
    typed = tuple(read_rows(sheet, source, missing, catalogue) for sheet, source, missing in complete)
    return ReadFile(content.file, delivery_id, known_date, typed)


def take(file: ReadFile, people: People, pseudonyms: Pseudonyms) -> TakenFile:
    """Rows for the record tables. Raises FileRefusedError when too many rows cannot be kept."""
    landed: dict[str, list[pl.DataFrame]] = {}
    aside: list[pl.DataFrame] = []
    links: list[pl.DataFrame] = []
    unreadable: Counter[str] = Counter()
    for typed in file.sheets:
        linked = link(typed, people, pseudonyms, file.known_date)
        tables, broken = _validated(linked.rows, file)
        left_out = pl.concat([linked.rows.aside.with_columns(rule=pl.lit(None, pl.String)), broken])
        _refuse_if_too_many(file, typed, left_out, people)
        for name, rows in tables.items():
            landed.setdefault(name, []).append(rows)
        aside.append(_described(file, typed.sheet, left_out))
        links.append(linked.links)
        unreadable.update(linked.rows.unreadable)
    return TakenFile(
        file=file.file,
        delivery_id=file.delivery_id,
        known_date=file.known_date,
        sources=tuple(dict.fromkeys(rows.source for rows in file.sheets)),
        rows_read=sum(rows.rows_read for rows in file.sheets),
        tables={name: pl.concat(frames) for name, frames in landed.items()},
        set_aside=pl.concat(aside),
        links=pl.concat(links),
        unreadable=dict(unreadable),
        unknown_headers=tuple(header for rows in file.sheets for header in rows.unknown_headers),
    )


def _recognised(sheet: Sheet, catalogue: Catalogue) -> tuple[Source, tuple[str, ...]]:
    found = catalogue.recognise(sheet.headers)
    if found is None:
        raise AssertionError("a header row is one because the catalogue knows some of it")
    return found


def _validated(rows: Rows, file: ReadFile) -> tuple[dict[str, pl.DataFrame], pl.DataFrame]:
    """The rows that keep every rule of their tables; a row of the file that breaks one is left out of all tables."""
    landed = LANDINGS[rows.source.name](rows.frame, file.known_date)
    tables: dict[str, pl.DataFrame] = {}
    broken: list[pl.DataFrame] = []
    for name, partial in landed.items():
        if partial.height:
            frame = shaped(name, partial, file.known_date, file.delivery_id)
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


def _refuse_if_too_many(file: ReadFile, typed: Rows, aside: pl.DataFrame, people: People) -> None:
    reasons = Counter(aside.get_column("reason").to_list())
    unmatched = reasons.pop(Reason.UNMATCHED, 0)
    if unmatched and people.nobody:
        raise FileRefusedError(
            file.file,
            "no roster has been taken in yet, so nobody knows whose rows these are",
            "Deliver the rosters of households and members first, or together with this file",
            sheet=typed.sheet.name,
        )
    count = sum(reasons.values())
    fatal = sorted(reason for reason in reasons if REASONS[reason] in COSTS_THE_FILE)
    if not fatal and (count < A_FEW_ROWS or count <= SET_ASIDE_AT_MOST * typed.rows_read):
        return
    main = fatal[0] if fatal else reasons.most_common(1)[0][0]
    example = aside.filter(pl.col("reason") == main).sort("source_row").row(0, named=True)
    rule = f" ({example['rule']})" if example["rule"] else ""
    told = f"{count} of {typed.rows_read} rows cannot be kept, most for this reason: {REASONS[main].zh}{rule}"
    if fatal:
        told = f"{reasons[main]} of {typed.rows_read} rows make the whole file doubtful: {REASONS[main].zh}"
    raise FileRefusedError(
        file.file,
        told,
        f"In these rows {REASONS[main].en}",
        sheet=typed.sheet.name,
        row=int(example["source_row"]),
        column=example["column"],
    )


def _described(file: ReadFile, sheet: Sheet, aside: pl.DataFrame) -> pl.DataFrame:
    """The rows set aside as the store keeps them: where, why and what to do."""
    advice = {reason.value: f"{reason.zh} | {reason.en}" for reason in Reason}
    rule = pl.when(pl.col("rule").is_not_null()).then(pl.format(" ({})", pl.col("rule"))).otherwise(pl.lit(""))
    return aside.select(
        pl.lit(file.delivery_id).alias("delivery_id"),
        pl.lit(file.file).alias("file"),
        pl.lit(sheet.name, pl.String).alias("sheet"),
        pl.col("source_row").cast(pl.Int64).alias("row"),
        "column",
        "reason",
        (pl.col("reason").replace_strict(advice, return_dtype=pl.String) + rule).alias("what_to_do"),
    ).select(list(SET_ASIDE))
