"""Which groups a household belongs to on a day, by what was known then."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from features.frame import feature_frame, index_of
from features.records.gate import Records
from features.registry import features
from tests.drawn_tables import POLICY, drawn
from training.groups import READ, UNKNOWN, WORDS, Answer, Grouping, with_groups
from training.predictions import GROUP
from training.settings import Experiment

HOUSEHOLDS = """
    event_date | known_date | region_code  | household_type
    2022-12-31 | 2023-01-05 | 990101001001 | lifted_out
    2023-06-30 | 2023-07-05 | 990101002007 | lifted_out
"""
WIDOWED = """
    record_id | event_date | known_date | person_id | listing | birth_month | sex    | relation | left_on    | left_reason
    P1-2022   | 2022-12-31 | 2023-01-05 | P1        | full    | 1950-05-01  | male   | head     |            |
    P2-2022   | 2022-12-31 | 2023-01-05 | P2        | full    | 1952-05-01  | female | spouse   |            |
    P3-2022   | 2022-12-31 | 2023-01-05 | P3        | full    | 1990-05-01  | male   | child    |            |
    P1-died   | 2023-03-20 | 2023-04-05 | P1        | change  | 1950-05-01  | male   | head     | 2023-03-20 | died
    P3-left   | 2023-03-25 | 2023-05-05 | P3        | change  | 1990-05-01  | male   | child    | 2023-03-25 | moved_out
    P2-2023   | 2023-12-31 | 2024-01-05 | P2        | full    | 1952-05-01  | female | head     |            |
"""
CARD = """
    event_date | known_date | person_id | category | grade
    2023-02-10 | 2023-03-05 | P2        | 4        | 3
"""
MOVED = """
    event_date | known_date | kind | moved_on
    2023-06-30 | 2023-07-05 | move | 2023-06-30
"""
RECORDS = Records(
    {
        "households": drawn("households", HOUSEHOLDS),
        "members": drawn("members", WIDOWED),
        "disability": drawn("disability", CARD),
        "relocation": drawn("relocation", MOVED),
    }
)


def groups(index: pl.DataFrame, names: list[str] | None = None) -> pl.DataFrame:
    frame = feature_frame(RECORDS, index, POLICY, names or ["persons"])
    return with_groups(RECORDS, frame, POLICY)


@pytest.mark.parametrize(
    ("as_of", "sex", "elders_only", "disability", "relocated", "household_type", "township"),
    [
        ("2023-01-04", UNKNOWN, UNKNOWN, "no", "no", UNKNOWN, UNKNOWN),  # not described yet
        ("2023-01-05", "male", "no", "no", "no", "lifted_out", "990101001"),
        ("2023-03-05", "male", "no", "yes", "no", "lifted_out", "990101001"),  # the certificate is known
        ("2023-04-05", UNKNOWN, "no", "yes", "no", "lifted_out", "990101001"),  # the head died, nobody named another
        ("2023-05-05", UNKNOWN, "yes", "yes", "no", "lifted_out", "990101001"),  # the son has left
        ("2023-07-05", UNKNOWN, "yes", "yes", "yes", "lifted_out", "990101002"),  # moved, to another township
        ("2024-01-05", "female", "yes", "yes", "yes", "lifted_out", "990101002"),  # the widow is head
    ],
)
def test_a_household_is_of_the_groups_that_were_known_on_the_day(
    as_of: str, sex: str, elders_only: str, disability: str, relocated: str, household_type: str, township: str
) -> None:
    told = groups(index_of(["H1"], dt.date.fromisoformat(as_of))).row(0, named=True)
    assert {grouping.value: told[grouping.column] for grouping in Grouping} == {
        "sex_of_head": sex,
        "elders_only": elders_only,
        "disability": disability,
        "relocated": relocated,
        "household_type": household_type,
        "township": township,
    }


def test_each_row_keeps_its_own_groups_whatever_stands_beside_it() -> None:
    days = [dt.date(2024, 1, 5), dt.date(2023, 1, 5), dt.date(2023, 7, 5)]
    index = pl.concat([index_of(["nobody"], days[0]), *(index_of(["H1"], day) for day in days)])
    together = groups(index)
    alone = pl.concat([groups(index[position]) for position in range(index.height)])
    assert together.equals(alone)
    assert together[Grouping.SEX_OF_HEAD.column].to_list() == [UNKNOWN, "female", "male", UNKNOWN]


def test_features_that_are_there_already_give_the_same_groups() -> None:
    index = index_of(["H1"], dt.date(2023, 7, 5))
    columns = [grouping.column for grouping in Grouping]
    beside = groups(index, ["persons", *READ.values()])
    assert beside.select(columns).equals(groups(index).select(columns))
    assert [name for name in beside.columns if name in READ.values()] == sorted(READ.values())


def test_every_group_but_a_township_has_words_for_an_office() -> None:
    kept = {UNKNOWN, *Answer.values(), "male", "female", "lifted_out", "general"}
    assert set(WORDS) == kept
    assert all(zh and en for zh, en in WORDS.values())


def test_no_feature_is_a_group_and_no_experiment_may_name_one() -> None:
    assert not [name for name in features() if name.startswith(GROUP)]
    assert not [read for declared in features().values() for read in declared.reads if read.startswith(GROUP)]
    settings = Experiment.load().as_dict()
    with pytest.raises(ValueError, match="no such feature"):
        Experiment(**{**settings, "features": ["persons", Grouping.TOWNSHIP.column]})
