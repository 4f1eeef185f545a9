"""A county's own headers, words and kinds of file, without touching code."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

from features.cli import app
from features.intake import intake
from features.intake.recognising.catalogue import HeadersError, catalogue
from features.policy.county import CountyError, county_folder
from features.records.store import RecordStore
from tests.features.intake.files import KEY, as_csv, as_workbook, bill, deliver, household, id_number, members, rosters

OWN = """
aliases:
  个人自付: [自己掏的钱]
words:
  health: {老病号: chronic}
  setting: {住院治疗: inpatient}
sources:
  national_member:
    columns: {帮扶干部意见: recognised}
  clinic_bills:
    like: medical_settlement
    zh: 乡镇卫生院报销台账
    department: 卫健
    headers: {患者证件: 证件号码, 看病方式: 就诊类型, 报销日: 结算日期, 花费: 总费用}
    columns: {经办人: recognised, 卡号: never}
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return written(tmp_path / "own", OWN)


def written(folder: Path, content: str) -> Path:
    folder.mkdir()
    (folder / "headers.yaml").write_text(content, encoding="utf-8")
    return folder


def test_a_county_s_spelling_is_read_and_the_installed_ones_still_are(
    tmp_path: Path, county: RecordStore, own: Path
) -> None:
    spelt = {("自己掏的钱" if header == "个人自付" else header): cell for header, cell in bill(3).items()}
    files = {"自.csv": as_csv([spelt]), "标.csv": as_csv([bill(4, 就诊类型="住院治疗")])}
    folder = deliver(tmp_path / "in", "2024-02-05", files)
    without = intake(folder, county, key=KEY)
    assert [file.file for file in without.refused] == ["2024-02-05/自.csv"]
    report = intake(folder, county, key=KEY, county=own)
    assert not report.refused
    assert county.records()["illness"]["self_paid_yuan"].to_list() == [4000]


def test_a_county_s_word_is_understood(tmp_path: Path, store: RecordStore, own: Path) -> None:
    rows = [{**row, "健康状况": "老病号"} for row in members(3)]
    assert not intake(
        deliver(tmp_path / "in", "2024-02-05", {"人.csv": as_csv(rows)}), store, key=KEY, county=own
    ).refused
    assert store.records()["members"]["chronic"].to_list() == [True] * 3


def test_a_county_s_own_kind_of_file_becomes_what_it_is_like(tmp_path: Path, county: RecordStore, own: Path) -> None:
    row = {
        "患者证件": id_number(3), "看病方式": "住院", "报销日": "2024-01-20", "花费": "900", "自己掏的钱": "300",
        "经办人": "某人", "卡号": "6222000000000000000",
    }  # fmt: skip
    report = intake(deliver(tmp_path / "in", "2024-02-05", {"卫.csv": as_csv([row])}), county, key=KEY, county=own)
    assert report.files[0].sources == ("clinic_bills",)
    assert not report.files[0].unknown_headers
    (illness,) = county.records()["illness"].to_dicts()
    assert (illness["household_id"], illness["total_yuan"], illness["self_paid_yuan"]) == (household(3), 900, 300)
    # It counts as a delivery of the insurance's list, whose rhythm is known.
    assert county.deliveries().filter(file="2024-02-05/卫.csv")["source"].to_list() == ["medical_settlement"]


def test_a_column_may_be_added_to_an_installed_source(own: Path) -> None:
    for table, known in ((catalogue(), None), (catalogue(own), "帮扶干部意见")):
        assert table.sources["national_member"].canonical("帮扶干部意见") == known


def test_what_the_county_does_not_say_stays_as_installed(own: Path) -> None:
    assert set(catalogue(own).sources) - set(catalogue().sources) == {"clinic_bills"}
    assert catalogue(own).expected.keys() == catalogue().expected.keys()


def test_a_folder_without_the_file_changes_nothing(tmp_path: Path) -> None:
    assert catalogue(tmp_path).known == catalogue().known


def test_an_empty_file_changes_nothing(tmp_path: Path) -> None:
    assert catalogue(written(tmp_path / "own", "# nothing yet\n")).known == catalogue().known


@pytest.mark.parametrize(
    ("content", "entry", "told"),
    [
        ("alias: {}", "headers.yaml", "'alias' is not known here"),
        ("aliases: [个人自付]", "aliases", "entries of the form key: value"),
        ("aliases: {个人自付: 自己掏的钱}", "aliases, 个人自付", "a list"),
        ("aliases: {个人自付: [总费用]}", "aliases, 个人自付", "is a standard header itself"),
        ("aliases: {自负: [自己掏的钱]}", "自负", "no source has"),
        ("aliases: {健康状况: [性别情况], 性别: [性别情况]}", "性别情况", "alias of both"),
        ("words: {colour: {红: red}}", "words, colour", "no such set"),
        ("words: {sex: {男性: man}}", "words, sex, 男性", "female, male"),
        ("sources: {clinic: {zh: 表}}", "sources, clinic", "says not what it is like"),
        ("sources: {clinic: {like: hospital}}", "sources, clinic", "hospital is no installed source"),
        ("sources: {relocation: {like: support_measure}}", "sources, relocation", "another name"),
        ("sources: {clinic: {like: relocation, lands: x}}", "sources, clinic", "'lands' is not known here"),
        ("sources: {clinic: {like: relocation, headers: {甲: 乙}}}", "clinic", "乙"),
        (
            "sources: {clinic: {like: relocation, columns: {甲: kept}}}",
            "clinic, columns, 甲",
            "is `recognised` or `never`",
        ),
        ("sources: {clinic: {like: relocation, required: [甲]}}", "clinic", "requires 甲"),
        (
            "sources: {clinic: {like: relocation, columns: {甲: {as: moved_on, kind: date}}}}",
            "clinic, columns, 甲",
            "under `headers`",
        ),
        ("aliases: {个人自付: [甲", "headers.yaml", "not valid YAML"),
        ("- 甲\n", "headers.yaml", "entries of the form key: value"),
    ],
)
def test_what_is_wrong_is_told_with_file_and_entry(tmp_path: Path, content: str, entry: str, told: str) -> None:
    folder = written(tmp_path / "own", content)
    with pytest.raises(HeadersError) as raised:
        catalogue(folder)
    assert str(folder / "headers.yaml") in str(raised.value)
    assert entry in str(raised.value)
    assert told in str(raised.value)


