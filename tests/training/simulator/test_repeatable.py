"""The same seed gives the same bytes, and one part's draws never shift another's."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from features.errors import FanpinError
from tests.training.simulator.files import fingerprint
from training.simulator import simulate
from training.simulator.streams import Streams


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        simulate(200, 4, 11, tmp_path / name)
    assert fingerprint(tmp_path / "one") == fingerprint(tmp_path / "two")


def test_another_seed_gives_another_county(tmp_path: Path) -> None:
    simulate(200, 2, 11, tmp_path / "one")
    simulate(200, 2, 12, tmp_path / "two")
    assert fingerprint(tmp_path / "one" / "deliveries") != fingerprint(tmp_path / "two" / "deliveries")


def test_a_stream_does_not_care_what_the_others_drew() -> None:
    undisturbed = Streams(5)["health"].random(4)
    streams = Streams(5)
    streams["work"].random(1_000)
    assert (streams["health"].random(4) == undisturbed).all()


@pytest.mark.parametrize("start", [dt.date(2022, 10, 1), dt.date(2023, 11, 1), dt.date(2021, 4, 1)])
def test_a_county_may_start_in_any_month_and_its_first_folder_has_the_last_rosters(
    start: dt.date, tmp_path: Path
) -> None:
    simulate(60, 2, 3, tmp_path, start=start)
    first = {path.name.split("_")[0] for path in (tmp_path / "deliveries" / start.isoformat()).iterdir()}
    assert {"户信息采集表（脱贫户监测对象）", "一般农户人口花名册", "监测对象花名册"} <= first


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"households": 10}, "at least 50"),
        ({"months": 0}, "at least one month"),
        ({"seed": -1}, "0 or greater"),
        ({"start": dt.date(2021, 1, 15)}, "first day of a month"),
    ],
)
def test_an_impossible_county_is_refused_in_words(arguments: dict[str, object], says: str, tmp_path: Path) -> None:
    wanted: dict[str, object] = {"households": 60, "months": 2, "seed": 1, **arguments}
    with pytest.raises(FanpinError, match=says):
        simulate(out=tmp_path, **wanted)  # type: ignore[arg-type]


def test_an_older_county_is_never_mixed_with_a_new_one(tmp_path: Path) -> None:
    (tmp_path / "deliveries").mkdir()
    with pytest.raises(FanpinError, match="already exists"):
        simulate(60, 2, 1, tmp_path)
