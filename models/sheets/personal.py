"""What may never stand on a public notice: numbers of people (identity, telephone, account) and words of illness or disability.

A text is looked at as people would read it, however it is spelled: wide digits, digits of other scripts and Chinese numerals
are digits; blanks, dots, dashes and signs that nobody sees between them part nothing.
"""

from __future__ import annotations

import re
import unicodedata
from enum import Enum

from features.bilingual import Bilingual
from features.texts.invisible import TURNS_AROUND, without_invisible


class Personal(Enum):
    """What a text looks like: in words, and what to take out."""

    IDENTITY = Bilingual("像是身份证号：请删去号码", "looks like an identity number: take the number out")
    PHONE = Bilingual("像是手机号：请删去号码", "looks like a mobile number: take the number out")
    ACCOUNT = Bilingual(
        "像是银行账号或其他长号码：请删去号码", "looks like a bank account or another long number: take the number out"
    )
    MASKED = Bilingual(
        "像是遮盖了几位的号码：遮盖的号码也请删去", "looks like a number with some digits covered: take it out too"
    )
    HEALTH = Bilingual(
        "有疾病或残疾的字眼：请删去健康情况", "holds a word of illness or disability: take the person's health out"
    )
    TURNED = Bilingual("有颠倒文字方向的符号：请重新手工录入", "holds a sign that turns the text around: type it anew")


_CHINESE_NUMERALS = str.maketrans("〇零○一二三四五六七八九壹贰叁肆伍陆柒捌玖貳參陸幺两", "00012345678912345678923612")
_LETTERS = r"[^\W\d_]"
_BETWEEN = rf"(?:(?!{_LETTERS}|\d).){{0,6}}?"
"""Signs that are neither letters nor digits, between two digits of one number."""

_NUMBER = re.compile(rf"\d(?:{_BETWEEN}\d)*(?:{_BETWEEN}[Xx](?![A-Za-z]))?", re.DOTALL)
_COVERED = re.compile(
    r"[*×]\s*[*×]\s*[*×]\s*\d|\d\s*(?:[*×✱●•■█▇◆○#_?]|[xX](?=[xX*]))\s*(?:[*×✱●•■█▇◆○#_?xX]\s*){2,}\d?"
)
_MOBILE = re.compile(r"(?:(?:00)?86)?1[3-9]\d{9}")
_IDENTITY_FORMS = (re.compile(r"\d{17}[\dX]"), re.compile(r"\d{15}"))
LONGEST_PLAIN = 11
"""Digits that an office's own telephone number has at most, with the area's."""

ILLNESS = (
    *(
        "病",
        "疾",
        "癌",
        "瘤",
        "瘫",
        "癱",
        "聋",
        "聾",
        "哑",
        "啞",
        "盲",
        "残",
        "殘",
        "瘸",
        "跛",
        "痴呆",
        "癫",
        "癲",
        "痫",
    ),
    *(
        "透析",
        "化疗",
        "放疗",
        "尿毒",
        "中风",
        "脑梗",
        "梗死",
        "偏瘫",
        "肝炎",
        "结核",
        "艾滋",
        "HIV",
        "白血",
        "糖尿",
        "高血压",
    ),
    *(
        "精神分裂",
        "精神障碍",
        "抑郁",
        "智力障碍",
        "智障",
        "弱智",
        "失明",
        "失聪",
        "失能",
        "截肢",
        "肾衰",
        "肝硬化",
        "心梗",
    ),
    *("患病", "有病", "生病", "得病", "重病", "大病", "慢性病", "病重", "疾病", "残疾"),
    *("住院", "手术", "确诊", "重症", "患者", "护理补贴", "器官移植", "流产", "怀孕"),
)
"""Words and signs; none of them belongs to the name of a category, a result or an office on a notice."""

_IN_NAMES = ("病", "疾")
"""Of these a name may hold one: 霍去病, 辛弃疾. In other company they are no name's."""

_OFFICES = ("残疾人联合会", "残联", "疾控")
"""Names of offices that may be turned to."""


def digits_as_read(text: str) -> str:
    """The text with every digit as 0 to 9, and without signs that nobody sees."""
    seen = without_invisible(unicodedata.normalize("NFKC", text)).translate(_CHINESE_NUMERALS)
    return "".join(str(unicodedata.digit(sign, sign)) for sign in seen)


def personal_in(text: str, *, name: bool = False, office: bool = False) -> Personal | None:
    """What a text holds that may not stand on a notice; None for nothing.

    Args:
        name: it is a person's name, which may hold a sign that in other texts speaks of illness.
        office: it is an office's name, which may say whom it serves.
    """
    if TURNS_AROUND in text:
        return Personal.TURNED
    read = digits_as_read(text)
    for found in _NUMBER.findall(read):
        number = re.sub(r"[^\dX]", "", found.upper())
        if any(form.fullmatch(number) for form in _IDENTITY_FORMS):
            return Personal.IDENTITY
        if _MOBILE.search(number) and len(number) < 17:
            return Personal.PHONE
        if len(number.rstrip("X")) > LONGEST_PLAIN:
            return Personal.ACCOUNT
    if _COVERED.search(read):
        return Personal.MASKED
    letters = "".join(sign for sign in without_invisible(unicodedata.normalize("NFKC", text)) if sign.isalnum()).upper()
    for served in _OFFICES if office else ():
        letters = letters.replace(served, "")
    words = [word for word in ILLNESS if word in letters]
    if name and len(words) == 1 and words[0] in _IN_NAMES and len(letters) <= 4:
        return None
    return Personal.HEALTH if words else None
