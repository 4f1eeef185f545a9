"""How a file that is sent may be called: as a file, on every system, and as nobody's number."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from service.deliveries.naming import LONGEST, FileNameError, ending_of, file_name


@pytest.mark.parametrize("name", ["roster.xlsx", "2026年1月 医保结算（一乡）.XLS", "a.b.csv", "名册.et", "各乡.zip"])
def test_a_plain_name_is_kept_as_it_is(name: str) -> None:
    assert file_name(quote(name)) == name
    assert ending_of(name) in (".xlsx", ".xls", ".csv", ".et", ".zip")


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("../名册.csv", "路径"),
        ("..\\名册.csv", "路径"),
        ("/etc/名册.csv", "路径"),
        ("C:名册.csv", "路径"),
        ("a\0.csv", "看不见"),
        ("a\r\nX-Header: b.csv", "看不见"),
        ("vsc.\u202exslx", "看不见"),
        ("名\u200b册.csv", "看不见"),
        ("CON.csv", "设备"),
        ("com1.tar.zip", "设备"),
        ("NUL .xlsx", "设备"),
        (" 名册.csv", "设备"),
        ("名册.csv.", "设备"),
        (".csv", "设备"),
        ("~$名册.xlsx", "设备"),
        ("名" * LONGEST + ".csv", "超过"),
        ("", "为空"),
        ("张三99010119700115001X.csv", "证件号码"),
        ("张三990101197013150010.csv", "证件号码"),
        ("张三13812345678.csv", "证件号码"),
        ("宏.xlsm", "xlsm"),
        ("程序.exe", "不是可导入"),
        ("名册", "不是可导入"),
    ],
)
def test_what_is_no_plain_name_is_refused_without_repeating_it(name: str, why: str) -> None:
    with pytest.raises(FileNameError) as refused:
        file_name(quote(name))
    assert why in refused.value.problem.zh
    assert name == "" or name not in str(refused.value.problem)


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(FileNameError, match="UTF-8"):
        file_name("%C3%FB.csv")
