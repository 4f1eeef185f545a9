"""`fanpin stress`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from features.bars import Bars
from features.cli.options import AsOf, CountyFolder, console, data_folder, policy_of, standing_day
from models import DEFAULT_MODEL
from models.options import ModelName, model_copy

app = typer.Typer()

WORKBOOK, PICTURE = "stress.xlsx", "stress.png"


@app.command()
def stress(
    scenario: Annotated[
        Path,
        typer.Option(
            "--scenario",
            metavar="FILE.yaml",
            help="情景文件，或自带例子的名称：wages_away、drought、hospital_prices Scenario file, or the name of one that comes with fanpin.",
        ),
    ],
    as_of: AsOf = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="FOLDER",
            help="写出工作簿和图的文件夹；不写就只显示 Folder for the workbook and the picture; default: only shown.",
        ),
    ] = None,
    county: CountyFolder = None,
    model: ModelName = DEFAULT_MODEL,
) -> None:
    """Say whose score would cross the cut if a scenario of shocks came true, by township and village, with a workbook and a picture."""
    from features.disk import write_whole
    from features.disk.outputs import writable_file
    from features.policy.listing import examples_counted, examples_listed
    from features.records.store import RecordStore
    from features.texts.fonts import chinese_font
    from models.registry import load_champion
    from models.stress.crossing import stress as stressed_county
    from models.stress.picture import NO_FONT, picture_of
    from models.stress.reading import load_scenario
    from models.stress.wording import stress_in_words
    from models.stress.workbook import workbook_of

    supposed = load_scenario(scenario)
    files = {} if out is None else {name: writable_file(out / name) for name in (WORKBOOK, PICTURE)}
    store, policy = RecordStore.open(data_folder()), policy_of(county)
    champion = load_champion(model, copy=model_copy())
    stood = standing_day(as_of, store, policy, champion.horizon_months)
    with Bars() as bars:
        stressed = stressed_county(
            champion, store, policy, stood.day, supposed, progress=lambda done, of: bars("压力测试 stress", done, of)
        )
    lines = [str(stood.in_words), *stress_in_words(stressed)]
    if files:
        font = chinese_font()
        write_whole(files[WORKBOOK], workbook_of(stressed, examples_listed(policy, stressed.policy_examples)))
        write_whole(files[PICTURE], picture_of(stressed, font))
        lines += [*([] if font else [str(NO_FONT)]), *(f"已写出 | written: {file}" for file in files.values())]
    lines += examples_counted(policy, stressed.policy_examples)
    console.print("\n".join(lines), highlight=False, markup=False, soft_wrap=True)
