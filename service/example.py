"""The made-up household of the documentation: nobody's data, in the form in which a case system sends it."""

from __future__ import annotations

from typing import Any

from models.lists import Slot

_OF_THE_YEAR = {"event_date": "2023-09-30", "known_date": "2024-02-05", "period_months": 12, "caliber": "national"}

EXAMPLE_HOUSEHOLD: dict[str, Any] = {
    "household_id": "99010100400200000017",
    "as_of": "2024-06-30",
    "records": {
        "households": [
            {
                "event_date": "2024-01-10",
                "known_date": "2024-02-05",
                "region_code": "990101004002",
                "household_type": "general",
                "household_size": 3,
                "land_mu": 4.5,
                "dwelling_m2": 96,
                "in_cooperative": False,
            }
        ],
        "members": [
            {
                "event_date": "2024-01-10",
                "known_date": "2024-02-05",
                "listing": "full",
                "person_id": "P-1",
                "birth_month": "1968-03-01",
                "sex": "male",
                "relation": "head",
                "labour": "ordinary",
                "student": "not",
                "insured": True,
                "work_months": 8,
                "work_place": "province",
            },
            {
                "event_date": "2024-01-10",
                "known_date": "2024-02-05",
                "listing": "full",
                "person_id": "P-2",
                "birth_month": "1970-11-01",
                "sex": "female",
                "relation": "spouse",
                "labour": "weak",
                "student": "not",
                "chronic": True,
                "insured": True,
                "work_months": 0,
            },
            {
                "event_date": "2024-01-10",
                "known_date": "2024-02-05",
                "listing": "full",
                "person_id": "P-3",
                "birth_month": "2006-07-01",
                "sex": "female",
                "relation": "child",
                "labour": "none",
                "student": "senior",
                "insured": True,
            },
        ],
        "income": [
            {**_OF_THE_YEAR, "category": "wage", "amount_yuan": 36000},
            {**_OF_THE_YEAR, "category": "business", "amount_yuan": 5200},
            {**_OF_THE_YEAR, "category": "business_cost", "amount_yuan": 2100},
        ],
        "employment": [
            {
                "record_id": "job-P-1-2023-03-01",
                "event_date": "2023-03-01",
                "known_date": "2023-04-05",
                "person_id": "P-1",
                "started_on": "2023-03-01",
                "place_tier": "province",
                "channel": "market",
                "monthly_wage_yuan": 4500,
            },
            {
                "record_id": "job-P-1-2023-03-01",
                "event_date": "2023-03-01",
                "known_date": "2024-06-05",
                "person_id": "P-1",
                "started_on": "2023-03-01",
                "ended_on": "2024-04-20",
                "place_tier": "province",
                "channel": "market",
                "monthly_wage_yuan": 4500,
            },
        ],
        "illness": [
            {
                "event_date": "2024-04-28",
                "known_date": "2024-06-05",
                "person_id": "P-1",
                "setting": "inpatient",
                "disease_class": "major",
                "total_yuan": 62000,
                "basic_yuan": 31000,
                "major_yuan": 7600,
                "aid_yuan": 0,
                "self_paid_yuan": 23400,
            }
        ],
    },
}
"""The head of a general household fell ill and lost his work: known in the June deliveries."""

_SCORED: dict[str, Any] = {
    "household_id": "99010100400200000017",
    "as_of": "2024-06-30",
    "region_code": "990101004002",
    "household_type": "general",
    "probability": 0.0812,
    "probability_low": 0.0701,
    "probability_high": 0.0944,
    "sureness_zh": "这样的户每100户约有8户（7至9户）",
    "sureness_en": "of 100 such households about 8 (7 to 9)",
    "band": "high",
    "raw_score": -2.1473,
    "base_value": -5.9021,
    "residual": 8.9e-16,
    "reasons": [
        {
            "topic": "medical_bills",
            "risk_type": "illness",
            "phrase": "large_bills",
            "zh": "近12个月看病总费用62,000元，自家付了23,400元",
            "en": "62,000 yuan of medical bills in 12 months, of which the family paid 23,400 yuan",
            "ask_zh": "看有没有还没报销的单据，问是否申请过医疗救助",
            "ask_en": "Look for bills not yet claimed; ask whether medical aid was applied for",
            "facts": {"medical_bills_12m": 62000.0, "self_paid_12m": 23400.0},
            "contribution": 1.8342,
            "points": 6.9,
        }
    ],
    "protects": [],
    "verify_first": [
        {
            "rule": "declared_otherwise",
            "risk_type": "illness",
            "zh": "此前识别或走访认定的是因学，模型的主要原因是因病",
            "en": "identified or visited earlier for schooling, while the main reason is illness",
            "ask_zh": "问原来的困难解决了没有、现在难在哪",
            "ask_en": "Ask whether the earlier trouble is over, and what it is now.",
        }
    ],
    "screening": [
        {
            "trigger": "inpatient_self_paid",
            "department": "medical_insurance",
            "risk_type": "illness",
            "zh": "医保：年度住院自付 23,400元，达到预警线 20,000元（自 2024-04-28 起）",
            "en": "medical insurance: In-patient bills paid by the household in 12 months: 23,400 yuan, at or above the line of "
            "20,000 yuan (since 2024-04-28)",
            "unit": "yuan",
            "value": 23400.0,
            "threshold": 20000.0,
            "since": "2024-04-28",
            "severity": 0,
        }
    ],
    "screening_unclear": ["uninsured"],
    "risk_types": [{"risk_type": "illness", "contribution": 1.8342}],
    "model": "fanpin-entry",
    "model_version": "1",
    "horizon_months": 6,
    "target": "entry",
}

