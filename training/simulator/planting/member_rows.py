"""Errors in a member's row of the last listing."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from training.simulator.identity import CHECK, Damage
from training.simulator.planting.ground import Error, Ground, Listing
from training.simulator.planting.paper import Cells
from training.simulator.sheets.labels import RELATIONS
from training.simulator.state import Flags, Relation, Stage
from training.simulator.work import TIERS

RELATION = "与户主关系"
MONTHS, PLACE = "务工时间(月)", "务工所在地"
RESIDENT_MEDICAL = "是否参加新型农村合作医疗(城乡居民基本医疗保险)"
WORKER_MEDICAL = "是否参加城镇职工基本医疗保险"
RESIDENT_PENSION, WORKER_PENSION = "是否参加城乡居民基本养老保险", "是否参加城镇职工基本养老保险"

Who = Callable[[Listing], Flags]
Change = Callable[[Cells], Cells]
CHILD = RELATIONS[Relation.CHILD]


def _error(check: str, of: Callable[[Ground], Listing], who: Who, change: Change) -> Error:
    """The first member for whom `who` holds gets the cells that `change` makes of the row."""

    def where(ground: Ground) -> Flags:
        listing = of(ground)
        return listing.has(who(listing))

    def plant(ground: Ground, household: int) -> None:
        listing = of(ground)
        place = listing.first(household, who(listing))
        ground.change_member(check, listing, place, change(ground.member_cells(listing, place)))

    return Error(check, where, plant)


def _county(ground: Ground) -> Listing:
    return ground.county


def _national(ground: Ground) -> Listing:
    return ground.national


def _are(*relations: Relation) -> Who:
    return lambda listing: listing.relation(*relations)


def _grown_of_the_head_s_sex(listing: Listing) -> Flags:
    alike = listing["female"] == listing.head_female
    lone = ~listing.has(listing.relation(Relation.SPOUSE))[listing.household]
    return listing.relation(Relation.CHILD, Relation.SIBLING) & (listing.age > 25) & alike & lone


def _head_with_others(listing: Listing) -> Flags:
    return listing.relation(Relation.HEAD) & (listing.size > 1)[listing.household]


def _pupil(listing: Listing) -> Flags:
    return np.isin(listing["stage"], [Stage.PRIMARY, Stage.JUNIOR])


def _worked(listing: Listing) -> Flags:
    """Worked a good part of the year, and not at school: rounded months stay above none."""
    return (listing.collection.snapshot.work_months[listing.places] >= 6) & (listing["stage"] == Stage.NOT)


def _is(relation: Relation) -> Change:
    return lambda _cells: {RELATION: RELATIONS[relation]}


def _other_sex(cells: Cells) -> Cells:
    return {"性别": "女" if cells["性别"] == "男" else "男"}


def _other_month(cells: Cells) -> Cells:
    """The month after, or in December the one before; in the form of the townships' lists."""
    year, month, _ = (int(part) for part in cells["出生日期"].split("-"))
    return {"出生日期": f"{year}-{month + 1 if month < 12 else 11:02d}-15"}


def _other_last_digit(cells: Cells) -> Cells:
    number = cells["证件号码"]
    wrong = number[:17] + CHECK[(CHECK.index(number[17]) + 4) % 11]
    return {"证件号码": wrong, "_written": wrong, "_damage": Damage.WRONG_DIGIT.value}


MEMBER_ERRORS: tuple[Error, ...] = (
    _error(
        "over_age_public_post",
        _national,
        lambda listing: listing.age > 72,
        lambda _: {"公益性岗位(月数)": 6, "公益性岗位类型": "保洁员"},
    ),
    _error("pupil_listed_as_worker", _county, _pupil, lambda _: {MONTHS: 6, PLACE: TIERS[2]}),
    _error("no_head", _county, _head_with_others, _is(Relation.SIBLING)),
    _error("two_heads", _county, _are(Relation.SPOUSE), _is(Relation.HEAD)),
    _error("head_and_spouse_same_sex", _county, _grown_of_the_head_s_sex, _is(Relation.SPOUSE)),
    _error("child_older_than_head", _county, _are(Relation.PARENT), _is(Relation.CHILD)),
    _error("parent_younger_than_head", _county, _are(Relation.CHILD), _is(Relation.PARENT)),
    _error("id_sex_differs", _county, _are(Relation.CHILD), _other_sex),
    _error("id_birth_differs", _county, _are(Relation.CHILD), _other_month),
    _error("id_unsound", _county, _are(Relation.CHILD), _other_last_digit),
    _error("work_months_without_place", _county, _worked, lambda _: {PLACE: ""}),
    _error("place_without_work_months", _county, _worked, lambda _: {MONTHS: 0}),
    _error(
        "both_medical_insurances",
        _national,
        lambda listing: listing["insured"],
        lambda _: {RESIDENT_MEDICAL: "是", WORKER_MEDICAL: "是"},
    ),
    _error(
        "both_pension_insurances",
        _national,
        lambda listing: (listing.age > 20) & (listing.age < 55),
        lambda _: {RESIDENT_PENSION: "是", WORKER_PENSION: "是"},
    ),
)
