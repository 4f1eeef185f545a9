"""A stress test in words, Chinese first: what is supposed, who would cross the cut, and what must not be read into it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import singledispatch

import polars as pl

from features.bilingual import Bilingual
from features.vocabulary import Labelled
from models.stress.crossing import Stress
from models.stress.scenario import BusinessIncome, Disaster, JobsLost, MedicalCosts, Shock, Wages

VILLAGES_SHOWN = 10

NO_FORECAST = Bilingual(
    "这是压力测试：假设情景已经发生，看模型会把哪些户排到前面；是模型的敏感程度，不是对返贫户数的预测",
    "A stress test: the scenario is supposed to have happened, and the model says whom it would look at first. It is the model's "
    "sensitivity, no forecast of how many families fall into poverty",
)
WORK_MATERIAL = Bilingual(
    "村级户数少的数字可能指向具体农户：只作工作材料，不得公示、外传",
    "small numbers of a village may point to a family: working material, not for public notice",
)
ABOVE_THE_CUT = Bilingual(
    "越线：得分升到所在乡镇今天名单最后一户之上，而今天不在名单上的户；近期已走访的户不计",
    "crossing: the score rises to that of the last household on the township's list of today, by one that is not on it; who was visited lately is not counted",
)
NOBODY_STRUCK = Bilingual(
    "情景没有改变任何一户的记录：请核对乡镇、务工地、就诊类型写得对不对",
    "the scenario changed no record of anybody: see whether townships, places of work and settings are those that are meant",
)


def stress_in_words(stressed: Stress) -> list[str]:
    """Lines about the county, its townships and the villages with the most crossings."""
    county, scenario = stressed.county, stressed.scenario
    lines = [
        f"情景：{scenario.name}" + (f" | {scenario.name_en}" if scenario.name_en else ""),
        *(f"- {sentence}" for sentence in shocks_in_words(stressed)),
        str(NO_FORECAST),
        "",
        f"涉及 {stressed.struck:,} 户的记录，{county['moved']:,} 户得分有变化（共评分 {county['households']:,} 户） | records of "
        f"{stressed.struck:,} households change, the score of {county['moved']:,} of {county['households']:,} moves",
        f"越线 {county['crossing']:,} 户（今天名单 {county['listed']:,} 户）；按同样的走访能力重排名单，换进 {county['entering']:,} 户 | "
        f"{county['crossing']:,} would cross the cut of today's list of {county['listed']:,}; a list cut anew at the same capacity has "
        f"{county['entering']:,} others on it",
        f"高风险档 {county['high_before']:,} → {county['high_after']:,} 户，中风险档 {county['medium_before']:,} → "
        f"{county['medium_after']:,} 户 | high band {county['high_before']:,} → {county['high_after']:,}, medium band "
        f"{county['medium_before']:,} → {county['medium_after']:,}",
    ]
    lines += ["", "分乡镇（越线多的在前） | by township, the most crossing first"]
    lines += [_line(row, row["township"]) for row in stressed.townships.iter_rows(named=True)]
    villages = stressed.villages.filter(pl.col("crossing") > 0).head(VILLAGES_SHOWN)
    if not villages.is_empty():
        lines += [
            "",
            f"越线最多的村（前{villages.height}个，同数按代码） | the villages with the most crossing, equal ones by code",
        ]
        lines += [_line(row, f"{row['township']} {row['village']}") for row in villages.iter_rows(named=True)]
    return [*lines, "", *(str(remark) for remark in remarks(stressed))]


def _line(row: Mapping[str, object], name: str) -> str:
    return (
        f"  {name}：越线 {row['crossing']:,} 户，高风险档 {row['high_before']:,} → {row['high_after']:,}（评分 {row['households']:,} 户，"
        f"名单 {row['listed']:,} 户）"
    )


def remarks(stressed: Stress) -> Iterator[Bilingual]:
    """What a reader must know of the figures."""
    if not stressed.struck:
        yield NOBODY_STRUCK
    day = stressed.struck_on
    yield ABOVE_THE_CUT
    yield Bilingual(
        f"冲击记在 {day}（截至日期前最近的月末），村和安置点的发生率按改变后的记录重新统计",
        f"the shocks are dated {day}, the last month's end, and the figures of villages and settlements are counted anew over the changed records",
    )
    caveats = dict.fromkeys(caveat for shock in stressed.scenario.shocks for caveat in CAVEATS[type(shock)])
    yield from caveats
    without = stressed.townships.filter(pl.col("listed") == 0)["township"].to_list()
    if without:
        yield Bilingual(
            f"今天名单上没有户的乡镇没有分数线，越线不计：{'、'.join(without)}",
            f"townships with nobody on today's list have no cut, and nobody crosses it: {', '.join(without)}",
        )
    yield WORK_MATERIAL
    yield from stressed.not_scored


def shocks_in_words(stressed: Stress) -> list[Bilingual]:
    """What each shock supposes, and where."""
    names = dict(stressed.names.select(pl.col("region_code").str.head(9), "township").iter_rows())
    return [_supposed(shock).and_also(_where(shock, names)) for shock in stressed.scenario.shocks]


def _where(shock: Shock, names: Mapping[str, str]) -> Bilingual:
    if not shock.townships:
        return Bilingual("（全县）", " (everywhere)")
    there = [names.get(code, code) for code in shock.townships]
    return Bilingual(f"（{'、'.join(there)}）", f" ({', '.join(there)})")


@singledispatch
def _supposed(shock: Shock) -> Bilingual:
    raise NotImplementedError(f"no sentence is written for {type(shock).__name__}")


@_supposed.register
def _(shock: Wages) -> Bilingual:
    return Bilingual(
        f"{_zh(shock.places)}务工月工资 {shock.change:+.0%}", f"wages of work {_en(shock.places)}: {shock.change:+.0%}"
    )


@_supposed.register
def _(shock: JobsLost) -> Bilingual:
    return Bilingual(
        f"{_zh(shock.places)}务工的人有 {shock.share:.0%} 失去工作",
        f"{shock.share:.0%} of those who work {_en(shock.places)} lose it",
    )


@_supposed.register
def _(shock: MedicalCosts) -> Bilingual:
    return Bilingual(
        f"近12个月{_zh(shock.settings)}自付 {shock.change:+.0%}",
        f"self-paid of the last 12 months' bills ({_en(shock.settings)}): {shock.change:+.0%}",
    )


@_supposed.register
def _(shock: Disaster) -> Bilingual:
    kind = shock.kind
    if shock.loss_yuan_per_mu is not None:
        zh, en = (
            f"每亩耕地损失{shock.loss_yuan_per_mu:,.0f}元",
            f"{shock.loss_yuan_per_mu:,.0f} yuan for each mu of land",
        )
    else:
        zh, en = f"每户损失{shock.loss_yuan:,.0f}元", f"{shock.loss_yuan:,.0f} yuan for each household"
    return Bilingual(
        f"{kind.zh}，{shock.share:.0%}的户受灾，{zh}", f"{kind.en}: {shock.share:.0%} of the households, {en}"
    )


@_supposed.register
def _(shock: BusinessIncome) -> Bilingual:
    return Bilingual(
        f"近一年生产经营性收入 {shock.change:+.0%}",
        f"business and farming income of the last year: {shock.change:+.0%}",
    )


_WHICH_PROVINCE = Bilingual(
    "台账只记务工地是县内、省内还是省外，不记哪个省：某一个省的冲击只能写成比例",
    "the register tells whether work is in the county, the province or outside, not in which province: a shock to one of them is told as a share",
)

CAVEATS: dict[type[Shock], tuple[Bilingual, ...]] = {
    Wages: (
        Bilingual(
            "年度工资性收入按台账中这类务工所占的部分同比例变化；台账里没有务工记录的户，收入不变",
            "last year's wages change by the part that such work has in the register; those of households without registered work stay",
        ),
    ),
    JobsLost: (
        _WHICH_PROVINCE,
        Bilingual("失去工作的户，去年已登记的收入不变", "income that was told for the last year stays as it was"),
    ),
    MedicalCosts: (
        Bilingual(
            "结算记录不记哪家医院：某家医院的冲击只能按乡镇和就诊类型写；医保和救助支付不变，多出的都由家庭承担",
            "bills do not tell the hospital: a shock to one is told by township and setting; insurance and aid pay what they paid, the family pays the rest",
        ),
    ),
    Disaster: (
        Bilingual(
            "按亩计算损失的，没有耕地记录或耕地为零的户不受灾",
            "where the loss is told by the mu, who has no land on record is not hit",
        ),
    ),
    BusinessIncome: (Bilingual("生产经营性支出不变", "business cost stays as it was"),),
}
"""Of each shock what the records can't tell, or what is left as it was."""


def _zh(words: tuple[Labelled, ...]) -> str:
    return "、".join(word.zh for word in words)


def _en(words: tuple[Labelled, ...]) -> str:
    return ", ".join(word.en for word in words)
