"""Whose county a file is of: a neighbour's roster, sent by mistake, would land as so many new households."""

from __future__ import annotations

import polars as pl

from features.intake.problems import Bilingual, FileRefusedError, Reason
from features.intake.recognising.catalogue import KeyedBy
from features.intake.sheets.columns import Rows
from features.records.store import RecordStore, Versions

COUNTY_DIGITS = 6


class Counties:
    """The counties, by the first six digits of region codes, of which lists of codes and rosters have told so far."""

    def __init__(self, codes: pl.Series) -> None:
        self._known: set[str] = set()
        self.learn(codes)

    @classmethod
    def of(cls, store: RecordStore, versions: Versions | None = None) -> Counties:
        """The counties of which a store tells.

        Args:
            versions: of the store's tables; its present ones when None.
        """
        counties = pl.col("region_code").str.head(COUNTY_DIGITS).unique()
        described = store.collected(store.scan("households", versions=versions).select(counties))[0]
        return cls(pl.concat([described.to_series(), store.places(versions).get_column("region_code")]))

    def learn(self, codes: pl.Series) -> None:
        self._known |= set(codes.drop_nulls().str.head(COUNTY_DIGITS).unique())

    @property
    def the_one(self) -> str | None:
        """The county, as long as all that was told so far is of one; its own limits count then."""
        return next(iter(self._known)) if len(self._known) == 1 else None

    @property
    def together(self) -> str:
        """The digits with which the codes of all of them begin: the county's six where there is one, none where none is known."""
        first, last = min(self._known, default=""), max(self._known, default="")
        return next(first[:digits] for digits in range(len(first), -1, -1) if last.startswith(first[:digits]))

    def refuse_another(self, rows: Rows) -> None:
        """Raises FileRefusedError when most codes of a roster are those of a county that nobody has told of.

        A list of codes is taken at its word: it is how a county that got new codes says so.
        """
        if rows.source.keyed_by is KeyedBy.PLACE or not self._known or "region_code" not in rows.frame.columns:
            return
        county = county_of(rows.frame.get_column("region_code"))
        if county is None or county in self._known:
            return
        ours = "、".join(sorted(self._known))
        raise FileRefusedError(
            rows.sheet.file,
            Bilingual(
                f"{Reason.OTHER_COUNTY.problem_zh}：多数行以{county}开头，已入库的是{ours}",
                f"most region codes begin with {county}, those known so far with {ours}: another county's file",
            ),
            Bilingual(
                "核对是否送错了外县的文件；若本县代码已经调整，先报送新的行政区划代码表",
                "Check that the right file was sent. If the county was given new codes, deliver the new list of region "
                "codes (columns 乡, 村, 行政区划代码) first",
            ),
            sheet=rows.sheet.name,
            column=rows.header_of("region_code"),
        )


def county_of(codes: pl.Series) -> str | None:
    """The first six digits that more than half of a roster's codes share; None when no county has that many."""
    counties = codes.drop_nulls().str.head(COUNTY_DIGITS).value_counts(sort=True)
    if counties.is_empty() or counties["count"][0] * 2 <= codes.len():
        return None
    return str(counties[0, 0])