def test_a_file_that_is_no_utf_8_is_told(tmp_path: Path) -> None:
    folder = written(tmp_path / "own", "")
    (folder / "headers.yaml").write_bytes("aliases: {个人自付: [自费]}".encode("gb18030"))
    with pytest.raises(HeadersError, match="UTF-8"):
        catalogue(folder)


def test_nothing_lands_while_the_county_s_table_is_wrong(tmp_path: Path, store: RecordStore) -> None:
    folder = written(tmp_path / "own", "words: {sex: {男性: man}}")
    with pytest.raises(HeadersError):
        intake(deliver(tmp_path / "in", "2024-02-05", rosters(3)), store, key=KEY, county=folder)
    assert store.deliveries().is_empty()


def test_where_the_county_s_folder_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FANPIN_COUNTY", raising=False)
    assert county_folder() is None
    for name in ("county", "named", "told"):
        (tmp_path / name).mkdir()
    assert county_folder() == tmp_path / "county"
    monkeypatch.setenv("FANPIN_COUNTY", str(tmp_path / "named"))
    assert county_folder() == tmp_path / "named"
    assert county_folder(tmp_path / "told") == tmp_path / "told"


def test_a_folder_that_was_named_and_is_not_there_is_no_silent_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FANPIN_COUNTY", str(tmp_path / "gone"))
    with pytest.raises(CountyError, match="FANPIN_COUNTY"):
        county_folder()
    with pytest.raises(CountyError, match="--county"):
        county_folder(tmp_path / "gone too")


@pytest.fixture
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FANPIN_COUNTY", raising=False)
    monkeypatch.setattr("features.cli.headers.console", Console(width=200))


def ask(*arguments: str, expecting: int = 0) -> str:
    done = CliRunner().invoke(app, ["headers", *arguments])
    assert done.exit_code == expecting, done.output
    return done.output


def test_the_list_names_every_source(wide: None) -> None:
    told = ask()
    assert all(f"│ {name} " in told for name in catalogue().sources)


def test_one_source_is_told_with_spellings_units_and_what_is_never_kept(wide: None, own: Path) -> None:
    household_sheet = ask("--source", "national_household").splitlines()
    (land,) = (line for line in household_sheet if "│ 耕地面积(亩)" in line)
    assert "land_mu（亩）" in land
    assert "耕地" in land.split("│")[3]
    assert any("│ 银行账号" in line and "never kept" in line for line in household_sheet)
    (name,) = (line for line in household_sheet if "│ 户主姓名" in line)
    assert "sealed" in name
    assert "自己掏的钱" in ask("--source", "clinic_bills", "--county", str(own))
    assert "No such source" in ask("--source", "clinic_bills", expecting=2)


def test_a_file_that_would_be_taken_in(wide: None, tmp_path: Path, own: Path) -> None:
    file = tmp_path / "医保.csv"
    file.write_bytes(as_csv([{**bill(3), "总费用": None, "自己掏的钱（百元）": "3", "备注": ""}]))
    assert "缺少必需的“个人自付”列" not in ask("check", str(file))
    told = ask("check", str(file), expecting=0)
    assert "医保结算明细 | medical_settlement：可以识别" in told
    assert "不认识“备注”" in told
    told = ask("check", str(file), "--county", str(own), expecting=1)  # now two columns say what was paid
    assert "“自己掏的钱（百元）”按 100 倍换算为“个人自付”" in told
    assert "“个人自付”列出现两次" in told


def test_a_file_that_would_be_refused_and_why(wide: None, tmp_path: Path) -> None:
    row = {("自负金额" if header == "个人自付" else header): cell for header, cell in bill(3).items()}
    file = tmp_path / "医保.xlsx"
    file.write_bytes(as_workbook({"一月": [row]}))
    told = ask("check", str(file), expecting=1)
    assert "工作表“一月”，第1行表头" in told
    assert "缺少必需的“个人自付”列" in told
    assert "不认识“自负金额”" in told
    assert "county/headers.yaml" in told


def test_a_file_that_is_no_table(wide: None, tmp_path: Path) -> None:
    for name, content in (("信.docx", b"PK"), ("空.csv", b"")):
        (tmp_path / name).write_bytes(content)
        assert name in ask("check", str(tmp_path / name), expecting=1)


def test_intake_takes_the_county_s_folder_from_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own: Path
) -> None:
    monkeypatch.setenv("FANPIN_DATA", str(tmp_path / "records"))
    rows = [{**row, "健康状况": "老病号"} for row in members(3)]
    folder = deliver(tmp_path / "in", "2024-02-05", {"人.csv": as_csv(rows)})
    done = CliRunner().invoke(app, ["intake", str(folder), "--county", str(own)])
    assert done.exit_code == 0, done.output
    assert RecordStore.open(tmp_path / "records").records()["members"]["chronic"].to_list() == [True] * 3
