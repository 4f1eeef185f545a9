"""A list made of a run, and issued: asked for again it is the same list, and from its issue on it stays as it was issued."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from features.records.store import RecordStore
from models.risk_model import RiskModel
from models.runs import Run
from service.events import EventKind
from service.issuing.beside import beside
from service.issuing.cutting import cut, digest_of
from service.keyring import Keyring
from service.principal import Principal
from service.score_names import score_name
from service.store import Work
from service.store.repositories import audit, lists
from service.store.repositories.outbox import emit
from service.store.tables import ListItem, ListState, RiskList, ScoringRun


class ListIssuedError(Exception):
    """A list was issued for that day and region, and it stays; the message names it."""

    def __init__(self, list_id: str) -> None:
        super().__init__(list_id)
        self.list_id = list_id


class ListChangedError(Exception):
    """The items of a list in the database are not those that it was made with."""

    def __init__(self, list_id: str) -> None:
        super().__init__(list_id)
        self.list_id = list_id


@dataclass(frozen=True, eq=False)
class Source:
    """What a list is made of.

    Attributes:
        row: the run in the database.
        run: the same as it is kept.
        model: of the run.
        store: the records that the run read.
    """

    row: ScoringRun
    run: Run
    model: RiskModel
    store: RecordStore


def make_list(
    work: Work, keyring: Keyring, by: Principal, source: Source, region: str, capacity: int | None
) -> tuple[RiskList, bool]:
    """The list of a region from a run, and whether it was made just now.

    Args:
        region: within the asker's jurisdiction.
        capacity: visits there in all; what the policy gives each township when None.

    Raises:
        NobodyInScopeError, CapacityError: as `service.issuing.cutting.cut`.
    """
    work.hold(f"lists of {source.row.id} {region}")
    same = lists.same(work, source.row.id, region, capacity)
    if same is not None:
        return same, False
    run = source.row
    previous = lists.issued_before(work, run.model, run.as_of, region)
    before = lists.households(work, previous.id) if previous is not None else None
    names = {household: score_name(household, run.made_from) for household in source.run.scores["household_id"]}
    cut_list = cut(
        source.run,
        source.model,
        region,
        capacity,
        names,
        before,
        partial(beside, source.store, source.run),
    )
    risk_list = lists.add(
        work,
        cut_list.items,
        run_id=run.id,
        model=run.model,
        target=run.target,
        as_of=run.as_of,
        expires_on=run.expires_on,
        region_code=region,
        capacity=capacity,
        made_by=by.actor,
        previous_id=previous.id if previous is not None else None,
        made_from=dict(run.made_from),
        facts=cut_list.facts,
        digest=cut_list.digest,
    )
    _note(work, keyring, by, "lists.make", risk_list, {"items": len(cut_list.items)})
    return risk_list, True


def issue_list(work: Work, keyring: Keyring, by: Principal, risk_list: RiskList) -> RiskList:
    """From now on the list is the office's for its day and region.

    Args:
        risk_list: held by this work (`lists.find(…, hold=True)`); issued before, it is issued still.

    Raises:
        ListIssuedError: another one was.
        ListChangedError: it is not as it was made.
    """
    if risk_list.state == ListState.ISSUED.value:
        return risk_list
    work.hold(f"issued lists of {risk_list.model} {risk_list.as_of} {risk_list.region_code}")
    other = lists.issued(work, risk_list.model, risk_list.as_of, risk_list.region_code)
    if other is not None:
        raise ListIssuedError(other.id)
    if digest_of([as_item(item) for item in lists.every_item(work, risk_list.id)]) != risk_list.digest:
        raise ListChangedError(risk_list.id)
    risk_list.state, risk_list.issued_by, risk_list.issued_at = ListState.ISSUED.value, by.actor, work.now
    risk_list.version += 1
    about = {"as_of": str(risk_list.as_of), "model": risk_list.model}
    emit(work, EventKind.LIST_ISSUED, f"list:{risk_list.id}", risk_list.region_code, about)
    _note(work, keyring, by, "lists.issue", risk_list, {"digest": risk_list.digest})
    return risk_list


def as_item(item: ListItem) -> dict[str, Any]:
    """What a list's digest is made of."""
    named = ("number", "household_id", "slot", "raw_score", "score_id")
    return {name: getattr(item, name) for name in named}


def _note(
    work: Work, keyring: Keyring, by: Principal, action: str, risk_list: RiskList, detail: dict[str, Any]
) -> None:
    where = {"region": risk_list.region_code, "as_of": str(risk_list.as_of)}
    audit.append(work, keyring, actor=by.actor, action=action, target=f"list:{risk_list.id}", detail=where | detail)
