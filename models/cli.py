"""`fanpin score`, `verify-no-leak`; of their own rooms `explain`, `replay`, `ask`, `card`, `shadow`, `sheet`, `notice`, `list`, `runs`, `what-if`
and `stress`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from features.bars import Bars
from features.cli.options import AsOf, CountyFolder, Region, data_folder, day_typed, policy_of, standing_day
from features.errors import FanpinError
from models import DEFAULT_MODEL
from models.answers.cli import app as answers
from models.asking.cli import app as asking
from models.card.cli import app as card
from models.listing.cli import app as listing
from models.options import ModelName, model_copy
from models.runs.cli import app as runs
from models.shadow.cli import app as shadow_app
from models.sheets.cli import app as sheets
from models.stress.cli import app as stress_app
from models.what_if.cli import app as what_if_app

app = typer.Typer()
app.add_typer(answers)
app.add_typer(asking)
app.add_typer(card)
app.add_typer(shadow_app)
app.add_typer(sheets)
app.add_typer(listing)
app.add_typer(runs)
app.add_typer(what_if_app)
app.add_typer(stress_app)
console = Console()


@app.command()
def score(
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="FILE",
            help="另写一份：.xlsx 供人看和打印，.csv、.parquet 供程序用 A file beside the kept run: .xlsx for people, .csv or .parquet for "
            "programs.",
        ),
    ] = None,
    as_of: AsOf = None,
    region: Region = "",
    of_list: Annotated[
        bool,
        typer.Option(
            "--list/--all",
            help="文件里只写按本县政策列出的名单，不写则写每一户 Into the file the list that the policy gives; default: every household.",
        ),
    ] = False,
    visits: Annotated[
        int | None,
        typer.Option(
            "--visits",
            help="按可走访这么多户列名单 The list of so many visits instead, each township its share; means --list.",
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
    """Score every household in scope, with reasons, make the list, and keep both; then write a file where one is wanted.

    Exit code 1: it is done, but households whose amounts can't be, or whose records contradict each other, have no score; they are named.
    """
    from features.policy.listing import examples_counted, examples_listed
    from features.records.store import RecordStore
    from features.workbooks.book import NOT_COUNTED
    from features.workbooks.homes import homes, names_on
    from models.alerts import alerts_of
    from models.alerts.wording import alerts_in_short
    from models.assessed import examples_used
    from models.certainty import contradicting_lines, list_expires_on, valid_in_words
    from models.impossible import lines_about
    from models.lists import Capacity, remarks_on
    from models.registry import champion_or_copy
    from models.runs import make_run
    from models.score import in_order_of_list, of_region
    from models.shadow.scoring import in_shadow
    from models.sheets.scores import NOT_SCORED, OF_THE_LIST, STANDS_IN
    from models.sheets.visit_list import MAYBE_OLD, VisitList
    from models.sheets.wording import examples_in_chinese
    from models.writing import is_for_people, writable_scores, write_scores, write_visit_list

    if visits is not None:
        # A number of which no list can be made is told before the work.
        Capacity(visits=visits)
    of_list = of_list or visits is not None
    if out is not None:
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
        run = make_run(
            champion,
            store,
            policy,
            on,
            visits=visits,
            # A region has its part of the county's list; of so many visits it has a list of its own.
            region=region if visits is not None else "",
            progress=lambda done, of: bars("评分 score", done, of),
            waiting=lambda why: console.print(str(why), highlight=False, markup=False, soft_wrap=True),
        )
    left_out = [*lines_about(run.impossible, region), *contradicting_lines(run.contradicting, region)]
    there = of_region(run.scores, region, on)
    issued = run.issued
    scores = in_order_of_list(there, issued) if of_list else there
    beside = [valid_in_words(list_expires_on(store, policy, on)), *remarks_on(issued)]
    used = examples_used(champion, policy, there)
    stands_in = [str(loaded.notice), str(loaded.why_copy)] if loaded.notice else []
    remarks = [
        (NOT_COUNTED, stood.left_out),
        (STANDS_IN, loaded.notice),
        *((OF_THE_LIST, line) for line in beside),
        *((NOT_SCORED, line) for line in left_out),
    ]
    if out is not None:
        names = names_on(store, on)
        if of_list and is_for_people(out):
            examples = examples_in_chinese(policy, used)
            months, event = champion.horizon_months, champion.target
            plain = [(what, MAYBE_OLD if what == STANDS_IN and remark else remark) for what, remark in remarks]
            to_visit = VisitList(scores, names, on, months, event, region, visits, there.height, examples, plain)
            write_visit_list(to_visit, out)
        else:
            write_scores(scores, out, examples_listed(policy, used), names, region, remarks)
    on_list = in_order_of_list(there, issued).height
    console.print(
        str(stood.in_words),
        f"已评分 {there.height:,} 户，名单 {on_list:,} 户，评分编号 {run.id} | {there.height:,} households scored, {on_list:,} on the list, "
        f"kept as run {run.id}",
        *([] if out is None else [f"已写 {scores.height:,} 户：{out} | {scores.height:,} households written"]),
        *(str(line) for line in beside),
        *stands_in,
        *(line.one_line for line in left_out),
        *examples_counted(policy, used),
        sep="\n",
        soft_wrap=True,
        highlight=False,
        markup=False,
    )
    # After the list is written and told: whatever alerts and a challenger do, the office has it.
    for line in alerts_in_short(alerts_of(store, run, region=region, past_months=0)):
        console.print(str(line), highlight=False, markup=False, soft_wrap=True)
    notice = in_shadow(champion, run.scores, store, policy, on).notice if shadow else None
    if notice is not None:
        console.print(str(notice), highlight=False, markup=False, soft_wrap=True)
    if left_out:
        raise typer.Exit(1)


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
