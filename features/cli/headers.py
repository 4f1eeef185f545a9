"""`fanpin headers` and `fanpin headers check FILE`: what intake knows, and what it would make of a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Column as TableColumn
from rich.table import Table

from features.cli.options import console
from features.intake.problems import FileRefusedError
from features.intake.recognising.catalogue import Catalogue, catalogue
from features.intake.recognising.check import SheetCheck, checked
from features.intake.recognising.sources import PERSONAL, Column, Kind, Source
from features.policy.county import county_folder
from features.texts.printable import printable_name

app = typer.Typer(
    help="已知的表头，以及一个文件的表头能否识别 | The headers that intake knows, and whether those of a file are known.",
    invoke_without_command=True,
)

County = Annotated[
    Path | None,
    typer.Option(
        "--county",
        metavar="DIR",
        help="县级配置文件夹 The county's folder with its own headers.yaml; default ./county.",
    ),
]
OneSource = Annotated[
    str | None,
    typer.Option(
        "--source",
        metavar="NAME",
        help="只列一个来源的全部表头和写法 Only this source, with every header and spelling.",
    ),
]


@app.callback()
def headers(context: typer.Context, source: OneSource = None, county: County = None) -> None:
    """List the kinds of file that are known; with --source, every header of one and how it may be spelt."""
    if context.invoked_subcommand is not None:
        return
    table = catalogue(county_folder(county))
    if source is None:
        _print_sources(table)
    elif source in table.sources:
        _print_columns(table.sources[source])
    else:
        console.print(f"没有这种表：{source} | No such source. {', '.join(table.sources)}", markup=False)
        raise typer.Exit(2)


@app.command()
def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False)], county: County = None
) -> None:
    """Say what a file would be taken for and which of its headers are known. Nothing is taken in.

    Exit code 1 when the file, or a sheet of it, would be refused for its headers.
    """
    verdicts = checked(file, catalogue(county_folder(county)))
    for verdict in verdicts:
        if isinstance(verdict, FileRefusedError):
            console.print(f"{verdict.message.zh}\n  {verdict.message.en}", style="red", markup=False, soft_wrap=True)
        else:
            _print_sheet(verdict)
    if any(isinstance(verdict, FileRefusedError) or not verdict.would_be_read for verdict in verdicts):
        raise typer.Exit(1)


def _print_sources(table: Catalogue) -> None:
    shown = Table(
        "source", TableColumn("表", overflow="fold"), "部门", TableColumn("必需表头 required", overflow="fold")
    )
    for source in table.sources.values():
        shown.add_row(source.name, source.zh, source.department, "、".join(source.required))
    console.print(shown)
    console.print(
        "一种表的全部表头和写法：fanpin headers --source NAME；检查一个文件：fanpin headers check FILE\n"
        "All headers of one source: fanpin headers --source NAME. Of a file: fanpin headers check FILE.",
        markup=False,
        soft_wrap=True,
    )


def _print_columns(source: Source) -> None:
    console.print(f"{source.zh}（{source.department}） | {source.name}", markup=False)
    shown = Table(
        TableColumn("表头 header", overflow="fold"),
        TableColumn("用途 becomes", overflow="fold"),
        TableColumn("其他写法 other spellings", overflow="fold"),
    )
    for header, column in source.columns.items():
        others = [spelling for spelling, meant in source.spellings.items() if meant == header and spelling != header]
        star = "*" if header in source.required else ""
        shown.add_row(f"{header}{star}", _becomes(column), "、".join(others))
    console.print(shown)
    console.print(
        "* 必需 required。全角半角、空格、换行不影响识别 | Width, spaces and line breaks make no difference.",
        markup=False,
    )


def _becomes(column: Column) -> str:
    if column.kind is Kind.NEVER:
        return "从不保存 never kept"
    if not column.kept:
        return "识别，不保存 recognised, not kept"
    if column.field in PERSONAL:
        return f"{column.field}（仅用于识别人员，加密保存 only to find the person, sealed）"
    unit = next((unit for unit, factor in (column.units or {}).items() if factor == 1), None)
    return f"{column.field}（{unit}）" if unit else str(column.field)


def _print_sheet(sheet: SheetCheck) -> None:
    place = f"{sheet.file}，工作表“{sheet.sheet}”" if sheet.sheet else sheet.file
    verdict = "可以识别 recognised" if sheet.would_be_read else "不能导入 would be refused"
    console.print(
        f"{place}，第{sheet.header_row}行表头：{sheet.source.zh} | {sheet.source.name}：{verdict}",
        markup=False,
        soft_wrap=True,
    )
    kept = sum(header.field is not None for header in sheet.known)
    console.print(
        f"  识别 {len(sheet.known)} 列，其中使用 {kept} 列 | {len(sheet.known)} columns known, {kept} of them used",
        markup=False,
    )
    for header in sheet.known:
        if header.factor != 1:
            line = f"  “{printable_name(header.header)}”按 {header.factor:g} 倍换算为“{header.canonical}”"
            console.print(f"{line} | numbers are multiplied by {header.factor:g}", markup=False, soft_wrap=True)
    for unknown in sheet.unknown:
        near = (
            f"，最接近的是“{unknown.nearest}” | nearest: {unknown.nearest}" if unknown.nearest else " | nothing like it"
        )
        console.print(f"  不认识“{printable_name(unknown.header)}” not known{near}", markup=False, soft_wrap=True)
    for absent in sheet.missing:
        console.print(
            f"  缺少必需的“{absent}”列 | a required column is missing", style="red", markup=False, soft_wrap=True
        )
    if sheet.missing and sheet.unknown:
        console.print(
            "  如果本县用别的写法，请在 county/headers.yaml 的 aliases 里补充 | if the county spells it so, add the spelling "
            "under aliases in county/headers.yaml",
            markup=False,
            soft_wrap=True,
        )
    for double in sheet.twice:
        console.print(
            f"  “{printable_name(double)}”列出现两次 | two columns say this", style="red", markup=False, soft_wrap=True
        )
