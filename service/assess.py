"""How a model is used: from a household's records, sent or stored, to an answer.

    a document      →  its records  ┐
                                    ├→  models.answers  →  probability and reasons, the rules hit, what it rests on and was made from
    a household id  →  the store's  ┘
    a region        →  every household of the store, scored  →  the list of its townships

Both ways, and the nightly batch, end in `models.assess`: one household gets one answer, whoever asks. An answer reads one state
of the store, and names it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from features.basis import known_on, members_known
from features.bilingual import Bilingual
from features.context.cache import context_wanted_by, is_at_hand
from features.deliveries import standing_day
from features.frame import index_of
from features.frame.context.table import context_day
from features.frame.fingerprint import context_read
from features.intake.counties import Counties
from features.records.context import Context
from features.records.gate import EVENT_DATE, Records, rows_known_by
from features.records.store import RecordStore, StoreError
from features.records.store.states import StoreInState
from models.answers import Answer, answer_many_sent, answer_of, answer_sent, answer_stored
from models.answers.assessing import context_without
from models.certainty import list_expires_on
from models.impossible import ImpossibleRecordsError
from service.documents import HouseholdDocument, records_of_many
from service.impossible import of_a_document
from service.jurisdiction import Jurisdiction
from service.lists import RiskList, risk_list, unknown_region
from service.problem_wording import NOBODY
from service.problems import ProblemError, field_problems, invalid_request, not_ready, wrong_parameter
from service.resources import Instruments
from service.scored_days import ScoredDays
from service.slow import OneAtATime

NOTHING_DELIVERED = Bilingual("记录库中还没有任何交付", "The record store holds no delivery yet.")

_COUNTING = OneAtATime[Context | None](Bilingual("正在统计该月各村的情况", "Villages are being counted for that month"))


def assess_document(
    document: HouseholdDocument, jurisdiction: Jurisdiction, instruments: Instruments, store: Callable[[], StoreInState]
) -> Answer:
    """Assess what was sent. Nothing of it is kept.

    Args:
        jurisdiction: of whoever sends it: an answer tells what is counted in the household's village.
        store: where its villages are counted and households alike are found; without one the answer tells less.

    Raises:
        ProblemError: 404, its village lies elsewhere; 422, no member of the household was known on the day.
        ProblemError, StoreError: the model reads figures of villages, and they can't be had for the day.
        OutOfScopeError, ExplanationError, PolicyError: as `models.assess.assess_household`.
    """
    household_id, as_of, records = document.household_id, document.as_of, document.to_records()
    home = home_on(as_of, household_id, records)
    if home is not None and home not in jurisdiction:
        raise unknown_region()
    reads_villages = bool(context_read(instruments.model.features))
    held = _store_around(store, required=reads_villages)
    if held is not None and reads_villages:
        day_to_stand_on(as_of, held, instruments)
        context = context_on(as_of, held, instruments)
        records = records.with_context(context_without(held, household_id, context))
    if not members_known(records, index_of([household_id], as_of)):
        raise invalid_request(field_problems([{"type": NOBODY, "loc": ("records", "members")}]))
    try:
        return answer_sent(instruments.model, instruments.policy, held, records, household_id, as_of, document.digest)
    except ImpossibleRecordsError as error:
        raise of_a_document(error) from error


def assess_documents(
    documents: Sequence[HouseholdDocument],
    jurisdiction: Jurisdiction,
    instruments: Instruments,
    store: Callable[[], StoreInState],
) -> dict[str, dict[str, Any] | Exception]:
    """Assess what was sent about several households on one day: of each, by its code, what is answered, or what `assess_document` raises.

    Args:
        documents: each of another household, all of one day.

    Raises:
        ProblemError, StoreError, ContextError: nothing can be answered of any of them.
    """
    held = _store_around(store, required=bool(context_read(instruments.model.features)))
    if held is None or len(documents) == 1:
        return {each.household_id: _alone(each, jurisdiction, instruments, store) for each in documents}
    by_code = {each.household_id: each for each in documents}
    as_of, records = documents[0].as_of, records_of_many(documents)
    homes = homes_on(as_of, list(by_code), records)
    elsewhere = [code for code, home in homes.items() if home is not None and home not in jurisdiction]
    answered: dict[str, dict[str, Any] | Exception] = dict.fromkeys(elsewhere, unknown_region())
    if context_read(instruments.model.features) and len(elsewhere) < len(by_code):
        day_to_stand_on(as_of, held, instruments)
        context_on(as_of, held, instruments)
    index = index_of([code for code in by_code if code not in answered], as_of)
    peopled = set(known_on(records, index)["members"]["household_id"])
    digests = {code: each.digest for code, each in by_code.items() if code in peopled}
    together = answer_many_sent(instruments.model, instruments.policy, held, records, digests, as_of)
    beyond = {
        code: of_a_document(why) if isinstance(why, ImpossibleRecordsError) else why
        for code, why in together.unanswered.items()
    }
    # Those without members among them, who are told what is missing.
    rest = [code for code in by_code if code not in {*answered, *together.given, *beyond}]
    alone = {code: _alone(by_code[code], jurisdiction, instruments, store) for code in rest}
    return {**answered, **together.given, **beyond, **alone}


def _alone(
    document: HouseholdDocument, jurisdiction: Jurisdiction, instruments: Instruments, store: Callable[[], StoreInState]
) -> dict[str, Any] | Exception:
    try:
        return answer_of(assess_document(document, jurisdiction, instruments, store))
    except Exception as error:  # noqa: BLE001 - whatever it is, it is told of this household
        return error


def _store_around(store: Callable[[], StoreInState], *, required: bool) -> StoreInState | None:
    """The store in one state; None where there is none, or nothing in it yet, and none is required."""
    try:
        held = store()
    except (StoreError, ProblemError, OSError):
        if required:
            raise
        return None
    return held if required or not held.deliveries().is_empty() else None


def assess_stored(
    household_id: str, as_of: dt.date | None, jurisdiction: Jurisdiction, store: StoreInState, instruments: Instruments
) -> Answer:
    """Assess a household of the store.

    Args:
        jurisdiction: of whoever asks; a household that lived elsewhere on the day is not there.

    Raises:
        ProblemError: 404, unknown household; 422, a day that can't be asked for.
        NotScoreableError, ExplanationError, PolicyError: as `models.assess.assess_household`.
    """
    on = day_to_stand_on(as_of, store, instruments)
    records = records_of(household_id, store, context_on(on, store, instruments))
    if home_on(on, household_id, records) not in jurisdiction and not jurisdiction.is_everywhere:
        raise unknown_household()
    return answer_stored(instruments.model, instruments.policy, store, records, household_id, on)


def list_to_visit(
    place: Jurisdiction,
    as_of: dt.date | None,
    capacity: int | None,
    store: RecordStore,
    instruments: Instruments,
    kept: ScoredDays,
) -> RiskList:
    """The list of a day for a place, as `place_asked` gives it.

    Args:
        capacity: visits that can be made there; those that the policy gives when None.

    Raises:
        ProblemError: 404, nobody who can be scored lives there; 422, a day that can't be asked for, or a capacity for
            several places at once.
        NobodyInScopeError, ExplanationError, PolicyError: as `models.score.score`.
    """
    on = day_to_stand_on(as_of, store, instruments)
    scored = kept.of(instruments.model, store, instruments.policy, on)
    expires_on = list_expires_on(store, instruments.policy, on)
    return risk_list(scored, place, on, capacity, instruments, expires_on)


def context_on(as_of: dt.date, store: RecordStore, instruments: Instruments) -> Context | None:
    """The figures of villages and settlements that the model reads; None when it reads none.

    Raises:
        BusyError: they are being counted, which takes longer than anybody should wait.
        ContextError: they were missing and can't be kept.
    """
    features = instruments.model.features
    if not context_read(features) or is_at_hand(store, [as_of]):
        return context_wanted_by(features, store, [as_of])
    return _COUNTING.result((store, context_day(as_of)), lambda: context_wanted_by(features, store, [as_of]))


def records_of(household_id: str, store: RecordStore, context: Context | None) -> Records:
    """Everything recorded about a household, with the figures of its places.

    Raises:
        ProblemError: 404, the store has no row about it.
    """
    tables = store.records(households=[household_id])
    if all(rows.is_empty() for rows in tables.values()):
        raise unknown_household()
    return Records(tables, context)


def home_on(as_of: dt.date, household_id: str, records: Records) -> str | None:
    """The village in which a household lived, as it was known on a day; None where nobody had described it."""
    return homes_on(as_of, [household_id], records).get(household_id)


def homes_on(as_of: dt.date, household_ids: Sequence[str], records: Records) -> dict[str, str | None]:
    """The same of each of many households that anybody had described."""
    index = index_of(household_ids, as_of)
    known = rows_known_by(index, records.versions["households"]).filter(EVENT_DATE <= as_of)
    last = known.unique("household_id", keep="last", maintain_order=True)
    return dict(last.select("household_id", "region_code").iter_rows())


def home_of(household_id: str, on: dt.date, jurisdiction: Jurisdiction, store: RecordStore) -> str:
    """The village in which a household of the store lives by what is known on a day; its county where no village is known.

    Raises:
        ProblemError: 404, there is none within the jurisdiction.
    """
    home = home_on(on, household_id, records_of(household_id, store, None)) or Counties.of(store).the_one or ""
    if home not in jurisdiction:
        raise unknown_household()
    return home


def unknown_household() -> ProblemError:
    """There is none, or none for whoever asks: nobody can tell which."""
    return ProblemError(
        404,
        "unknown-household",
        Bilingual("没有这一户", "No such household"),
        Bilingual(
            "您的辖区内没有该户编号的记录。请核对编号：它是文本，前面的零和大小写都算",
            "Within your jurisdiction there is no record about a household with this code. Check the code; it is text, "
            "zeros in front and capital letters count.",
        ),
    )


def place_asked(region: str | None, jurisdiction: Jurisdiction) -> Jurisdiction:
    """What of a jurisdiction is asked for: all of it, or what lies in a region.

    Raises:
        ProblemError: 404, nothing does; the same as for a region where nobody lives.
    """
    place = jurisdiction.within(region) if region else jurisdiction
    if not place.prefixes:
        raise unknown_region()
    return place


def day_to_stand_on(as_of: dt.date | None, store: RecordStore, instruments: Instruments) -> dt.date:
    """The day asked for, or the day on which every answer stands without one (`features.deliveries.standing_day`).

    Raises:
        ProblemError: 422, a day before the first delivery, or one so far after the last that the period which the
            score would speak of has nothing known near it; 503, nothing was delivered yet.
    """
    try:
        stood = standing_day.day_to_stand_on(as_of, store, instruments.policy, instruments.model.horizon_months)
    except standing_day.NoSuchDayError as error:
        raise wrong_parameter("as_of", error.problem, error.to_do) from error
    except standing_day.NothingDeliveredError as error:
        raise not_ready([NOTHING_DELIVERED]) from error
    return stood.day


def known_days(store: RecordStore) -> tuple[dt.date, dt.date]:
    """The days of the first and the last delivery.

    Raises:
        ProblemError: 503, nothing was delivered yet.
    """
    first, last = store.known_days() or (None, None)
    last = store.last_delivery_day() or last
    if first is None or last is None:
        raise not_ready([NOTHING_DELIVERED])
    return first, last
