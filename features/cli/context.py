"""`fanpin context`: what the villages and settlements of a day tell, counted and kept."""

from __future__ import annotations

from typing import Annotated

import typer

from features.cli.options import AsOf, CountyFolder, console, data_folder, policy_of, standing_day

app = typer.Typer()


@app.command()
def context(
    as_of: AsOf = None,
    settlements: Annotated[
        bool,
        typer.Option(
            "--settlements",
            help="改列安置点及其一年前的情况 Every settlement and what it was a year before, instead of villages.",
        ),
    ] = False,
    top: Annotated[
        int, typer.Option("--top", min=1, help="每类列几个村 How many villages of each kind of trouble.")
    ] = 10,
    county: CountyFolder = None,
) -> None:
    """Where illness, lost work, events and identifications gather: villages and settlements at the last month's end."""
    from features.context.cache import kept_context
    from features.context.printing import a_year_before, print_highest, print_settlements
    from features.errors import FanpinError
    from features.frame.context.table import context_day
    from features.records.store import RecordStore
    from features.workbooks.homes import names_on

    store = RecordStore.open(data_folder())
    policy = policy_of(county)
    stood = standing_day(as_of, store, policy)
    day = context_day(stood.day)
    before = a_year_before(day)
    counted = kept_context(store, [before, day] if settlements else [day])
    if day not in counted.table["day"]:
        raise FanpinError(
            f"截至 {day} 还没有任何户：先交花名册，或用 --as-of 写晚一些的日期 | No household was known on {day}. Take the rosters in "
            "first, or ask for a later day (--as-of)."
        )
    console.print(str(stood.in_words), highlight=False, soft_wrap=True)
    console.print(f"统计至 {day}（月末） | counted at {day}, the end of a month", highlight=False)
    if settlements:
        print_settlements(counted, day, before, console)
    else:
        print_highest(counted, day, names_on(store, day), policy, console, top)
