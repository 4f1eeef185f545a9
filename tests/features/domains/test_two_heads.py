"""Of two heads of one household nobody knows which is the right one: what is said of the head is unknown where they differ."""

from __future__ import annotations

import datetime as dt

import pytest

from features.domains.members.who import HEAD, SEX
from features.frame import index_of, text_values
from features.language import agreed
from features.language.views import MEMBERS
from features.records.gate import Records
from tests.drawn_tables import drawn, value

AS_OF = "2024-03-31"


def household(first: str, second: str) -> str:
    return f"""
        event_date | listing | person_id | relation | birth_month | sex    | schooling
        2024-01-01 | full    | {first}   | head     | 1974-05-01  | male   | junior
        2024-01-01 | full    | {second}  | head     | 1976-05-01  | female | junior
        2024-01-01 | full    | P9        | child    | 2004-05-01  | male   | senior
    """


@pytest.mark.parametrize(("first", "second"), [("P1", "P2"), ("P2", "P1")])
def test_what_two_heads_differ_in_is_unknown_whatever_they_are_called(first: str, second: str) -> None:
    members = drawn("members", household(first, second))
    assert value("head_age", AS_OF, members=members) is None
    assert value("head_schooling", AS_OF, members=members) == 2
    words = text_values(
        Records({"members": members}),
        index_of([members["household_id"][0]], dt.date.fromisoformat(AS_OF)),
        MEMBERS,
        {"sex": agreed(SEX, of=HEAD)},
    )
    assert words["sex"].to_list() == [None]


def test_of_one_head_everything_is_known() -> None:
    members = drawn("members", household("P1", "P2")).head(1)
    assert value("head_age", AS_OF, members=members) == 49
    words = text_values(
        Records({"members": members}),
        index_of([members["household_id"][0]], dt.date.fromisoformat(AS_OF)),
        MEMBERS,
        {"sex": agreed(SEX, of=HEAD)},
    )
    assert words["sex"].to_list() == ["male"]
