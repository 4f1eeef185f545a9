"""One household's assessment in words, Chinese first, as a person would read it aloud."""

from __future__ import annotations

from features.basis import TABLE_NAMES, Basis
from features.triggers.wording import hits_in_words, unclear_in_words
from features.vocabulary import RiskType
from models.assessed import Assessed
from models.bands import RiskBand
from models.certainty import certainty_lines, verify_lines
from models.frequencies import in_frequencies
from models.reasons import NO_REASON, NOTHING_TO_CHECK, in_words, main_risk_types, points_in_words
from models.targets import TargetKind

NOT_A_STATUS = (
    "得分只是线索，不是认定结论；是否纳入监测须由人入户核实后决定。",
    "A score is a lead, never a status: people decide after a visit.",
)


def assessment_in_words(assessed: Assessed) -> list[str]:
    """Lines about the one household that was asked about (`models.assess.assess_household`)."""
    assessment = in_words(assessed.households).row(0, named=True)
    chance = f"{assessment['probability'] * 100:.1f}%"
    band = RiskBand(assessment["band"])
    sureness = in_frequencies(*(assessment[name] for name in ("probability", "probability_low", "probability_high")))
    months, event = assessment["horizon_months"], TargetKind(assessment["target"])
    lines = [
        f"户 {assessment['household_id']}（{assessment['region_code']}），截至 {assessment['as_of']}",
        f"未来{months}个月{event.zh}的可能性：{chance}（{band.zh}风险档）；{sureness.zh}",
        f"Probability of being {event.en} within {months} months: {chance} ({band.en} band); {sureness.en}",
        "",
    ]
    if not assessment["reasons"]:
        lines.append(str(NO_REASON if band is RiskBand.LOW else NOTHING_TO_CHECK))
    for position, reason in enumerate(assessment["reasons"], start=1):
        risk, effect = RiskType(reason["risk_type"]), points_in_words(reason["points"])
        lines.append(f"{position}. [{risk.zh}] {reason['zh']}（{effect.zh}）")
        lines.append(f"   [{risk.en}] {reason['en']} ({effect.en})")
        lines.append(f"   走访时：{reason['ask_zh']} | {reason['ask_en']}")
    if assessment["protects"]:
        lines += ["", "有利的情况 What holds the household up:"]
    for reason in assessment["protects"]:
        effect = points_in_words(reason["points"])
        lines += [f"- {reason['zh']}（{effect.zh}）", f"  {reason['en']} ({effect.en})"]
    if main := main_risk_types(assessment["risk_types"]):
        lines.append(
            f"主要风险类型：{'、'.join(kind.zh for kind in main)} | Main risk: {', '.join(kind.en for kind in main)}"
        )
    lines += ["", "部门筛查预警 Departments' screening rules:"]
    hits, unclear = hits_in_words(assessment["hits"]), unclear_in_words(assessment["unclear"])
    lines += [line for hit in hits for line in (f"- {hit['zh']}", f"  {hit['en']}")] or ["没有命中 | none is hit"]
    if assessment["unclear"]:
        lines.append(str(unclear))
    lines += verify_lines(assessment["verify_first"])
    if assessed.certainty is not None:
        lines += ["", *certainty_lines(assessed.certainty)]
    if assessed.basis is not None:
        lines += ["", *_rests_on(assessed.basis)]
    lines += [
        "",
        f"模型 {assessment['model']} 第 {assessment['model_version']} 版，解释误差 {assessment['residual']:.1e}",
        *NOT_A_STATUS,
    ]
    return lines


def _rests_on(basis: Basis) -> list[str]:
    told = [known for known in basis.tables if known.rows]
    zh = "，".join(f"{TABLE_NAMES[one.table].zh}{one.rows}条（至{one.newest_event}）" for one in told)
    en = ", ".join(f"{one.table} {one.rows} (until {one.newest_event})" for one in told)
    lines = [f"依据：{zh}", f"Rests on rows: {en}"]
    for missing in basis.missing:
        lines += [f"- 缺：{missing.zh}", f"  Missing: {missing.en}"]
    for doubt in basis.warnings:
        lines += [f"- 可疑：{doubt.zh}：{doubt.to_do_zh}", f"  In doubt: {doubt.en}; {doubt.to_do_en}"]
    return lines
