"""Work: a public-interest post, a member placed in work, help for a business that failed."""

from __future__ import annotations

import polars as pl

from features.bilingual import Bilingual
from features.language.views import EMPLOYMENT, MEMBERS
from features.vocabulary import Department, JobChannel, Labour, PlaceTier, SupportKind
from models.what_if.declaring import Supposed, measure
from models.what_if.home import UNDERWAY, Home, together

AGE = pl.col("age")
WORKING_AGE = "contract_working_age"


@measure(Department.HUMAN_RESOURCES)
def public_post(home: Home) -> Supposed:
    """安排一名成员到乡村公益性岗位 | A member takes a public-interest post in the village."""
    oldest = home.policy("check_public_post_oldest_age")
    _require_labour(home)
    fitting = home.without_work.filter(AGE.is_between(home.policy(WORKING_AGE), oldest))
    home.require(
        fitting.height > 0,
        f"有劳动能力的成员都在务工、在读，或超过{oldest:.0f}岁",
        f"every member with labour works, goes to school or is over {oldest:.0f}",
    )
    posts = home.known(EMPLOYMENT).filter(UNDERWAY, pl.col("channel") == JobChannel.PUBLIC_POST.value)
    home.require(posts.is_empty(), "已有成员在公益性岗位", "a member holds such a post already")
    # A post in the village is for who can't well leave it: weak labour first, then the oldest.
    weak = (pl.col("labour") == Labour.WEAK.value).fill_null(value=False)
    who = fitting.sort(weak, AGE, "person_id", descending=[True, True, False])["person_id"][0]
    return _at_work(home, who, "measure_public_post_wage", PlaceTier.TOWNSHIP, JobChannel.PUBLIC_POST)


@measure(Department.HUMAN_RESOURCES)
def work_placement(home: Home) -> Supposed:
    """帮助一名成员在县内就业 | A member is placed in work inside the county."""
    oldest = home.policy("measure_placement_oldest_age")
    _require_labour(home)
    able = pl.col("labour").is_in([Labour.ORDINARY.value, Labour.SKILLED.value])
    fitting = home.without_work.filter(able, AGE.is_between(home.policy(WORKING_AGE), oldest))
    home.require(
        fitting.height > 0,
        f"没有不超过{oldest:.0f}岁、未务工也不在读的普通或技能劳动力",
        f"nobody of up to {oldest:.0f} with ordinary or skilled labour is without work and out of school",
    )
    # Who asked for work first, then the youngest.
    asks = pl.col("wants_work").fill_null(value=False)
    who = fitting.sort(asks, AGE, "person_id", descending=[True, False, False])["person_id"][0]
    return _at_work(home, who, "measure_placement_wage", PlaceTier.COUNTY, JobChannel.MARKET)


@measure(Department.AGRICULTURE, reads=("business_failures_12m", "industry_help_12m"))
def industry_help(home: Home) -> Supposed:
    """产业失败后给予产业帮扶 | Help for a business project after one failed."""
    home.require(
        (home.fact("business_failures_12m") or 0) > 0,
        "近12个月没有产业失败记录",
        "no business project is recorded to have failed in 12 months",
    )
    home.require(
        not home.fact("industry_help_12m"), "近12个月已享受产业帮扶", "help was received in the last 12 months"
    )
    amount = home.policy("measure_industry_grant")
    sentence = Bilingual(f"到户补助{amount:,.0f}元", f"{amount:,.0f} yuan for the household")
    return Supposed(sentence, home.support(SupportKind.INDUSTRY.value, amount))


def _require_labour(home: Home) -> None:
    members = home.known(MEMBERS)
    home.require(members.height > 0, "没有家庭成员记录", "no member is on record")
    labour = members["labour"].drop_nulls()
    home.require(labour.len() > 0, "成员的劳动能力未登记", "nobody's labour is on record")
    home.require(
        labour.is_in([Labour.ORDINARY.value, Labour.SKILLED.value, Labour.WEAK.value]).any(),
        "没有登记有劳动能力的成员",
        "no member is listed with labour",
    )


def _at_work(home: Home, who: str, wage_by: str, place: PlaceTier, channel: JobChannel) -> Supposed:
    """Work that begins on the day, in the register of work and in the ledger of measures."""
    wage, person = home.policy(wage_by), home.somebody(who)
    kind = SupportKind.PUBLIC_POST if channel is JobChannel.PUBLIC_POST else SupportKind.EMPLOYMENT
    spell = home.new(
        "employment",
        f"spell-{channel.value}",
        person_id=who,
        started_on=home.as_of,
        place_tier=place.value,
        channel=channel.value,
        monthly_wage_yuan=wage,
    )
    sentence = Bilingual(f"{person.zh}上岗，月工资{wage:,.0f}元", f"{person.en} begins at {wage:,.0f} yuan a month")
    # Help to find work costs the office, and pays the family nothing but the wage.
    paid = wage * 12 if kind is SupportKind.PUBLIC_POST else 0.0
    return Supposed(sentence, together(spell, home.support(kind.value, paid)))
