"""Every phrase of every topic: grammar, numbers, words and the way its facts point, over drawn households."""

from __future__ import annotations

import re
from functools import cache
from random import Random

import polars as pl
import pytest

from features.bilingual import Bilingual
from features.records.tables import TABLES
from features.registry import features
from models.reasons.topics import Phrase, topics
from models.reasons.topics.conditions import Condition
from models.reasons.topics.forms import FORMS
from models.reasons.topics.template import SEEN
from tests.models.reasons.topics.households import Drawn, household

DRAWS = 60
RAISES, PROTECTS = "raises", "protects"
LONGEST_ZH = 80
"""Characters: longer is not said over a telephone."""

NEVER = [
    "之比",
    "占比",
    "比例",
    "口径",
    "人月",
    "智力",
    "精神",
    "文盲",
    "文化程度",
    "懒",
    "None",
    "null",
    "true",
    "false",
    "nan",
]
"""A statistician's words, and words that hurt on a sheet of paper that lies on a table."""

CHINESE = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
NOTHING = re.compile(r"(?<![\d.,])-?0(?:\.0+)?(?![\d.,]*\d)")
NEGATIVE = re.compile(r"(?<!\d)[-−]\d")
WRONG_SPACE = re.compile(r"  | [,;.)、，。）]|[(（] |^\s|\s$")
WRONG_MARK = re.compile(r"[，、：；,;:.。]$|，，|、、|（）|\(\)|[{}]")


def _every_phrase() -> list[tuple[str, str, str]]:
    return [
        (topic.name, side, phrase.name)
        for topic in topics().by_name.values()
        for side in (RAISES, PROTECTS)
        for phrase in getattr(topic, side)
    ]


EVERY_PHRASE = pytest.mark.parametrize(("topic", "side", "name"), _every_phrase())
EVERY_TOPIC = pytest.mark.parametrize("name", list(topics().by_name))


def _found(topic: str, side: str, name: str) -> Phrase:
    return next(one for one in getattr(topics().by_name[topic], side) if one.name == name)


@cache
def _drawn(topic: str, side: str, name: str) -> list[Drawn]:
    """Households in which the phrase's conditions hold."""
    of, phrase = topics().by_name[topic], _found(topic, side, name)
    draws = Random(f"{topic}.{side}.{name}")  # noqa: S311 - edge values, not a secret
    return [household(draws, of, getattr(of, side), phrase) for _ in range(DRAWS)]


def _plurals() -> dict[str, str]:
    """Of each unit of English its word for one, where many have another."""
    words: dict[str, str] = {}
    for name, form in FORMS.items():
        if "grade" not in name:
            one, many = form(1.0, 1), form(3.0, 1)
            if one.startswith("1 ") and one[2:] != many[2:]:
                words[many[2:]] = one[2:]
    return words


PLURALS = _plurals()
ONE_OF_MANY = re.compile(rf"(?<![\d,.])1 (?:{'|'.join(map(re.escape, PLURALS))})(?![\w-])")
MANY_OF_ONE = re.compile(rf"(?:\d[\d,.]*\d|[2-9]) (?:{'|'.join(map(re.escape, PLURALS.values()))})(?![\w-])")


def _mistakes(said: Bilingual) -> list[str]:
    without_grades = re.sub(r"[A-D](?=[级、])", "", said.zh)
    return [
        mistake
        for mistake, found in [
            ("Latin in Chinese", re.search(r"[A-Za-z]", without_grades)),
            ("Chinese in English", CHINESE.search(said.en)),
            ("one of many", ONE_OF_MANY.search(said.en)),
            ("many of one", MANY_OF_ONE.search(said.en)),
            ("too long", len(said.zh) > LONGEST_ZH),
            *(("nothing is told", NOTHING.search(text)) for text in (said.zh, said.en)),
            *(("less than nothing", NEGATIVE.search(text)) for text in (said.zh, said.en)),
            *(("a blank too many", WRONG_SPACE.search(text)) for text in (said.zh, said.en)),
            *(("a mark too many", WRONG_MARK.search(text)) for text in (said.zh, said.en)),
            *((word, re.search(rf"{word}", f"{said.zh} {said.en}")) for word in NEVER),
        ]
        if found
    ]


