"""What each part of a list costs or brings, as a table to read."""

from __future__ import annotations

import math
from typing import Any

from rich.console import Console

from models.lists import Part
from training.lists.printing import table_of, with_interval

HEADS = (
    "名单的各部分\npart",
    "找到的户相差\nfound, with − without",
    "找到的户\nfound without",
    "核查\nvisits",
    "被替换\nreplaced",
    "村\nvillages",
)


def print_parts(section: dict[str, Any], console: Console) -> None:
    """The list that is issued, then the difference that each part makes.

    Args:
        section: as `training.lists.parts.measured_parts` returns it.
    """
    console.print(
        f"\n名单的各部分：逐期下发，每期走访其中{section['visits_made']:.0%}；每部分单独关掉（标*的本县未用，为试开）\n"
        f"Parts of the list, issued one after another, {section['visits_made']:.0%} of each visited: each switched off in turn "
        "(* is off in this county and was tried)",
        highlight=False,
    )
    table = table_of(HEADS)
    table.add_row("全部 all", "", *_row(section))
    for name, part in section["parts"].items():
        mark = "" if part["on"] else "*"
        table.add_row(
            f"{Part(name).zh} {name}{mark}", with_interval(part["difference"]["households_found"]), *_row(part)
        )
    console.print(table)


def _row(lists: dict[str, Any]) -> tuple[str, ...]:
    return (
        with_interval(lists["measures"]["households_found"]),
        f"{lists['visits']:,}",
        _share(lists["replaced"]),
        _share(lists["villages_visited"]),
    )


def _share(number: float) -> str:
    return "–" if math.isnan(number) else f"{number:.0%}"
