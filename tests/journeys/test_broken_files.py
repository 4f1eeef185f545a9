"""A simulated file that is broken in one way gets its answer, and the store stays as it was."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from features.intake import Outcome, intake
from tests.conftest import County

DAY = "2024-06-05"


def a_file(county: County) -> tuple[str, str]:
    """The latest medical settlements, as text, and their encoding."""
    path = max(county.deliveries.glob("*/医保结算明细*"))
    content = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise AssertionError(f"{path.name} is neither UTF-8 nor GBK")


def without_a_column(text: str) -> bytes:
    lines = [line.split(",") for line in text.splitlines()]
    position = next(n for n, header in enumerate(lines[0]) if "自付" in header)
    return "\n".join(",".join(cell for n, cell in enumerate(line) if n != position) for line in lines).encode("gb18030")


def with_a_bad_id(text: str) -> bytes:
    return re.sub(r"9901\d{13}[\dX]", "99010119", text, count=1).encode("gb18030")


def in_a_wrong_encoding(text: str) -> bytes:
    return text.encode("utf-16-le")


def with_a_date_to_come(text: str) -> bytes:
    # The first day of the second row, in whatever form the file writes its days.
    head, first, rest = text.split("\n", 2)
    changed = re.sub(r"(?<!\d)202\d(?=[-年/]|\d{2}(?:\d{2})?(?!\d))", "2099", first)
    assert changed != first
    return f"{head}\n{changed}\n{rest}".encode("gb18030")


def in_a_truncated_zip(text: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("医保结算明细.csv", text.encode("gb18030"))
    return data.getvalue()[: len(data.getvalue()) // 2]


BROKEN: list[tuple[Callable[[str], bytes], str, str]] = [
    (without_a_column, "csv", "missing"),
    (with_a_bad_id, "csv", "export the column as text"),
    (in_a_wrong_encoding, "csv", "CSV UTF-8"),
    (with_a_date_to_come, "csv", "later than the delivery itself"),
    (in_a_truncated_zip, "zip", "zip"),
]


@pytest.mark.parametrize(("broken", "ending", "told"), BROKEN, ids=[b[0].__name__ for b in BROKEN])
def test_a_broken_file_gets_its_answer_and_lands_nothing(
    county: County, tmp_path: Path, broken: Callable[[str], bytes], ending: str, told: str
) -> None:
    text, _encoding = a_file(county)
    name = f"医保结算明细.{ending}"
    (tmp_path / DAY).mkdir()
    (tmp_path / DAY / name).write_bytes(broken(text))
    before = county.store.versions()
    report = intake(tmp_path, county.store)
    assert county.store.versions() == before
    (file,) = report.files
    assert file.outcome is Outcome.REFUSED
    assert str(file.refusal).startswith(f"{DAY}/{name}")
    assert told in str(file.refusal)
    assert not re.search(r"9901\d{13}", str(file.refusal))


def test_the_same_deliveries_again_change_nothing(county: County) -> None:
    before = county.store.versions()
    report = intake(county.deliveries, county.store)
    assert county.store.versions() == before
    assert {file.outcome for file in report.files} == {Outcome.ALREADY_KNOWN}
