"""A stress test of a county: what if wages fell, a drought came, a hospital's prices rose: whose score would cross the cut.

A scenario is a small file of shocks. Each changes the records of every household that it strikes, as departments would deliver
it; features and villages' figures are made anew from them, and the model scores everybody twice. It tells where the model would
look first under such records, not how many families would fall into poverty (docs/what-if.md).

    scenario   shocks, where and how hard, and what each may say
    reading    a scenario file, every problem told at once
    shocks     what each shock changes of the records
    crossing   who crosses the cut of the list and the bands, by village and township
    picture    the same as a picture
    workbook   the same as a workbook
    wording    the same on a terminal
    cli        `fanpin stress`
"""

from __future__ import annotations

from models.stress.crossing import Stress, stress
from models.stress.reading import load_scenario
from models.stress.scenario import Scenario, ScenarioError
from models.stress.shocks import struck

__all__ = ["Scenario", "ScenarioError", "Stress", "load_scenario", "stress", "struck"]
