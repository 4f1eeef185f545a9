"""`fanpin promote`, `fanpin rollback`, `fanpin promotions`."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from features.cli.options import CountyFolder, data_folder, policy_of
from features.errors import FanpinError
from models import DEFAULT_MODEL
from models.options import ModelName, model_copy

if TYPE_CHECKING:
    from features.policy.loading import Policy
    from features.records.store import RecordStore
    from models.promotions.audit import Audit
    from models.promotions.checks import Check

app = typer.Typer()
console = Console()

Approver = Annotated[str, typer.Option("--approver", help="批准人姓名 Name of the person who answers for it.")]
Reason = Annotated[str, typer.Option("--reason", help="理由 Why; kept in the audit.")]


@app.command()
def promote(
    version: Annotated[
        str,
        typer.Argument(
            help="要上线的版本：号码，或 challenger 等标记 Version to promote: its number, or an alias such as challenger."
        ),
    ],
    approver: Approver = "",
    reason: Reason = "",
    accept: Annotated[
        list[str] | None,
        typer.Option(
            "--accept",
            metavar="NAME",
            help="接受证据不足的人群，或 calibration 校准 Group, or `calibration`, of which there is too little evidence.",
        ),
    ] = None,
    despite: Annotated[
        list[str] | None,
        typer.Option(
            "--despite", metavar="CHECK", help="越过未通过的检查，记入审计 Failed check to override; kept in the audit."
        ),
    ] = None,
    check: Annotated[
        bool,
        typer.Option(
            "--check", help="只问把关结果，不上线 Ask the gate only; nothing moves, and nobody need be named."
        ),
    ] = False,
    county: CountyFolder = None,
    model: ModelName = DEFAULT_MODEL,
) -> None:
    """Make a trained version the one that scores, if it passes the gate. Exit code 1: refused; what to do is told."""
    from features.records.store import RecordStore
    from models.promotions import promoting
    from models.promotions.audit import Act, Audit, audit_folder
    from models.promotions.checks import Approval, refused
    from models.registry import require_registry
    from training.promotion.gate import examined
    from training.promotion.gathering import gather, lines_of
    from training.promotion.printing import print_findings, print_moved, print_refusal

    store, policy = RecordStore.open(data_folder()), policy_of(county)
    approval = Approval(approver, reason, frozenset(accept or ()), _checks(despite or []))
    require_registry()
    audit = Audit(audit_folder())
    with audit.held():
        if not check:
            _settle(model, audit)
        lines = lines_of(store, policy)
        evidence = gather(model, version, store, policy, lines)
        findings = examined(evidence, approval, lines, deciding=not check or bool(approver))
        print_findings(findings, approval.despite, console)
        _examples(policy, store)
        if check:
            against = refused(findings, approval.despite)
            if against:
                print_refusal(model, evidence.version, against, console)
                raise typer.Exit(1)
            return
        try:
            moved = promoting.promote(model, evidence.version, findings, approval, audit, dt.datetime.now(dt.UTC))
        except promoting.RefusedError as refusal:
            print_refusal(model, evidence.version, refusal.against, console)
            raise typer.Exit(1) from refusal
    print_moved(moved, Act.PROMOTE, console)
    _copy(model)


@app.command()
def rollback(approver: Approver = "", reason: Reason = "", model: ModelName = DEFAULT_MODEL) -> None:
    """Go back to the champion before. Past scores stay as they are."""
    from models.promotions import promoting
    from models.promotions.audit import Act, Audit, audit_folder
    from models.promotions.checks import Approval
    from models.registry import require_registry
    from training.promotion.printing import print_moved

    require_registry()
    audit = Audit(audit_folder())
    with audit.held():
        _settle(model, audit)
        moved = promoting.rollback(model, Approval(approver, reason), audit, dt.datetime.now(dt.UTC))
    print_moved(moved, Act.ROLLBACK, console)
    _copy(model)


@app.command()
def promotions(model: ModelName = DEFAULT_MODEL) -> None:
    """List who promoted what, when and why, and check that nobody changed the audit. Exit code 1: something does not fit."""
    from models.promotions.audit import Audit, audit_folder
    from models.promotions.verifying import problems_of
    from training.promotion.printing import print_entries

    audit = Audit(audit_folder())
    problems = problems_of(model, audit)
    if not audit.problems():
        entries = [one for one in audit.entries() if one.model == model]
        print_entries(entries, console)
        console.print(f"{audit.file}: {len(entries)} 条 entries", highlight=False, soft_wrap=True)
    for problem in problems:
        console.print(f"{problem.zh}\n{problem.en}", style="red", markup=False, highlight=False, soft_wrap=True)
    if problems:
        raise typer.Exit(1)
    console.print("审计记录完整，与登记处一致。 | The audit is whole and agrees with the registry.", highlight=False)


def _settle(model: str, audit: Audit) -> None:
    from models.promotions.audit import Step
    from models.promotions.promoting import settle

    ended = settle(model, audit, dt.datetime.now(dt.UTC))
    if ended is not None:
        step = Step(ended.step)
        console.print(
            f"先前中断的第 {ended.of} 条（→ 第 {ended.to_version} 版）已按实际记为“{step.zh}”。 | Entry {ended.of} (→ "
            f"{ended.to_version}), cut short earlier, is now told as {step.value}.",
            highlight=False,
            soft_wrap=True,
        )


def _checks(names: list[str]) -> frozenset[Check]:
    """Raises FanpinError for a check that there is not, or that can't be overridden."""
    from models.promotions.checks import OVERRIDABLE, Check

    known = {check.value: check for check in Check}
    wrong = [name for name in names if known.get(name) not in OVERRIDABLE]
    if wrong:
        may = ", ".join(check.value for check in Check if check in OVERRIDABLE)
        raise FanpinError(
            f"--despite {' '.join(wrong)}：没有这项检查，或不能越过；可越过的是 {may} | no such check, or one that can't be "
            f"overridden. These can: {may}."
        )
    return frozenset(known[name] for name in names)


def _examples(policy: Policy, store: RecordStore) -> None:
    from features.policy.listing import examples_counted
    from training.plan.horizons import county_of
    from training.promotion.gathering import last_day
    from training.promotion.lines import LINES

    place = county_of(store, store.versions()), last_day(store, policy)
    names = policy.examples([f"promotion_{name}" for name in LINES], [place])
    for line in examples_counted(policy, names):
        console.print(line, highlight=False, markup=False, soft_wrap=True)


def _copy(model: str) -> None:
    """The local copy follows at once: it serves on days on which the registry is down."""
    from models.registry import load_champion

    load_champion(model, copy=model_copy())
