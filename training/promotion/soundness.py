"""Questions about what must not be broken: somebody answers for it, nothing leaks, and there is one answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from features.bilingual import Bilingual
from models.promotions.checks import Approval, Check, Finding
from models.reasons import LARGEST_DISAGREEMENT

if TYPE_CHECKING:
    from models.card.schema import Card
    from training.promotion.parity import Parity


def person(approval: Approval) -> Finding:
    named = any(letter.isalpha() for letter in approval.approver) and bool(approval.reason.strip())
    return Finding(
        Check.PERSON,
        named,
        Bilingual("已写明", "both are given") if named else Bilingual("没有写明", "one of them is missing"),
        Bilingual("批准人姓名与理由", "the approver's name and a reason"),
        Bilingual("写明 --approver 与 --reason", "give --approver and --reason"),
    )


def nothing_leaks(card: Card) -> Finding:
    proof = card.leak_proof
    return Finding(
        Check.LEAK,
        proof.passed and proof.households > 0 and len(proof.days) > 0,
        Bilingual(
            f"{'通过' if proof.passed else '未通过'}：{proof.households} 户，{len(proof.days)} 个日期",
            f"{'passed' if proof.passed else 'failed'} on {proof.households} households and {len(proof.days)} days",
        ),
        Bilingual("至少一户一日，且全部不变", "at least one household and day, and no change in any"),
        Bilingual("运行 fanpin verify-no-leak 查出特征", "run fanpin verify-no-leak, which names the feature"),
    )


def answers_agree(parity: Parity) -> Finding:
    agree = parity.households > 0 and not parity.differences
    columns = ", ".join(sorted(set(parity.differences)))
    return Finding(
        Check.PARITY,
        agree,
        Bilingual(
            f"{parity.as_of} 抽检 {parity.households} 户，{len(parity.differences)} 处不同"
            + (f"：{columns}" if columns else ""),
            f"{parity.households} households drawn as of {parity.as_of}, {len(parity.differences)} differences"
            + (f" in {columns}" if columns else ""),
        ),
        Bilingual("至少抽检一户，逐位相同", "at least one household, the same to the last bit"),
        Bilingual("请把此情况报告给维护人员", "report this to whoever maintains fanpin"),
    )


def engines_agree(parity: Parity) -> Finding:
    return Finding(
        Check.ENGINES,
        parity.disagreement <= LARGEST_DISAGREEMENT,
        Bilingual(f"最多相差 {parity.disagreement:.1e}", f"they differ by {parity.disagreement:.1e} at most"),
        Bilingual(f"任何一项都不超过 {LARGEST_DISAGREEMENT}", f"no contribution by more than {LARGEST_DISAGREEMENT}"),
        Bilingual(
            "用本版本重新训练；仍如此则报告给维护人员",
            "train again with this version of fanpin; if that does not help, report it",
        ),
    )
