"""The limits by which intake doubts a whole file are the county's own, in its place and from its day."""

from __future__ import annotations

from pathlib import Path

import pytest

from features.intake import intake
from features.records.store import RecordStore
from tests.features.intake.files import KEY, as_csv, bill, deliver

OWN = """
contract_median_bill_least:
  steps:
    - {from: 2024-02-05, value: 5000, scope: %s, source: 某县医保局测算的住院费用中位数, status: example}
"""


def delivered(root: Path, store: RecordStore, day: str, scope: str) -> str:
    """What the report says about twenty bills of 1,000 yuan; a bill itself names no place."""
    (root / "county" / "policy").mkdir(parents=True)
    (root / "county" / "policy" / "limits.yaml").write_text(OWN % scope, encoding="utf-8")
    bills = as_csv([bill(number, 总费用="1000", 个人自付="200") for number in range(20)])
    folder = deliver(root / "in", day, {"医保.csv": bills})
    (told,) = intake(folder, store, key=KEY, county=root / "county").files
    return str(told.refusal or "")


@pytest.mark.parametrize(
    ("day", "scope", "doubted"),
    [
        ("2024-02-04", '""', False),  # the county's limit has not begun
        ("2024-02-05", '""', True),
        ("2024-02-05", '"990101"', True),  # the county of all rosters so far
        ("2024-02-05", '"990102"', False),
    ],
)
def test_a_county_s_own_limit_makes_a_file_doubtful(
    tmp_path: Path, county: RecordStore, day: str, scope: str, doubted: bool
) -> None:
    assert ("住院总费用的中位数过低" in delivered(tmp_path, county, day, scope)) is doubted
