"""A panel drawn by hand, in the columns of the Argentine one; whatever a drawing leaves out takes a plain default."""

from __future__ import annotations

import polars as pl

from benchmarks.panels.eph_visits import COLUMNS, Panel

PLAIN: dict[str, dict[str, object]] = {
    "households": {
        "region": 1,
        "agglomerate": 33,
        "members": 1,
        "line": 100.0,
        "income_ok": True,
        "itf": 0,
        "wage_income": 0,
        "business_income": 0,
        "other_jobs_income": 0,
        "property_income": 0,
        "transfer_income": 0,
        "pension_income": 0,
        "social_aid_income": 0,
        "water_in": 1,
        "water_src": 1,
        "got_cash_aid": 2,
        "got_goods_govt": 2,
    },
    "persons": {
        "line_no": 1,
        "relation": 1,
        "sex": 1,
        "age": 40,
        "health_cover": 1,
        "attends_school": 2,
        "educ_level": 4,
        "activity": 3,
        "occ_category": 0,
        "inactive_reason": 4,
        "tenure": None,
        "pension_contrib": None,
        "inc_main_job": 0,
    },
    "pairs": {"k": 4, "same_hh": True, "income_ok": True, "ok_next": True, "poor": 0, "poor_next": 0},
}


def table(name: str, drawing: str) -> pl.DataFrame:
    """Rows of one of the panel's tables from `column | column` lines; an empty cell is missing."""
    header, *rows = [[cell.strip() for cell in line.split("|")] for line in drawing.strip().splitlines()]
    told = pl.DataFrame(
        {column: [_value(row[position]) for row in rows] for position, column in enumerate(header)}, strict=False
    )
    whole = told.select(
        pl.col(column) if column in header else pl.lit(PLAIN[name][column]).alias(column) for column in COLUMNS[name]
    )
    return whole.with_columns(pl.col(pl.Null).cast(pl.Int64))


def panel(households: str, pairs: str, persons: str | None = None) -> Panel:
    """A panel; without drawn persons one adult lives in each household."""
    described = table("households", households)
    people = table("persons", persons) if persons else _one_adult(described)
    return Panel(described, people, table("pairs", pairs))


def _one_adult(described: pl.DataFrame) -> pl.DataFrame:
    return described.select(
        pl.col(column) if column in ("hid", "t") else pl.lit(PLAIN["persons"][column], dtype=pl.Int64).alias(column)
        for column in COLUMNS["persons"]
    )


def _value(cell: str) -> object:
    if cell in ("yes", "no"):
        return cell == "yes"
    if not cell:
        return None
    return float(cell) if "." in cell else int(cell)
