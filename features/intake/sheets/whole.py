"""Checks of a whole sheet before its cells are read: headers missing or double, identifiers that Excel rounded."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from features.intake.files.reading import Sheet
from features.intake.linkage.numbers import read_numbers
from features.intake.problems import Bilingual, FileRefusedError
from features.intake.recognising.catalogue import Column, Kind, Source, fold, nearest

EXCEL_DIGITS = 15
"""Significant digits that Excel keeps of a number: a longer identifier that was a number has lost its end."""

EXACT = 2**53
"""Up to here a number of a workbook is exact, if nobody typed it into Excel."""

LONG_ENOUGH_TO_TELL = 18
"""Digits of a text from which few are exactly a float by chance: of 16 all are, of 17 one in 2 to 16."""

SHOWN_AS_A_NUMBER = r"^[\s=\"]*[0-9](?:\.[0-9]+)?[eE]\+[0-9]{2}[\s\"]*$"
"""5.20123E+17, as a column too narrow for the number shows it and as it is then written into a csv."""

ENDS_IN_ZEROS_AFTER_15_DIGITS = r"^[0-9]{15}0{4,}$"
"""A code of 19 digits or more as Excel writes it when it was a number. Of honest codes one in 10,000 ends so."""

ENDS_LIKE_A_ROUNDED_ID_NUMBER = r"^[0-9]{15}000$"
"""Of sound ID numbers one in 1,100 ends so; of rounded ones all do, and ten in eleven of those fail their check."""

FORM_OF_AN_ID_NUMBER = r"^[0-9]{17}[0-9Xx]$"

FEWER_BY_CHANCE = 20
"""Of numbers mistyped one in a thousand ends in three zeros. In a long list some do: only from one in twenty on is it Excel."""

ID_NUMBERS = frozenset({"id_number", "head_id_number", "card_number"})
"""Fields whose text is judged by `who/identity.py`, which knows checksums."""


def positions_of(sheet: Sheet, source: Source) -> dict[str, int]:
    """Canonical header of each kept column, and where it stands."""
    positions: dict[str, int] = {}
    for position, header in enumerate(sheet.headers):
        canonical = source.canonical(header) if header else None
        if canonical is None or not source.columns[canonical].kept:
            continue
        if canonical in positions:
            raise FileRefusedError(
                sheet.file,
                Bilingual(
                    f"“{sheet.headers[positions[canonical]]}”列与“{header}”列是同一项内容（{canonical}）",
                    f"the columns {sheet.headers[positions[canonical]]} and {header} say the same thing ({canonical})",
                ),
                Bilingual(
                    "保留正确的一列、删除另一列，再重新报送",
                    "Leave the right one and delete the other, then deliver it again",
                ),
                sheet=sheet.name,
                row=sheet.header_row,
                column=header,
            )
        positions[canonical] = position
    return positions


def missing_headers(sheet: Sheet, source: Source, missing: tuple[str, ...]) -> FileRefusedError:
    """The refusal of a sheet without these headers: it tells when they stand in the row above or below the header."""
    if split := _header_in_two_rows(sheet, source, missing):
        return split
    strangers = [header for header in sheet.headers if header and source.canonical(header) is None]
    folded = {fold(header): header for header in strangers}
    guesses = {header: nearest(header, folded) for header in missing}
    likely = [(folded[guess], header) for header, guess in guesses.items() if guess]
    hint = Bilingual("", "")
    if likely:
        hint = Bilingual(
            f"（{'；'.join(f'“{seen}”可能就是“{header}”' for seen, header in likely)}）",
            f" ({'; '.join(f'{seen} looks like {header}' for seen, header in likely)})",
        )
    several = len(missing) > 1
    return FileRefusedError(
        sheet.file,
        Bilingual(
            f"看起来是《{source.zh}》，但缺少{'、'.join(f'“{header}”' for header in missing)}列",
            f"it looks like {source.zh} ({source.name}), but the column{'s' * several} "
            f"{', '.join(missing)} {'are' if several else 'is'} missing",
        ).and_also(hint),
        Bilingual(
            "导出时勾选全部列后重新导出，或更正表头名称，再重新报送",
            "Export it again with every column, or rename the header, and deliver it again",
        ),
        sheet=sheet.name,
        row=sheet.header_row,
        column=missing[0],
    )


def _header_in_two_rows(sheet: Sheet, source: Source, missing: tuple[str, ...]) -> FileRefusedError | None:
    below = sheet.cells.drop("source_row").head(1).rows()
    for row, cells in ((sheet.header_row - 1, sheet.above), (sheet.header_row + 1, below[0] if below else ())):
        if {source.canonical(cell) for cell in cells if cell} & set(missing):
            first, second = sorted((row, sheet.header_row))
            return FileRefusedError(
                sheet.file,
                Bilingual(
                    f"表头分成了第{first}、{second}两行（有合并的单元格），{'、'.join(missing)}不在同一行",
                    f"its header takes two rows, {first} and {second} (cells are merged), so {', '.join(missing)} do not "
                    "stand in one row with the others",
                ),
                Bilingual(
                    "取消表头的合并，把列名都写在同一行，再重新报送",
                    "Unmerge the header, write all column names into one row, and deliver it again",
                ),
                sheet=sheet.name,
                row=sheet.header_row,
                column=missing[0],
            )
    return None


def refuse_rounded_identifiers(sheet: Sheet, columns: Mapping[int, Column], frame: pl.DataFrame) -> None:
    """Refuse a sheet that kept identifiers as numbers: their last digits are gone, and nothing shows it.

    One cell is enough where the workbook says that it is a number. Texts may have been numbers before: a number that
    went through a float is exactly a float again. Of texts with 18 digits one in 64 is so by chance, of 20 digits one
    in 16,384, so there most of a column have to be.
    """
    identifiers = {position: column for position, column in columns.items() if column.kind is Kind.ID}
    for position, column in identifiers.items():
        rows = [row for row, place in sheet.long_numbers if place == position]
        if rows:
            numbers = sheet.cells.filter(pl.col("source_row").is_in(rows)).get_column(str(position))
            # A script may write 16 digits whole: of those some do not end in 0, as all do that went through Excel.
            if any(int(text) > EXACT for text in numbers) or numbers.str.ends_with("0").all():
                raise _rounded(sheet, rows[0], column)
        shown = sheet.cells.filter(pl.col(str(position)).str.contains(SHOWN_AS_A_NUMBER)).get_column("source_row")
        # A village's code is short enough for a number; where one is shown so, its row alone is in doubt and says why.
        if shown.len() and column.field != "region_code":
            raise _rounded(sheet, int(shown[0]), column)
    for column in identifiers.values():
        texts = frame.select("source_row", pl.col(str(column.field)).alias("text")).drop_nulls()
        digits = [
            (row, text)
            for row, text in texts.head(200).iter_rows()
            if LONG_ENOUGH_TO_TELL <= len(text) <= 40 and text.isascii() and text.isdigit()
        ]
        rounded = [row for row, text in digits if int(text) == int(float(text))]
        if len(rounded) * 2 > len(digits) and (len(rounded) >= 3 or len(digits[0][1]) >= 20):
            raise _rounded(sheet, rounded[0], column)
        if column.field in ID_NUMBERS:
            zeros = _each_once(texts, ENDS_LIKE_A_ROUNDED_ID_NUMBER)
            unsound = _unsound(zeros)
            if (
                unsound.height >= 3
                and unsound.height * 3 > zeros.height * 2
                and unsound.height * FEWER_BY_CHANCE > _unsound(_each_once(texts, FORM_OF_AN_ID_NUMBER)).height
            ):
                raise _rounded(sheet, int(unsound["source_row"][0]), column)


def _each_once(texts: pl.DataFrame, form: str) -> pl.DataFrame:
    return texts.filter(pl.col("text").str.contains(form)).unique("text", keep="first", maintain_order=True)


def _unsound(numbers: pl.DataFrame) -> pl.DataFrame:
    return numbers.filter(~read_numbers(numbers.get_column("text")).get_column("sound"))


def number_was_kept(sheet: Sheet, column: Column, frame: pl.DataFrame) -> pl.Expr | None:
    """Where the text of an identifier looks as if it had been a number once; None where no cell of the column can.

    A csv does not tell numbers from texts. Excel writes a long code with zeros after its 15th digit and a short one
    without the zeros that it began with.
    """
    text = pl.col(str(column.field))
    looks = pl.lit(False)
    if not sheet.name:
        looks = text.str.contains(ENDS_IN_ZEROS_AFTER_15_DIGITS)
    texts = frame.select(text.alias("text")).drop_nulls()
    usual = texts.filter(pl.col("text").str.contains(r"^0[0-9]*$")).get_column("text").str.len_chars()
    if column.field not in ID_NUMBERS and usual.len() >= 3 and usual.n_unique() == 1:
        looks = looks | (text.str.contains(r"^[1-9][0-9]*$") & (text.str.len_chars() < int(usual[0])))
    return looks if texts.height else None


def _rounded(sheet: Sheet, row: int, column: Column) -> FileRefusedError:
    return FileRefusedError(
        sheet.file,
        Bilingual(
            f"该列号码被存成了数值，Excel 只保留前{EXCEL_DIGITS}位，后面的数字已经丢失",
            f"the identifiers were kept as numbers, of which Excel keeps {EXCEL_DIGITS} digits",
        ),
        Bilingual(
            "从原系统重新导出，把该列设为文本格式，再重新报送",
            "Export it again with this column as text, and deliver it again",
        ),
        sheet=sheet.name,
        row=row,
        column=column.header,
    )


def refuse_bare_days_since_1904(sheet: Sheet, columns: Mapping[int, Column]) -> None:
    """Refuse a workbook that counts days from 1904 and keeps a date as a bare number: read as usual it is off by 4 years."""
    if not sheet.since_1904:
        return
    for position, column in columns.items():
        if column.kind not in {Kind.DATE, Kind.BIRTH}:
            continue
        bare = sheet.cells.filter(pl.col(str(position)).str.contains(r"^\d{5}(\.\d+)?$"))
        if bare.height:
            raise FileRefusedError(
                sheet.file,
                Bilingual(
                    "工作簿按 1904 日期系统计日，而该列日期存成了纯数字，无法确定是哪一天",
                    "the workbook counts days from 1904 and this column keeps dates as bare numbers, so which day they "
                    "mean is not certain",
                ),
                Bilingual(
                    "把该列设为日期格式（如 2024-01-20）后保存，再重新报送",
                    "Give the column a date format (2024-01-20), save it and deliver it again",
                ),
                sheet=sheet.name,
                row=int(bare["source_row"][0]),
                column=column.header,
            )
