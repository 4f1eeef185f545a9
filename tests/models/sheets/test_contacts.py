"""Who takes corrections and objections: the county's own word, or nobody's."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from models.sheets.contacts import CONTACTS_FILE, NOBODY, ContactsError, contact_for, read_contacts

COUNTY = """
- from: 2024-01-01
  scope: "990101"
  office: 青石县防返贫监测中心
  object_within_days: 15
- from: 2025-01-01
  scope: "990101"
  office: 青石县农业农村局
- from: 2024-01-01
  scope: "990101002"
  office: 北岭乡人民政府
"""


def written(folder: Path, text: str) -> Path:
    (folder / CONTACTS_FILE).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("region", "on", "office"),
    [
        ("990101001001", "2023-12-31", None),
        ("990101001001", "2024-01-01", "青石县防返贫监测中心"),
        ("990101001001", "2025-01-01", "青石县农业农村局"),
        ("990101002001", "2025-06-30", "北岭乡人民政府"),
        ("990202001001", "2025-06-30", None),
        (None, "2025-06-30", None),
    ],
)
def test_the_nearest_and_the_latest_word_counts(
    tmp_path: Path, region: str | None, on: str, office: str | None
) -> None:
    steps = read_contacts(written(tmp_path, COUNTY))
    assert contact_for(steps, region, dt.date.fromisoformat(on)).office == office


def test_days_that_nobody_wrote_are_not_those_of_an_earlier_entry(tmp_path: Path) -> None:
    steps = read_contacts(written(tmp_path, COUNTY))
    assert contact_for(steps, "990101001001", dt.date(2024, 6, 30)).object_within_days == 15
    assert contact_for(steps, "990101001001", dt.date(2025, 6, 30)).object_within_days is None


def test_without_a_folder_or_a_file_nobody_is_known(tmp_path: Path) -> None:
    assert read_contacts(None) == read_contacts(tmp_path) == []
    assert contact_for([], "990101001001", dt.date(2025, 1, 1)) is NOBODY


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("- from: 2024-01-01\n  fax: 1\n", "0.fax"),
        ("- office: 某单位\n", "0.from"),
        ("- from: 2024-01-01\n  object_within_days: 0\n", "0.object_within_days"),
        ("- from: 2024-01-01\n  scope: 青石\n", "0.scope"),
        ("- from: 2024-01-01\n  office: 甲\n  office: 乙\n", "重复出现"),
        ("office: [", "不是有效的 YAML"),
        ("office: 甲", "不认识的项"),
    ],
)
def test_a_file_that_can_t_be_used_says_where(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(ContactsError, match=told):
        read_contacts(written(tmp_path, text))
