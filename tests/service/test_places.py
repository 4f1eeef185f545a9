"""Counties, townships and villages of whoever asks."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from service.jurisdiction import EVERYWHERE, NOWHERE, Jurisdiction
from service.places import hidden_places, places
from service.principal import Permission, Role
from tests.service.office import COUNTY, TOWNSHIP, Office

LIVE = {"990101001001": 3, "990101001002": 2, "990101002001": 7, "990101": 1, "990102001001": 4}
"""Of one household of 990101 nobody knows the village."""


LEAST = 5


def codes(jurisdiction: Jurisdiction) -> list[tuple[str, str, str | None, int | None]]:
    return [(each.region_code, each.level.value, each.parent, each.households) for each in places(LIVE, jurisdiction)]


def test_households_add_up_from_village_to_county() -> None:
    assert codes(Jurisdiction.of("990101")) == [
        ("990101", "county", None, 13),
        ("990101001", "township", "990101", 5),
        ("990101001001", "village", "990101001", 3),
        ("990101001002", "village", "990101001", 2),
        ("990101002", "township", "990101", 7),
        ("990101002001", "village", "990101002", 7),
    ]
    assert [code for code, level, *_ in codes(EVERYWHERE) if level == "county"] == ["990101", "990102"]


def test_what_is_around_one_s_places_is_not_told() -> None:
    assert codes(Jurisdiction.of("990101001002", "990102001")) == [
        ("990101001002", "village", None, 2),
        ("990102001", "township", None, 4),
        ("990102001001", "village", "990102001", 4),
    ]
    assert codes(NOWHERE) == []


def counted_in(living: dict[str, int]) -> dict[str, int | None]:
    return {each.region_code: each.households for each in places(living, Jurisdiction.of("990101"), LEAST)}


def test_a_small_village_hides_with_another_of_its_township() -> None:
    assert counted_in({"990101001001": 3, "990101001002": 9, "990101001003": 7, "990101002001": 8}) == {
        "990101": 27,
        "990101001": 19,
        "990101001001": None,
        "990101001002": 9,
        "990101001003": None,
        "990101002": 8,
        "990101002001": 8,
    }


def test_a_small_township_hides_with_another_and_with_all_that_lies_in_them() -> None:
    assert counted_in({"990101001001": 4, "990101002001": 6, "990101002002": 7, "990101003001": 30}) == {
        "990101": 47,
        "990101001": None,
        "990101001001": None,
        "990101002": None,
        "990101002001": None,
        "990101002002": None,
        "990101003": 30,
        "990101003001": 30,
    }


def test_households_of_no_known_village_are_what_a_difference_would_tell() -> None:
    assert counted_in({"990101": 2, "990101001001": 30, "990101002001": 20}) == {
        "990101": 52,
        "990101001": 30,
        "990101001001": 30,
        "990101002": None,
        "990101002001": None,
    }


def test_where_all_villages_have_one_household_their_sum_would_tell_it() -> None:
    ones = {f"99010100100{village}": 1 for village in range(1, 7)}
    assert counted_in({**ones, "990101002001": 8, "990101003001": 50}) == {
        "990101": 64,
        "990101001": None,
        **dict.fromkeys(ones),
        "990101002": None,
        "990101002001": None,
        "990101003": 50,
        "990101003001": 50,
    }


@given(
    st.dictionaries(
        st.sampled_from([f"99010100{t}00{v}" for t in "123" for v in "123"] + ["990101"]), st.integers(1, 9)
    )
)
def test_no_small_count_can_be_worked_out_from_above_or_below(living: dict[str, int]) -> None:
    counted: Counter[str] = Counter()
    for region, count in living.items():
        for digits in (6, 9, 12):
            if digits <= len(region):
                counted[region[:digits]] += count
    hidden = hidden_places(counted, LEAST)
    assert {code for code, count in counted.items() if count < LEAST} <= hidden
    for place in counted:
        inside = {code for code in counted if len(code) == len(place) + 3 and code.startswith(place)}
        if place in hidden:
            assert inside <= hidden
            continue
        unseen = [counted[code] for code in inside & hidden]
        rest = counted[place] - sum(counted[code] for code in inside)
        if inside and rest:
            unseen.append(rest)
        if inside & hidden or (0 < rest < LEAST and inside):
            assert len(unseen) > 1
            assert sum(unseen) >= LEAST
            assert sum(unseen) > len(unseen)


def test_over_http_they_are_those_of_the_last_run(office: Office) -> None:
    whole = office.person(Role.COUNTY_OFFICER, COUNTY).get("/v1/jurisdictions").json()
    assert (whole["jurisdiction"], whole["as_of"]) == ([COUNTY], str(office.kept.run.made_from.as_of))
    scores = office.kept.run.scores
    without = office.kept.run.impossible.height + office.kept.run.contradicting.height
    assert whole["places"][0]["households"] == scores.height + without
    own = office.program(Permission.READ_PLACES, where=Jurisdiction.of(TOWNSHIP)).get("/v1/jurisdictions").json()
    assert own["places"][0] == {
        **next(each for each in whole["places"] if each["region_code"] == TOWNSHIP),
        "parent": None,
    }
    assert all(each["region_code"].startswith(TOWNSHIP) for each in own["places"])


def test_who_sees_no_household_sees_no_small_count(office: Office) -> None:
    everything = {
        each["region_code"]: each["households"]
        for each in office.person(Role.DATA_STAFF, COUNTY).get("/v1/jurisdictions").json()["places"]
    }
    seen = {
        each["region_code"]: each["households"]
        for each in office.person(Role.SYSTEM_ADMIN, COUNTY).get("/v1/jurisdictions").json()["places"]
    }
    assert None not in everything.values()
    assert seen == {
        code: None if code in hidden_places(everything, LEAST) else count for code, count in everything.items()
    }
    own = office.program(Permission.READ_PLACES, Permission.READ_HOUSEHOLDS, where=Jurisdiction.of(COUNTY))
    assert all(place["households"] for place in own.get("/v1/jurisdictions").json()["places"])
