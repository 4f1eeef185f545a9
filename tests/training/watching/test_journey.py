"""`fanpin watch` on a whole small county: files, status and what is kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from models.registry import text
from tests.conftest import County
from tests.journeys.test_county import fanpin
from training.watching.signals import Question


@pytest.fixture(scope="module")
def pages(county: County, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("watch")
    # A made-up county's departments fall silent after its last month: that is worth a look.
    fanpin(county, "watch", "--as-of", "2024-06-30", "--out", str(folder), expect=1)
    return folder


def test_every_question_is_answered_in_order(pages: Path) -> None:
    told = json.loads((pages / "watch.json").read_text(encoding="utf-8"))
    assert [one["question"] for one in told["signals"]] == [one.value for one in Question]
    assert told["households"] > 1_000
    assert told["level"] == "look"
    assert all(one["zh"] and one["en"] for one in told["signals"])
    by_name = {one["question"]: one for one in told["signals"]}
    assert by_name["deliveries"]["level"] == "look"
    assert by_name["scores"]["found"] < 0.5


def test_the_page_names_no_household(county: County, pages: Path) -> None:
    page = (pages / "watch.html").read_text(encoding="utf-8")
    assert "模型监测" in page
    households = county.store.household_ids()
    assert not any(code in page or code in (pages / "watch.json").read_text(encoding="utf-8") for code in households)


def test_the_watch_is_kept_with_the_version(county: County, pages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLFLOW_TRACKING_URI", county.environment["MLFLOW_TRACKING_URI"])
    kept = text("fanpin-entry", "1", "watch/2024-06-30.html")
    assert kept == (pages / "watch.html").read_text(encoding="utf-8")


def test_before_the_first_delivery_there_is_nothing_to_watch(county: County) -> None:
    assert "之前什么都还不知道" in fanpin(county, "watch", "--as-of", "2015-01-31", expect=2)
