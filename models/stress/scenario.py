"""A scenario: shocks, each with where it strikes and how hard, and what each of them may say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Annotated, Literal, Self

import polars as pl
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from features.bilingual import Bilingual
from features.errors import FanpinError
from features.vocabulary import IllnessSetting, Labelled, PlaceTier, ShockKind

LARGEST = 1000
"""Per cent. A wage or a price that rises more than tenfold is a slip."""

PERCENT = re.compile(r"([+-]?)(\d+(?:\.\d+)?)\s*[%％]")
SHOWN_AT_MOST = 20


class ScenarioError(FanpinError, ValueError):
    """A scenario file that can't be used; every problem with its place and what to write."""


def _wrong(zh: str, en: str) -> PydanticCustomError:
    # The sentence goes in as a value: braces in what somebody wrote are no placeholders.
    return PydanticCustomError("bilingual", "{sentence}", {"sentence": f"{zh} | {en}"})


def _percent(written: object) -> float:
    match = PERCENT.fullmatch(written.strip()) if isinstance(written, str) else None
    if match is None:
        raise _wrong(
            f"{written} 不是百分数，请写成 -20% 或 +30%", f"{written} is no percentage; write it as -20% or +30%"
        )
    sign, digits = match.groups()
    return float(digits) / 100 * (-1 if sign == "-" else 1)


def _change(written: object) -> float:
    change = _percent(written)
    if not -1 <= change <= LARGEST / 100 or change == 0:
        raise _wrong(
            f"{written} 不能用：请写 -100% 到 +{LARGEST}% 之间、不为零的变化",
            f"{written} can't be meant: write a change from -100% to +{LARGEST}% that is not zero",
        )
    return change


def _share(written: object) -> float:
    share = _percent(written)
    if not 0 < share <= 1:
        raise _wrong(
            f"{written} 不能用：请写大于 0%、不超过 100% 的比例",
            f"{written} can't be meant: write a share above 0% and up to 100%",
        )
    return share


def _word(words: type[Labelled], allowed: Iterable[Labelled] | None = None) -> BeforeValidator:
    """A word of a closed set, as its identifier or in Chinese."""
    choices = list(words if allowed is None else allowed)

    def read(written: object) -> Labelled:
        for word in choices:
            if written in (word.value, word.zh):
                return word
        zh, en = "、".join(word.zh for word in choices), ", ".join(word.value for word in choices)
        raise _wrong(f"没有“{written}”，可写：{zh}", f"{written!r} is none of {en}")

    return BeforeValidator(read)


def _township(written: object) -> str:
    return str(written).strip()


Change = Annotated[float, BeforeValidator(_change)]
Share = Annotated[float, BeforeValidator(_share)]
Townships = tuple[Annotated[str, BeforeValidator(_township)], ...]
Place = Annotated[PlaceTier, _word(PlaceTier)]
Setting = Annotated[IllnessSetting, _word(IllnessSetting, [IllnessSetting.INPATIENT, IllnessSetting.OUTPATIENT])]
Calamity = Annotated[ShockKind, _word(ShockKind, [kind for kind in ShockKind if kind.value.startswith("disaster_")])]

OUTSIDE_THE_COUNTY = (PlaceTier.PROVINCE, PlaceTier.OUTSIDE)
BILLS = (IllnessSetting.INPATIENT, IllnessSetting.OUTPATIENT)


class Shock(BaseModel):
    """What every shock says.

    Attributes:
        townships: where the households live that it strikes, by 9-digit code or by name; everywhere when there is none.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    townships: Townships = ()


class Wages(Shock):
    """Wages of work underway in some places change, and with them the wages that the household told for the last year."""

    shock: Literal["wages"]
    change: Change
    places: Annotated[tuple[Place, ...], Field(min_length=1)] = OUTSIDE_THE_COUNTY


class JobsLost(Shock):
    """A share of the work underway in some places ends."""

    shock: Literal["jobs_lost"]
    share: Share
    places: Annotated[tuple[Place, ...], Field(min_length=1)] = OUTSIDE_THE_COUNTY


class MedicalCosts(Shock):
    """What households paid themselves of the last year's bills changes."""

    shock: Literal["medical_costs"]
    change: Change
    settings: Annotated[tuple[Setting, ...], Field(min_length=1)] = BILLS


