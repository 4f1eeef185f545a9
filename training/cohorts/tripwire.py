"""A tripwire for leaks that the gate can't see: facts that the identification itself wrote, under too early a day.

The gate hides what became known after the as-of day. It trusts `known_date`. A measure entered while the decision was under
way, or a file that states an earlier day than it came on, passes it, and a model learns to read the decision instead of
the risk. Such a fact gives itself away in one of two ways, and each feature is looked at alone:

- *It jumps.* In the days before the identification it parts the households from all others far better than one to three
  months before, when the hardship was there and the decision was not. Trouble builds up over months; a leak is there at once.
  The same is asked three months and half a year before: a stated day may be wrong by that much.
- *It is too good.* Beyond some cut nearly everybody is a positive.

After Kaufman, Rosset and Perlich (2012), "Leakage in data mining", ACM TKDD 6(4): leakage shows as performance that is
surprising for what can be known, and in features that should be no such oracle.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from features.errors import FanpinError
from features.policy.loading import Policy
from features.registry import chosen
from training.cohorts.separation import Best, Jump, best_cut, jump_of, scales_of, values_of

TRIPWIRE_POLICY = ("tripwire_days", "tripwire_jump", "tripwire_slow_jump", "tripwire_precision", "tripwire_households")
"""The policy values that it stands on."""

OTHERS = 5_000
"""So many negatives tell how common a value is; a share among them is then known to a hundredth or two."""

SHOWN = 5


class TripwireError(FanpinError, ValueError):
    """A feature tells of the identification itself; the message names it and what to do."""


@dataclass(frozen=True)
class Limits:
    """The policy's limits: days, shares, households; `slow_jump` is that of the scales of months."""

    days: int
    jump: float
    slow_jump: float
    precision: float
    households: int

    @classmethod
    def of(cls, policy: Policy, region_code: str | None, day: dt.date) -> Limits:
        """Raises PolicyError: a value is missing for the day."""
        days, jump, slow, precision, households = (policy.value(name, region_code, day) for name in TRIPWIRE_POLICY)
        return cls(int(days), jump, slow, precision, int(households))

    def reached(self, jump: Jump, best: Best) -> tuple[float, float]:
        """How much of its limit each takes up; from 1 on it is passed."""
        limit = self.jump if jump.days <= self.days else self.slow_jump
        return jump.surely / limit, best.surely / self.precision


def tripwire(matrix: pl.DataFrame, names: Iterable[str], limits: Limits) -> dict[str, Any]:
    """Look at each feature alone.

    Args:
        matrix: `household_id`, `as_of`, `label`, `outcome_on` and the features.
        names: the features.

    Returns:
        `scales`: rows compared shortly before the identification and earlier, and whether they were enough to look for
        jumps; `strongest`: the features that come closest to the limits.

    Raises:
        TripwireError: one passes a limit.
    """
    positives, negatives = (matrix.filter(pl.col("label") == label) for label in (1, 0))
    others = negatives.gather_every(max(1, negatives.height // OTHERS))
    scales = scales_of(matrix, limits.days)
    enough = [scale for scale in scales if scale.has(limits.households)]
    households = positives["household_id"].rank("dense").to_numpy()
    weight = negatives.height / max(1, others.height)
    seen: list[tuple[str, Jump, Best]] = []
    for name in names:
        other_values, good = values_of(others, name), values_of(positives, name)
        jump = max(
            (jump_of(scale, name, other_values) for scale in enough),
            key=lambda candidate: limits.reached(candidate, Best())[0],
            default=Jump(),
        )
        best = best_cut(good, households, other_values, weight, limits.households)
        if best.surely >= limits.precision and others.height < negatives.height:
            best = best_cut(good, households, values_of(negatives, name), 1.0, limits.households)
        seen.append((name, jump, best))
    tripped = [one for one in seen if max(limits.reached(*one[1:])) >= 1]
    if tripped:
        raise TripwireError(_refusal(tripped, limits))
    closest = sorted(seen, key=lambda one: (-max(limits.reached(*one[1:])), one[0]))
    return {
        "scales": [
            {
                "days": scale.days,
                "before": list(scale.before),
                "near": scale.near.height,
                "earlier": scale.earlier.height,
                "looked_for_jumps": scale in enough,
            }
            for scale in scales
        ],
        "strongest": [
            {"feature": name, "jump": round(jump.by, 4), "precision": round(best.precision, 4)}
            for name, jump, best in closest[:SHOWN]
        ],
    }


def _refusal(tripped: list[tuple[str, Jump, Best]], limits: Limits) -> str:
    declared = chosen([name for name, _, _ in tripped])
    lines = []
    for name, jump, best in sorted(tripped, key=lambda one: -max(limits.reached(*one[1:]))):
        zh, en = declared[name].zh, declared[name].en
        lines.append(f"  {name}（{zh} | {en}）")
        by_jump, by_precision = limits.reached(jump, best)
        if by_jump >= 1:
            lines.append(_jump_in_words(jump))
        if by_precision >= 1:
            side = ("不低于", "at or above") if best.above else ("不高于", "at or below")
            lines.append(
                f"    取值{side[0]} {_number(best.cut)} 的样本 {best.precision:.0%} 是阳性 | "
                f"{best.precision:.0%} of the rows {side[1]} {_number(best.cut)} are positives"
            )
    return (
        f"{len(tripped)} 个特征疑似泄漏认定结果，训练已停止。 | {len(tripped)} feature(s) seem to tell of the identification "
        "itself, and the run stops.\n" + "\n".join(lines) + "\n"
        "  先查来源：fanpin explain 户编号 --as-of 日期 --lineage 特征；更正该来源的知晓日期，或在实验文件 features 中去掉该特征；"
        "确属真实的，在本县政策中调高 tripwire_* 并注明依据。 | Look where it comes from first: `fanpin explain HOUSEHOLD --as-of DAY "
        "--lineage FEATURE` for a household identified soon after that day. Then correct the `known_date` of what that source "
        "delivers, or leave the feature out of the experiment's `features`. If it is real, raise `tripwire_*` in the county's policy, "
        "with its source."
    )


def _jump_in_words(jump: Jump) -> str:
    """The side of the cut on which the households are just before their identification."""
    below = jump.near >= jump.others
    near, earlier, others = (share if below else 1 - share for share in (jump.near, jump.earlier, jump.others))
    before = "{}–{}".format(*jump.before)
    if np.isneginf(jump.cut):
        zh, en = ("未知", "unknown") if below else ("已知", "known")
    else:
        words = ("不高于 {} 或未知", "at or below {} or unknown") if below else ("高于 {}", "above {}")
        zh, en = (word.format(_number(jump.cut)) for word in words)
    return (
        f"    该值{zh} 的户：认定前{jump.days}天内 {near:.0%}，认定前{before}天 {earlier:.0%}，其他户 {others:.0%} | {en}: {near:.0%} of "
        f"households in the {jump.days} days before their identification, {earlier:.0%} {before} days before it, {others:.0%} "
        "of the others"
    )


def _number(value: float) -> str:
    return "未知 unknown" if np.isneginf(value) else f"{value:,.6g}"
