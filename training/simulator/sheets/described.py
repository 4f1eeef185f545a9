"""How a department describes a person beside the number: name, sex, day of birth, place. Typed by hand, so not always right.

Whoever has no sound number can be found by these only. Cells stay empty here and there, and a name is sometimes written
with another character of the same sound.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from training.simulator.directory import days, words
from training.simulator.names import SAME_SOUND
from training.simulator.sheets.common import Desk
from training.simulator.state import Ints


def person(
    desk: Desk, persons: Ints, stream: str, *, born: str = "%Y-%m-%d", placed: bool = True
) -> dict[str, pl.Series]:
    """姓名, 性别, 出生日期 in the form `born`, and with `placed` 乡 and 村, of each of `persons`."""
    noise, people = desk.world.parameters.noise, desk.world.people
    rng = desk.world.streams[f"described.{stream}"]
    sex = words(("男", "女"), people.female[persons].astype(np.int64))
    columns = {
        "姓名": typed(desk.directory.name.gather(persons), noise.mistyped_name, rng),
        "性别": _some_empty(sex, noise.empty_cell, rng),
        "出生日期": _some_empty(days(people.birth_day[persons], born), noise.empty_cell, rng),
    }
    return columns | (_place(desk, people.household[persons], rng) if placed else {})


def head(desk: Desk, heads: Ints, households: Ints, stream: str) -> dict[str, pl.Series]:
    """户主姓名, 乡, 村 of each household."""
    rng = desk.world.streams[f"described.{stream}"]
    name = typed(desk.directory.name.gather(heads), desk.world.parameters.noise.mistyped_name, rng)
    return {"户主姓名": name, **_place(desk, households, rng)}


def typed(names: pl.Series, share: float, rng: np.random.Generator) -> pl.Series:
    """Names as somebody typed them who heard them: in a share of them the last character that has a twin is the twin."""
    written = names.to_list()
    for place in np.flatnonzero(rng.random(len(written)) < share).tolist():
        name = written[place]
        at = next((i for i in range(len(name) - 1, 0, -1) if name[i] in SAME_SOUND), None)
        if at is not None:
            written[place] = name[:at] + SAME_SOUND[name[at]] + name[at + 1 :]
    return pl.Series(written, dtype=pl.String)


def _place(desk: Desk, households: Ints, rng: np.random.Generator) -> dict[str, pl.Series]:
    share = desk.world.parameters.noise.empty_cell
    return {
        "乡": _some_empty(desk.directory.township.gather(households), share, rng),
        "村": _some_empty(desk.directory.village.gather(households), share, rng),
    }


def _some_empty(cells: pl.Series, share: float, rng: np.random.Generator) -> pl.Series:
    return cells.set(pl.Series(rng.random(len(cells)) < share), None)
