"""证件与名册 | What the ID numbers were found to be, and where rosters and descriptions contradict earlier ones."""

from __future__ import annotations

from functools import partial

import polars as pl

from features.checks.registry import OWN_ARITHMETIC, check
from features.checks.wording import Kind, Severity, Subject, Theme

contradiction = partial(check, Subject.PERSON, Theme.IDENTITY, Kind.CONTRADICTION, Severity.MUST_CORRECT)

ID_CHECK = pl.col("id_check")


@check(
    Subject.PERSON,
    Theme.IDENTITY,
    Kind.SITUATION,
    Severity.VERIFY,
    place="member_place",
    fix="补录证件号码；未办证的协助办理 | Enter the ID number; help a person who has none to get one.",
)
def id_missing() -> pl.Expr:
    """证件号码未填写 | The ID number is not given"""
    return ID_CHECK == "missing"


@contradiction(
    place="member_place",
    fix="对照户口簿或身份证更正证件号码 | Correct the number by the ID card or the household register.",
)
def id_unsound() -> pl.Expr:
    """证件号码校验不通过 | The ID number fails its length or checksum"""
    return ID_CHECK == "unsound"


@contradiction(
    place="member_place",
    distorts=("husbands_away", "wives_at_home"),
    fix="对照身份证更正性别或证件号码 | Correct sex or number by the ID card.",
)
def id_sex_differs() -> pl.Expr:
    """证件号码与性别不符 | The ID number tells another sex than the sheet"""
    return ID_CHECK == "sex_differs"


@contradiction(
    place="member_place",
    distorts=("children", "elders", "head_age"),
    fix="对照身份证更正出生日期或证件号码 | Correct birth or number by the ID card.",
)
def id_birth_differs() -> pl.Expr:
    """证件号码与出生日期不符 | The ID number tells another month of birth than the sheet"""
    return ID_CHECK == "birth_differs"


@check(
    Subject.HOUSEHOLD,
    Theme.IDENTITY,
    Kind.CONTRADICTION,
    Severity.VERIFY,
    place="description_place",
    source=OWN_ARITHMETIC,
    distorts=("relocated",),
    fix="核实是否搬迁；未搬迁的更正行政村 | Find out whether the household moved; correct the village if not.",
)
def region_changed_without_move() -> pl.Expr:
    """行政村与上次采集不同但无搬迁记录 | The village differs from the description before, no move is known between"""
    moved = (pl.col("relocated_on") > pl.col("described_before")).fill_null(value=False)
    return (pl.col("region_code") != pl.col("region_before")) & ~moved


@check(
    Subject.HOUSEHOLD,
    Theme.IDENTITY,
    Kind.CONTRADICTION,
    Severity.MUST_CORRECT,
    place="description_place",
    source=OWN_ARITHMETIC,
    distorts=("lifted_out",),
    fix="脱贫户身份不会变为一般农户：更正户类型 | A lifted-out household stays one: correct the type.",
)
def type_went_back() -> pl.Expr:
    """户类型由脱贫户变为一般农户 | The type went from lifted out to general"""
    return (pl.col("type_before") == "lifted_out") & (pl.col("household_type") == "general")
