"""One person under the spellings that offices give to one name: dots, widths, blanks, and characters of their own."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from features.intake.linkage.names import may_be_one_name, name_key, normal_name
from features.intake.linkage.register import IDENTITY, Register
from features.records.store import RecordStore
from tests.features.intake.linkage.county import band_of, bill, bills, name, person_of, roster, take

OWN_CODE, ANOTHER_CODE = "\ue123", "\uf0a1"
"""A rare character as two systems number it for themselves."""


@pytest.mark.parametrize("dot", "·•・‧⋅･．.｡。●∙-—")
def test_all_dots_are_one_and_an_office_may_leave_it_out(dot: str) -> None:
    told = pl.DataFrame({"name": [f"阿依古丽{dot}某某", "阿依古丽某某"]}).select(normal_name(pl.col("name")))
    assert told["name"].to_list() == ["阿依古丽·某某", "阿依古丽某某"]
    assert told.select(name_key(pl.col("name"))).to_series().n_unique() == 1


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("张 三", "张三"),
        ("\u200b张\u3000三\u00a0", "张三"),
        ("ＡＢＣ", "ABC"),
        ("里\uf9e9", "里里"),
        ("\u2f00山", "一山"),
        ("李\ue123", "李\ue123"),
        ("·", None),
        (" ", None),
    ],
)
def test_a_name_has_one_form(written: str, normal: str | None) -> None:
    assert pl.select(normal_name(pl.lit(written))).item() == normal


def test_an_unreadable_character_may_be_any_other_one() -> None:
    assert may_be_one_name(f"李{OWN_CODE}", "李䶮")
    assert may_be_one_name(f"李{OWN_CODE}", f"李{ANOTHER_CODE}")
    assert not may_be_one_name(f"李{OWN_CODE}", "王䶮")
    assert not may_be_one_name(f"李{OWN_CODE}", "李䶮山")


def described(**told: object) -> pl.DataFrame:
    row = {"person_id": "P1", "household_id": "H1", "sound": False, "sex": "female", "head": False, **told}
    return pl.DataFrame([row], schema_overrides={k: v for k, v in IDENTITY.items() if k in row}).select(
        pl.col(column) if column in row else pl.lit(None, kind).alias(column) for column, kind in IDENTITY.items()
    )


@pytest.mark.parametrize(
    ("sealed", "told", "known"),
    [
        ("阿依古丽•某某", "阿依古丽·某某", True),
        ("阿依古丽某某", "阿依古丽·某某", True),
        ("阿依古丽·某某", "阿依古丽·另某", False),
        (f"李{OWN_CODE}", "李䶮", True),
        (f"李{OWN_CODE}", "王䶮", False),
    ],
)
def test_who_was_sealed_before_names_had_one_form_is_still_known(sealed: str, told: str, known: bool) -> None:
    """Household, month and sex agree; neither listing has a number."""
    born = pl.lit("2001-05-01").str.to_date().alias("birth_date")
    register = Register(described(name=sealed).with_columns(born))
    row = described(name=told, person_id=None).with_columns(born, row=pl.lit(0, pl.UInt32))
    assert register.same_person(row)["known_as"].to_list() == (["P1"] if known else [])


def test_bills_find_their_person_under_another_dot_and_wait_under_an_unreadable_character(
    tmp_path: Path, county: RecordStore
) -> None:
    dotted, rare = "阿依古丽•某某", f"李{OWN_CODE}"
    take(tmp_path, county, "2024-01-10", {**roster(p47={"姓名": dotted}, p41={"姓名": rare}, year="2024")})
    told = [
        bill(47, 证件号码="", 姓名="阿依古丽·某某"),
        bill(41, 证件号码="", 姓名="李䶮"),
        bill(42, 证件号码="", 姓名=f"{name(42)[:-1]}{ANOTHER_CODE}"),
    ]
    take(tmp_path, county, "2024-02-05", {"医保.csv": bills(*told)})
    assert band_of(county, 42) == ("probable", person_of(county, 47))
    assert band_of(county, 43) == ("review", person_of(county, 41))
    assert band_of(county, 44) == ("review", person_of(county, 42))
