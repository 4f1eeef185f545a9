"""Single documents that wait at the same time are assessed together, each answered as it is alone (`service.assess.assess_documents`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from features.records.store.states import StoreInState
from service.assess import assess_documents
from service.documents import HouseholdDocument
from service.jurisdiction import Jurisdiction
from service.resources import Instruments
from service.together import Together

MOST_TOGETHER = 32
"""All of them wait for the last; together they take some four times as long as one alone."""

Fields = dict[str, Any]


@dataclass(frozen=True)
class Sent:
    """A document, whose word it has to be, and what it is assessed with."""

    document: HouseholdDocument
    jurisdiction: Jurisdiction
    instruments: Instruments


class Gathering:
    """What single requests come through.

    Args:
        store: where villages are counted and households alike are found, as it stands now.
    """

    def __init__(self, store: Callable[[], StoreInState]) -> None:
        self._store = store
        self._together: Together[Sent, Fields] = Together(self._assessed, most=MOST_TOGETHER)

    def assess(self, document: HouseholdDocument, jurisdiction: Jurisdiction, instruments: Instruments) -> Fields:
        """What `models.answers.answer_of` gives of it. Raises what `service.assess.assess_document` raises."""
        return self._together.result(Sent(document, jurisdiction, instruments))

    def close(self) -> None:
        self._together.close()

    def _assessed(self, sent: Sequence[Sent]) -> list[Fields | Exception]:
        answers: dict[int, Fields | Exception] = {}
        for places in alike(sent):
            some = [sent[place] for place in places]
            documents, first = [each.document for each in some], some[0]
            given: dict[str, Fields | Exception]
            try:
                given = assess_documents(documents, first.jurisdiction, first.instruments, self._store)
            except Exception as error:  # noqa: BLE001 - of these alone; the others go on
                given = {each.household_id: error for each in documents}
            answers |= {place: given[each.household_id] for place, each in zip(places, documents, strict=True)}
        return [answers[place] for place in range(len(sent))]


def alike(sent: Sequence[Sent]) -> list[list[int]]:
    """The places of those that can be assessed together: of one day, one jurisdiction, one model, each of another household."""
    groups: dict[tuple[Any, ...], list[int]] = {}
    met: dict[tuple[Any, ...], int] = {}
    for place, each in enumerate(sent):
        same = (each.document.as_of, each.jurisdiction, id(each.instruments))
        before = met.get((*same, each.document.household_id), 0)
        met[*same, each.document.household_id] = before + 1
        groups.setdefault((*same, before), []).append(place)
    return list(groups.values())
