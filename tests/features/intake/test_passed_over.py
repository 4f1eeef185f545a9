"""Every file of a delivery is taken, refused, or named with what it is instead: by its content, whatever it is called."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from rich.console import Console

from features.intake import IntakeReport, Outcome
from features.intake.delivered import read_folder
from features.intake.files.archives import contents
from features.intake.files.content import Content
from features.intake.files.sifting import PassedOver, sifted
from features.intake.folders import Delivery, deliveries
from features.intake.printing import print_report
from features.intake.problems import FileRefusedError
from features.intake.recognising.catalogue import catalogue
from features.intake.recognising.check import checked
from features.intake.report import FileReport
from features.records.store import RecordStore
from tests.features.intake.broken import BILLS, BINARY_WORKBOOK, DAY, workbook, zipped
from tests.features.intake.files import as_csv, bill, deliver, take_in

CSV = as_csv(BILLS)
LETTER = "各单位：\n请于五日内报送，联系人王某，电话见通讯录，\n谢谢。\n".encode()
PHOTO = b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\0" * 100
OTHER_TABLE = "甲,乙,丙\n1,2,3\n4,5,6\n".encode()
UNREADABLE_TABLE = "证件号码\t结算日期\t总费用\t个人自付\t就诊类型\n".encode("utf-16")
MAIL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
OFFICE_PAPER = zipped({"OFD.xml": b"<?xml version='1.0'?><ofd/>", "Doc_0/Document.xml": b"<?xml version='1.0'?><x/>"})
WEB_TABLE = "<html><table><tr><td>证件号码</td></tr></table></html>".encode()

TAKEN = {
    "a name without suffix": ("医保", CSV),
    "an unusual suffix": ("医保.dat", CSV),
    "a suffix of numbers": ("医保.2024", as_csv(BILLS, "gbk")),
    "a suffix doubled": ("医保.csv.bak", CSV),
    "txt": ("医保.txt", CSV.replace(b",", b"\t")),
    "tsv": ("医保.tsv", CSV.replace(b",", b"\t")),
    "a workbook without suffix": ("医保", workbook()),
    "a template": ("医保.xltx", workbook()),
    "a binary workbook without suffix": ("医保.20240105", BINARY_WORKBOOK),
    "a zip without suffix": ("医保", zipped({"医保": CSV})),
    "a zip in a zip without suffix": ("医保", zipped({"甲镇": zipped({"医保.data": CSV})})),
}

REFUSED = {
    "a table with other headers": ("台账.dat", OTHER_TABLE, "没有认识的表头"),
    "a table in UTF-16": ("医保.out", UNREADABLE_TABLE, "UTF-16"),
    "a rar without suffix": ("医保", b"Rar!\x1a\x07\x00" + b"\0" * 40, "rar"),
    "a web page of tables": ("医保.html", WEB_TABLE, "网页"),
    "a damaged workbook": ("医保.bak", workbook()[:3000], "损坏"),
    "a data base": ("医保.mdb", b"\0\1\0\0Standard Jet DB\0", ".mdb"),
    "txt with other headers": ("台账.txt", OTHER_TABLE, "没有认识的表头"),
}

PASSED_OVER = {
    "a letter": ("说明.md", LETTER, "文本"),
    "a photo": ("现场.jpg", PHOTO, "图片"),
    "a photo without suffix": ("现场", PHOTO, "图片"),
    "a Word document": ("通知.docx", zipped({"word/document.xml": b"<x/>"}), "Word"),
    "a web page without tables": ("说明.html", b"<html><p>x</p></html>", "网页"),
    "settings": ("设置.xml", b'<?xml version="1.0"?><settings/>', "XML"),
    "mail": ("来信.msg", MAIL, "不是表格"),
    "a film": ("走访.mp4", b"\0\0\0\x18ftypmp42" + b"\0" * 100, "不是表格"),
    "nothing": ("占位", b"", "0 字节"),
    "an archive of documents": ("公文.ofd", OFFICE_PAPER, "没有表格"),
    "a lock": ("~$医保.xlsx", b"x", "锁"),
    "a hidden file": (".DS_Store", b"x", "隐藏"),
}


def outcome(root: Path, name: str, content: bytes) -> Content | FileRefusedError | PassedOver:
    (root / name).write_bytes(content)
    (found,) = contents(root / name, name)
    return sifted(found, catalogue().count_known) if isinstance(found, Content) else found


@pytest.mark.parametrize("case", TAKEN)
def test_what_holds_a_table_is_read_whatever_it_is_called(tmp_path: Path, case: str) -> None:
    name, content = TAKEN[case]
    found = outcome(tmp_path, name, content)
    assert isinstance(found, Content), found
    assert all(isinstance(sheet, FileRefusedError) is False for sheet in checked(tmp_path / name, catalogue()))


@pytest.mark.parametrize("case", REFUSED)
def test_what_holds_data_in_a_form_that_is_not_read_is_refused(tmp_path: Path, case: str) -> None:
    name, content, zh = REFUSED[case]
    found = outcome(tmp_path, name, content)
    if isinstance(found, Content):
        (found,) = (each for each in checked(tmp_path / name, catalogue()) if isinstance(each, FileRefusedError))
    assert isinstance(found, FileRefusedError)
    assert zh in found.problem.zh


@pytest.mark.parametrize("case", PASSED_OVER)
def test_what_holds_no_table_is_named_with_what_it_is(tmp_path: Path, case: str) -> None:
    name, content, zh = PASSED_OVER[case]
    deliver(tmp_path, DAY, {name: content})
    (file,) = read_folder(Delivery(tmp_path / DAY, DAY, date.fromisoformat(DAY)), {}, catalogue())
    assert isinstance(file, FileReport)
    assert (file.file, file.outcome) == (f"{DAY}/{name}", Outcome.IGNORED)
    assert file.passed_over is not None
    assert zh in file.passed_over.zh


def printed(report: IntakeReport) -> str:
    console = Console(file=io.StringIO(), width=200)
    print_report(report, console)
    return console.file.getvalue()  # type: ignore[attr-defined]


def test_of_a_zip_nothing_goes_unsaid(tmp_path: Path, county: RecordStore) -> None:
    """The same bytes under a name without suffix are data: they land, and what is none is told by name."""
    inside = {
        "医保一月": CSV,
        "医保二月.bak": workbook([bill(n, 结算流水号=f"T{n}") for n in range(20)]),
        "说明": LETTER,
    }
    (tmp_path / "in" / DAY / "甲镇").mkdir(parents=True)
    (tmp_path / "in" / DAY / "甲镇" / "上报").write_bytes(zipped({**inside, "__MACOSX/._医保": b"x"}))
    report = take_in(tmp_path / "in", county)
    place = f"{DAY}/甲镇/上报"
    assert {file.file.removeprefix(place): file.outcome.value for file in report.files} == {
        "/医保一月": "landed",
        "/医保二月.bak": "landed",
        "/说明": "ignored",
        "/__MACOSX/._医保": "ignored",
    }
    assert county.records()["illness"].height == 40
    assert f"未读取 {place}/说明：文本，没有认识的表头" in printed(report)


def test_what_is_no_file_and_what_lies_beside_the_folders_is_named(tmp_path: Path) -> None:
    root = deliver(tmp_path / "in", DAY, {"医保.csv": CSV})
    (root / "医保三月.csv").write_bytes(CSV)
    (root / ".hidden").write_bytes(CSV)
    (root / DAY / "去年.csv").symlink_to(root / DAY / "not there.csv")
    notes = {note.file: note.problem.en for note in deliveries(root).notes}
    assert set(notes) == {"医保三月.csv", f"{DAY}/去年.csv"}
    assert "no folder with a day" in notes["医保三月.csv"]
    assert "nowhere" in notes[f"{DAY}/去年.csv"]


def test_a_folder_of_hidden_files_alone_is_named_as_empty(tmp_path: Path) -> None:
    root = deliver(tmp_path / "in", DAY, {".DS_Store": b"x"})
    (note,) = deliveries(root).notes
    assert note.file == DAY


def test_a_zip_with_a_password_is_told_so(tmp_path: Path) -> None:
    locked = bytearray(zipped({"医保.csv": CSV}))
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.find(signature) + flags] |= 1
    found = outcome(tmp_path, "医保.zip", bytes(locked))
    assert isinstance(found, FileRefusedError)
    assert "密码" in found.problem.zh
    packed = bytearray(zipped({"医保.csv": CSV}))
    for signature, method in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        packed[packed.find(signature) + method] = 99
    found = outcome(tmp_path, "二月.zip", bytes(packed))
    assert isinstance(found, FileRefusedError)
    assert "压缩方法" in found.problem.zh


def test_only_the_beginning_of_what_is_surely_no_table_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "read_bytes", lambda path: pytest.fail(f"{path} was read to its end"))
    assert isinstance(outcome_unwritten(tmp_path / "走访.mp4", b"\0\0\0\x18ftypmp42" * 10), PassedOver)


def outcome_unwritten(path: Path, content: bytes) -> object:
    with path.open("wb") as file:
        file.write(content)
    return next(iter(contents(path, path.name)))


def test_a_zip_that_bursts_without_a_suffix_is_refused(tmp_path: Path) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("医保", b"0" * 20 * 1024**2)
    found = outcome(tmp_path, "医保", data.getvalue())
    assert isinstance(found, FileRefusedError)
    assert "已停止解压" in found.problem.zh
