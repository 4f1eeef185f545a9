"""Places by name, never by digits where a name is known."""

from __future__ import annotations

from service.jurisdiction import EVERYWHERE, NOWHERE, Jurisdiction
from service.views.places import Places

PLACES = Places(
    {
        "990101001002": {"township": "青石镇", "village": "石桥村"},
        "990101001001": {"township": "青石镇", "village": "柳树村"},
        "990101002001": {"township": None, "village": None},
    }
)


def test_a_village_is_told_with_its_township() -> None:
    assert PLACES.village("990101001002").zh == "青石镇 石桥村"
    assert PLACES.short("990101001002").zh == "石桥村"
    assert PLACES.short("990101001").zh == "青石镇"
    assert PLACES.short("990101").zh == PLACES.short("").zh == "全县"


def test_where_somebody_works_is_told_by_name_however_wide_it_is() -> None:
    assert [PLACES.wide(code).zh for code in ("", "990101", "990101001", "990101001002")] == [
        "全部地方",
        "全县",
        "青石镇",
        "青石镇 石桥村",
    ]


def test_where_no_name_is_known_that_is_said() -> None:
    assert PLACES.village("990101002001").zh == "村名未知 990101002001"
    assert PLACES.short("990101002").zh == "乡镇名未知 990101002"
    assert PLACES.known_village("990101002001") == PLACES.known_village("990101009009") == ""


def test_a_choice_list_goes_as_far_as_a_jurisdiction() -> None:
    everywhere = PLACES.choices(EVERYWHERE)
    assert [(code, [village for village, _ in villages]) for code, _, villages in everywhere] == [
        ("990101001", ["990101001001", "990101001002"]),
        ("990101002", ["990101002001"]),
    ]
    ((code, _, villages),) = PLACES.choices(Jurisdiction.of("990101001002"))
    assert (code, [village for village, _ in villages]) == ("990101001", ["990101001002"])
    assert PLACES.choices(NOWHERE) == []
