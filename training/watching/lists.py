"""The list itself: whether scores tell households apart, whether their level moved, and how much of the list is new."""

from __future__ import annotations

import polars as pl

from features.bilingual import Bilingual
from models.lists import with_township
from training.watching.seen import RAW, Seen
from training.watching.signals import Level, Question, Signal, held_against


def score_signal(now: Seen, limit: float) -> Signal:
    """The share of the list's places that a lot decided: their score is also that of somebody of the township not listed.

    A model that gives everybody the same score still fills a list, and nobody notices.
    """
    different = now.frame[RAW].n_unique()
    if not now.listed.any():
        return _nobody(Question.SCORES, limit)
    rows = with_township(now.frame.select("region_code", RAW)).with_columns(listed=pl.Series(now.listed))
    at_the_cut = rows.filter(~pl.col("listed")).select("township", RAW).unique()
    by_lot = rows.filter("listed").join(at_the_cut, on=["township", RAW], how="semi").height
    share = by_lot / int(now.listed.sum())
    return Signal(
        Question.SCORES,
        Level.LOOK if different == 1 else held_against(share, limit),
        share,
        limit,
        Bilingual(
            f"{now.frame.height}户有{different}种不同得分；名单中{share:.1%}的位置由同分抽签决定",
            f"{now.frame.height:,} households have {different:,} different scores; {share:.1%} of the list's places were "
            "decided by lot among equal ones",
        ),
    )


def level_signal(then: Seen, now: Seen, limit: float) -> Signal:
    """By what share of the mean probability of the training day today's is higher or lower."""
    before, after = (
        float(day.frame["probability"].to_numpy().mean()) if day.frame.height else 0.0 for day in (then, now)
    )
    if not (before > 0 and after > 0):
        return _nobody(Question.LEVEL, limit)
    change = abs(after - before) / before
    return Signal(
        Question.LEVEL,
        held_against(change, limit),
        change,
        limit,
        Bilingual(
            f"平均可能性：训练时（{then.as_of}）{before:.3%}，现在{after:.3%}",
            f"mean probability {before:.3%} on {then.as_of}, at training, and {after:.3%} now",
        ),
    )


def churn_signal(previous: Seen, now: Seen, limit: float) -> Signal:
    """The share of the list that was not on that of a month before."""
    if not (now.listed.any() and previous.listed.any()):
        return _nobody(Question.CHURN, limit)
    listed, before = now.on_list["household_id"], previous.on_list["household_id"]
    new = float((~listed.is_in(before.implode())).to_numpy().mean())
    return Signal(
        Question.CHURN,
        held_against(new, limit),
        new,
        limit,
        Bilingual(
            f"名单{listed.len()}户中{new:.1%}不在{previous.as_of}的名单上",
            f"{new:.1%} of {listed.len():,} listed households were not on the list of {previous.as_of}",
        ),
    )


def _nobody(question: Question, limit: float) -> Signal:
    told = Bilingual("当日或对照日没有可评分的户", "nobody could be scored on one of the days")
    return Signal(question, Level.CANT_TELL, None, limit, told)
