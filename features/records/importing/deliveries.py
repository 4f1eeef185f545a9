"""The deliveries of an import: one for each file, and one for each that its rows name themselves, as a panel's quarters do.

A delivery that rows name but that is not listed could not be withdrawn, and its rows would have no place in the order
of arrival.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

import polars as pl

from features.bilingual import Bilingual
from features.records.importing.checks import BadRows
from features.records.store import RecordStore
from features.records.store.side_tables import DELIVERIES, of_everybody

OF_IMPORTS = "records:"
"""How the source of a delivery begins that an import brought."""


def closed_deliveries(store: RecordStore) -> Mapping[str, Bilingual]:
    """The deliveries that no row of an import may name, each with the reason."""
    withdrawn = Bilingual("该批次已撤回，新的行不会计入", "its delivery was withdrawn, so that the row would not count")
    of_intake = Bilingual("该批次是 `fanpin intake` 导入的", "its delivery is one of `fanpin intake`")
    of_people = Bilingual(
        "该批次是人工核对、登记或业务系统报送的",
        "its delivery is what people decided or entered, or what a case system sent",
    )
    brought = store.deliveries().filter(~pl.col("source").str.starts_with(OF_IMPORTS))
    one_by_one = brought.join(of_everybody(brought), on="delivery_id", how="anti")
    return {
        **dict.fromkeys(brought.get_column("delivery_id"), of_intake),
        **dict.fromkeys(one_by_one.get_column("delivery_id"), of_people),
        **dict.fromkeys(store.withdrawals().get_column("delivery_id"), withdrawn),
    }


def own_deliveries_taken(file: str, rows: pl.DataFrame, closed: Mapping[str, Bilingual]) -> list[BadRows]:
    """Rows that name a delivery to which nothing may be added."""
    named = rows.filter(pl.col("delivery_id").is_in(list(closed)))
    if named.is_empty():
        return []
    first = named.row(0, named=True)
    other = Bilingual("换一个 delivery_id，或不写该列", "Give another delivery_id, or leave the column out")
    return [BadRows(file, closed[first["delivery_id"]], other, first["source_row"], "delivery_id", named.height)]


def delivered(
    files: Iterable[tuple[str, str, str, pl.DataFrame]],
    new: Mapping[str, pl.DataFrame],
    store: RecordStore,
    landed_at: datetime | None,
) -> pl.DataFrame:
    """Rows of DELIVERIES: every file's own, and those named by rows that the store does not list yet.

    Args:
        files: identifier, name, table and rows of each file.
        new: the rows that land, by table.
    """
    landing = pl.concat(rows.select("delivery_id") for rows in new.values())
    landed = dict(landing.group_by("delivery_id").len().iter_rows())
    files = list(files)
    own = {delivery_id for delivery_id, *_ in files}
    entries = [
        (delivery_id, name, OF_IMPORTS + table, rows.get_column("known_date").max(), rows.height)
        for delivery_id, name, table, rows in files
    ]
    listed = own | set(store.deliveries().get_column("delivery_id"))
    return pl.DataFrame(
        [
            (delivery_id, name, source, None, day, read, landed.get(delivery_id, 0), 0, landed_at)
            for delivery_id, name, source, day, read in [*entries, *_named_by_rows(files, listed)]
        ],
        schema=DELIVERIES,
        orient="row",
    )


def _named_by_rows(
    files: Iterable[tuple[str, str, str, pl.DataFrame]], listed: set[str]
) -> Iterator[tuple[str, str, str, object, int]]:
    """Identifier, names of the files, tables, newest day and rows of each delivery that only rows name."""
    unlisted = pl.concat(
        rows.select("delivery_id", "known_date", file=pl.lit(name), source=pl.lit(OF_IMPORTS + table)).filter(
            ~pl.col("delivery_id").is_in(list(listed))
        )
        for _, name, table, rows in files
    )
    yield from (
        unlisted.group_by("delivery_id", maintain_order=True)
        .agg(
            pl.col("file").unique(maintain_order=True).str.join("+"),
            pl.col("source").unique(maintain_order=True).str.join("+"),
            pl.col("known_date").max(),
            pl.len(),
        )
        .iter_rows()
    )
