"""What one kind of file is: its columns, how each is read, and which of its headers mean which column."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from features.texts.invisible import TURNS_AROUND, without_invisible


class Kind(StrEnum):
    """How the cells of a column are read."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    BIRTH = "birth"
    FLAG = "flag"
    ID = "id"
    WORD = "words"
    SEVERAL = "several"
    RECOGNISED = "recognised"
    NEVER = "never"


class KeyedBy(StrEnum):
    """How a row finds its household."""

    HOUSEHOLD = "household"
    PERSON = "person"
    HEAD = "head"
    PLACE = "place"


PERSONAL = frozenset({"id_number", "head_id_number", "card_number", "name", "head_name", "phone", "household_phone"})
"""Fields that find or call a person. They end at the intake: no record table has a column for them."""


@dataclass(frozen=True)
class Column:
    """A column of a source.

    Attributes:
        words: of a column of words, what each label stands for.
        units: of a column of numbers, by how much a number in each unit is multiplied.
        factor: that of the unit which a sheet's own header tells.
    """

    header: str
    kind: Kind
    field: str | None = None
    words: Mapping[str, str] | None = None
    units: Mapping[str, float] | None = None
    factor: float = 1.0

    @property
    def kept(self) -> bool:
        return self.field is not None


@dataclass(frozen=True, eq=False)
class Source:
    """One kind of file.

    Attributes:
        spellings: from a folded header to the canonical one.
        without_unit: the same from headers whose unit is taken off, for numbers with units and for what is not kept.
        without: folded headers beside which a sheet is never of this kind.
        household_type_untold: what a household of a sheet without the column 户类型 is, unless a monitoring roster says.
        lands_as: the source whose landing function makes its rows: itself, unless a county declared it as another's like.
        counts_as: the source that a delivery of it is a delivery of.
    """

    name: str
    zh: str
    department: str
    keyed_by: KeyedBy
    required: tuple[str, ...]
    columns: Mapping[str, Column]
    spellings: Mapping[str, str]
    without_unit: Mapping[str, str]
    lands_as: str
    counts_as: str
    without: frozenset[str] = frozenset()
    household_type_untold: str | None = None

    def canonical(self, header: str) -> str | None:
        """The canonical header, or None.

        A number's header may tell another unit than the column's own; what is not kept may tell any.
        """
        folded = fold(header)
        if folded in self.spellings:
            return self.spellings[folded]
        bare, unit = split_unit(folded)
        found = self.without_unit.get(bare)
        if found is None or not self.columns[found].kept:
            return found
        return found if unit in (self.columns[found].units or {}) else None

    def factor(self, header: str) -> float:
        """By how much the numbers below a header are multiplied to be in the column's unit."""
        canonical = self.canonical(header)
        units = self.columns[canonical].units if canonical else None
        unit = split_unit(fold(header))[1]
        return (units or {}).get(unit or "", 1.0)

    @property
    def kept(self) -> list[Column]:
        return [column for column in self.columns.values() if column.kept]


_WITH_UNIT = re.compile(r"^(?P<bare>.+?)[(\[【/:](?:单位:?)?(?P<unit>[^()\[\]【】:]+)[)\]】]?$")


def split_unit(folded: str) -> tuple[str, str | None]:
    """A folded header and what stands in brackets, or behind a stroke or colon, at its end: 年收入(万元), 面积/亩."""
    found = _WITH_UNIT.match(folded)
    return (found["bare"], found["unit"].lower()) if found else (folded, None)


def fold(header: str) -> str:
    """One spelling for full- and half-width forms, spaces, line breaks and the asterisk of compulsory columns.

    Without quotes around it and without what nobody sees.
    """
    seen = without_invisible(unicodedata.normalize("NFKC", header)).replace(TURNS_AROUND, "")
    return "".join(seen.split()).strip("*").strip('"')
