"""What the page of the list and the sheets say in the same words: chances, reasons, the departments' rules. In Chinese."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from features.policy.loading import Policy
from features.triggers.wording import hits_in_words, unclear_in_words
from features.vocabulary import RiskType
from models.bands import RiskBand
from models.certainty import verify_fields
from models.frequencies import in_frequencies
from models.reasons import NO_REASON, NOTHING_TO_CHECK

REASONS_SHOWN = 3


def chance(probability: float) -> str:
    """A probability as a percentage that never looks like never or always."""
    if probability < 0.001:
        return "不足0.1%"
    if probability > 0.999:
        return "99.9%以上"
    return f"{probability * 100:.1f}%"


def no_reasons(band: str) -> str:
    """What stands in place of reasons, where none is told."""
    return NO_REASON.zh if band == RiskBand.LOW else NOTHING_TO_CHECK.zh


def no_hits(unclear: Iterable[str]) -> str:
    """That no department's rule is hit, or that this can't be told of all."""
    unclear = list(unclear)
    return f"没有命中部门预警；{unclear_in_words(unclear).zh}" if unclear else "没有命中部门预警"


def sureness(row: Mapping[str, Any]) -> str:
    """The chance as people count: 这样的户每10户约有7户."""
    return in_frequencies(row["probability"], row["probability_low"], row["probability_high"]).zh


def reason_lines(row: Mapping[str, Any], most: int = REASONS_SHOWN) -> list[str]:
    """The main reasons with the official type of risk that each speaks for, or why none is told.

    Args:
        row: of an assessment with its words (`models.reasons.in_words`).
    """
    reasons = [f"[{RiskType(reason['risk_type']).zh}] {reason['zh']}" for reason in row["reasons"][:most]]
    return reasons or [no_reasons(row["band"])]


def verify_lines(row: Mapping[str, Any]) -> list[str]:
    """What speaks against the main reasons, with what to ask."""
    against = map(verify_fields, row["verify_first"])
    return [f"[先核实] {one['zh']}：{one['ask_zh']}" for one in against]


def screening_lines(row: Mapping[str, Any]) -> list[str]:
    """The departments' rules that are hit, and which of them can't be told: not hit and not known are two things."""
    hits = [f"[部门预警] {hit['zh']}" for hit in hits_in_words(row["hits"])]
    if not hits:
        return [no_hits(row["unclear"])]
    return [*hits, unclear_in_words(row["unclear"]).zh] if row["unclear"] else hits


def examples_in_chinese(policy: Policy, names: Sequence[str]) -> str:
    """Which of the values used are examples, by their names in the work; empty when there are none.

    Args:
        names: as `Policy.examples` gives them.
    """
    named = "、".join(policy.values[name].zh for name in names)
    return f"以下{len(names)}项政策数值还是示例，请数据管理员换成本县文件的规定：{named}" if named else ""
