"""Counties, townships and villages of whoever asks."""

from __future__ import annotations

from service.jurisdiction import EVERYWHERE, NOWHERE, Jurisdiction
from service.places import places
from service.principal import Permission, Role
from tests.service.office import COUNTY, TOWNSHIP, Office

LIVE = {"990101001001": 3, "990101001002": 2, "990101002001": 7, "990101": 1, "990102001001": 4}
"""Of one household of 990101 nobody knows the village."""


def codes(jurisdiction: Jurisdiction) -> list[tuple[str, str, str | None, int]]:
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


def test_over_http_they_are_those_of_the_last_run(office: Office) -> None:
    whole = office.person(Role.SYSTEM_ADMIN, COUNTY).get("/v1/jurisdictions").json()
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
