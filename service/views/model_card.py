"""A model's card as the office reads it: what it foretells, how well on its lists, whether it was fair; figures beside their pictures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from features.bilingual import Bilingual
from models.card.schema import CalibrationGroup, Card, GroupVerdict, Interval, Period, Text
from models.card.verdicts import Verdict
from service.pages.drawing import length
from service.views.places import Places

UNKNOWN = Bilingual("说不准", "can't be told")
VERDICT_WORDS = {
    Verdict.WITHIN: Bilingual("公平（在范围内）", "fair (within bounds)"),
    Verdict.OUTSIDE: Bilingual("不公平（超出范围）", "unfair (outside bounds)"),
    Verdict.INSUFFICIENT: Bilingual("证据不足", "insufficient evidence"),
}
SINGLE_RULE = "trigger:"
WIDTH, HEIGHT, MARGIN = 640.0, 300.0, 40.0
ROW = 34.0
TENTHS = "10"
TOWNSHIP = "township"


@dataclass(frozen=True)
class Opponent:
    """What the model is held against, on the same lists."""

    name: Bilingual
    recall: Bilingual
    precision: Bilingual
    difference: Bilingual
    bar: float


@dataclass(frozen=True)
class Span:
    """A stretch of the time line, in figures of SVG."""

    x: float
    width: float
    y: float
    words: Bilingual
    is_test: bool


@dataclass(frozen=True)
class Point:
    """A tenth of the chances, or a half-year: what was foretold, and what came."""

    by: Bilingual
    group: str
    predicted: Bilingual
    observed: Bilingual
    ratio: Bilingual
    verdict: Verdict


@dataclass(frozen=True)
class Dot:
    """A tenth in the picture; `low` and `high` are where its line ends."""

    x: float
    y: float
    low: float
    high: float
    group: str


@dataclass(frozen=True)
class Group:
    """A group of households, each figure with its verdict."""

    name: Bilingual
    households: int
    positives: int
    figures: Sequence[tuple[Bilingual, Bilingual, Bilingual, Verdict]]


@dataclass(frozen=True)
class Shown:
    """The card on a page.

    Attributes:
        recall: of a hundred who were identified so many stood on its lists.
        lacking: names under which evidence is lacking, each with a group of which it is: what a promotion may accept.
    """

    card: Card
    recall: Bilingual
    hits: Bilingual
    opponents: Sequence[Opponent]
    spans: Sequence[Span]
    time_height: float
    points: Sequence[Point]
    dots: Sequence[Dot]
    largest: Bilingual
    verdicts: Sequence[tuple[Bilingual, int]]
    groups: Sequence[Group]
    pairs: Sequence[tuple[Bilingual, int]]
    unfair_pairs: Sequence[Bilingual]
    lacking: Sequence[tuple[str, Bilingual]]


def shown(card: Card, places: Places) -> Shown:
    """A card, put on a page; townships by their names."""
    single = [each for each in card.fairness.verdicts if len(each.groups) == 1]
    pairs = [each for each in card.fairness.verdicts if len(each.groups) > 1]
    spans = _spans(card)
    tenths = [each for each in card.calibration.groups if TENTHS in each.by.zh or "十" in each.by.zh]
    dots, largest = _dots(tenths)
    return Shown(
        card=card,
        recall=share(card.quality.recall_at_capacity),
        hits=share(card.quality.precision_at_capacity),
        opponents=_opponents(card),
        spans=spans,
        time_height=ROW * (len(card.periods.windows) + 1) + 24,
        points=[_point(each) for each in card.calibration.groups],
        dots=dots,
        largest=_plain(f"{100 * largest:.2g}%"),
        verdicts=_counted(single),
        groups=_groups(single, places),
        pairs=_counted(pairs),
        unfair_pairs=[
            words(each.name).and_also(Bilingual(f"：{each.metric_name.zh} × ", f": {each.metric_name.en} × ")).and_also(number(each.compared))
            for each in pairs
            if each.verdict is Verdict.OUTSIDE
        ],
        lacking=_lacking(card),
    )  # fmt: skip


def words(text: Text) -> Bilingual:
    """Of a card's text."""
    return Bilingual(text.zh, text.en)


def share(figure: Interval, digits: int = 1) -> Bilingual:
    """A share in hundredths with its interval."""
    return _with_ends(figure, 100, "%", digits)


def number(figure: Interval, digits: int = 2) -> Bilingual:
    """A figure with its interval."""
    return _with_ends(figure, 1, "", digits)


