"""Which village a name means: the national sheets name province, city, county, township and village, and give no code.

Lists of region codes and rosters with names and codes teach; sheets with names alone are read by what was taught.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

import polars as pl

from features.intake.problems import Reason
from features.intake.recognising.catalogue import KeyedBy
from features.intake.sheets.columns import Rows
from features.records.store import RecordStore
from features.records.store.side_tables import PLACES

Names = tuple[str, str]
"""Township and village."""

_OF_A_VILLAGE = re.compile(r"(?<=.)(村民委员会|居民委员会|行政村|村委会|居委会|社区|村)$")
_OF_A_TOWNSHIP = re.compile(r"(?<=.)(人民政府|街道办事处|办事处|街道|乡|镇)$")


class Places:
    """Region codes by the names of township and village. What became known last holds."""

    def __init__(self, places: pl.DataFrame) -> None:
        self._codes: dict[Names, frozenset[str]] = {}
        self._known: dict[Names, date] = {}
        self._new: list[tuple[str, str, str, date, str]] = []
        days = places.group_by("known_date", "delivery_id", maintain_order=True)
        for (known_date, delivery_id), rows in days:
            if isinstance(known_date, date):
                self.learn(rows, known_date, str(delivery_id))
        self._new.clear()

    @classmethod
    def of(cls, store: RecordStore) -> Places:
        return cls(store.places())

    def learn(self, taught: pl.DataFrame, known_date: date, delivery_id: str) -> None:
        """Take in `township`, `village` and `region_code` as a delivery tells them.

        Where `listed` is false a roster says so: it may add a name, but no other code for a name that is known. What
        says nothing new is kept too: it still holds when the delivery that told it first is withdrawn.
        """
        if taught.is_empty():
            return
        codes_by_name: dict[Names, set[str]] = {}
        spelt: dict[Names, Names] = {}
        if "listed" in taught.columns:
            of_rosters = taught.filter(~pl.col("listed"))
            self.learn(taught.filter("listed").drop("listed"), known_date, delivery_id)
            told_here = of_rosters.select("township", "village", "region_code").iter_rows()
            agrees = [self._codes.get(_folded(*names), {code}) == {code} for *names, code in told_here]
            taught = of_rosters.drop("listed").filter(pl.Series(agrees, dtype=pl.Boolean))
        for township, village, code in taught.select("township", "village", "region_code").iter_rows():
            names = _folded(township, village)
            codes_by_name.setdefault(names, set()).add(code)
            spelt.setdefault(names, (township, village))
        for names, codes in codes_by_name.items():
            held, since = self._codes.get(names, frozenset()), self._known.get(names)
            now = frozenset(codes) | (held if since == known_date else frozenset())
            self._new += [(code, *spelt[names], known_date, delivery_id) for code in sorted(codes)]
            if now != held and (since is None or since <= known_date):
                self._codes[names], self._known[names] = now, known_date

    def and_also(self, taught: pl.DataFrame, known_date: date) -> Places:
        """A copy that knows this too: what one sheet of a workbook tells the others before any of it is taken in."""
        if taught.is_empty():
            return self
        copy = Places(pl.DataFrame(schema=PLACES))
        copy._codes, copy._known = dict(self._codes), dict(self._known)
        copy.learn(taught, known_date, "")
        return copy

    def codes_of(self, named: pl.DataFrame) -> pl.DataFrame:
        """`township`, `village` and `region_code` for those names that mean exactly one village.

        A name as it was taught goes before one that only agrees without 村, 村委会, 社区, 镇, 乡 and the like.
        """
        stems: dict[Names, set[str]] = {}
        for (township, village), codes in self._codes.items():
            stems.setdefault((_stem(township, _OF_A_TOWNSHIP), _stem(village, _OF_A_VILLAGE)), set()).update(codes)
        matched: list[tuple[str, str, str]] = []
        for township, village in named.select("township", "village").drop_nulls().unique().iter_rows():
            names = _folded(township, village)
            stem = (_stem(names[0], _OF_A_TOWNSHIP), _stem(names[1], _OF_A_VILLAGE))
            codes = self._codes.get(names) or frozenset(stems.get(stem, ()))
            if len(codes) == 1:
                matched.append((township, village, next(iter(codes))))
        return pl.DataFrame(
            matched, schema={"township": pl.String, "village": pl.String, "region_code": pl.String}, orient="row"
        )

    def take_new(self) -> pl.DataFrame:
        """What was learnt since the last call: what the next landing writes down."""
        new, self._new = self._new, []
        return pl.DataFrame(new, schema=PLACES, orient="row")


def taught(rows: Rows) -> pl.DataFrame:
    """The villages that a sheet teaches: `township`, `village`, `region_code`, and whether it is a list of them.

    A list of region codes is taken at its word. A roster has slips of the pen, so of it a name and a code belong
    together only when most rows of the name have the code and most rows of the code have the name.
    """
    columns = ("township", "village", "region_code")
    if not set(columns) <= set(rows.frame.columns):
        return pl.DataFrame(schema={**dict.fromkeys(columns, pl.String), "listed": pl.Boolean})
    told = rows.frame.select(columns).drop_nulls().filter(pl.col("region_code").str.contains(r"^[0-9]{12}$"))
    if rows.source.keyed_by is KeyedBy.PLACE:
        return told.unique(maintain_order=True).with_columns(listed=pl.lit(True))
    counted = told.group_by(columns, maintain_order=True).len()
    of_name, of_code = (pl.col("len").sum().over(key) for key in (["township", "village"], "region_code"))
    mostly = (pl.col("len") * 2 > of_name) & (pl.col("len") * 2 > of_code)
    return counted.filter(mostly).select(*columns, listed=pl.lit(False))


def with_villages(rows: Rows, places: Places) -> Rows:
    """The rows of a household sheet with the code of the village that they name, where they give none.

    Rows whose village is not known, or not the only one of its name, are set aside.
    """
    frame = rows.frame
    of_households = rows.source.keyed_by is KeyedBy.HOUSEHOLD and {"region_code", "village"} <= set(frame.columns)
    if not of_households or not frame.get_column("region_code").null_count():
        return rows
    codes = places.codes_of(frame.filter(pl.col("region_code").is_null()))
    named = frame.join(codes, on=["township", "village"], how="left", suffix="_of_name", maintain_order="left")
    filled = named.with_columns(pl.coalesce("region_code", "region_code_of_name")).select(frame.columns)
    nowhere = pl.col("region_code").is_null() & pl.col("township").is_not_null() & pl.col("village").is_not_null()
    return rows.with_frame(filled).without([(nowhere, "village", Reason.UNKNOWN_VILLAGE)])


def _folded(township: str, village: str) -> Names:
    return _fold(township), _fold(village)


def _fold(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split())


def _stem(name: str, ending: re.Pattern[str]) -> str:
    """The name without what it is called by: 张家村村委会, 张家村 and 张家 are one."""
    shorter = ending.sub("", name)
    return name if shorter == name else _stem(shorter, ending)
