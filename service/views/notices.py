"""The public notice of what people decided about the leads of a village: made of closed words, a name and days, and of nothing else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from features.bilingual import Bilingual
from features.policy.loading import Policy
from features.vocabulary import Labelled, MonitoringCategory
from models.sheets.notice import BY_HAND, NOTICE_DAYS, NoticeError, NoticeLine, require_days, wrong_in
from service.procedure.states import LeadState
from service.store.tables import Lead as LeadRow
from service.store.tables import LeadStep
from service.views.places import Places


class NoticeOf(Labelled):
    """What is made public."""

    REVIEW = "village_review", "村级评议结果", "the village review's result"
    DECISION = "county_decision", "县级审定结果", "the county's decision"

    @property
    def state(self) -> LeadState:
        """Where the leads stand that it is about."""
        return LeadState(self.value)

    @property
    def result(self) -> str:
        """What the notice says of each household; it hangs in the village, in Chinese."""
        return "村级评议通过" if self is NoticeOf.REVIEW else "县级审定同意纳入监测"


STATES = {each.state.value: each for each in NoticeOf}


@dataclass(frozen=True)
class Candidate:
    """A household that may stand on a notice.

    Attributes:
        head: masked.
        category: that the county decided, or that was chosen; empty where it is still to be chosen.
    """

    lead_id: str
    household: str
    head: str | None
    category: str
    chosen: bool


@dataclass(frozen=True)
class Wanted:
    """What was typed for a notice, sound as far as it goes."""

    village: str
    of: NoticeOf
    office: str
    first_day: dt.date
    last_day: dt.date
    categories: Mapping[str, MonitoringCategory]

    def line(self, lead_id: str, head: str | None) -> NoticeLine:
        """The line of a lead. Raises NoticeError: something may not hang in the village."""
        return NoticeLine(
            village=self.village,
            head_of_household=head or BY_HAND,
            category=self.categories[lead_id].zh,
            result=self.of.result,
            first_day=self.first_day,
            last_day=self.last_day,
            contact_office=self.office,
        )


def villages_with_leads(
    counts: Mapping[tuple[str, str], int], places: Places
) -> list[tuple[str, NoticeOf, Bilingual, int]]:
    """Of which villages there is something to make public: code, what, name, how many households."""
    return [(code, STATES[state], places.village(code), count) for (code, state), count in sorted(counts.items())]


def candidates(
    rows: Sequence[LeadRow],
    heads: Mapping[str, str],
    steps: Mapping[str, LeadStep],
    typed: Mapping[str, str],
    chosen: Sequence[str] | None,
) -> list[Candidate]:
    """The households of a village's leads.

    Args:
        steps: the last of each lead; of a decided one it holds the category.
        typed: categories that were chosen, by lead.
        chosen: leads that were ticked; None before anybody looked, when all are.
    """
    return [
        Candidate(
            row.id,
            row.household_id,
            heads.get(row.household_id),
            typed.get(row.id, "") or _decided(steps.get(row.id)),
            chosen is None or row.id in chosen,
        )
        for row in rows
    ]


def sensible_days(region_code: str, today: dt.date, policy: Policy) -> tuple[dt.date, dt.date]:
    """From today for the days that the policy asks for. Raises PolicyError."""
    days = int(policy.value(NOTICE_DAYS, region_code, today))
    return today, today + dt.timedelta(days=days - 1)


def wrong_with_notice(wanted: Wanted, policy: Policy) -> dict[str, Bilingual]:
    """What on it may not hang in the village, by field. Raises PolicyError."""
    wrong: dict[str, Bilingual] = {}
    for field, text in (("village", wanted.village), ("office", wanted.office)):
        why = wrong_in(text, "contact_office" if field == "office" else field)
        if why is not None:
            wrong[field] = why
    if not wrong:
        try:
            require_days([wanted.line(lead_id, None) for lead_id in wanted.categories], policy)
        except NoticeError as error:
            zh, _, en = str(error).partition(" | ")
            wrong["last_day"] = Bilingual(zh.rstrip("。"), en.rstrip("."))
    return wrong


def lines_of(wanted: Wanted, heads: Mapping[str, str]) -> tuple[list[NoticeLine], list[str]]:
    """The lines of a notice, and the leads whose name is to be written by hand.

    Args:
        heads: full names, by lead, of those that may be shown.
    """
    lines, by_hand = [], []
    for lead_id in wanted.categories:
        name = heads.get(lead_id)
        if name is None or wrong_in(name, "head_of_household") is not None:
            # A name that is not plainly one is for people to look at.
            by_hand.append(lead_id)
            name = None
        lines.append(wanted.line(lead_id, name))
    return lines, by_hand


def _decided(step: LeadStep | None) -> str:
    return str(step.details.get("category", "")) if step is not None and step.move == "decide" else ""
