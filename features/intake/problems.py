"""What can be wrong with a delivery: a file refused whole, or a row set aside. Neither ever repeats a cell."""

from __future__ import annotations

from dataclasses import dataclass

from features.bilingual import Bilingual as Bilingual  # noqa: PLC0414 - refusals are written in it: offered from here too
from features.errors import FanpinError
from features.records.tables.rules import Severity
from features.texts.printable import printable, printable_name
from features.vocabulary import Labelled


class Reason(Labelled):
    """Why a row of a file was not kept, and what the office can do about it."""

    MISSING_KEY = (
        "missing_key",
        "缺少关联标识：补填该列（合并的单元格先取消合并并逐行填写）后重新导出",
        "the cell that says whose row it is is empty; fill it in (split merged cells and fill every row) and export again",
    )
    UNREADABLE_KEY = (
        "unreadable_key",
        "标识无法识别：核对内容，以文本格式导出该列（9.9E+17 这样的是被存成了数值）",
        "the identifier is not one; compare it with the source and export the column as text (9.9E+17 was kept as a number)",
    )
    KEPT_AS_NUMBER = (
        "kept_as_number",
        "号码像是被当作数值保存过：末几位变成0，或丢了开头的0。从原系统重新导出，该列设为“文本”格式；号码确实如此的，以 xlsx 文本格式报送",
        "the identifier looks as if it had been kept as a number (its end became zeros, or the zeros that it began with are "
        "gone); export the column as text; if it is right as it stands, deliver it as text in an xlsx",
    )
    BAD_ID = (
        "bad_id",
        "证件号码校验不通过，或其中的出生日期不存在：与证件逐位核对",
        "the ID number fails its checksum, or its birth date is no day; compare it with the card, correct it and export again",
    )
    MASKED_ID = (
        "masked_id",
        "证件号码的一部分被 * 遮住（脱敏），无法对上人：导出时取消脱敏，重新报送完整号码",
        "part of the ID number is hidden behind * or X, so that nobody can be found by it; export it again with whole numbers",
    )
    LOST_DIGITS = (
        "lost_digits",
        "证件号码位数不对：以文本格式导出该列",
        "the number has too few or too many digits for an ID number, as when a spreadsheet kept it as a number; the "
        "others may have lost digits too: export the column as text",
    )
    MISSING_DATE = (
        "missing_date",
        "缺少日期：补填该列后重新导出",
        "the date is empty; fill it in and export again",
    )
    UNREADABLE_DATE = (
        "unreadable_date",
        "日期或年份无法识别：日期改为 yyyy-MM-dd，年份改为四位数字",
        "the date or year cannot be read; write a date as yyyy-MM-dd, a year with four digits, and export again",
    )
    DOUBTFUL_DATE = (
        "doubtful_date",
        "日期有两种读法：如 2024.1（1月还是10月）、200312（两位年份？）、五位数字、混在时刻里的 23:59:17。改为 yyyy-MM-dd",
        "the date can be read in two ways (2024.1 may be January or October, 200312 a short year, five digits no serial, "
        "23:59:17 among true times the next day); write it as yyyy-MM-dd and export again",
    )
    DOUBTFUL_NUMBER = (
        "doubtful_number",
        "数值有两种读法：逗号、空格、括号、百分号或科学计数法使人无法确定大小。改为普通数字（如 12000.50）后重新导出",
        "the number can be read in two ways (commas or spaces out of place, brackets, a percent sign, scientific "
        "notation); write it with digits and a point only and export again",
    )
    ERROR_VALUE = (
        "error_value",
        "单元格是公式错误（如 #REF!、#DIV/0!）：改正公式或填入数值后重新报送",
        "the cell shows an error (#REF!, #DIV/0! …); correct its formula, or write the value, and deliver it again",
    )
    MERGED = (
        "merged",
        "单元格与上一行合并，无法判断其内容是否也属于本行：取消合并并逐行填写后重新报送",
        "the cell is merged with the row above, and nobody knows whether what stands there is said of this row too; split "
        "the cells, fill every row and deliver it again",
    )
    CUT_SHORT = (
        "cut_short",
        "该行的单元格比表头少：单元格里有未加引号的换行，或文件没有复制完整。检查该行，重新导出后报送",
        "the row has fewer cells than the header (a line break inside a cell without quotes, or the file was cut off); look "
        "at that row, export it again and deliver it again",
    )
    TURNED_AROUND = (
        "turned_around",
        "单元格含反向显示字符，看到的与保存的不一致：删除该单元格内容后重新输入",
        "the cell holds a character that turns the text around, so that what is seen is not what is stored; delete the "
        "cell, type it anew and export again",
    )
    FUTURE_DATE = (
        "future_date",
        "日期晚于交付日期：核对该日期；该日期无误的，核对文件夹名中的收到日期",
        "the date is later than the delivery itself; correct it and export again, or correct the day in the folder's name",
    )
    NO_REGION = (
        "no_region",
        "缺少12位行政区划代码：补充该列",
        "the village's 12-digit region code is absent; add the column 行政区划代码",
    )
    BAD_REGION = (
        "bad_region",
        "行政区划代码不是12位数字：以文本格式导出该列（9.9E+11 这样的是被存成了数值）",
        "the region code is not 12 digits; export the column as text (9.9E+11 was kept as a number)",
    )
    UNREAD_WORD = (
        "unread_word",
        "必填列的用语不认识：改为系统的规定用语；本县自己的用语，请数据管理员补充到 headers.yaml",
        "a required column says a word that intake does not know; write it as the system does, or add the county's own word "
        "to headers.yaml, and export again",
    )
    UNKNOWN_VILLAGE = (
        "unknown_village",
        "按乡、村名称找不到唯一的行政区划代码：先导入行政区划代码表（乡、村、行政区划代码），并核对村名",
        "not exactly one village of this name is known; take in the list of region codes (columns 乡, 村, 行政区划代码) first, "
        "and compare the village's name with it",
    )
    OTHER_COUNTY = (
        "other_county",
        "行政区划代码属于其他县：核对该户所在村的代码",
        "the region code is that of another county than the other rows'; compare it with the village's and export again",
    )
    UNMATCHED = (
        "unmatched",
        "人员不在任何名册中：核对证件号码或先导入名册",
        "the person is on no roster; check the ID number, or take the roster in first",
    )
    POSSIBLE_MATCH = (
        "possible_match",
        "证件号码与名册不符，疑似在册人员：用 `fanpin people review` 导出清单核对",
        "the ID number is not the listed one, but may be a listed person's: write the list with `fanpin people review`, "
        "decide, and read it back with `fanpin people decide`",
    )
    INDISTINCT = (
        "indistinct",
        "同户另有一行的姓名、出生日期、性别都相同且都没有有效证件号码，分不清是两个人还是重复的一行：补填证件号码或姓名，重复的删去一行",
        "another row of the household has the same name, birth and sex and neither has a valid ID number, so that nobody can "
        "tell two people from one row twice; fill in ID numbers or names, or delete the second row, and export again",
    )
    CONTRADICTED = (
        "contradicted",
        "同一张表另有一行说的是同一件事（如同一流水号）而内容不同，无法判断以哪行为准：合并为一行，或更正标识后重新导出",
        "another row of the sheet says something else of the same fact, as of one serial number; make them one row, or correct "
        "what tells them apart, and export again",
    )
    RULE = (
        "rule",
        "数值不符合规则：核对该列",
        "the value breaks a rule of the table; correct the cell and export again",
    )

    @property
    def problem_zh(self) -> str:
        """What is wrong, without what to do."""
        return self.zh.partition("：")[0]

    @property
    def fix_zh(self) -> str:
        return self.zh.partition("：")[2]

    @property
    def severity(self) -> Severity:
        """What one such row costs: itself, or the whole file. A rule of the tables has a severity of its own."""
        return Severity.REFUSE if self in COSTS_THE_FILE else Severity.SET_ASIDE


