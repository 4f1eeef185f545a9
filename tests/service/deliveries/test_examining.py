"""What no file may hold: told by its bytes before anything is unpacked, inside archives too."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from features.intake.problems import FileRefusedError
from service.deliveries.examining import BINARY_MACROS, refuse_unfit, refuse_unfit_inside
from tests.features.intake.broken import BINARY_WORKBOOK, with_part, workbook, zipped
from tests.features.intake.files import as_csv, bill

BOOK = workbook()
BILLS = as_csv([bill(number) for number in range(3)])
MACROS = with_part(BOOK, "xl/vbaProject.bin", lambda _: b"macros")
LINKS = with_part(BOOK, "xl/externalLinks/externalLink1.xml", lambda _: b"<externalLink/>")


@pytest.mark.parametrize("data", [BOOK, BILLS, BINARY_WORKBOOK, zipped({"a.csv": BILLS, "b.xlsx": BOOK})])
def test_what_departments_export_passes(data: bytes) -> None:
    refuse_unfit("file", data)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "空文件"),
        (b"MZ\x90\x00" + struct.pack("<64I", *range(64)), "既不是工作簿，也不是文本"),
        (b"\x7fELF\x02\x01\x01" + bytes(99), "既不是工作簿，也不是文本"),
        (MACROS, "含有宏"),
        (with_part(BOOK, "XL/VBAPROJECT.BIN", lambda _: b"macros"), "含有宏"),
        (BINARY_WORKBOOK + BINARY_MACROS, "含有宏"),
        (LINKS, "链接到其他文件"),
        (zipped({"../../etc/cron.d/a.csv": BILLS}), "压缩包之外"),
        (zipped({"/etc/a.csv": BILLS}), "压缩包之外"),
        (zipped({"C:\\a.csv": BILLS}), "压缩包之外"),
        (zipped({"big.csv": bytes(40 * 1024**2)}), "大得不正常"),
        (zipped({f"{number}.csv": b"" for number in range(10_001)}), "大得不正常"),
    ],
    ids=["empty", "exe", "elf", "macros", "MACROS", "xls macros", "links", "..", "root", "drive", "bomb", "many"],
)
def test_what_no_delivery_holds_is_refused_with_what_to_do(data: bytes, why: str) -> None:
    with pytest.raises(FileRefusedError) as refused:
        refuse_unfit("名册.xlsx", data)
    assert why in refused.value.problem.zh
    assert refused.value.what_to_do.zh
    assert refused.value.what_to_do.en


def test_it_is_looked_for_inside_archives_too(tmp_path: Path) -> None:
    file = tmp_path / "delivered.zip"
    file.write_bytes(zipped({"a.csv": BILLS, "b.zip": zipped({"c.xlsx": MACROS})}))
    refuse_unfit("各乡.zip", file.read_bytes())
    with pytest.raises(FileRefusedError) as refused:
        refuse_unfit_inside(file, "各乡.zip")
    assert refused.value.file == "各乡.zip/b.zip/c.xlsx"