class Disaster(Shock):
    """A disaster strikes a share of the households that have land, or of all where the loss is told by household."""

    shock: Literal["disaster"]
    kind: Calamity
    share: Share = 1.0
    loss_yuan_per_mu: Annotated[float | None, Field(gt=0, le=1e6)] = None
    loss_yuan: Annotated[float | None, Field(gt=0, le=1e6)] = None

    @model_validator(mode="after")
    def _one_loss(self) -> Self:
        if (self.loss_yuan_per_mu is None) == (self.loss_yuan is None):
            raise _wrong(
                "请写损失：loss_yuan_per_mu（每亩多少元）或 loss_yuan（每户多少元），只写一个",
                "write the loss as loss_yuan_per_mu or as loss_yuan, one of the two",
            )
        return self


class BusinessIncome(Shock):
    """Business and farming income of the last year changes."""

    shock: Literal["business_income"]
    change: Change


AnyShock = Wages | JobsLost | MedicalCosts | Disaster | BusinessIncome

SHOCKS: dict[str, tuple[type[Shock], Bilingual]] = {
    "wages": (Wages, Bilingual("务工工资变化", "wages change")),
    "jobs_lost": (JobsLost, Bilingual("失去工作", "jobs are lost")),
    "medical_costs": (MedicalCosts, Bilingual("医疗自付变化", "self-paid bills change")),
    "disaster": (Disaster, Bilingual("自然灾害", "a disaster")),
    "business_income": (BusinessIncome, Bilingual("生产经营收入变化", "business income changes")),
}
"""Every shock by the word that a file writes: its settings, and what it is."""


class Scenario(BaseModel):
    """A scenario, whole.

    Attributes:
        name, name_en: what it is called.
        seed: by which a share of households or jobs is drawn: the same seed, the same ones.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, Field(min_length=1, max_length=60)]
    name_en: Annotated[str, Field(max_length=120)] = ""
    seed: Annotated[int, Field(ge=0)] = 1
    shocks: Annotated[tuple[Annotated[AnyShock, Field(discriminator="shock")], ...], Field(min_length=1, max_length=20)]

    def in_county(self, homes: pl.DataFrame) -> Scenario:
        """The same with every township as its code.

        Args:
            homes: where households live (`features.workbooks.homes.homes`).

        Raises:
            ScenarioError: townships where nobody lives; the message names those where people do.
        """
        townships = homes.select(pl.col("region_code").str.head(9).alias("code"), "township").unique()
        codes = {code: [code] for code in townships["code"]}
        for code, name in townships.sort("code").iter_rows():
            if name != code:
                codes.setdefault(name, []).append(code)
        named = [name for shock in self.shocks for name in shock.townships]
        if problems := [
            _no_township(name, codes, townships) for name in dict.fromkeys(named) if len(codes.get(name, [])) != 1
        ]:
            raise ScenarioError("\n".join(problems))
        resolved = (
            shock.model_copy(update={"townships": tuple(codes[name][0] for name in shock.townships)})
            for shock in self.shocks
        )
        return self.model_copy(update={"shocks": tuple(resolved)})


def _no_township(name: str, codes: Mapping[str, list[str]], townships: pl.DataFrame) -> str:
    if len(codes.get(name, [])) > 1:
        zh, en = (
            f"有几个乡镇都叫“{name}”，请写代码：{'、'.join(codes[name])}",
            f"several townships are called {name}: write {', '.join(codes[name])}",
        )
    else:
        rows = list(townships.sort("code").iter_rows())
        there = "、".join(code if code == own else f"{code} {own}" for code, own in rows[:SHOWN_AT_MOST])
        more = f"等{len(rows)}个" if len(rows) > SHOWN_AT_MOST else ""
        zh = f"没有乡镇“{name}”（当日没有户住在那里），请写9位代码或名称：{there}{more}"
        en = f"no household lives in a township {name!r}: write one of the codes or names before"
    return f"{zh} | {en}"