COSTS_THE_FILE = frozenset({Reason.LOST_DIGITS, Reason.FUTURE_DATE})
"""One such row makes the whole file doubtful: its numbers went through a spreadsheet, its day or its dates are wrong."""

REASONS = {reason.value: reason for reason in Reason}


def placed(file: str, sheet: str | None = None, row: int | None = None, column: str | None = None) -> Bilingual:
    """Where something stands, in words."""
    file = printable_name(file)
    zh, en = [file], [file]
    if sheet:
        sheet = printable_name(sheet)
        zh.append(f"工作表“{sheet}”")
        en.append(f"sheet {sheet}")
    if row is not None:
        zh.append(f"第{row}行")
        en.append(f"row {row}")
    if column:
        column = printable_name(column)
        zh.append(f"“{column}”列")
        en.append(f"column {column}")
    return Bilingual("，".join(zh), ", ".join(en))


@dataclass(eq=False)
class FileRefusedError(FanpinError):
    """A file that cannot be taken in. Says where, what happened and what to do: Chinese first, English beside."""

    file: str
    problem: Bilingual
    what_to_do: Bilingual
    sheet: str | None = None
    row: int | None = None
    column: str | None = None

    @property
    def place(self) -> Bilingual:
        return placed(self.file, self.sheet, self.row, self.column)

    @property
    def message(self) -> Bilingual:
        """Place, problem and what to do, as whole sentences."""
        return Bilingual(
            # Sentences may name headers and sheets, which are anybody's words.
            printable(f"{self.place.zh}：{self.problem.zh}。{self.what_to_do.zh}。"),
            printable(f"{self.place.en}: {self.problem.en}. {self.what_to_do.en}."),
        )

    def __str__(self) -> str:
        return f"{self.message.zh} | {self.message.en}"


class IntakeError(FanpinError):
    """The directory itself cannot be taken in: nothing was read."""
