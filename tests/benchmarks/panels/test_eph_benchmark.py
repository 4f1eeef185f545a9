"""The benchmark from the panel's files to the report, on a made-up panel in which income decides."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from typer.testing import CliRunner

from benchmarks.panels.eph_argentina import EXPERIMENT, app
from benchmarks.panels.half_years import years_tested
from tests.benchmarks.panels.drawn_panel import panel
from training.calibration import uncertainty
from training.plan.dates import add_months
from training.settings import Experiment

FIRST, LAST = 8065, 8087  # as-of quarters: 2016Q2 to 2021Q4
EACH = 40


def made_up_panel(folder: Path) -> None:
    """Households seen twice, a year apart; the nearer their income is to the line, the likelier they are poor then."""
    draws = np.random.default_rng(5)
    quarters = [t for t in range(FIRST, LAST + 1) for _ in range(EACH)]
    ratio = draws.uniform(1.0, 4.0, len(quarters))
    poor_next = (draws.random(len(quarters)) < 0.6 * np.exp(-1.5 * (ratio - 1))).astype(int)
    # Outcomes count as observed to the last one that anybody had.
    poor_next[-1] = 1
    households = ["hid | t | line | itf | agglomerate"]
    pairs = ["hid | t | t2 | poor_next"]
    for hid, (t, times, poor) in enumerate(zip(quarters, ratio, poor_next, strict=True)):
        households.append(f"{hid} | {t} | 1000.0 | {int(1000 * times)} | {hid % 9 + 2}")
        pairs.append(f"{hid} | {t} | {t + 4} | {poor}")
    made = panel("\n".join(households), "\n".join(pairs))
    for name, frame in (("households", made.households), ("persons", made.persons), ("pairs", made.pairs)):
        frame.write_parquet(folder / f"{name}.parquet")


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the benchmark reports of the made-up panel, with few trees, and few curves to tell how sure a probability is."""
    folder = tmp_path_factory.mktemp("panel")
    made_up_panel(folder)
    settings = yaml.safe_load(EXPERIMENT.read_text(encoding="utf-8"))
    settings["model"].update(rounds=20, rows_in_leaf=20, bags=1)
    settings["split"]["windows"] = 1
    settings["evaluation"]["bootstrap"] = 20
    quick, report = folder / "quick.yaml", folder / "report.json"
    quick.write_text(yaml.safe_dump(settings), encoding="utf-8")
    options = ["--panel", str(folder), "--report", str(report), "--experiment", str(quick)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(uncertainty, "DRAWS", 10)
        ended = CliRunner().invoke(app, options, catch_exceptions=False)
    assert ended.exit_code == 0, ended.output
    return json.loads(report.read_text(encoding="utf-8"))


def test_it_trains_on_the_past_and_reports_the_last_year_beside_its_opponents(measured: dict[str, Any]) -> None:
    (window,) = measured["windows"]
    tested = {"first": "2021-03-31", "last": "2021-12-31", "dates": 4, "rows": 4 * EACH}
    trained = {"first": "2016-06-30", "last": "2018-12-31", "dates": 11, "rows": 11 * EACH}
    assert window["test"].items() >= tested.items()
    assert window["later"]["last"] == "2020-03-31"
    assert window["train"].items() >= trained.items()
    others = {"boosting", "logistic", "income"} - {measured["choice"]["shipped"]}
    assert set(measured["lists"]["methods"]) == {"model", *others}
    for method in measured["lists"]["methods"].values():
        for metric in ("roc_auc", "average_precision", "precision@0.05"):
            assert method[metric]["low"] <= method[metric]["value"] <= method[metric]["high"]
    # Income decides, so whoever looks at it is far from guessing.
    assert measured["lists"]["methods"]["income"]["roc_auc"]["value"] > 0.7
    assert measured["lists"]["methods"]["model"]["roc_auc"]["value"] > 0.7


def test_each_year_that_can_be_tested_is_recalibrated_on_its_first_half(measured: dict[str, Any]) -> None:
    years = measured["half_years"]
    last = years[-1]
    assert last["train"]["last"] == "2018-12-31"
    assert last["later"]["last"] == "2020-03-31"
    assert (last["first_half"]["first"], last["first_half"]["last"]) == ("2021-03-31", "2021-06-30")
    assert last["recalibration"]["fitted"] == {"first": "2021-03-31", "last": "2021-06-30"}
    assert last["recalibration"]["judged"] == {"first": "2021-09-30", "last": "2021-12-31"}
    assert years[-2]["first_half"]["first"] == "2020-09-30"
    for year in years:
        assert year["train"]["last"] < year["later"]["first"] < year["first_half"]["first"]
        assert year["recalibration"]["error_after"].keys() == {"shift", "logistic", "beta", "isotonic"}


def test_years_before_which_nothing_can_be_learned_are_no_origin() -> None:
    dates = [add_months(dt.date(2016, 6, 30), 3 * quarter) for quarter in range(23)]
    starts = [str(window.test[0]) for window in years_tested(dates, Experiment.load(EXPERIMENT), 12)]
    assert starts == ["2018-09-30", "2019-03-31", "2019-09-30", "2020-03-31", "2020-09-30", "2021-03-31"]


def test_a_folder_that_holds_no_panel_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    report = tmp_path / "report.json"

    ended = CliRunner().invoke(app, ["--panel", str(tmp_path), "--report", str(report)])

    assert ended.exit_code == 1
    assert "households.parquet is missing" in " ".join(ended.output.split())
    assert not report.exists()
