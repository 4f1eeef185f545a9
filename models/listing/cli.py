"""`fanpin list why`, `fanpin list diff`, `fanpin list alerts`: about lists of households to visit."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer
from rich.console import Console

from features.bars import Bars
from features.cli.options import AsOf, CountyFolder, Region, WorkbookOut, data_folder, policy_of, standing_day
from models import DEFAULT_MODEL
from models.options import ModelName, model_copy
from models.runs.cli import RunName

lists = typer.Typer(
    help="走访名单：某户为什么在或不在，名单为什么变，哪些部门预警不必另跑 | About lists of households to visit.",
    no_args_is_help=True,
)
app = typer.Typer()
app.add_typer(lists, name="list")
console = Console()


@lists.command()
def why(
    household: Annotated[str, typer.Argument(help="户编号 Household code (户编号).")],
    as_of: AsOf = None,
    visits: Annotated[
        int | None,
        typer.Option(
            "--visits",
            help="走访名额；不写则按本县政策 Visits in all, each township its share; default: what the policy gives each township.",
        ),
    ] = None,
    county: CountyFolder = None,
    model: ModelName = DEFAULT_MODEL,
) -> None:
    """Say why a household is on the list or is not, and what would have to be true for it to be."""
    from features.records.store import RecordStore
    from models.listing.place import Place, place_of, standing_of
    from models.listing.wording import place_in_words
    from models.lists import Capacity
    from models.registry import champion_or_copy
    from models.runs import after_list_of, last_before
    from models.scope import Standing
    from models.score import score

    if visits is not None:
        # A number of which no list can be made is told before the work.
        Capacity(visits=visits)
    store, policy = RecordStore.open(data_folder()), policy_of(county)
    loaded = champion_or_copy(model, copy=model_copy())
    stood = standing_day(as_of, store, policy, loaded.model.horizon_months)
    standing = standing_of(loaded.model, store, household, stood.day)
    place = Place(household, stood.day, standing)
    if standing is Standing.IN_SCOPE:
        with Bars() as bars:
            day = score(
                loaded.model,
                store,
                policy,
                stood.day,
                reasons=0,
                progress=lambda done, of: bars("评分 score", done, of),
            )
        # The office's list follows the list of the last run that was kept.
        state = after_list_of(last_before(store, loaded.model.name, str(stood.day)), day.state)
        place = place_of(household, stood.day, standing, replace(day, state=state), policy, visits)
    told = [str(stood.in_words), *([str(loaded.notice)] if loaded.notice else []), f"户 {household}"]
    console.print("\n".join([*told, *map(str, place_in_words(place))]), highlight=False, markup=False, soft_wrap=True)


@lists.command()
def diff(before: RunName = "previous", after: RunName = "last", model: ModelName = DEFAULT_MODEL) -> None:
    """Say of two lists who came, who left and who moved, and why: the score's move cause by cause, and the list's."""
    from features.records.store import RecordStore
    from models.runs.comparing import compare
    from models.runs.storage import find_run
    from models.runs.wording import compared_in_words

    store = RecordStore.open(data_folder())
    compared = compare(store, find_run(store, model, before), find_run(store, model, after))
    console.print("\n".join(compared_in_words(compared)), highlight=False, markup=False, soft_wrap=True)


@lists.command()
def alerts(
    name: RunName = "last", out: WorkbookOut = None, region: Region = "", model: ModelName = DEFAULT_MODEL
) -> None:
    """Say which of the departments' new alerts the list makes superfluous, how many visits that saves, and what is left."""
    from features.disk import write_whole
    from features.disk.outputs import writable_workbook
    from features.policy.listing import examples_counted, examples_listed
    from features.records.store import RecordStore
    from features.triggers.evaluating import trigger_policy
    from features.workbooks.homes import homes, names_on
    from features.workbooks.rule_lists import workbook_of
    from models.alerts import alerts_of
    from models.alerts.printing import NARROWEST, alerts_table
    from models.alerts.wording import alerts_in_words
    from models.alerts.workbook import lists_of
    from models.runs.storage import find_run

    if out:
        writable_workbook(out)
    store = RecordStore.open(data_folder())
    run = find_run(store, model, name)
    as_of = run.made_from.as_of
    if region:
        # A region in which nobody lives is beside before the work.
        homes(store, as_of, region)
    beside = alerts_of(store, run, region=region)
    places = run.households["region_code"].drop_nulls().unique().sort()
    used = run.policy.examples(trigger_policy(), [(code, as_of) for code in places])
    console.print(f"评分 {run.id} | run {run.id}", highlight=False, markup=False)
    if beside.totals.alerts:
        # On a narrow terminal lines fold at its edge: no figure is cut off.
        Console(width=max(console.width, NARROWEST)).print(alerts_table(beside))
    lines = [*map(str, alerts_in_words(beside)), *examples_counted(run.policy, used)]
    console.print("\n".join(lines), highlight=False, markup=False, soft_wrap=True)
    if out:
        lists = lists_of(beside, names_on(store, as_of), examples_listed(run.policy, used))
        write_whole(out, workbook_of(lists))
        console.print(f"已写入 {out} | written", highlight=False, markup=False, soft_wrap=True)
