"""Villages and settlements side by side: how many households, what weighs on them, and what was there a year before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from features.bilingual import Bilingual
from features.frame.context.table import known_hits
from features.language.marks import MARKS, ZERO_EMPLOYMENT, Mark
from features.ledgers.wording import Guarantee
from features.records.context import Context, Level
from features.vocabulary import Labelled
from service.places import hidden_places
from service.views.places import TOWNSHIP


@dataclass(frozen=True)
class Share:
    """Households that are marked among those of which it is known.

    Attributes:
        drawn: their share drawn towards the county's, so that a place of two households does not stand first by chance.
    """

    hits: int
    known: int
    drawn: float = 0.0

    @property
    def share(self) -> float | None:
        return self.hits / self.known if self.known else None


@dataclass(frozen=True)
class PlaceRow:
    """A village or a settlement.

    Attributes:
        code: digits of a village, a settlement's name.
        listed: households on the list in force; None where there is none, or the reader sees no lists.
        seekers: people who want work and have none; None where no roster says.
        idle, before: households with labour in which nobody works, now and a year before; None where it was not counted.
        lacks: open entries of each guarantee.
    """

    code: str
    name: Bilingual
    township: Bilingual
    households: int
    listed: Share | None
    seekers: int | None
    idle: Share | None
    before: Share | None
    lacks: Mapping[Guarantee, int]
    overdue: int

    @property
    def listed_share(self) -> float | None:
        return None if self.listed is None else self.listed.share

    @property
    def idle_share(self) -> float | None:
        return None if self.idle is None else self.idle.share

    @property
    def all_lacks(self) -> int:
        return sum(self.lacks.values())


class Sorting(Labelled):
    """By what places are ranked."""

    LISTED = "listed", "在列比例从高到低", "share on the list"
    ZERO_EMPLOYMENT = "zero_employment", "零就业户比例从高到低", "share without anybody in work"
    SEEKERS = "seekers", "想就业未就业人数从多到少", "people who want work"
    LACKS = "lacks", "未整改问题从多到少", "open entries of the guarantees"
    OVERDUE = "overdue", "超期问题从多到少", "overdue entries"
    HOUSEHOLDS = "households", "户数从多到少", "households"
    PLACE = "place", "按区划代码", "by code"


_BY: Mapping[Sorting, Callable[[PlaceRow], float]] = {
    Sorting.LISTED: lambda row: -1.0 if row.listed is None else row.listed.drawn,
    Sorting.ZERO_EMPLOYMENT: lambda row: -1.0 if row.idle is None else row.idle.drawn,
    Sorting.SEEKERS: lambda row: -1.0 if row.seekers is None else row.seekers,
    Sorting.LACKS: lambda row: row.all_lacks,
    Sorting.OVERDUE: lambda row: row.overdue,
    Sorting.HOUSEHOLDS: lambda row: row.households,
    Sorting.PLACE: lambda _: 0.0,
}


def ranked(rows: Iterable[PlaceRow], by: Sorting) -> list[PlaceRow]:
    """The highest first; of equal ones by their code."""
    return sorted(rows, key=lambda row: place_in_order(row, by))


def place_in_order(row: PlaceRow, by: Sorting) -> list[float | str]:
    """Where a place stands, in values of JSON."""
    return [-_BY[by](row), row.code]


def largest_of(rows: Sequence[PlaceRow]) -> dict[str, float]:
    """The highest numbers of a table, by which its bars are drawn: one scale for all its pages."""
    columns: dict[str, Callable[[PlaceRow], float | None]] = {
        "listed": lambda row: row.listed_share,
        "idle": lambda row: row.idle_share,
        "seekers": lambda row: row.seekers,
        "lacks": lambda row: row.all_lacks,
    }
    return {name: max((value(row) or 0.0 for row in rows), default=0.0) for name, value in columns.items()}


@dataclass(frozen=True)
class Behind:
    """What stands behind the rows of a kind of place.

    Attributes:
        counts: a row a place (`service.ledgers.cache.KeptDay`).
        listed: households on the list by place; None where there is none to show.
        whole: households of the whole county, and of those the listed ones: towards which shares are drawn.
        added: so many households with the county's share are added (`context_shrinkage_households`).
    """

    counts: pl.DataFrame
    listed: Mapping[str, int] | None
    context: Context
    now: dt.date
    before: dt.date
    level: Level
    added: float


def rows_of(behind: Behind, name: Callable[[str], Bilingual], township: Callable[[str], Bilingual]) -> list[PlaceRow]:
    """The places of a kind, in the order of their codes."""
    column = behind.counts.columns[0]
    share = _overall(behind)
    idle = shares_on(behind.context, behind.now, behind.level, ZERO_EMPLOYMENT, behind.added)
    before = shares_on(behind.context, behind.before, behind.level, ZERO_EMPLOYMENT, behind.added)
    rows = []
    for row in behind.counts.iter_rows(named=True):
        code, households = row[column], row["households"]
        listed = None
        if behind.listed is not None:
            hits = behind.listed.get(code, 0)
            listed = Share(hits, households, (hits + behind.added * share) / (households + behind.added))
        rows.append(
            PlaceRow(
                code=code,
                name=name(code),
                township=township(code),
                households=households,
                listed=listed,
                seekers=row["seekers"] if row["seekers_known"] else None,
                idle=idle.get(code),
                before=before.get(code),
                lacks={guarantee: row[guarantee.value] for guarantee in Guarantee},
                overdue=row["overdue"],
            )
        )
    return rows


def _overall(behind: Behind) -> float:
    codes, households = behind.counts.get_columns()[0], behind.counts["households"].to_list()
    return sum((behind.listed or {}).get(code, 0) for code in codes) / max(1, sum(households))


def shares_on(context: Context, day: dt.date, level: Level, mark: Mark, added: float) -> dict[str, Share]:
    """A mark at every place of a kind on a day, by place."""
    known, hits = known_hits(mark)
    there = context.of_level(level).filter(pl.col("day") == day)
    county = (
        context.of_level(Level.COUNTY)
        .filter(pl.col("day") == day)
        .select("county", (pl.col(hits) / pl.col(known)).alias("share"))
    )
    drawn = (pl.col(hits) + added * pl.col("share")) / (pl.col(known) + added)
    rows = there.join(county, on="county", how="left", maintain_order="left").select(
        "place", hits, known, drawn.fill_nan(None).fill_null(0.0).alias("drawn")
    )
    return {place: Share(some, of, share) for place, some, of, share in rows.iter_rows()}


@dataclass(frozen=True)
class Trend:
    """A mark at one place over a year.

    Attributes:
        shares: of each day, the last one now; None where the place was not counted.
    """

    mark: Mark
    words: Bilingual
    shares: Sequence[Share | None]

    @property
    def line(self) -> list[float | None]:
        return [None if share is None else share.share for share in self.shares]

    @property
    def largest(self) -> float:
        return max((share for share in self.line if share is not None), default=0.0)


def trends_of(context: Context, days: Sequence[dt.date], level: Level, place: str) -> list[Trend]:
    """Every mark at a place."""
    there = context.of_level(level).filter(pl.col("place") == place)
    by_day = {row["day"]: row for row in there.iter_rows(named=True)}
    trends = []
    for mark in MARKS.values():
        known, hits = known_hits(mark)
        rows = (by_day.get(day) for day in days)
        shares = [None if row is None else Share(row[hits], row[known]) for row in rows]
        trends.append(Trend(mark, Bilingual(mark.zh, mark.en), shares))
    return trends


LISTED = "listed"
"""The column that is there where a list is."""


def _open_of(guarantee: Guarantee) -> Callable[[PlaceRow], int | None]:
    return lambda row: row.lacks[guarantee]


PRINTED: Mapping[str, tuple[Bilingual, Callable[[PlaceRow], int | None]]] = {
    "households": (Bilingual("户数", "Households"), lambda row: row.households),
    LISTED: (Bilingual("在列户", "Listed"), lambda row: None if row.listed is None else row.listed.hits),
    "idle": (Bilingual("零就业户", "Nobody in work"), lambda row: None if row.idle is None else row.idle.hits),
    "seekers": (Bilingual("想就业未就业（人）", "Want work"), lambda row: row.seekers),
    **{guarantee.value: (Bilingual(guarantee.zh, guarantee.en), _open_of(guarantee)) for guarantee in Guarantee},
}
"""The columns of the printed table."""

HIDDEN = "hidden"


def printed_cells(rows: Sequence[PlaceRow], least: int) -> dict[str, dict[str, int | str | None]]:
    """What is printed of each village, by column and code: a small count, and what would tell one by subtraction, is `HIDDEN`.

    Args:
        rows: all villages of the reader, so that two papers of theirs, of a township and of all of them, hide the same.
        least: the smallest count that is shown (`suppressed_below`).
    """
    cells: dict[str, dict[str, int | str | None]] = {}
    for name, (_, value) in PRINTED.items():
        values = {row.code: value(row) for row in rows}
        hidden = hidden_places(_with_sums({code: count for code, count in values.items() if count}), least)
        cells[name] = {code: HIDDEN if code in hidden else count for code, count in values.items()}
    return cells


def _with_sums(by_village: Mapping[str, int]) -> dict[str, int]:
    """Villages with the townships and counties around them, whose sums stand on other papers."""
    sums: dict[str, int] = dict(by_village)
    for code, count in by_village.items():
        for digits in (6, TOWNSHIP):
            sums[code[:digits]] = sums.get(code[:digits], 0) + count
    return sums
