"""What the official procedure makes: labels and evaluation, never features."""

from __future__ import annotations

from features import vocabulary as words
from features.bilingual import Bilingual
from features.records.tables.columns import choice, flag, written_as
from features.records.tables.confession import confesses
from features.records.tables.record_table import RecordTable

RISK_TYPES_AT_MOST = 5
ONE_RISK_TYPE = f"(?:{'|'.join(words.RiskType.values())})"


@confesses(
    sent_by=Bilingual(
        "农业农村部门（监测对象花名册，每月）", "rural affairs (roster of monitored households, monthly)"
    ),
    how_late=Bilingual(
        "从线索到识别最长15天，随当月或下月花名册得知",
        "up to 15 days from lead to identification, then with that month's roster or the next",
    ),
    misses=Bilingual(
        "有风险而无人申报、无人走访的家庭", "households at risk for whom nobody applied and whom nobody visited"
    ),
    not_to_conclude=Bilingual(
        "未被识别不等于没有风险；这是行政程序的结果，只用作标签",
        "not identified is not without risk: it is the outcome of a procedure, and a label only",
    ),
)
class Monitoring(RecordTable):
    """A step of the official procedure. Labels, never features."""

    step = choice(words.MonitoringStep, "监测环节", "Identified, removed, rolled back.", nullable=False)
    category = choice(words.MonitoringCategory, "监测对象类别", "Category of the monitored household.")
    household_type = choice(
        words.HouseholdType, "户类型", "Household type as the roster of monitored households tells it."
    )
    risk_types = written_as(
        rf"^{ONE_RISK_TYPE}(?:;{ONE_RISK_TYPE}){{0,{RISK_TYPES_AT_MOST - 1}}}$",
        "风险类型",
        "Up to five risk types, joined by ';', main one first.",
        Bilingual("规定的风险类型，最多五个", "up to five of the known risk types"),
    )
    removal_mode = choice(words.RemovalMode, "风险消除方式", "How the risk was removed.")
    no_labour_household = flag("整户无劳动能力兜底保障户", "Marked as a household without any labour.")


@confesses(
    sent_by=Bilingual("监测办公室（核查结果）", "the monitoring office (what visits to leads found)"),
    how_late=Bilingual("走访后录入，通常数日", "days: entered after the visit"),
    misses=Bilingual("没有线索、没有走访的家庭", "households without a lead: nobody went there"),
    not_to_conclude=Bilingual(
        "只代表被选中走访的家庭，不能推及全县",
        "visited households were chosen: what was found is not the county's rate",
    ),
)
class Visits(RecordTable):
    """What a visit to a lead found. Labels and evaluation, never features."""

    outcome = choice(words.VisitOutcome, "核查结果", "What was found.", nullable=False)
    lead_source = choice(words.LeadSource, "线索来源", "Where the lead came from.")
    risk_type = choice(words.RiskType, "核实风险类型", "Main risk found.")
