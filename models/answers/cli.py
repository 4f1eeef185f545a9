"""`fanpin explain`, `fanpin replay`: an answer about one household, and what was given made again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from features.cli.options import AsOf, CountyFolder, data_folder, policy_of, standing_day
from models import DEFAULT_MODEL
from models.options import ModelName, model_copy

app = typer.Typer()
console = Console()

WhatWasGiven = Annotated[
    str,
    typer.Argument(
        metavar="ASSESSMENT|RUN|RUN/HOUSEHOLD",
        help="存有一户结果的 JSON 文件，或评分的编号、日期、last（最近一次）、previous（上一次），其后加 /户编号 则只核对一户 A file with an answer, or a kept run: its name, "
        "its day, last or previous; with /HOUSEHOLD behind it only one household.",
    ),
]


@app.command()
def explain(
    household: Annotated[str, typer.Argument(help="户编号 Household code (户编号).")],
    as_of: AsOf = None,
    county: CountyFolder = None,
    model: ModelName = DEFAULT_MODEL,
    lineage: Annotated[
        str | None,
        typer.Option(
            "--lineage",
            metavar="FEATURE",
            help="改为列出这项特征的值来自哪些行 Tell instead which delivered rows made this feature's value.",
        ),
    ] = None,
    interactions: Annotated[
        bool,
        typer.Option(
            "--interactions",
            help="也列出哪些事实合在一起才起作用 Tell too which pairs of facts act on the score only together.",
        ),
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="FILE.json",
            help="另写一份与接口相同的 JSON，日后可用 `fanpin replay` 核对 Write the answer too, as the API gives it, for `fanpin replay`.",
        ),
    ] = None,
) -> None:
    """Say in words why one household has the score it has, or with --lineage where a feature's value comes from."""
    from features.context.cache import context_wanted_by
    from features.policy.listing import examples_counted
    from features.records.gate import Records
    from features.records.store.states import StoreInState
    from models.answers import answer_stored
    from models.reasons import pairs_in_words
    from models.registry import load_champion
    from models.wording import assessment_in_words

    if out is not None:
        _refuse_unwritable(out, lineage)
    store, policy = StoreInState.at(data_folder()), policy_of(county)
    if lineage is not None:
        from features.proofs.lineage.wording import lineage_in_words, require_feature

        require_feature(lineage)
        stood = standing_day(as_of, store, policy)
        on = stood.day
        records = Records(store.records(households=[household]), context_wanted_by([lineage], store, [on]))
        files = dict(store.deliveries().select("delivery_id", "file").iter_rows())
        lines = lineage_in_words(records, household, on, lineage, policy, files)
        _print([str(stood.in_words), *lines])
        return
    champion = load_champion(model, copy=model_copy())
    stood = standing_day(as_of, store, policy, champion.horizon_months)
    on = stood.day
    records = Records(store.records(households=[household]), context_wanted_by(champion.features, store, [on]))
    answer = answer_stored(champion, policy, store, records, household, on)
    assessed = answer.assessed
    lines = [str(stood.in_words), *assessment_in_words(assessed), *examples_counted(policy, assessed.policy_examples)]
    lines += ["", answer.made_from.in_words.zh, answer.made_from.in_words.en]
    if interactions:
        lines += ["", *pairs_in_words(champion, assessed.frame, assessed.contributions)]
    if out is not None:
        from features.disk import write_whole
        from models.answers.fields import answer_as_json

        write_whole(out, answer_as_json(answer), private=True)
        lines.append(f"已写 {out} | written: {out}")
    _print(lines)


@app.command()
def replay(
    name: WhatWasGiven = "last",
    document: Annotated[
        Path | None,
        typer.Option(
            "--document",
            metavar="FILE.json",
            help="当时发送的文书；该结果是对文书给出的才需要 The document that was sent, of an answer about one.",
        ),
    ] = None,
    county: CountyFolder = None,
    model: ModelName = DEFAULT_MODEL,
) -> None:
    """Make what was given again from what it was made from, and say whether it is the same bit for bit, or what of it is gone.

    Exit code 1: it is not the same; what differs is named.
    """
    from features.policy.county import county_folder
    from features.records.store import RecordStore
    from models.answers.reading import AnswerError, read_answer
    from models.answers.replaying import ReplayedAnswer, replay_answer
    from models.runs.households import ReplayedHousehold, replay_household
    from models.runs.replaying import Replayed
    from models.runs.replaying import replay as replay_run
    from models.runs.storage import find_run

    replayed: ReplayedAnswer | ReplayedHousehold | Replayed
    file = Path(name)
    if file.is_file() or file.suffix == ".json":
        answer = read_answer(file)
        replayed = replay_answer(answer, data_folder(), county_folder(county), model_copy(), document)
    elif document is not None:
        raise AnswerError(
            f"--document 只用于存有结果的文件，{name} 不是文件 | --document goes with a file that holds an answer, and {name} is none."
        )
    else:
        run, _, household = name.partition("/")
        store = RecordStore.open(data_folder())
        kept = find_run(store, model, run)
        replayed = replay_household(store, kept, household) if household else replay_run(store, kept)
    _print([str(line) for line in replayed.in_words()])
    if not replayed.same:
        raise typer.Exit(1)


def _refuse_unwritable(out: Path, lineage: str | None) -> None:
    """Told before the work."""
    from features.disk.outputs import writable_file
    from models.answers.reading import AnswerError

    if lineage is not None:
        raise AnswerError(
            "--out 写的是一户的评估结果，不能和 --lineage 同用 | --out writes the answer about a household: leave out --lineage."
        )
    writable_file(out)


def _print(lines: list[str]) -> None:
    console.print("\n".join(lines), highlight=False, markup=False, soft_wrap=True)
