"""A drawn county of made-up people, and the extracts that departments write about them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from features.intake import IntakeReport
from features.records.store import RecordStore
from tests.features.intake.files import VILLAGE, as_csv, damaged, deliver, household, id_number, take_in

SURNAMES = "王李张刘陈杨赵黄周吴"
GIVEN = ["建国", "秀英", "志强", "桂花", "海波", "玉珍", "明华", "春梅", "文林", "丽娟"]


def name(number: int) -> str:
    return SURNAMES[number % 10] + GIVEN[number // 10 % 10]


def born(number: int) -> str:
    return f"{1940 + number * 7 % 70}{number % 12 + 1:02d}{number % 27 + 1:02d}"


def number_of(person: int) -> str:
    return id_number(person, born(person))


def roster(count: int = 60, year: str = "2023", **changed: Mapping[str, str]) -> dict[str, bytes]:
    """Households of one person each; `changed` is what the roster says otherwise of a person: `p3={"证件号码": ""}`."""
    people = [
        {
            "户编号": household(person),
            "姓名": name(person),
            "证件号码": number_of(person),
            "性别": "男" if int(number_of(person)[16]) % 2 else "女",
            "出生日期": born(person)[:6],
            "乡": "青石镇",
            "村": "柳沟村",
            "年度": year,
            "与户主关系": "户主",
            "健康状况": "健康",
            **changed.get(f"p{person}", {}),
        }
        for person in range(count)
    ]
    homes = [
        {
            "行政区划代码": VILLAGE,
            "户编号": household(person),
            "户主证件号码": people[person]["证件号码"],
            "户类型": "一般农户",
            "家庭人口数": "1",
            "年度": year,
            "家庭经营收入": "9000",
        }
        for person in range(count)
    ]
    return {"农户.csv": as_csv(homes), "人口.csv": as_csv(people)}


def bill(person: int, **changed: str) -> dict[str, str]:
    """A bill of a listed person with all that an insurer writes beside the number."""
    return {
        "结算流水号": f"S{person:06d}",
        "姓名": name(person),
        "性别": "男" if int(number_of(person)[16]) % 2 else "女",
        "出生日期": f"{born(person)[:4]}-{born(person)[4:6]}-{born(person)[6:]}",
        "乡": "青石镇",
        "村": "柳沟村",
        "证件号码": number_of(person),
        "就诊类型": "住院",
        "结算日期": "2024-01-20",
        "总费用": "10000",
        "个人自付": "4000",
        **changed,
    }


def bills(*told: dict[str, str], sound: int = 40) -> bytes:
    """The bills told, behind enough sound ones that the file is what it says it is."""
    return as_csv([*(bill(person) for person in range(sound)), *told])


def take(tmp_path: Path, store: RecordStore, day: str, files: Mapping[str, bytes]) -> IntakeReport:
    return take_in(deliver(tmp_path / f"in-{day}", day, files), store)


def band_of(store: RecordStore, row: int) -> tuple[str, str | None]:
    """Band and person of a row of the only extract."""
    link = store.links().filter(pl.col("row") == row).row(0, named=True)
    return link["band"], link["person_id"]


def person_of(store: RecordStore, number: int) -> str:
    """The person who heads household `number`, as the records call them."""
    members = store.records()["members"].filter(pl.col("household_id") == household(number))
    return str(members.sort("known_date").get_column("person_id").first())


def slip(number: str) -> str:
    """The number with two neighbouring digits in the wrong order, or its last digit wrong."""
    swapped = number[:11] + number[12] + number[11] + number[13:]
    return swapped if swapped != number else damaged(number)


def two_slips(number: str) -> str:
    """The number with two digits wrong, as that of a twin with a slip of its own."""
    return number[:14] + str((int(number[14]) + 3) % 10) + str((int(number[15]) + 3) % 10) + number[16:]
