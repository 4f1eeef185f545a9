"""`fanpin score`, `fanpin explain`, `fanpin verify-no-leak`; those of rooms: `fanpin card`, `fanpin shadow`, `fanpin what-if`, `fanpin stress`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from features.bars import Bars
from features.cli.options import AsOf, CountyFolder, Region, data_folder, day_typed, policy_of, standing_day
from features.errors import FanpinError
from models import DEFAULT_MODEL
from models.card.cli import app as card
from models.options import ModelName, model_copy
from models.shadow.cli import app as shadow_app
from models.stress.cli import app as stress_app
from models.what_if.cli import app as what_if_app

app = typer.Typer()
app.add_typer(card)
app.add_typer(shadow_app)
app.add_typer(what_if_app)
app.add_typer(stress_app)
console = Console()


@app.command()
def score(
    out: Annotated[
        Path,
        typer.Option(
            "--out",
            metavar="FILE",
            help="写到哪里：.xlsx 供人看和打印，.csv、.parquet 供程序用 File to write: .xlsx for people, .csv or .parquet for programs.",
        ),
    ],
    as_of: AsOf = None,
    region: Region = "",
    visits: Annotated[
        int | None,
        typer.Option(
            "--visits",
            min=1,
            help="只写可走访这么多户时的名单 Only the list of so many visits, each township its share; default: every household.",
        ),
    ] = None,
    county: CountyFolder = None,
    model: ModelName = DEFAULT_MODEL,
    shadow: Annotated[
        bool,
        typer.Option(
            "--shadow/--no-shadow",
            help="候选模型也在幕后评分，不进入名单 Let the challenger score too, where there is one, outside the list.",
        ),
    ] = True,
) -> None:
    """Score every household in scope, with reasons, riskiest first.

    Exit code 1: it is written, but households whose amounts can't be have no score; they are named.
    """
    from features.policy.listing import examples_counted, examples_listed
    from features.records.store import RecordStore
    from features.workbooks.book import NOT_COUNTED
    from features.workbooks.homes import homes, names_on
    from models.assess import examples_used
    from models.impossible import lines_about
    from models.registry import champion_or_copy
    from models.score import of_region, on_list
    from models.score import score as score_all
    from models.shadow.scoring import in_shadow
    from models.workbook import AT_REST, NOT_SCORED, STANDS_IN
    from models.writing import writable_scores, write_scores

    writable_scores(out)
    store = RecordStore.open(data_folder())
    loaded, policy = champion_or_copy(model, copy=model_copy()), policy_of(county)
    champion = loaded.model
    stood = standing_day(as_of, store, policy, champion.horizon_months)
    on = stood.day
    if region:
        # A region in which nobody lives is told before the work.
        homes(store, on, region)
    with Bars() as bars:
        day = score_all(champion, store, policy, on, progress=lambda done, of: bars("评分 score", done, of))
    left_out = lines_about(day.impossible, region)
    scores = of_region(day.households, region, on)
    scores, resting = (scores, None) if visits is None else on_list(scores, day.visited, policy, visits)
    used = examples_used(champion, policy, scores)
    stands_in = [str(loaded.notice), str(loaded.why_copy)] if loaded.notice else []
    remarks = [
        (NOT_COUNTED, stood.left_out),
        (STANDS_IN, loaded.notice),
        (AT_REST, resting),
        *((NOT_SCORED, line) for line in left_out),
    ]
    write_scores(scores, out, examples_listed(policy, used), names_on(store, on), region, remarks)
    console.print(
        str(stood.in_words),
        f"{'已评分' if visits is None else '已列入名单'} {scores.height:,} 户：{out} | {scores.height:,} households "
        f"{'scored' if visits is None else 'on the list'}",
        *([] if resting is None else [str(resting)]),
        *stands_in,
        *(line.one_line for line in left_out),
        *examples_counted(policy, used),
        sep="\n",
        soft_wrap=True,
        highlight=False,
        markup=False,
    )
    # After the list is written: whatever a challenger does, the office has it.
    notice = in_shadow(champion, day.households, store, policy, on).notice if shadow else None
    if notice is not None:
        console.print(str(notice), highlight=False, markup=False, soft_wrap=True)
    if left_out:
        raise typer.Exit(1)


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
) -> None:
    """Say in words why one household has the score it has, or with --lineage where a feature's value comes from."""
    from features.context.cache import context_wanted_by
    from features.frame import index_of
    from features.policy.listing import examples_counted
    from features.records.gate import Records
    from features.records.store import RecordStore
    from models.assess import assess_household
    from models.registry import load_champion
    from models.wording import assessment_in_words

    store, policy = RecordStore.open(data_folder()), policy_of(county)
    if lineage is not None:
        from features.proofs.lineage.wording import lineage_in_words, require_feature

        require_feature(lineage)
        stood = standing_day(as_of, store, policy)
        on = stood.day
        records = Records(store.records(households=[household]), context_wanted_by([lineage], store, [on]))
        files = dict(store.deliveries().select("delivery_id", "file").iter_rows())
        lines = lineage_in_words(records, household, on, lineage, policy, files)
        console.print("\n".join([str(stood.in_words), *lines]), highlight=False, markup=False, soft_wrap=True)
        return
    champion = load_champion(model, copy=model_copy())
    stood = standing_day(as_of, store, policy, champion.horizon_months)
    on = stood.day
    records = Records(store.records(households=[household]), context_wanted_by(champion.features, store, [on]))
    assessed = assess_household(champion, records, index_of([household], on), policy)
    told = [str(stood.in_words), *assessment_in_words(assessed), *examples_counted(policy, assessed.policy_examples)]
    console.print("\n".join(told), highlight=False, markup=False, soft_wrap=True)


@app.command("verify-no-leak")
def verify_no_leak(
    as_of: Annotated[
        list[str] | None,
        typer.Option(
            "--as-of",
            help="要证明的日期，可写多次，不写则自选几天 Day to prove, YYYY-MM-DD; may be given several times; default: a handful.",
        ),
    ] = None,
    county: CountyFolder = None,
    model: ModelName = DEFAULT_MODEL,
) -> None:
    """Drop, alter, withdraw and re-deliver everything learned after a day and prove that nothing said of it changes.

    Exit code 1: something changes; household, feature and day are named. Exit code 2: there was nothing to prove it by.
    """
    from features.proofs.leaks.days import days_to_prove
    from features.proofs.leaks.printing import print_proofs
    from features.records.store import RecordStore
    from models.leak import prove_no_leak
    from models.registry import load_champion
    from models.risk_model import ModelError

    store = RecordStore.open(data_folder())
    days = sorted({day_typed(text) for text in as_of}) if as_of else days_to_prove(store)
    if not days:
        raise FanpinError(
            "没有可证明的日期：至少需要两个不同日期的批次 | There is no day to prove: deliveries of two days at least are "
            "needed. `fanpin deliveries` lists them."
        )
    try:
        champion = load_champion(model, copy=model_copy())
    except ModelError:
        champion = None
        console.print(
            "没有已训练的模型：证明特征与预警规则，不含得分 | no trained model: scores are not proved", soft_wrap=True
        )
    with Bars() as bars:
        proofs = prove_no_leak(
            store,
            policy_of(county),
            days,
            champion,
            progress=lambda done, of: bars("防泄漏证明 leak proof", done, of),
        )
    print_proofs(proofs, console)
    if any(proof.differences for proof in proofs):
        raise typer.Exit(1)
