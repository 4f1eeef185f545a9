"""Numbers of people and words of health are seen however they are spelled."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.sheets.personal import Personal, personal_in

WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
CHINESE = str.maketrans("0123456789", "〇一二三四五六七八九")
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
CIRCLED = str.maketrans("123456789", "①②③④⑤⑥⑦⑧⑨")
SCRIPTS = [{}, WIDE, CHINESE, ARABIC, CIRCLED]
BETWEEN = [
    "",
    " ",
    "　",
    ".",
    "．",
    "-",
    "—",
    "·",
    "\u200b",
    "\u2060",
    "\ufeff",
    "\u00ad",
    " - ",
    "/",
    ",",
    "、",
    "*",
    "(",
    "\n",
]

digits = st.text("0123456789")
spelling = st.tuples(st.sampled_from(SCRIPTS), st.lists(st.sampled_from(BETWEEN), min_size=20, max_size=20))


def spelled(number: str, how: tuple[dict[int, str], list[str]]) -> str:
    """A number with signs between its digits, in the digits of some script."""
    script, between = how
    return "".join(sign + gap for sign, gap in zip(number, between, strict=False)).translate(script)


@given(st.from_regex(r"\A[1-9][0-9]{16}[0-9Xx]\Z"), spelling, st.sampled_from(["", "王某某", "号码"]))
def test_an_identity_number_is_seen_in_any_spelling(
    number: str, how: tuple[dict[int, str], list[str]], around: str
) -> None:
    assert personal_in(f"{around}{spelled(number, how)}{around}") is Personal.IDENTITY


@given(st.from_regex(r"\A1[3-9][0-9]{9}\Z"), spelling, st.sampled_from(["", "+86", "电话"]))
def test_a_mobile_number_is_seen_in_any_spelling(
    number: str, how: tuple[dict[int, str], list[str]], before: str
) -> None:
    assert personal_in(f"{before}{spelled(number, how)}") is Personal.PHONE


def test_any_number_of_signs_that_nobody_sees_part_nothing() -> None:
    assert personal_in(("\u200b" * 20).join("13800138000")) is Personal.PHONE


@given(st.from_regex(r"\A62[0-9]{14}\Z") | st.from_regex(r"\A62[0-9]{17}\Z"), spelling)
def test_a_bank_account_is_seen_in_any_spelling(number: str, how: tuple[dict[int, str], list[str]]) -> None:
    assert personal_in(spelled(number, how)) in {Personal.ACCOUNT, Personal.PHONE}


@given(
    st.sampled_from(["癌", "残疾", "尿毒症", "高血压", "精神障碍", "住院", "聋哑", "ｈｉｖ"]),
    st.sampled_from(["", " ", "\u200b", "·", "-", "*"]),
)
def test_a_word_of_health_is_seen_with_anything_between_its_signs(word: str, gap: str) -> None:
    assert personal_in(f"拟纳入（{gap.join(word)}）") is Personal.HEALTH


@pytest.mark.parametrize(
    "text", ["5221**********1234", "138****8000", "尾号****8000", "１３８＊＊＊＊８０００", "622848xxxxxx1234"]
)
def test_a_number_with_covered_digits_is_a_number(text: str) -> None:
    assert personal_in(text) is Personal.MASKED


def test_a_text_that_is_shown_backwards_is_refused() -> None:
    assert personal_in("拟纳入\u202e监测") is Personal.TURNED


@pytest.mark.parametrize(
    "text",
    [
        "拟纳入监测",
        "突发严重困难户",
        "柳沟村三组",
        "第3户",
        "2025年1月6日",
        "因学",
        "缺劳动力",
        "青石镇人民政府 0856-6721234",
        "12317",
        "三里坪村一组二十户",
    ],
)
def test_what_may_hang_in_the_village_is_let_through(text: str) -> None:
    assert personal_in(text) is None


@pytest.mark.parametrize(
    ("text", "found"), [("霍去病", None), ("辛弃疾", None), ("王患病", Personal.HEALTH), ("王某肝癌", Personal.HEALTH)]
)
def test_a_name_may_hold_a_sign_that_elsewhere_speaks_of_illness(text: str, found: Personal | None) -> None:
    assert personal_in(text, name=True) is found
    assert personal_in(text) is Personal.HEALTH


def test_an_office_may_say_whom_it_serves() -> None:
    assert personal_in("青石县残联", office=True) is None
    assert personal_in("青石县残联") is Personal.HEALTH
    assert personal_in("残联（王某，肢体残疾）", office=True) is Personal.HEALTH
