"""因学: the year's cost against the line and the income, aid, and a child who may not be at school."""

from __future__ import annotations

import polars as pl

from tests.drawn_tables import drawn
from tests.models.reasons.topics.from_records import protects, raises

FAMILY = drawn(
    "members",
    """event_date | person_id | listing | relation | sex | birth_month | labour | student | delivery_id
    2024-10-01 | P1 | full | head | female | 1980-03-01 | ordinary | not | d4
    2024-10-01 | P2 | full | child | female | 2005-05-01 | none | college | d4
    2024-10-01 | P3 | full | child | male | 2012-05-01 | none | junior | d4""",
)


def _enrolled(cost: int, aid: int) -> pl.DataFrame:
    return drawn(
        "education",
        f"""event_date | known_date | person_id | stage | status | cost_yuan | aid_yuan | delivery_id
        2024-09-01 | 2024-10-05 | P2 | college | enrolled | {cost} | {aid} | d5
        2024-09-01 | 2024-10-05 | P3 | junior | enrolled | 0 | 0 | d5""",
    )


def test_what_aid_leaves_to_pay_is_held_against_the_line() -> None:
    told = raises("schooling_cost", members=FAMILY, education=_enrolled(16000, 4000))

    assert told is not None
    assert told.zh == "女儿上学一年自家要付12,000元，预警线是10,000元"


def test_below_the_line_the_amount_is_told_with_its_sender() -> None:
    told = raises("schooling_cost", members=FAMILY, education=_enrolled(8000, 0))

    assert told is not None
    assert told.zh == "女儿上学一年自家要付8,000元（教育2024年10月5日送达）"


def test_aid_is_a_relief() -> None:
    told = protects("schooling_cost", members=FAMILY, education=_enrolled(16000, 4000))

    assert told is not None
    assert told.zh == "一学年得到教育资助4,000元"


def test_a_child_who_may_not_be_at_school_is_told_gently() -> None:
    status = drawn(
        "education",
        """event_date | known_date | person_id | stage | status | delivery_id
        2024-09-01 | 2024-10-05 | P3 | junior | dropped_out | d5""",
    )

    told = raises("school_attendance", members=FAMILY, education=status)

    assert told is not None
    assert told.zh == "儿子可能没有在校上学（教育2024年10月5日送达）"
