"""The gate's answers and the audit's entries, for a terminal."""

from __future__ import annotations

from collections.abc import Iterable

from rich import box
from rich.console import Console
from rich.table import Table

from models.promotions.audit import Act, Entry, Step
from models.promotions.checks import OVERRIDABLE, Check, Finding
from models.promotions.promoting import Moved
from training.promotion.gate import to_accept


def print_findings(findings: Iterable[Finding], despite: Iterable[Check], console: Console) -> None:
    """Every check: passed, accepted, overridden or failed, what was found, and for a failed one what is needed."""
    overridden = OVERRIDABLE & set(despite)
    for finding in findings:
        mark = _mark(finding, finding.check in overridden)
        console.print(f"{mark}  {finding.check.zh} {finding.check.value}", highlight=False, soft_wrap=True)
        _line(console, finding.observed.zh, finding.observed.en)
        if not finding.passed:
            _line(console, f"需要：{finding.needed.zh}", f"needed: {finding.needed.en}")
            if finding.to_do is not None:
                _line(console, f"请{finding.to_do.zh}", finding.to_do.en)
        if finding.accepted:
            _line(
                console,
                f"已接受证据不足：{'、'.join(finding.accepted)}",
                f"accepted without evidence: {', '.join(finding.accepted)}",
            )


def print_refusal(name: str, version: str, against: Iterable[Finding], console: Console) -> None:
    """What to do after a refusal."""
    failed = list(against)
    console.print(
        f"\n未上线：{name} 第 {version} 版，{len(failed)} 项未通过；现用模型不变。\n"
        f"Not promoted: {name} {version}, {len(failed)} check(s) failed. The champion stays.",
        highlight=False,
        soft_wrap=True,
    )
    broken = [one.check for one in failed if one.check not in OVERRIDABLE]
    if broken:
        _line(
            console,
            f"不能越过：{'、'.join(check.zh for check in broken)}",
            f"can't be overridden: {', '.join(check.value for check in broken)}",
        )
    weighed = [one.check for one in failed if one.check in OVERRIDABLE]
    if weighed and not broken:
        words = " ".join(to_accept(one) or f"--despite {one.check.value}" for one in failed)
        _line(
            console,
            f"若仍要上线，须逐项写明，并记入审计：{words}",
            f"to promote all the same, name each; the audit keeps it: {words}",
        )


def print_moved(moved: Moved, act: Act, console: Console) -> None:
    """Which version scores from now on."""
    before = f"第 {moved.before} 版" if moved.before else "无"
    console.print(
        f"{act.zh}：{moved.name} 第 {moved.champion} 版现在是现用模型（此前：{before}）。\n"
        f"{moved.name} {moved.champion} is the champion now (before: {moved.before or 'none'}).",
        highlight=False,
        soft_wrap=True,
    )
    if moved.previous is not None:
        _line(
            console,
            f"`fanpin rollback` 可回到第 {moved.previous} 版；已有评分不变；正在运行的服务重启后采用",
            f"`fanpin rollback` goes back to {moved.previous}; past scores stay as they are; a running service takes it up "
            "when it is started again",
        )


def print_entries(entries: Iterable[Entry], console: Console) -> None:
    """The audit, oldest first."""
    table = Table(box=box.SIMPLE, show_edge=False, pad_edge=False)
    for heading in ("#", "时间 at", "事项 what", "版本 version", "批准人 by", "理由 reason"):
        table.add_column(heading, overflow="fold")
    for entry in entries:
        act, step = Act(entry.act), Step(entry.step)
        what = f"{act.zh}{step.zh} {act.value} {step.value}"
        if entry.despite:
            what += f"，不顾 despite {', '.join(entry.despite)}"
        if entry.accepted:
            what += f"，接受 accepted {', '.join(entry.accepted)}"
        table.add_row(
            str(entry.number),
            entry.at,
            what,
            f"{entry.from_version or '—'} → {entry.to_version}",
            entry.approver,
            entry.reason,
        )
    console.print(table)


def _mark(finding: Finding, overridden: bool) -> str:
    if finding.passed:
        return "[green]通过 passed[/green]" if not finding.accepted else "[yellow]接受 accepted[/yellow]"
    return "[yellow]越过 overridden[/yellow]" if overridden else "[red]未过 failed[/red]"


def _line(console: Console, zh: str, en: str) -> None:
    lines = [zh] if zh == en else [zh, en]
    console.print("\n".join(f"      {line}" for line in lines), highlight=False, markup=False, soft_wrap=True)
