"""Home and school: a dangerous dwelling repaired, aid for a student beyond compulsory schooling."""

from __future__ import annotations

import polars as pl

from features.bilingual import Bilingual
from features.language.views import EDUCATION, HOUSING, SUPPORT
from features.records.gate import AS_OF
from features.vocabulary import Department, SchoolStatus, Student, SupportKind
from models.what_if.declaring import Supposed, measure
from models.what_if.home import LAST_YEAR, UNDERWAY, Home, together

OPEN_HAZARD = pl.col("grade").is_in(["C", "D"]) & (pl.col("remedied_on").is_null() | (pl.col("remedied_on") > AS_OF))
BEYOND_COMPULSORY = pl.col("stage").is_in([Student.SENIOR.value, Student.VOCATIONAL.value, Student.COLLEGE.value])


@measure(Department.HOUSING, reads=("unsafe_dwelling", "dwelling_lived_in"))
def dwelling_repair(home: Home) -> Supposed:
    """实施危房改造 | The dangerous dwelling is repaired."""
    hazards = home.known(HOUSING).filter(OPEN_HAZARD)
    home.require(hazards.height > 0, "没有未整改的C级或D级住房", "there is no open dwelling of grade C or D")
    home.require(
        (home.fact("unsafe_dwelling") or 0) > 0,
        "最近一次鉴定已安全，或按本县规定不计入危房户（另有住房、无人居住、已搬迁）",
        "the last inspection found it safe, or the county does not count it (another dwelling, nobody in it, moved away)",
    )
    home.require(home.fact("dwelling_lived_in") != 0, "该危房无人居住", "nobody lives in that dwelling")
    # Each year's roster tells the grade once more: the repair closes every open row about it.
    repaired = home.change("housing", hazards, remedied_on=pl.lit(home.as_of))
    amount = home.policy("measure_housing_grant")
    sentence = Bilingual(
        f"当日登记整改完成，补助{amount:,.0f}元",
        f"registered as made safe that day, with a grant of {amount:,.0f} yuan",
    )
    return Supposed(sentence, together(repaired, home.support(SupportKind.HOUSING.value, amount)))


@measure(Department.EDUCATION)
def tuition_aid(home: Home) -> Supposed:
    """给予高中及以上在校生教育资助 | Education aid for students beyond compulsory schooling."""
    students = home.known(EDUCATION).filter(
        LAST_YEAR, pl.col("status") == SchoolStatus.ENROLLED.value, BEYOND_COMPULSORY
    )
    home.require(students.height > 0, "没有高中及以上在校生", "nobody studies beyond compulsory schooling")
    aided = home.known(SUPPORT).filter(LAST_YEAR | UNDERWAY, pl.col("kind") == SupportKind.EDUCATION_AID.value)
    has_aid = (students["aid_yuan"].fill_null(0.0) > 0).all() or not aided.is_empty()
    home.require(not has_aid, "在校生已享受资助", "the students have aid already")
    without = students.filter(pl.col("aid_yuan") == 0, pl.col("cost_yuan") > 0)
    home.require(without.height > 0, "在校生的费用或资助情况未登记", "the students' costs and aid are not on record")
    each = pl.min_horizontal("cost_yuan", pl.lit(home.policy("measure_education_aid")))
    amount = without.select(each.sum()).item()
    changed = home.change("education", without, aid_yuan=each)
    sentence = Bilingual(
        f"{without.height}名在校生本学年共资助{amount:,.0f}元",
        f"{amount:,.0f} yuan this school year for {without.height} student(s)",
    )
    return Supposed(sentence, together(changed, home.support(SupportKind.EDUCATION_AID.value, amount)))
