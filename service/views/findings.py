"""What the records give an office to do, as it reads it: one message of a household for each department, whatever rules it hits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import polars as pl

from features.bilingual import Bilingual
from features.deliveries.departments import DeliveringDepartment
from features.vocabulary import Department
from service.findings.answers import RecordFindingAnswer, record_finding, safety_net_gap, screening_hit
from service.findings.listing import MESSAGE, Listing
from service.views.places import Place, Places

Called = Callable[[str | None], str | None]


@dataclass(frozen=True)
class Item:
    """One thing of a message.

    Attributes:
        count: how many of the kind, such as three bills.
        more: where it stands, or what speaks for it; None where there is no more to say.
    """

    words: Bilingual
    to_do: Bilingual | None
    more: Bilingual | None
    count: int


@dataclass(frozen=True)
class Message:
    """What a department has to look at in a household.

    Attributes:
        household: empty for rows of files that belong to none.
        department: None where nobody in particular has to act.
    """

    household: str
    place: Place
    department: Bilingual | None
    department_name: str
    items: tuple[Item, ...]


def message_numbers(rows: pl.DataFrame) -> pl.DataFrame:
    """Of each message of these rows (`ListedDay.by_department`, filtered) its number and place, in order."""
    return rows.select("message", *MESSAGE).unique("message", keep="first", maintain_order=True)


def counts_of(numbers: pl.DataFrame, listing: Listing) -> list[tuple[str, Bilingual, int]]:
    """How many messages each department has, the most first."""
    counted = numbers.group_by("acting").len().sort("len", "acting", descending=[True, False])
    return [(name, department_in_words(name, listing) or NOBODY, count) for name, count in counted.iter_rows()]


NOBODY = Bilingual("未定部门", "nobody in particular")


def messages(rows: pl.DataFrame, listing: Listing, called: Called, places: Places) -> list[Message]:
    """The messages of some rows, in their order.

    Args:
        called: what a file of the records is called before people.
    """
    each_rule = [*MESSAGE, "rule"]
    counted = rows.with_columns(pl.len().over(each_rule).alias("count")).unique(
        each_rule, keep="first", maintain_order=True
    )
    told = counted.to_dicts()
    return [
        _message(key, list(group), listing, called, places)
        for key, group in groupby(told, lambda row: tuple(row[name] for name in MESSAGE))
    ]


def _message(
    key: tuple[Any, ...], rows: Iterable[Mapping[str, Any]], listing: Listing, called: Called, places: Places
) -> Message:
    region, household, acting = key
    items = tuple(_ITEMS[listing](row, called) for row in rows)
    return Message(household, places.place(region), department_in_words(acting, listing), acting, items)


def department_in_words(name: str, listing: Listing) -> Bilingual | None:
    """A department by its name; None where it is none."""
    if not name:
        return None
    member = DeliveringDepartment(name) if listing is Listing.FINDINGS else Department(name)
    return Bilingual(member.zh, member.en)


def _of_record(row: Mapping[str, Any], called: Called) -> Item:
    answer = record_finding(row, called)
    to_do = Bilingual(answer.to_do.zh, answer.to_do.en)
    if COMMAND in to_do.zh:
        to_do = BY_DATA_STAFF
    return Item(Bilingual(answer.zh, answer.en), to_do, _where(answer), row["count"])


def _where(answer: RecordFindingAnswer) -> Bilingual | None:
    source = answer.source
    if source is None or source.file is None:
        return None
    sheet = Bilingual(f"，工作表“{source.sheet}”", f", sheet “{source.sheet}”") if source.sheet else NOTHING
    row = Bilingual(f"，第{source.row}行", f", row {source.row}") if source.row else NOTHING
    return Bilingual(source.file, source.file).and_also(sheet).and_also(row)


NOTHING = Bilingual("", "")
COMMAND = "fanpin "
BY_DATA_STAFF = Bilingual("请数据人员按核对清单逐条确认", "Ask the data staff, who have a list for it, to decide")
"""Of what is done at a command line, which an office has not."""


def _of_hit(row: Mapping[str, Any], called: Called) -> Item:  # noqa: ARG001 - a hit names no file
    answer = screening_hit(row)
    since = Bilingual(f"依据截至{answer.since}的记录", f"by records until {answer.since}")
    if answer.identified_on is not None:
        since = Bilingual(
            f"{answer.identified_on}已识别为监测对象", f"identified as monitored on {answer.identified_on}"
        )
    return Item(Bilingual(answer.zh, answer.en), None, since, row["count"])


def _of_gap(row: Mapping[str, Any], called: Called) -> Item:  # noqa: ARG001 - a gap names no file
    answer = safety_net_gap(row)
    value = Bilingual(
        f"{answer.value_of.zh}：{answer.value_in_words.zh}", f"{answer.value_of.en}: {answer.value_in_words.en}"
    )
    return Item(Bilingual(answer.zh, answer.en), Bilingual(answer.to_do.zh, answer.to_do.en), value, row["count"])


_ITEMS: Mapping[Listing, Callable[[Mapping[str, Any], Called], Item]] = {
    Listing.FINDINGS: _of_record,
    Listing.TRIGGERS: _of_hit,
    Listing.GAPS: _of_gap,
}
