"""Row by row: a report where the household has no open lead, its dispatch where nobody dispatched it, the visit; each row whole or not at all.

Who may do what is the procedure's to say, as on every page. A row that was handed in before changes nothing: its visit is there already.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from features.bilingual import Bilingual
from features.policy.loading import Policy
from service.jurisdiction import EVERYWHERE
from service.keyring import Keyring
from service.leads.from_lists import report_listed
from service.leads.moving import move_lead
from service.leads.receiving import OtherHouseholdError
from service.local_time import day_of
from service.principal import Permission, Principal
from service.procedure.merging import ReportError
from service.procedure.moving import MoveError, ProblemKind
from service.procedure.states import LeadState
from service.sheets.checking import Fault, Filled, Skipped
from service.sheets.tokens import Head, plain
from service.store import Database, Work
from service.store.repositories import leads, lists
from service.store.repositories.audit import append
from service.store.tables import Lead, ListItem

MARGIN = dt.timedelta(minutes=1)
"""What was written while the workbook was being made counts as written after it."""
EVER = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


class SkipError(Exception):
    """The row is passed over."""

    def __init__(self, fault: Fault, zh: str, en: str) -> None:
        super().__init__(en)
        self.fault, self.words = fault, Bilingual(zh, en)


@dataclass(frozen=True)
class Landing:
    """With what rows land.

    Attributes:
        whole: who hands it in, with all that they may.
    """

    database: Database
    keyring: Keyring
    policy: Policy
    whole: Principal
    now: dt.datetime

    def rows(self, head: Head, rows: Iterable[Filled]) -> tuple[list[Filled], list[Skipped]]:
        """Those that landed, and those that were passed over. Raises PolicyError: the policy has no value for the place and day."""
        landed, passed_over = [], []
        every = list(rows)
        elsewhere = self._led_elsewhere(head, every)
        for row in every:
            try:
                if row.number in elsewhere:
                    raise SkipError(
                        Fault.FOREIGN,
                        "该户另有一条在办线索不在您的辖区内，没有收：请联系县级监测人员",
                        "the household has an open lead outside your places: ask the county office",
                    )
                self._row(head, row)
            except SkipError as skip:
                passed_over.append(Skipped(row.row, str(row.number), row.code, skip.fault, skip.words))
            else:
                landed.append(row)
        return landed, passed_over

    def _led_elsewhere(self, head: Head, rows: Sequence[Filled]) -> set[int]:
        """The numbers of households that moved: their open lead lies where whoever hands in has no business, and another is not opened."""
        own = self.whole.narrowed_to(Permission.RECORD_VISITS).jurisdiction
        with self.database.reading(own, self.now) as work:
            numbers = lists.numbers(work, head.list_id)
        wanted = {row.number for row in rows}
        households = {code: number for code, number in numbers.items() if number in wanted}
        with self.database.reading(EVERYWHERE, self.now) as work:
            opened = leads.open_among(work, list(households))
        return {households[code] for code, lead in opened.items() if lead.region_code not in own}

    def _row(self, head: Head, row: Filled) -> None:
        by = self.whole.narrowed_to(Permission.RECORD_VISITS)
        with self.database.writing(by.jurisdiction, self.now) as work:
            item = lists.item(work, head.list_id, row.number)
            if item is None or plain(item.household_id) != row.code:
                raise SkipError(
                    Fault.FOREIGN,
                    "该户不在您的辖区内，没有收：请交由该户所在的乡镇或村办理",
                    "the household is outside your places: leave it to its township or village",
                )
            self._land(work, by, head, row, item)

    def _land(self, work: Work, by: Principal, head: Head, row: Filled, item: ListItem) -> None:
        # Nobody else reports or moves it until this row is done.
        lead = leads.of_household(work, item.household_id)
        self._refuse_overtaken(work, head, row, item.household_id, lead)
        today = day_of(self.now)
        try:
            if lead is None or lead.ended_on is not None:
                lead = self._report(work, by, item, today)
            if LeadState(lead.state) is LeadState.RECEIVED:
                self._refuse_elsewhere(Permission.MOVE_LEADS, item)
                move_lead(work, self.keyring, self.policy, by, lead, "dispatch", {"place": lead.region_code}, today)
            move_lead(work, self.keyring, self.policy, by, lead, "visit", row.details, today)
        except MoveError as error:
            raise _not_so(error) from None
        except ReportError as error:
            zh, _, en = str(error).partition(" | ")
            raise SkipError(Fault.WRONG, zh, en or zh) from None

    def _refuse_overtaken(self, work: Work, head: Head, row: Filled, household: str, lead: Lead | None) -> None:
        since = head.taken_at - MARGIN
        recorded = leads.visits_since(work, household, EVER)
        wanted = {name: row.details.get(name) for name in ("visited_on", "verdict", "unfounded_reason")}
        for visit in recorded:
            found = {"visited_on": visit.visited_on, "verdict": visit.verdict, "unfounded_reason": visit.reason}
            if found == wanted and list(visit.risk_types) == row.details.get("risk_types", []):
                raise SkipError(
                    Fault.DUPLICATE,
                    "同一天、同一结论的走访已经录入，没有重复录入：不用再交；要更正请在网页上办理该线索",
                    "the same visit is on record already and was not entered again: nothing to do; correct it on the lead's page",
                )
        seen = row.token
        unchanged = lead is not None and (lead.id, lead.version) == (seen.lead_id, seen.version)
        moves = set(leads.moves_since(work, household, since)) - {"dispatch"}
        if any(visit.recorded_at >= since for visit in recorded) or (moves and not unchanged):
            raise SkipError(
                Fault.STALE,
                "导出以后该户已录入走访或线索已往下办理，没有收：请在网页上看该线索，需要再走访的重新导出",
                "a visit was recorded or the lead moved on since the workbook was taken: look at the lead, and take a new workbook along",
            )

    def _report(self, work: Work, by: Principal, item: ListItem, today: dt.date) -> Lead:
        """The household's lead, open from the day on which the list was issued."""
        self._refuse_elsewhere(Permission.REPORT_LEADS, item)
        try:
            received = report_listed(work, self.keyring, self.policy, by, item, today)
        except OtherHouseholdError:
            raise SkipError(
                Fault.STALE,
                "该名单的这一行已用于另一户：请联系县级监测人员",
                "this row of the list was reported for another household: ask the county office",
            ) from None
        if received.row.ended_on is not None:
            why = received.receipt.why
            raise SkipError(
                Fault.STALE,
                f"{why.zh}；没有录入走访：确有新情况的，请在网页上另报线索",
                f"{why.en}; no visit was entered: report the household anew where something has changed",
            )
        return received.row

    def _refuse_elsewhere(self, permission: Permission, item: ListItem) -> None:
        if item.region_code not in self.whole.reach_of(permission).places:
            raise SkipError(
                Fault.OFFICE,
                f"您在该村没有“{permission.zh}”的权限：请交由乡镇办理",
                f"there you may not {permission.en}: leave it to the township",
            )


def note_handed_in(work: Work, keyring: Keyring, by: Principal, head: Head, landed: int, passed_over: int) -> None:
    """The audit's line of the whole."""
    detail = {"export": head.export_id, "landed": landed, "skipped": passed_over}
    append(work, keyring, actor=by.actor, action="lists.handed_in", target=f"list:{head.list_id}", detail=detail)


def _not_so(error: MoveError) -> SkipError:
    kinds = {problem.kind for problem in error.problems}
    fault = Fault.WRONG
    if ProblemKind.OFFICE in kinds:
        fault = Fault.OFFICE
    elif ProblemKind.STATE in kinds:
        fault = Fault.STALE
    told = [problem for problem in error.problems if fault is Fault.WRONG or problem.kind is not ProblemKind.FIELD]
    return SkipError(
        fault, "；".join(problem.words.zh for problem in told), "; ".join(problem.words.en for problem in told)
    )
