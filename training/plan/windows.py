"""Rolling-origin windows: train, later data and test, several times over, with a gap of one horizon between the parts.

Rolling origin: Tashman 2000, "Out-of-sample tests of forecasting accuracy"; with the days on which outcomes become known, as
dssg/triage parts time for social data.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from features.errors import FanpinError
from training.plan.dates import add_months
from training.plan.horizons import Horizon
from training.settings import Experiment

Dates = tuple[dt.date, ...]


class SplitError(FanpinError, ValueError):
    """The records are too short for the experiment; the message says what it needs."""


@dataclass(frozen=True)
class Window:
    """The as-of dates of the parts, each in order.

    Attributes:
        train: learned from.
        later: after the train part; decides when boosting stops, and fits the calibrator.
        test: after both; only predicted. Empty for the model that ships.
    """

    train: Dates
    later: Dates
    test: Dates = ()

    def as_dict(self) -> dict[str, dict[str, str | int]]:
        """First and last day and number of dates of each part that has any."""
        return {
            name: {"first": str(dates[0]), "last": str(dates[-1]), "dates": len(dates)}
            for name, dates in (("train", self.train), ("later", self.later), ("test", self.test))
            if dates
        }


@dataclass(frozen=True)
class Plan:
    """The windows of the backtest, earliest first, and the parts of the model that ships.

    Attributes:
        too_early: how many more windows the experiment asks for, which would begin before the records do.
    """

    windows: tuple[Window, ...]
    final: Window
    too_early: int = 0

    @property
    def used(self) -> list[dt.date]:
        """Every as-of date that some part needs, in order."""
        every = [part for one in (*self.windows, self.final) for part in (one.train, one.later, one.test)]
        return sorted({day for part in every for day in part})

    @property
    def tested(self) -> Dates:
        """The as-of dates of all test parts, in order."""
        return tuple(day for one in self.windows for day in one.test)


def plan(dates: list[dt.date], experiment: Experiment, horizon: Horizon) -> Plan:
    """The windows that the history has room for, with nothing of a later part's time in an earlier part's outcomes.

    One example, worked out. Horizon 6 months, monthly dates from 31 March 2021, outcomes observed to the end of 2024, 4
    windows of 3 test dates, 6 dates of later data, every earlier date to train on. The last window:

        the last date of all   its outcome ends by 2024-12-31                  -> as-of 2024-06-30
        test                   the last 3 dates                                -> 2024-04-30 ... 2024-06-30
        later                  on 2024-04-30 an office can only have learned outcomes that ended by then: the outcome
                               of as-of 2023-10-31 ends on 2024-04-30, that of 2023-11-30 a month too late
                               so the last 6 dates up to 2023-10-31            -> 2023-05-31 ... 2023-10-31
        train                  likewise, outcomes that ended by 2023-05-31: up to as-of 2022-11-30
                                                                               -> 2021-03-31 ... 2022-11-30
        gap                    the dates in between (2022-12-31 ... 2023-04-30 and 2023-11-30 ... 2024-03-31) are used
                               by no part: five dates, since a horizon of six lies between neighbours of two parts

    The window before it tests the 3 dates before, 2024-01-31 ... 2024-03-31, and everything else moves with them: so no
    date is tested twice, and each window knows what an office knew on its first test day. The first of the four tests
    2023-07-31 ... 2023-09-30 and trains on 2021-03-31 ... 2022-02-28. The model that ships has no test part: later data
    are the last 6 dates, 2024-01-31 ... 2024-06-30, and it trains on 2021-03-31 ... 2023-07-31.

    A county that began later has fewer windows than the experiment asks for: the latest ones, and `too_early` says how many
    are not there.

    Raises:
        SplitError: not one window has all its dates.
    """
    split = experiment.split
    ends = [len(dates) - back * split.test_dates for back in reversed(range(split.windows))]
    tests = [tuple(dates[max(end - split.test_dates, 0) : max(end, 0)]) for end in ends]
    windows = [_before(test, dates, experiment, horizon) for test in tests]
    whole = [window for window in windows if window is not None]
    if not whole:
        gap = horizon(experiment.dates.first)
        raise SplitError(
            f"实验 {experiment.name}：结局已完整的评估日期只有 {len(dates)} 个，一个回测窗口也不够：每个窗口要 {split.test_dates} 个检验日期、"
            f"{split.later_dates} 个后期日期和至少 {split.fewest_train_dates} 个训练日期，各部分之间隔 {gap} 个月。请交付更长的历史，"
            f"或在实验文件中减少日期、缩短期限 | experiment {experiment.name}: {len(dates)} as-of dates with a fully observed "
            f"outcome support no window: one needs {split.test_dates} dates to test, {split.later_dates} of later data and "
            f"{split.fewest_train_dates} to train on, with gaps of {gap} months between. Deliver a longer history, or set fewer "
            "dates or a shorter horizon."
        )
    later = tuple(dates[-split.later_dates :])
    final = Window(_train(later, dates, experiment, horizon), later)
    return Plan(tuple(whole), final, too_early=split.windows - len(whole))


def _before(test: Dates, dates: list[dt.date], experiment: Experiment, horizon: Horizon) -> Window | None:
    """The window of these test dates; None when a part lacks dates."""
    split = experiment.split
    if len(test) < split.test_dates:
        return None
    later = _ended_by(test[0], dates, horizon)[-split.later_dates :]
    if not later:
        return None
    # Later data that reach back to the first date of all leave nothing to train on.
    train = _train(later, dates, experiment, horizon)
    return Window(train, later, test) if len(train) >= split.fewest_train_dates else None


def _train(later: Dates, dates: list[dt.date], experiment: Experiment, horizon: Horizon) -> Dates:
    known = _ended_by(later[0], dates, horizon)
    return known[-experiment.split.train_dates :] if experiment.split.train_dates else known


def _ended_by(day: dt.date, dates: list[dt.date], horizon: Horizon) -> Dates:
    """The dates whose outcomes had ended by the day."""
    return tuple(one for one in dates if add_months(one, horizon(one)) <= day)
