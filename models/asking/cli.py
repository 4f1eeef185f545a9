"""`fanpin ask`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from features.bars import Bars
from features.cli.options import AsOf, CountyFolder, data_folder, policy_of, standing_day
from models import DEFAULT_MODEL
from models.options import ModelName, model_copy

app = typer.Typer()
console = Console()

PRINTED = 20


@app.command()
def ask(
    as_of: AsOf = None,
    visits: Annotated[
        int | None,
        typer.Option(
            "--visits",
            min=1,
            help="名单可走访多少户，不写则按本县政策 Visits of the list, each township its share; default: the policy's capacity.",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE.csv", help="把全部问题写成表格 Write every question as a CSV file."),
    ] = None,
    county: CountyFolder = None,
    model: ModelName = DEFAULT_MODEL,
) -> None:
    """Of the households near the cut of the list, which questions to ask first: whose answer could change who is on it."""
    from features.disk.outputs import writable_file, write_csv
    from features.errors import FanpinError
    from features.records.store import RecordStore
    from models.asking.county import ask_first
    from models.asking.wording import questions_as_lines, questions_as_table
    from models.registry import champion_or_copy

    if out is not None:
        if out.suffix.lower() != ".csv":
            raise FanpinError(
                f"{out}：问题写成 .csv，请用这个结尾 | {out}: questions are written as .csv; use this ending."
            )
        writable_file(out)
    store, policy = RecordStore.open(data_folder()), policy_of(county)
    loaded = champion_or_copy(model, copy=model_copy())
    stood = standing_day(as_of, store, policy, loaded.model.horizon_months)
    with Bars() as bars:
        questions = ask_first(
            loaded.model,
            store,
            policy,
            stood.day,
            visits=visits,
            progress=lambda done, of: bars("评分 score", done, of),
        )
    lines = [str(stood.in_words), *([str(loaded.notice), str(loaded.why_copy)] if loaded.notice else [])]
    if questions.is_empty():
        lines.append("没有问了会改变名单的问题 | no answer could change who is on the list")
    else:
        lines.append(
            f"名单线附近共有 {questions.height:,} 个问了可能改变名单的问题，先问这些： | {questions.height:,} questions whose answers could change "
            "the list; ask these first:"
        )
        lines += questions_as_lines(questions.head(PRINTED))
    if out is not None:
        write_csv(questions_as_table(questions), out)
        lines.append(f"已写出：{out} | written: {out}")
    console.print("\n".join(lines), highlight=False, markup=False, soft_wrap=True)
