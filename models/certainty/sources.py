"""How fresh the departments' data are: too stale for any score, stale enough for doubt, and until when a score may be used."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from features.bilingual import Bilingual
from features.deliveries.freshness import freshness
from features.frame.context.table import context_day
from features.intake.counties import Counties
from features.policy.loading import Policy
from features.records.store import RecordStore, Versions
from features.records.store.states import StoreInState
from models.certainty.alike import Alike, alike_in
from models.refusal import NotScoreableError, Refusal
from models.risk_model import RiskModel

DAYS_LATE = "key_source_days_late."
"""Before the name of a key source, the policy value that says how late it may be."""

VALID_MONTHS = "score_valid_months"

FILLS: dict[str, str] = {
    "medical_settlement": "illness",
    "health_diagnosis": "illness",
    "disability_card": "disability",
    "employment_spell": "employment",
    "education_enrolment": "education",
    "police_accident": "shocks",
    "agriculture_failure": "shocks",
    "housing_inspection": "housing",
    "water_check": "water",
}
"""The record table that a department's file fills. Rosters are not named: how old they are is told by each household's own rows."""


@dataclass(frozen=True, eq=False)
class Surroundings:
    """What is known around a household: how fresh the sources are, and households alike.

    Attributes:
        fresh: as `features.deliveries.freshness.freshness`.
        alike: of the end of the month before; None where nobody was in scope.
        refuses: whether a key source that is too late refuses a score. Not where records were sent: how fresh those are
            the county's deliveries don't tell.
    """

    fresh: pl.DataFrame
    alike: Alike | None
    refuses: bool = True


class StaleSourcesError(NotScoreableError):
    """Key departments' data are too long overdue for any score; `detail` names them, and nobody's data."""

    refusal = Refusal.KEY_SOURCE_STALE

    def __init__(self, sources: pl.DataFrame) -> None:
        """Args:
        sources: those that are too late, rows of `features.deliveries.freshness.FRESHNESS`.
        """
        zh = "、".join(f"{row['department']}“{row['zh']}”逾期{row['days_late']}天" for row in sources.to_dicts())
        en = ", ".join(f"{row['source']} is {row['days_late']} days overdue" for row in sources.to_dicts())
        self.detail = Bilingual(
            f"{zh}，没有新数据就看不出谁家出了事，不给得分；请催交并导入，或改问更早的日期",
            f"{en}: without it nobody can tell who was struck, and nothing is scored. Have it delivered and take it in, or ask for an "
            "earlier day.",
        )
        super().__init__(str(self.detail))


def surroundings_of(
    model: RiskModel, store: RecordStore, policy: Policy, as_of: dt.date, versions: Versions | None = None
) -> Surroundings:
    """The surroundings of a store's households on a day; those alike are drawn once a month for each state of a store that is kept open.

    Args:
        versions: of the store's tables; its present ones when None.

    Raises:
        ContextError: figures of villages were missing and can't be kept.
    """
    month = context_day(as_of)

    def drawn() -> Alike | None:
        return alike_in(model, store, policy, month, versions=None if versions is None else dict(versions))

    key = ("alike", model.digest, policy.version, month)
    alike = store.worked_out(key, drawn) if versions is None and isinstance(store, StoreInState) else drawn()
    return Surroundings(freshness_of(store, policy, as_of, versions), alike)


def freshness_of(store: RecordStore, policy: Policy, as_of: dt.date, versions: Versions | None = None) -> pl.DataFrame:
    """Every source of a store on a day, by the rhythm of its county; worked out once for each state of a store that is kept open.

    Args:
        versions: of the store's tables; its present ones when None.
    """

    def asked() -> pl.DataFrame:
        return freshness(
            store.deliveries(versions),
            as_of,
            policy,
            withdrawals=store.withdrawals(versions),
            region_code=Counties.of(store, versions).the_one,
        )

    if versions is None and isinstance(store, StoreInState):
        return store.worked_out(("freshness", policy.version, as_of), asked)
    return asked()


def require_fresh(fresh: pl.DataFrame, policy: Policy, as_of: dt.date, region: str | None = None) -> None:
    """Raises StaleSourcesError: a key source is later than the policy allows. One that never delivered is not late: the
    county may keep no such list, and then its model learned without.
    """
    if refused := refused_for_staleness(fresh, policy, as_of, [region]):
        raise refused[region]


def refused_for_staleness(
    fresh: pl.DataFrame, policy: Policy, as_of: dt.date, regions: Iterable[str | None]
) -> dict[str | None, StaleSourcesError]:
    """Of the regions in which nobody gets a score, since a key source is later than their policy allows, what is to be said."""
    late = fresh.filter(pl.col("source").is_in(_key_sources(policy)), pl.col("stale")).to_dicts()
    refused = {}
    for region in regions if late else ():
        beyond = [
            row["source"] for row in late if row["days_late"] > policy.value(DAYS_LATE + row["source"], region, as_of)
        ]
        if beyond:
            refused[region] = StaleSourcesError(fresh.filter(pl.col("source").is_in(beyond)))
    return refused


def stale_tables(fresh: pl.DataFrame) -> frozenset[str]:
    """The record tables of which a source is overdue."""
    return frozenset(FILLS[source] for source in fresh.filter("stale")["source"] if source in FILLS)


def expires_on(fresh: pl.DataFrame | None, policy: Policy, as_of: dt.date, region: str | None = None) -> dt.date:
    """Until when a score may be used, that day included: the next delivery that a key source owes, but never longer than the policy allows.

    A key source that is overdue owes nothing more on a day ahead; the others decide.

    Args:
        fresh: None where nobody knows what was delivered, as of a document.
    """
    return expiries(fresh, policy, as_of, [region])[region]


def expiries(
    fresh: pl.DataFrame | None, policy: Policy, as_of: dt.date, regions: Iterable[str | None]
) -> dict[str | None, dt.date]:
    """`expires_on` of each region."""
    due = None
    if fresh is not None:
        owed = fresh.filter(pl.col("source").is_in(_key_sources(policy)), pl.col("expected_by") >= as_of)
        due = owed["expected_by"].min()
    months = {region: int(policy.value(VALID_MONTHS, region, as_of)) for region in regions}
    latest = {many: _later(as_of, many) for many in set(months.values())}
    return {
        region: min(due, latest[many]) if isinstance(due, dt.date) else latest[many] for region, many in months.items()
    }


def _later(day: dt.date, months: int) -> dt.date:
    later: dt.date = pl.select(pl.lit(day).dt.offset_by(f"{months}mo")).item()
    return later


def list_expires_on(store: RecordStore, policy: Policy, as_of: dt.date) -> dt.date:
    """Until when the scores of a day's list may be used, that day included (`expires_on`)."""
    return expires_on(freshness_of(store, policy, as_of), policy, as_of, Counties.of(store).the_one)


def valid_in_words(until: dt.date) -> Bilingual:
    return Bilingual(f"得分用到{until}为止，之后须重新评分", f"to be used until {until}; score anew after it")


def _key_sources(policy: Policy) -> list[str]:
    return [name.removeprefix(DAYS_LATE) for name in policy.values if name.startswith(DAYS_LATE)]
