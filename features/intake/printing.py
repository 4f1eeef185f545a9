"""An intake's report on the terminal: what landed in one line, what needs a person in full."""

from __future__ import annotations

from collections import Counter

from rich.console import Console
from rich.table import Column, Table

from features.intake.contradicting_files import Contradiction
from features.intake.files.reading import Unread
from features.intake.problems import REASONS
from features.intake.report import FileReport, IntakeReport, Outcome
from features.texts.printable import printable_name

AT_MOST = 20
"""Lines of one kind on the terminal; the store keeps them all (`fanpin deliveries`)."""


def print_report(report: IntakeReport, console: Console) -> None:
    """Counts by outcome, refusals in full, rows set aside and cells unread by file and reason."""
    counts = Counter(file.outcome for file in report.files)
    told = [f"{outcome.zh} {counts[outcome]}" for outcome in Outcome if counts[outcome]]
    console.print(
        f"{len(report.files)} files: {', '.join(told) or '0'}; {report.rows_landed:,} record rows landed", markup=False
    )
    for file in report.refused[:AT_MOST]:
        console.print(
            f"{Outcome.REFUSED.zh} {file.refusal.message.zh}\n  refused: {file.refusal.message.en}"
            if file.refusal
            else "",
            style="red",
            markup=False,
            highlight=False,
            soft_wrap=True,
        )
    _more(len(report.refused), console)
    for note in report.notes:
        console.print(f"{note.message.zh}\n  {note.message.en}", markup=False, highlight=False, soft_wrap=True)
    if report.key_made is not None:
        console.print(
            f"已生成化名密钥 {report.key_made}：请立即备份，并像证件号码一样保管；丢了它，就再也对不上人。 | "
            f"The pseudonym key was made: {report.key_made}. Back it up now and guard it as the ID numbers themselves; "
            "without it nobody can be linked again.",
            markup=False,
            highlight=False,
            soft_wrap=True,
        )
    _print_passed_over(report, console)
    _print_contradictions(report, console)
    _print_set_aside(report, console)
    _print_cells(report, console)
    _print_headers(report, console)
    _print_unread_sheets(report, console)


def _print_passed_over(report: IntakeReport, console: Console) -> None:
    passed = report.having(Outcome.IGNORED)
    for file in passed[:AT_MOST]:
        if file.passed_over is not None:
            console.print(
                f"未读取 {file.file}：{file.passed_over.zh} | not read: {file.passed_over.en}",
                markup=False,
                highlight=False,
                soft_wrap=True,
            )
    _more(len(passed), console)


def _print_contradictions(report: IntakeReport, console: Console) -> None:
    """One pair of rows of each two files, and how many more there are; the findings name them all."""
    pairs: dict[tuple[str, str], list[Contradiction]] = {}
    for each in report.contradictions:
        pairs.setdefault(each.files, []).append(each)
    for first, *others in list(pairs.values())[:AT_MOST]:
        zh, en = (f"，另有 {len(others):,} 行", f", and {len(others):,} more rows") if others else ("", "")
        console.print(
            f"同一天的两份文件说法不一（{first.columns.zh}）：{first.row.zh}；{first.holds.zh}{zh}。以后者为准，请核对并更正错的一份，"
            f"各行见核查清单 `fanpin findings`。\n  two files of one day contradict each other ({first.columns.en}): {first.row.en}; "
            f"{first.holds.en}{en}. The latter holds; compare them and correct the wrong one. `fanpin findings` lists every row.",
            style="yellow",
            markup=False,
            highlight=False,
            soft_wrap=True,
        )
    _more(len(pairs), console)


def _print_set_aside(report: IntakeReport, console: Console) -> None:
    if not report.set_aside:
        return
    # Chinese has no spaces to break at: without folding, a narrow terminal would cut the sentence off.
    table = Table(Column("未保留的行：原因与处理", overflow="fold"), "行数 rows", "set aside", "what to do")
    for reason, count in sorted(report.set_aside.items(), key=lambda item: -item[1]):
        told = REASONS[reason]
        table.add_row(told.zh, f"{count:,}", reason.value, told.en)
    console.print(table)
    console.print("By file and row: `fanpin deliveries --set-aside FILE.csv`.", markup=False)


def _print_cells(report: IntakeReport, console: Console) -> None:
    cells: Counter[tuple[str, str]] = Counter()
    for file in report.files:
        for header, count in file.unreadable.items():
            cells["+".join(file.sources), header] += count
    for (source, header), count in cells.most_common(AT_MOST):
        console.print(
            f"{source}“{printable_name(header)}”列：{count:,} 个单元格无法识别，按未知处理 | column {printable_name(header)}: {count:,} cells could not be "
            "read and count as unknown",
            markup=False,
            soft_wrap=True,
        )
    _more(len(cells), console)


def _print_headers(report: IntakeReport, console: Console) -> None:
    seen: dict[tuple[str, str | None], FileReport] = {}
    for file in report.files:
        for unknown in file.unknown_headers:
            seen.setdefault((unknown.header, unknown.nearest), file)
    for (header, nearest), file in list(seen.items())[:AT_MOST]:
        hint = f"; nearest known: {nearest}" if nearest else ""
        console.print(f"{file.file}: column {printable_name(header)} is not known and was not read{hint}", markup=False)
    _more(len(seen), console)


def _print_unread_sheets(report: IntakeReport, console: Console) -> None:
    unread = [
        (file.file, why, [sheet.name for sheet in file.unread_sheets if sheet.why is why])
        for file in report.files
        for why in Unread
    ]
    named = [entry for entry in unread if entry[2]]
    for file, why, names in named[:AT_MOST]:
        several = len(names) > 1
        console.print(
            f"{file} 工作表“{names[0]}”{f'等 {len(names)} 张工作表' if several else ''}未读取：{why.zh} | "
            f"sheet {names[0]}{f' and {len(names) - 1} more were' if several else ' was'} not read: {why.en}",
            markup=False,
            soft_wrap=True,
        )
    _more(len(named), console)


def _more(count: int, console: Console) -> None:
    if count > AT_MOST:
        console.print(f"… and {count - AT_MOST} more", markup=False)