_MADE_FROM: dict[str, Any] = {
    "as_of": "2024-06-30",
    "model": "fanpin-entry",
    "model_version": "1",
    "model_digest": "7621f78178cd931692c5b8a105e1edc3",
    "calibrator_digest": "88b4385a304df0ecce4544a4692b474e",
    "feature_fingerprint": "45c126dc4a1e28ac",
    "policy_version": "5c2a07c43575ac33",
    "code_version": "0.1.0",
    "code_digest": "3dcdc360df0768a7",
    "data_versions": {"deliveries": 9, "households": 4, "members": 4, "illness": 7},
    "seed": 20260101,
}

EXAMPLE_ANSWER: dict[str, Any] = {
    **_SCORED,
    "township": "北岭乡",
    "village": "杏家村",
    "rests_on": {
        "tables": [
            {"table": "households", "rows": 1, "newest_event": "2024-01-10", "newest_known": "2024-02-05"},
            {"table": "members", "rows": 1, "newest_event": "2024-01-10", "newest_known": "2024-02-05"},
            {"table": "income", "rows": 0, "newest_event": None, "newest_known": None},
            {"table": "illness", "rows": 1, "newest_event": "2024-04-28", "newest_known": "2024-06-05"},
            {"table": "disability", "rows": 0, "newest_event": None, "newest_known": None},
            {"table": "employment", "rows": 0, "newest_event": None, "newest_known": None},
            {"table": "relocation", "rows": 0, "newest_event": None, "newest_known": None},
            {"table": "education", "rows": 0, "newest_event": None, "newest_known": None},
            {"table": "housing", "rows": 0, "newest_event": None, "newest_known": None},
            {"table": "water", "rows": 0, "newest_event": None, "newest_known": None},
            {"table": "shocks", "rows": 0, "newest_event": None, "newest_known": None},
            {"table": "support", "rows": 0, "newest_event": None, "newest_known": None},
        ],
        "missing": [
            {
                "table": "income",
                "zh": "没有“收入与支出”记录：情况不明，不等于没有",
                "en": "nothing of the income and expenses is known: unknown, which is not none",
            },
            {
                "table": "housing",
                "zh": "没有“住房”记录：情况不明，不等于没有",
                "en": "nothing of the dwelling is known: unknown, which is not none",
            },
            {
                "table": "water",
                "zh": "没有“饮水”记录：情况不明，不等于没有",
                "en": "nothing of the drinking water is known: unknown, which is not none",
            },
        ],
    },
    "warnings": [
        {
            "rule": "household_size_differs",
            "table": None,
            "event_date": "2024-01-10",
            "known_date": "2024-02-05",
            "delivery_id": "api",
            "source_row": 1,
            "zh": "家庭人口数与成员名册人数不符",
            "en": "The number of people differs from the members listed for the same day",
            "to_do_zh": "核对家庭人口数与成员名册，补录或减少成员",
            "to_do_en": "Check the number of people against the members' sheet.",
        }
    ],
    "completeness": 0.62,
    "plausible_low": 0.128,
    "plausible_high": 0.236,
    "expires_on": "2024-08-19",
    "ask_first": [
        {
            "topic": "employment",
            "state": "missing",
            "zh": "问家里谁在务工、今年干了几个月、月工资多少，有没有人丢了工作或返乡",
            "en": "ask who works, for how many months this year and for what wage, and whether anybody lost work or came home",
            "why_zh": "没有记录",
            "why_en": "not known",
            "doubt": 1.0,
            "effect": 0.041,
        }
    ],
    "made_from": {
        **_MADE_FROM,
        "store": "0f6f5a3e-6f0e-4a53-9d6a-2f1d0c8b7e55",
        "document": "c1f0a9d2e7153b6c8d4e0a9b7f2c6d15",
        "format": 1,
    },
}
"""The form of an answer; its numbers are made up."""

EXAMPLE_LIST: dict[str, Any] = {
    "region": "990101004",
    "as_of": "2024-06-30",
    "expires_on": "2024-07-05",
    "capacity": 12,
    "households_in_scope": 1240,
    "resting": 3,
    "left_out": {"resting": 3, "beyond_bound": 0, "expired": 0},
    "seed": 20260101,
    "policy_examples": ["monitoring_line"],
    "not_scored_count": 1,
    "not_scored": [
        {
            "household_id": "99010100400200000023",
            "region_code": "990101004002",
            "refusal": "impossible_numbers",
            "tables": ["income"],
            "checks": [],
        }
    ],
    "households": [
        {**_SCORED, "rank": 1, "slot": {"name": Slot.SCORE.value, "zh": Slot.SCORE.zh, "en": Slot.SCORE.en}}
    ],
    "made_from": {**_MADE_FROM, "visits": 12, "region": "990101004", "previous": "2024-05-31-3f9c0a1b2c4d"},
}
