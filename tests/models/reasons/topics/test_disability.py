"""因残: certificates with member and month, severe before others, and subsidies that are missing."""

from __future__ import annotations

from tests.drawn_tables import drawn
from tests.models.reasons.topics.from_records import protects, raises

FAMILY = drawn(
    "members",
    """event_date | person_id | listing | relation | sex | birth_month | labour | disabled | delivery_id
    2024-10-01 | P1 | full | head | male | 1970-03-01 | ordinary | no | d4
    2024-10-01 | P2 | full | child | male | 2003-05-01 | none | yes | d4
    2024-10-01 | P3 | full | child | male | 2005-05-01 | none | no | d4""",
)


def test_a_new_severe_certificate_has_its_month_and_no_kind_of_disability() -> None:
    card = drawn(
        "disability",
        """event_date | known_date | person_id | category | grade | delivery_id
        2024-06-12 | 2024-07-05 | P2 | 6 | 2 | d3""",
    )

    told = raises("disability", members=FAMILY, disability=card)

    assert told is not None
    assert told.zh == "儿子2024年6月新办重度残疾证（残联2024年7月5日送达）"
    assert told.en == (
        "a son: certificate of severe disability given in June 2024 (sent by the disabled persons' federation on 5 July 2024)"
    )


def test_two_sons_are_told_apart_by_their_ages() -> None:
    cards = drawn(
        "disability",
        """event_date | person_id | category | grade | nursing_subsidy
        2019-06-12 | P2 | 4 | 1 | no
        2019-06-12 | P3 | 4 | 2 | no""",
    )

    told = raises("disability_subsidies", members=FAMILY, disability=cards)

    assert told is not None
    assert told.zh == "儿子（21岁）、儿子（19岁）还没有享受重度残疾人护理补贴"
    assert told.en == "a son (aged 21) and a son (aged 19): without the nursing subsidy for the severely disabled yet"


def test_who_is_listed_as_disabled_without_a_certificate_is_told_with_the_list() -> None:
    told = raises("disability_without_card", members=FAMILY)

    assert told is not None
    assert told.zh == "儿子登记残疾，还没有残疾人证（农业农村2024年10月1日送达）"


def test_a_light_grade_is_a_relief() -> None:
    card = drawn("disability", "event_date | person_id | category | grade\n2019-06-12 | P2 | 4 | 4")

    told = protects("disability", members=FAMILY, disability=card)

    assert told is not None
    assert told.zh == "家里的残疾成员都不是重度"
