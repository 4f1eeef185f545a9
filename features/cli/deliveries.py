"""`fanpin deliveries`: the files taken in, and which departments are late."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from features.cli.options import CountyFolder, console, data_folder, day_option, policy_of

Reason = Annotated[
    str, typer.Option("--reason", metavar="TEXT", help="撤回原因，供日后查阅 Why, for whoever reads the records later.")
]
Day = Annotated[
    dt.date | None,
    day_option("--on", "自哪一天起不再计入，不写为今天 First day on which it no longer counts; today when not given."),
]

SHOWN = 20
"""Files that are listed when not all are asked for."""

app = typer.Typer(help="List the files taken in, and which departments are late.")


@app.callback(invoke_without_command=True)
def deliveries(
    context: typer.Context,
    set_aside: Annotated[
        Path | None,
        typer.Option(
            "--set-aside",
            metavar="FILE.csv",
            help="写出每一条未保留的行及其位置 Write every row set aside, with its place.",
        ),
    ] = None,
    as_of: Annotated[
        dt.date | None,
        day_option("--as-of", "按哪一天算逾期，不写为今天 Day on which freshness is asked; today when not given."),
    ] = None,
    late: Annotated[
        bool, typer.Option("--late", help="只列逾期和从未交付的部门 Only who is late or never delivered.")
    ] = False,
    every: Annotated[
        bool, typer.Option("--all", help=f"列出全部文件，不只最近{SHOWN}份 Every file, not only the last {SHOWN}.")
    ] = False,
    county: CountyFolder = None,
) -> None:
    """List the files taken in, and which departments are late."""
    if context.invoked_subcommand is not None:
        return
    from features.deliveries.freshness import freshness, taken_by
    from features.deliveries.printing import print_deliveries, print_freshness, print_late
    from features.records.store import RecordStore

    store = RecordStore.open(data_folder())
    if set_aside is not None:
        from features.disk.outputs import writable_file, write_csv

        writable_file(set_aside)
        rows = store.set_aside()
        write_csv(rows, set_aside)
        console.print(f"{rows.height:,} rows set aside: {set_aside}", markup=False)
        return
    day = as_of or dt.date.today()
    taken, withdrawals = store.deliveries(), store.withdrawals()
    fresh = freshness(taken, day, policy_of(county), withdrawals=withdrawals)
    if late:
        print_late(fresh, day, console)
        return
    print_deliveries(taken_by(taken, withdrawals, day), console, at_most=None if every else SHOWN)
    print_freshness(fresh, day, console)


@app.command()
def withdraw(
    delivery_id: Annotated[
        str, typer.Argument(metavar="DELIVERY", help="批次编号，见 fanpin deliveries As `fanpin deliveries` lists it.")
    ],
    reason: Reason,
    on: Day = None,
) -> None:
    """Take a delivery back: from that day on nothing that it told counts. Nothing is deleted; earlier days stay as seen."""
    from features.deliveries.days import not_to_come
    from features.records.store import RecordStore
    from features.records.store.withdrawing import withdraw as take_back

    day = not_to_come(on or dt.date.today(), dt.date.today())
    store = RecordStore.open(data_folder())
    taken = take_back(store, delivery_id, day, reason, entered_at=dt.datetime.now(dt.UTC)).row(0, named=True)
    console.print(
        f"已撤回：自 {day} 起，{taken['file']}（批次 {delivery_id}）的 {taken['rows_landed']:,} 条记录不再计入；"
        f"{day} 之前的结果不变。 Withdrawn: from {day} on, what this file told no longer counts; earlier days stay as they "
        "were. The same bytes land again only in a folder of a later day.",
        markup=False,
        soft_wrap=True,
    )