@EVERY_PHRASE
def test_reads_as_people_write(topic: str, side: str, name: str) -> None:
    phrase = _found(topic, side, name)

    for drawn in _drawn(topic, side, name):
        if drawn.can_hear(phrase):
            said = phrase.text.rendered(drawn.facts(phrase))
            assert not _mistakes(said), (said, drawn)


@EVERY_PHRASE
def test_has_its_turn(topic: str, side: str, name: str) -> None:
    """Somebody hears it: no phrase before it is told wherever it could be."""
    phrases = getattr(topics().by_name[topic], side)

    heard = {next((one.name for one in phrases if drawn.can_hear(one)), "") for drawn in _drawn(topic, side, name)}

    assert name in heard


@EVERY_PHRASE
def test_is_told_where_its_facts_point_its_way(topic: str, side: str, name: str) -> None:
    """A raising phrase asks that a feature be high whose risk rises with it, or low whose risk falls; a protecting one the
    reverse. What is told as a number is something: that much is asked without a condition."""
    phrase = _found(topic, side, name)
    told = [Condition(place.name, low=1) for place in phrase.text.places if place.name != SEEN]
    points = [(_risk(one.feature), way) for one in (*phrase.when, *told) for way in _ways(one, side)]

    directed = [risk == way for risk, way in points if risk != "either"]
    assert any(directed) or not directed or any(_risk(one.feature) == "either" for one in phrase.when), phrase.when


def _ways(condition: Condition, side: str) -> list[str]:
    """The direction of risk for which each bound asks."""
    high, low = ("rises", "falls") if side == RAISES else ("falls", "rises")
    return [*([high] if condition.low is not None else []), *([low] if condition.high is not None else [])]


def _risk(name: str) -> str:
    return "either" if name.startswith("policy.") else features()[name].risk_rises_when


@EVERY_PHRASE
def test_sees_what_its_rows_have(topic: str, side: str, name: str) -> None:
    """Members of tables of persons only, and columns that the table has: words or numbers, for facts are kept as JSON."""
    phrase = _found(topic, side, name)
    if phrase.seen is None:
        return
    view = features()[phrase.seen].view
    assert view is not None
    columns = TABLES[view.table].columns()

    for place in phrase.text.places:
        if place.name == SEEN and place.column:
            dtype = columns[place.column].dtype
            assert dtype.is_numeric() or dtype == pl.Date or (columns[place.column].metadata or {}).get("values")
        elif place.name == SEEN and place.form == "who":
            assert "person_id" in columns
            assert not phrase.largest, "members of all rows, not of the one that is told of"
    assert not phrase.largest or phrase.largest in columns


@EVERY_PHRASE
def test_is_left_unsaid_where_a_fact_is_unknown(topic: str, side: str, name: str) -> None:
    phrase = _found(topic, side, name)
    told = next(drawn for drawn in _drawn(topic, side, name) if drawn.can_hear(phrase))

    for fact in phrase.reads:
        assert not Drawn({**told.values, fact: None}, told.seen).can_hear(phrase), fact
    if phrase.seen is not None:
        assert not Drawn(told.values, {}).can_hear(phrase)


@EVERY_TOPIC
def test_asks_as_people_write(name: str) -> None:
    topic = topics().by_name[name]

    assert topic.ask is None or not _mistakes(topic.ask)


@EVERY_TOPIC
def test_gives_way_to_topics_that_there_are_and_two_never_both_fall_silent(name: str) -> None:
    """Of two that give way to each other one has something else to say in the end."""
    for side in (RAISES, PROTECTS):
        phrases = getattr(topics().by_name[name], side)
        for other in {other for phrase in phrases for other in phrase.unless}:
            others = getattr(topics().by_name[other], side)
            assert other not in phrases[-1].unless or not others or name not in others[-1].unless, other
