"""`fanpin audit`: whether it is whole, exported, anchored, kept as long as policy says."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from features.cli.options import CountyFolder, console, policy_of

app = typer.Typer(
    help="Verify, export, anchor and destroy by policy what the service wrote down of who did and read what.",
    no_args_is_help=True,
)


@app.command()
def verify() -> None:
    """Find any line of the audit that was changed, taken out, moved or cut off; exit status 1 where there is one."""
    from service.audit import anchors, verifying
    from service.audit.faults import AuditError, refusal
    from service.installation import actor_of_shell, anchors_file, database_of_environment, keyring_of_environment

    database, keyring, file, now = database_of_environment(), keyring_of_environment(), anchors_file(), _now()
    verified = verifying.verify(database, keyring, file, now)
    if verified.faults:
        raise AuditError(refusal(verified.faults))
    if not verified.lines:
        _print("审计记录还没有内容 | the audit has no line yet")
        return
    _print(
        f"审计记录完整：第{verified.first:,}至{verified.last:,}条，与{verified.anchors:,}个锚点相符 | the audit is whole: lines {verified.first:,} to "
        f"{verified.last:,}, {verified.anchors:,} anchors agree"
    )
    if not verified.anchors:
        _print(
            "此前没有锚点：整条记录是否被换成旧的，今天还看不出 | there was no anchor before: that the whole chain was replaced by an older copy can't be ruled out"
        )
    anchors.anchor(database, keyring, file, now, actor=actor_of_shell())


@app.command()
def anchor() -> None:
    """Keep the end of the audit in a file outside the database (FANPIN_ANCHORS); once a day, by a scheduler."""
    from service.audit import anchors
    from service.installation import actor_of_shell, anchors_file, database_of_environment, keyring_of_environment

    file = anchors_file()
    kept = anchors.anchor(database_of_environment(), keyring_of_environment(), file, _now(), actor=actor_of_shell())
    if kept is None:
        _print("审计记录还没有内容 | the audit has no line yet")
        return
    _print(f"锚点 {file}：第{kept.number:,}条 {kept.hash} | anchored in {file}: line {kept.number:,} {kept.hash}")
    _print("把这一行抄到本机以外 | copy this line to where this machine can't write")


@app.command()
def export(
    out: Annotated[Path, typer.Option("--out", metavar="FILE.ndjson", help="写出的文件 File to write.")],
    after: Annotated[
        int, typer.Option("--after", min=0, help="从上次导出的最后一条之后起 Go on after the last line of an export.")
    ] = 0,
) -> None:
    """Write the audit as a file whose chain anybody can verify without fanpin; how is in docs/audit.md."""
    from features.disk.outputs import writable_file
    from service.audit import anchors, exporting
    from service.installation import actor_of_shell, anchors_file, database_of_environment, keyring_of_environment

    writable_file(out)
    database, keyring, now = database_of_environment(), keyring_of_environment(), _now()
    written = exporting.export(database, keyring, out, now, actor=actor_of_shell(), after=after)
    anchors.anchor(database, keyring, anchors_file(), now, actor=actor_of_shell())
    _print(
        f"第{written.first:,}至{written.last:,}条已写入 {out}；结尾的封印另行告知收件人：{written.hash} | lines {written.first:,} to {written.last:,} are in {out}; tell "
        f"whoever gets it the hash of the end by another way: {written.hash}"
    )


@app.command()
def retain(
    destroy: Annotated[
        bool,
        typer.Option("--destroy", help="真正销毁；不写只列出 Destroy them; without it they are only counted."),
    ] = False,
    county: CountyFolder = None,
) -> None:
    """Count the lines that are older than policy keeps them, and destroy them from the beginning of the chain."""
    from service.audit import anchors, retention
    from service.installation import actor_of_shell, anchors_file, database_of_environment, keyring_of_environment
    from service.jurisdiction import EVERYWHERE

    database, now, policy = database_of_environment(), _now(), policy_of(county)
    if destroy:
        keyring = keyring_of_environment()
        planned = retention.destroy(database, keyring, policy, anchors_file(), now, actor=actor_of_shell())
        anchors.anchor(database, keyring, anchors_file(), now, actor=actor_of_shell())
    else:
        with database.reading(EVERYWHERE, now) as work:
            planned = retention.due(work, policy)
    if planned is None:
        _print("没有到期的审计记录 | no line of the audit is due to be destroyed")
        return
    became = (
        ("已销毁", "were destroyed") if destroy else ("到期，加 --destroy 销毁", "are due: --destroy destroys them")
    )
    _print(
        f"第{planned.first:,}至{planned.last:,}条（{planned.until}以前，保留{planned.months}个月）{became[0]} | lines {planned.first:,} to {planned.last:,}, of before "
        f"{planned.until} (kept {planned.months} months), {became[1]}"
    )


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _print(words: str) -> None:
    console.print(words, highlight=False, markup=False, soft_wrap=True)
