"""The public notice: its lines have room for nothing else, and its file is read whole or not at all."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import pytest

from models.sheets.notice import NoticeError, NoticeLine, page_of, require_days
from models.sheets.notice_file import read_notice
from tests.drawn_tables import POLICY

HEADER = "村,户主姓名,类别,评议结果,公示起,公示止,受理单位"
SOUND = "柳沟村,王某某,突发严重困难户,拟纳入监测,2025-01-06,2025-01-10,青石镇人民政府"


def line(**changes: object) -> NoticeLine:
    ordinary = {
        "village": "柳沟村",
        "head_of_household": "王某某",
        "category": "突发严重困难户",
        "result": "拟纳入监测",
        "first_day": dt.date(2025, 1, 6),
        "last_day": dt.date(2025, 1, 10),
        "contact_office": "青石镇人民政府",
    }
    return NoticeLine(**{**ordinary, **changes})  # type: ignore[arg-type]


def filed(folder: Path, *rows: str, header: str = HEADER, encoding: str = "utf-8-sig") -> Path:
    file = folder / "notice.csv"
    file.write_text("\n".join([header, *rows]), encoding=encoding)
    return file


def test_a_line_has_the_fields_of_a_notice_and_no_room_for_another() -> None:
    assert [field.name for field in dataclasses.fields(NoticeLine)] == [
        *("village", "head_of_household", "category", "result", "first_day", "last_day", "contact_office")
    ]
    with pytest.raises(TypeError):
        line(phone="138")
    with pytest.raises((AttributeError, TypeError)):
        object.__setattr__(line(), "phone", "138")
    with pytest.raises(dataclasses.FrozenInstanceError):
        line().result = "13800138000"  # type: ignore[misc]


@pytest.mark.parametrize("field", ["village", "head_of_household", "category", "result", "contact_office"])
@pytest.mark.parametrize(
    ("text", "to_do"),
    [
        ("522121198503051234", "删去"),
        ("５２２１２１ １９８５０３０５ １２３４", "删去"),
        ("1 3 8.0013.8000", "删去"),
        ("1\u200b38\u200b0013\u200b8000", "重新手工录入"),
        ("6228480402564890018", "删去"),
        ("患癌", "删去健康情况"),
        ("", "请补上"),
        ("长" * 41, "写短一些"),
        ("甲\n乙", "重新手工录入"),
    ],
)
def test_what_may_not_hang_in_the_village_is_refused_in_every_field_and_never_repeated(
    field: str, text: str, to_do: str
) -> None:
    with pytest.raises(NoticeError) as refused:
        line(**{field: text})
    message = str(refused.value)
    assert to_do in message
    assert not text.strip() or text not in message


@pytest.mark.parametrize("name", ["王某（残疾）", "王某3组", "王某:户主", "13800138000"])
def test_beside_a_name_nothing_stands(name: str) -> None:
    with pytest.raises(NoticeError, match="只能写姓名"):
        line(head_of_household=name)


@pytest.mark.parametrize("name", ["王某某", "阿卜杜热合曼·买买提", "霍去病", "王 某"])
def test_a_name_is_as_people_typed_it(name: str) -> None:
    assert f"<td>{name}</td>" in page_of([line(head_of_household=name)])


@pytest.mark.parametrize(("last", "days"), [(9, 4), (10, 5), (25, 20)])
def test_it_hangs_for_as_long_as_the_policy_asks(last: int, days: int) -> None:
    hangs = line(last_day=dt.date(2025, 1, last))
    assert hangs.days == days
    if days < 5:
        with pytest.raises(NoticeError, match="只有4天，少于规定的5天"):
            require_days([hangs], POLICY)
    else:
        require_days([hangs], POLICY)


def test_a_period_that_ends_before_it_begins_is_none() -> None:
    with pytest.raises(NoticeError, match="早于起期"):
        line(last_day=dt.date(2025, 1, 5))


def test_each_village_has_a_page_of_its_own_and_nothing_on_it_needs_a_network() -> None:
    html = page_of([line(), line(village="北坡村"), line(head_of_household="李某")])
    assert html.count("<h1>公示</h1>") == 2
    assert html.index("北坡村") < html.index("柳沟村")
    assert not any(word in html for word in ("<script", "http:", "https:", "url(", "@import", "src="))


def test_markup_in_a_cell_is_shown_not_run() -> None:
    assert "&lt;b&gt;" in page_of([line(result="<b>拟纳入</b>")])


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030"])
def test_a_file_is_read_as_offices_write_it(tmp_path: Path, encoding: str) -> None:
    second = "北坡村,李某,边缘易致贫户,拟纳入监测,2025/1/6,2025年1月10日,青石镇人民政府"
    assert read_notice(filed(tmp_path, SOUND, second, ",,,,,,", encoding=encoding)) == [
        line(),
        line(village="北坡村", head_of_household="李某", category="边缘易致贫户"),
    ]


@pytest.mark.parametrize("header", ["身份证号", "联系电话", "银行账号", "健康状况", "备注", "得分"])
def test_a_column_that_may_not_hang_in_the_village_is_refused_not_passed_over(tmp_path: Path, header: str) -> None:
    with pytest.raises(NoticeError, match=f"第8列“{header}”不能出现在公示上：请删去这一列"):
        read_notice(filed(tmp_path, f"{SOUND},x", header=f"{HEADER},{header}"))


def test_all_that_is_wrong_is_told_at_once_by_row_and_column_and_never_what_it_is(tmp_path: Path) -> None:
    phone = SOUND.replace("拟纳入监测", "拟纳入 138 0013 8000")
    two = SOUND.replace("王某某", "王某5").replace("2025-01-10", "2025-01")
    with pytest.raises(NoticeError) as refused:
        read_notice(filed(tmp_path, SOUND, phone, two))
    told = str(refused.value)
    assert "第3行“评议结果”像是手机号：请删去号码" in told
    assert "第4行“户主姓名”只能写姓名" in told
    assert "第4行“公示止”不是日期" in told
    assert "8000" not in told


@pytest.mark.parametrize(
    ("header", "rows", "told"),
    [
        (HEADER.replace(",类别", ""), [], "缺“类别”一列"),
        (f"{HEADER},村", [], "“村”有两列"),
        (HEADER, [], "没有要公示的户"),
    ],
)
def test_a_file_that_is_no_notice_says_what_to_do(tmp_path: Path, header: str, rows: list[str], told: str) -> None:
    with pytest.raises(NoticeError, match=told):
        read_notice(filed(tmp_path, *rows, header=header))


def test_a_file_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(NoticeError, match="核对文件名和位置"):
        read_notice(tmp_path / "nowhere.csv")