def _with_ends(figure: Interval, times: int, unit: str, digits: int, sign: str = "") -> Bilingual:
    if figure.value is None:
        return UNKNOWN
    written = f"{figure.value * times:{sign}.{digits}f}{unit}"
    if figure.low is None or figure.high is None:
        return _plain(written)
    low, high = (f"{end * times:{sign}.{digits}f}{unit}" for end in (figure.low, figure.high))
    return Bilingual(f"{written}（{low}～{high}）", f"{written} ({low} to {high})")


def _plain(text: str) -> Bilingual:
    return Bilingual(text, text)


def _opponents(card: Card) -> list[Opponent]:
    """The model first; of the single rules only the one that found most."""
    quality = card.quality
    every = quality.opponents
    rules = sorted(
        (each for name, each in every.items() if name.startswith(SINGLE_RULE)),
        key=lambda each: -(each.recall_at_capacity.value or 0),
    )
    others = [each for name, each in every.items() if not name.startswith(SINGLE_RULE)] + rules[:1]
    rows: list[tuple[Bilingual, Interval, Interval, Interval | None]] = [
        (Bilingual("本模型", "this model"), quality.recall_at_capacity, quality.precision_at_capacity, None)
    ]
    rows += [
        (words(each.name), each.recall_at_capacity, each.precision_at_capacity, each.difference) for each in others
    ]
    return [
        Opponent(
            name,
            share(recall),
            share(precision),
            _plain("") if difference is None else _with_ends(difference, 100, "", 1, "+"),
            recall.value or 0.0,
        )
        for name, recall, precision, difference in rows
    ]


def _spans(card: Card) -> list[Span]:
    """The windows of the test on one line of time, and below them what the model that ships learned from."""
    periods = [(window.train, False, place) for place, window in enumerate(card.periods.windows)]
    periods += [(window.test, True, place) for place, window in enumerate(card.periods.windows)]
    periods.append((card.periods.final, False, len(card.periods.windows)))
    first = min(period.first for period, _, _ in periods)
    last = max(period.last for period, _, _ in periods)
    return [_span(period, is_test, place, first, last) for period, is_test, place in periods]


def _span(period: Period, is_test: bool, place: int, first: dt.date, last: dt.date) -> Span:
    whole = max(1, (last - first).days)
    begin = length((period.first - first).days, whole, WIDTH)
    end = length((period.last - first).days, whole, WIDTH)
    told = Bilingual(f"{period.first} 至 {period.last}", f"{period.first} to {period.last}")
    return Span(begin, max(4.0, end - begin), ROW * place, told, is_test)


def _point(group: CalibrationGroup) -> Point:
    predicted = UNKNOWN if group.predicted is None else _plain(f"{100 * group.predicted:.2f}%")
    ratio = number(group.observed_over_expected)
    return Point(words(group.by), group.group, predicted, share(group.observed, 2), ratio, group.verdict)


def _dots(tenths: Iterable[CalibrationGroup]) -> tuple[list[Dot], float]:
    """On one scale for both axes, its root, since nine tenths lie near nothing; and the largest value on it."""
    known = [each for each in tenths if each.predicted is not None and each.observed.value is not None]
    values = [value for each in known for value in (each.predicted, each.observed.value, each.observed.high) if value]
    largest = max(values, default=1.0)

    def at(value: float | None, size: float) -> float:
        return length((max(0.0, value or 0.0) / largest) ** 0.5, 1.0, size)

    return [
        Dot(
            at(each.predicted, WIDTH),
            HEIGHT - at(each.observed.value, HEIGHT),
            HEIGHT - at(each.observed.low, HEIGHT),
            HEIGHT - at(each.observed.high, HEIGHT),
            each.group,
        )
        for each in known
    ], largest


def _counted(verdicts: Iterable[GroupVerdict]) -> list[tuple[Bilingual, int]]:
    every = [each.verdict for each in verdicts]
    return [(told, every.count(verdict)) for verdict, told in VERDICT_WORDS.items()]


def _groups(single: Iterable[GroupVerdict], places: Places) -> list[Group]:
    groups = []
    for _, several in groupby(single, key=lambda each: (each.groups, each.members)):
        each = list(several)
        figures = [(words(one.metric_name), share(one.value), number(one.compared), one.verdict) for one in each]
        name = places.short(each[0].members[0]) if each[0].groups == (TOWNSHIP,) else words(each[0].name)
        groups.append(Group(name, each[0].households, each[0].positives, figures))
    return groups


def _lacking(card: Card) -> list[tuple[str, Bilingual]]:
    lacking: dict[str, Bilingual] = {}
    if card.calibration.verdict is Verdict.INSUFFICIENT:
        lacking["calibration"] = Bilingual("概率是否准", "whether chances mean what they say")
    for each in card.fairness.verdicts:
        if each.verdict is Verdict.INSUFFICIENT:
            lacking.setdefault("+".join(each.groups), words(each.name))
    return list(lacking.items())
