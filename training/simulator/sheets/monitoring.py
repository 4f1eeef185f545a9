"""The roster of monitored households: every month the whole stock with its present state."""

from __future__ import annotations

import numpy as np
import polars as pl

from training.simulator.directory import serials, words, yes
from training.simulator.names import COUNTY
from training.simulator.outbox import DELIVERY, Outbox
from training.simulator.procedure import CATEGORIES, IDENTIFIED, REMOVED
from training.simulator.sheets.common import Desk
from training.simulator.sheets.labels import RISKS
from training.simulator.sheets.recorded import by_delivery
from training.simulator.sheets.risks import Traces
from training.simulator.writing import Layout

ROSTER = Layout("monitoring_roster", "监测对象花名册", "xlsx", title="防止返贫监测对象花名册")

HOUSEHOLD, DAY, STEP, CATEGORY, CAUSE, SECOND = range(6)


def put_all(desk: Desk, outbox: Outbox) -> None:
    """One roster per delivery, with the steps taken before it."""
    steps = np.concatenate(desk.world.steps)
    steps = steps[np.lexsort((steps[:, HOUSEHOLD], steps[:, DAY]))]
    _write_down(desk, outbox, steps)
    for delivery, rosters in enumerate(by_delivery(desk)):
        last_day = desk.clock.last_day(delivery - 1)
        frame = _roster(desk, steps[steps[:, DAY] <= last_day], delivery, rosters.with_labour == 0)
        outbox.put(ROSTER, frame.with_columns(pl.lit(delivery).alias(DELIVERY)))


def _write_down(desk: Desk, outbox: Outbox, steps: np.ndarray) -> None:
    """Put the risks that the files speak for in the place of the true causes. Changes `steps`."""
    traces = Traces(desk, outbox)
    told = desk.clock.delivery_of(steps[:, DAY].astype(np.int32))
    for place in np.flatnonzero((steps[:, STEP] != REMOVED) & (told < len(desk.clock.delivery_dates))):
        household, day, _, _, cause, second = steps[place].tolist()
        steps[place, CAUSE:] = traces.written(cause, second, household, day, int(told[place]))


def _roster(desk: Desk, steps: np.ndarray, delivery: int, without_labour: np.ndarray) -> pl.DataFrame:
    """The stock of a delivery: for each household its first identification and its latest steps."""
    roll = desk.run.rolls[delivery]
    households = len(desk.world.households)
    first, identified, removed, back = (np.zeros(households, dtype=np.int64) for _ in range(4))
    category, cause, second = (np.full(households, -1) for _ in range(3))
    gone = np.zeros(households, dtype=bool)
    for household, day, step, kind, why, also in steps.tolist():
        if step == REMOVED:
            removed[household], gone[household] = day, True
            continue
        if step == IDENTIFIED:
            first[household] = first[household] or day
            identified[household] = day
        else:
            back[household] = day
        category[household], cause[household], second[household] = kind, why, also
        gone[household] = False
    which = np.flatnonzero(first)
    n, directory = which.size, desk.directory
    heads = roll.heads[which]
    named = (*RISKS, "其他")
    table = [named[a] + (f";{named[b]}" if b >= 0 else "") for a in range(len(named)) for b in range(-1, len(named))]
    risks = words(tuple(table), cause[which] * (len(named) + 1) + second[which] + 1)
    year = desk.clock.year(delivery - 1)
    line = round(desk.world.parameters.line(year) * desk.world.parameters.procedure.income_range, -2)
    province, city, county = (pl.Series([word]).gather(np.zeros(n, dtype=int)) for word in COUNTY)
    lifted = desk.world.households.lifted[which]
    nothing = pl.Series([""]).gather(np.zeros(n, dtype=int))
    return pl.DataFrame({
        "省": province, "市": city, "县": county, "乡": directory.township.gather(which), "村": directory.village.gather(which),
        "户编号": directory.household_code.gather(which), "户主姓名": directory.name.gather(heads),
        "户主证件号码": directory.roster_number.gather(heads), "家庭人口数": roll.size[which],
        "户类型": words(("一般农户", "脱贫户"), lifted.astype(int)), "监测对象类型": words(CATEGORIES, category[which]),
        "风险是否消除": yes(gone[which]), "首次识别时间": serials(first[which]), "风险识别时间": serials(identified[which]),
        "人员识别时间": serials(identified[which]), "识别监测时间": serials(identified[which]),
        "风险消除时间": serials(removed[which]), "消除监测时间": serials(removed[which]), "风险消除回退时间": serials(back[which]),
        "风险消除方式": words(("帮扶消除", "自然消除"), np.where(gone[which], (which % 7 == 0).astype(int), -1)),
        "致贫返贫风险": risks, "整户无劳动能力兜底保障户": yes(without_labour[which]),
        "是否易地扶贫搬迁人口": yes(roll.relocated[which]), "就业渠道(易地搬迁后扶使用)": nothing, "家庭理赔收入": nothing, "合规自付支出": nothing,
        "纳入监测对象的收入参考范围": np.full(n, line), "纳入监测对象的人均收入参考范围": np.full(n, line), "_home": which,
    })  # fmt: skip
