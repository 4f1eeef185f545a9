"""缺劳动力: who works for how many, who is alone, left at home or gone; never a ratio."""

from __future__ import annotations

import polars as pl

from tests.drawn_tables import drawn
from tests.models.reasons.topics.from_records import protects, raises

HEADER = "event_date | person_id | listing | relation | sex | birth_month | labour | work_months | work_place"
HEAD = "2024-10-01 | P1 | full | head | male | 1980-03-01"
WIFE = "2024-10-01 | P2 | full | spouse | female | 1982-03-01"
FATHER = "2024-10-01 | P3 | full | parent | male | 1940-03-01 | none | 0 |"
DAUGHTER = "2024-10-01 | P4 | full | child | female | 2016-03-01 | none | 0 |"
SON = "2024-10-01 | P5 | full | child | male | 2019-03-01 | none | 0 |"


def _family(*rows: str) -> pl.DataFrame:
    return drawn("members", "\n".join([HEADER, *rows]))


def test_one_who_works_for_four_others() -> None:
    family = _family(f"{HEAD} | ordinary | 0 |", f"{WIFE} | none | 0 |", FATHER, DAUGHTER, SON)

    told = raises("labour", members=family)

    assert told is not None
    assert told.zh == "1个劳动力要养另外4口人"
    assert told.en == "1 person with labour to support 4 other people"


def test_where_half_of_the_family_has_labour_nothing_is_lacking() -> None:
    family = _family(f"{HEAD} | ordinary | 0 |", f"{WIFE} | ordinary | 0 |", DAUGHTER)

    assert raises("labour", members=family) is None
    told = protects("labour", members=family)
    assert told is not None
    assert told.zh == "全家3口人里有2个劳动力"


def test_an_elder_alone_is_told_with_the_years() -> None:
    told = raises("elders", members=_family(FATHER))

    assert told is not None
    assert told.zh == "84岁老人独自生活，没有劳动能力"


def test_old_and_young_left_at_home() -> None:
    away = "ordinary | 10 | outside"
    family = _family(f"{HEAD} | {away}", f"{WIFE} | {away}", FATHER, DAUGHTER, SON)

    told = raises("left_at_home", members=family)

    assert told is not None
    assert told.zh == "青壮年都不在家，1位老人带着2个孩子"
    assert told.en == "nobody of working age at home: 1 elder with 2 children"


def test_a_death_is_told_with_its_month_and_without_a_name_for_the_dead() -> None:
    members = drawn(
        "members",
        """event_date | known_date | person_id | listing | relation | sex | labour | left_on | left_reason | delivery_id
        2024-10-01 | 2024-10-05 | P1 | full | head | male | ordinary | | | d4
        2024-10-01 | 2024-10-05 | P2 | full | spouse | female | ordinary | | | d4
        2024-11-30 | 2024-12-05 | P2 | change | | | | 2024-11-30 | died | d6""",
    )
    ended = drawn(
        "employment",
        """event_date | person_id | started_on | ended_on
        2024-05-31 | P1 | 2024-01-01 | 2024-05-31""",
    )

    # Where nobody tells of work, nobody is said to be without.
    told = raises("loss_of_members", members=members)
    assert told is not None
    assert told.zh == "2024年11月家里有人去世（公安2024年12月5日送达）"
    told = raises("loss_of_members", members=members, employment=ended)
    assert told is not None
    assert told.zh == "2024年11月家里有人去世（公安2024年12月5日送达），现在没有人登记务工"
