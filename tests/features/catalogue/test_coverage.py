"""docs/coverage.md: each duty of the five documents is served, by names that exist, and the page says so."""

from __future__ import annotations

import copy
import importlib
import pkgutil
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

import service.routes
from features.catalogue import coverage_page
from features.catalogue.coverage import FILE, CoverageError, Duty, Kind, duties, read, serving_nothing
from features.registry import features
from features.triggers.rules import TRIGGERS
from tests.house.test_documents import unknown_parts

PAGE = Path(__file__).parents[3] / "docs" / "coverage.md"


@cache
def routes() -> set[str]:
    """Every address of the service, as METHOD /path."""
    parts = [
        importlib.import_module(part.name)
        for part in pkgutil.walk_packages(service.routes.__path__, "service.routes.")
        if not part.ispkg
    ]
    routers = [part.router for part in parts if hasattr(part, "router")]
    return {
        f"{method} {route.path}" for router in routers for route in router.routes for method in (route.methods or ())
    }


def as_written() -> dict[str, Any]:
    written: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return copy.deepcopy(written)


def test_the_rows_are_s1_to_s19() -> None:
    assert [duty.id for duty in duties()] == [f"S{number}" for number in range(1, 20)]
    assert {duty.place.zh for duty in duties()} == {"江口", "山阴", "开州", "保德", "铜川"}


@pytest.mark.parametrize("duty", duties(), ids=lambda duty: duty.id)
def test_a_row_can_be_seen_where_it_says(duty: Duty) -> None:
    for screen in duty.served_by[Kind.SCREENS]:
        if screen.startswith("fanpin "):
            assert not unknown_parts(screen), f"{duty.id}: there is no command {screen}"
        else:
            assert screen in routes(), f"{duty.id}: there is no address {screen}"


@pytest.mark.parametrize("duty", duties(), ids=lambda duty: duty.id)
def test_a_row_has_what_it_needs(duty: Duty) -> None:
    assert {Kind.RECORDS, Kind.SCREENS} <= set(duty.needs)
    assert len(duty.needs) > 2, f"{duty.id}: records and a screen alone do not serve a duty"
    assert all(duty.served_by[kind] for kind in duty.needs)


def test_every_gap_list_serves_some_row() -> None:
    assert serving_nothing(Kind.GAPS) == []


def test_every_rule_serves_some_row() -> None:
    assert serving_nothing(Kind.TRIGGERS) == []
    assert duties()[-1].served_by[Kind.TRIGGERS] == tuple(trigger.name for trigger in TRIGGERS)


def test_whole_domains_serve_with_all_their_features() -> None:
    [illness] = [duty for duty in duties() if duty.id == "S10"]
    assert {f.name for f in features().values() if f.domain == "illness"} <= set(illness.served_by[Kind.FEATURES])


def test_a_name_that_does_not_exist_is_told_with_its_row() -> None:
    told = as_written()
    told["S2"]["features"].append("conjured")
    told["S3"]["triggers"] = ["conjured_too"]
    told["S4"]["domains"] = ["weather"]
    told["S9"]["colour"] = "blue"
    with pytest.raises(CoverageError) as error:
        read(told)
    for part in (
        "S2: no features are called conjured",
        "S3: no triggers are called conjured_too",
        "S4: no domain is called weather",
        "S9: unknown key colour",
    ):
        assert part in str(error.value)


@pytest.mark.parametrize("kind", ["features", "triggers", "records", "screens"])
def test_a_row_that_loses_what_it_needs_is_told(kind: str) -> None:
    told = as_written()
    told["S13"][kind] = []
    with pytest.raises(CoverageError, match=rf"S13: it needs .* name at least one under `{kind}`"):
        read(told)


def test_a_feature_named_beside_its_domain_is_told() -> None:
    told = as_written()
    told["S10"]["features"].append("self_paid_12m")
    with pytest.raises(CoverageError, match="S10: self_paid_12m stands twice"):
        read(told)


def test_the_committed_page_is_the_generated_one() -> None:
    written = PAGE.read_text(encoding="utf-8")
    assert written == coverage_page.render(), "Run `fanpin features coverage > docs/coverage.md`."


def test_the_page_lists_every_row_and_what_serves_none() -> None:
    page = coverage_page.render()
    for duty in duties():
        assert f"## {duty.id} {duty.place.zh}" in page
    last = page.partition("## What no row asks for")[2]
    for name in serving_nothing(Kind.FEATURES):
        assert f"`{name}`" in last
    assert not re.search(r"None|Labelled|Kind\.", page)
