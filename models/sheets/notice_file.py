"""The file of a public notice: people's decisions as people filled them in, csv or workbook.

It has the columns of a notice and no other: what may not hang in the village is refused, not passed over, so that nobody
believes that it was meant to be printed.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl

from features.intake.files.content import Content
from features.intake.files.reading import Sheet, opened
from features.intake.sheets.dates import as_dates
from features.texts.printable import printable_name
from models.sheets.notice import TEXTS, NoticeError, NoticeLine, wrong_in

HEADERS: dict[str, tuple[str, ...]] = {
    **{name: (title.zh,) for name, title in TEXTS.items()},
    "village": ("村", "村名", "行政村"),
    "result": ("评议结果", "结果"),
    "contact_office": ("受理单位", "联系单位"),
    "first_day": ("公示起", "公示起期", "公示开始日期"),
    "last_day": ("公示止", "公示止期", "公示结束日期"),
}
"""The columns of a notice and how their headers may be written; the first is the one that is asked for."""

PASSED_OVER = ("序号",)
NAMED_AT_MOST = 20

_FIELDS = {header: name for name, headers in HEADERS.items() for header in headers}


def read_notice(file: Path) -> list[NoticeLine]:
    """The lines of a notice, in the order of the file.

    Raises:
        FileRefusedError: the file can't be read, or none of its first rows holds the headers.
        NoticeError: a column too many or too few, or cells that may not be on a notice: all of them, by row and column, and
            never what stands in them.
    """
    try:
        data = file.read_bytes()
    except OSError as error:
        raise NoticeError(
            f"{file} 读不出（{error.strerror}）：核对文件名和位置。 | {file} cannot be read ({error.strerror}). Check its name and place."
        ) from None
    sheets = opened(Content(file.name, data), _known).sheets
    if len(sheets) > 1:
        raise NoticeError(
            f"{file.name} 有{len(sheets)}张工作表带公示的表头：只留一张。 | {file.name} has {len(sheets)} sheets with the headers of a "
            "notice: keep one."
        )
    (sheet,) = sheets
    rows = _columns(sheet)
    problems: list[str] = []
    lines = []
    for row in rows.iter_rows(named=True):
        line = _line(row, problems)
        if line is not None:
            lines.append(line)
    if problems:
        more = f"；另有{len(problems) - NAMED_AT_MOST}处" if len(problems) > NAMED_AT_MOST else ""
        raise NoticeError(
            f"{file.name} 没有写成公示：{'；'.join(problems[:NAMED_AT_MOST])}{more} | {file.name}: no notice was written; "
            f"{len(problems)} cells have to be put right, as told by row and column."
        )
    if not lines:
        raise NoticeError(f"{file.name} 里没有要公示的户。 | {file.name} holds no household to be put on notice.")
    return lines


def _known(cells: object) -> int:
    return sum(_header(cell) in _FIELDS for cell in cells)  # type: ignore[attr-defined]


def _header(cell: str | None) -> str:
    return "".join((cell or "").split())


def _columns(sheet: Sheet) -> pl.DataFrame:
    """`source_row` and the fields of a line as text; the days as days. Rows with nothing in them are left out."""
    places: dict[str, str] = {}
    wrong = []
    for place, written in enumerate(sheet.headers):
        header = _header(written)
        name = _FIELDS.get(header)
        if name in places:
            wrong.append(f"“{HEADERS[name][0]}”有两列：只留一列")
        elif name is not None:
            places[name] = str(place)
        elif header and header not in PASSED_OVER:
            wrong.append(f"第{place + 1}列“{printable_name(header)}”不能出现在公示上：请删去这一列")
    wrong += [f"缺“{headers[0]}”一列：请补上" for name, headers in HEADERS.items() if name not in places]
    if wrong:
        raise NoticeError(
            f"{sheet.file} 的列不是公示的列：{'；'.join(wrong)} | {sheet.file}: the columns are not those of a notice "
            f"({', '.join(headers[0] for headers in HEADERS.values())}, and no other)."
        )
    texts = sheet.cells.select(
        "source_row", **{name: pl.col(place).str.strip_chars() for name, place in places.items()}
    )
    filled = texts.filter(pl.any_horizontal(pl.col(*places).is_not_null() & (pl.col(*places) != "")))
    return filled.with_columns(_days(filled[name]) for name in ("first_day", "last_day"))


def _days(texts: pl.Series) -> pl.Series:
    # Of a month alone the first day would be read, which nobody wrote.
    whole = pl.select(pl.when(~texts.str.contains(r"^\d{4}\D\d{1,2}月?$|^\d{6}$")).then(texts)).to_series()
    return as_dates(whole)["date"].alias(texts.name)


def _line(row: dict[str, object], problems: list[str]) -> NoticeLine | None:
    at = f"第{row.pop('source_row')}行"
    wrong = [
        f"{at}“{HEADERS[name][0]}”不是日期：写成 2025-01-05 这样"
        for name in ("first_day", "last_day")
        if not isinstance(row[name], dt.date)
    ]
    texts = {name: str(row[name] or "") for name in TEXTS}
    found = ((title.zh, wrong_in(texts[name], name)) for name, title in TEXTS.items())
    wrong += [f"{at}“{title}”{problem.zh}" for title, problem in found if problem is not None]
    if not wrong:
        try:
            return NoticeLine(**{**row, **texts})  # type: ignore[arg-type]
        except NoticeError as error:
            wrong.append(f"{at}{str(error).partition(' | ')[0].removesuffix('。')}")
    problems += wrong
    return None
