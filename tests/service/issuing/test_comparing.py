"""Why who came and who left is said once for each list, and only what can be said."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest

from features.records.store import RecordStore
from models.lists import LeftOut, Part, Slot
from models.reasons import ExplanationError
from models.runs import Run
from models.runs.comparing import ComparedLists, Swap, compare
from models.runs.news import news
from service.issuing import comparing
from service.issuing.comparing import INEXPLICABLE, explain_all, reasons_of
from service.issuing.particulars import particulars
from service.jurisdiction import EVERYWHERE, Jurisdiction
from service.store import Database
from service.store.repositories import lists
from service.store.tables import ListItem, ListLeaver
from service.views.changed import why_it_left
from tests.service.issuing.test_making import NOW, TOWNSHIP, Issue, Make, issue, items, keyring, make
from tests.service.kept_runs import KeptRuns

__all__ = ["issue", "keyring", "make"]


def clock() -> dt.datetime:
    return NOW


def leavers(database: Database, list_id: str, where: Jurisdiction = EVERYWHERE) -> list[ListLeaver]:
    with database.reading(where, NOW) as work:
        return list(work.session.scalars(lists.leavers_of(list_id)))


@pytest.fixture(scope="module")
def worked_out() -> dict[Any, Any]:
    """What was worked out of the kept runs."""
    return {}


@pytest.fixture(autouse=True)
def compared_once(worked_out: dict[Any, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Cutting two lists again with one thing swapped at a time takes seconds, and is the same for each database."""
    compare_anew, news_anew = comparing.compare, comparing.news

    def compared(store: RecordStore, *pair: Run) -> ComparedLists:
        which = tuple(run.id for run in pair)
        if which not in worked_out:
            worked_out[which] = compare_anew(store, *pair)
        return worked_out[which]

    def moved(store: RecordStore, of: ComparedLists, asked: list[str]) -> Any:
        which = (of.before.id, of.after.id, *sorted(asked))
        if which not in worked_out:
            worked_out[which] = news_anew(store, of, asked)
        return worked_out[which]

    monkeypatch.setattr(comparing, "compare", compared)
    monkeypatch.setattr(comparing, "news", moved)


@pytest.fixture
def pair(make: Make, issue: Issue) -> tuple[str, str]:
    """Two lists, one after the other."""
    before = make(of="before")
    issue(before)
    return before, make()


def test_of_everybody_who_came_or_left_it_is_said(database: Database, kept: KeptRuns, pair: tuple[str, str]) -> None:
    before, after = pair
    assert explain_all(database, kept.store, clock) == 1
    was, now = ({item.household_id for item in items(database, each)} for each in pair)
    came = [item for item in items(database, after) if item.is_new]
    left = leavers(database, after)
    assert {item.household_id for item in came} == now - was
    assert {leaver.household_id for leaver in left} == was - now
    for item in came:
        assert item.why_new is not None
        assert item.why_new["swap"] in Swap.values()
    for leaver in left:
        assert leaver.why["left_out"] in LeftOut.values() or leaver.why["swap"] in Swap.values()
    stayed = [item for item in items(database, after) if not item.is_new]
    assert {item.why_new for item in stayed} <= {None}
    assert before != after


def test_it_is_said_once(database: Database, kept: KeptRuns, pair: tuple[str, str]) -> None:
    assert explain_all(database, kept.store, clock) == 1
    first = [(leaver.household_id, leaver.why) for leaver in leavers(database, pair[1])]
    assert explain_all(database, kept.store, clock) == 0
    comparing.explain(database, kept.store, pair[1], clock)
    assert [(leaver.household_id, leaver.why) for leaver in leavers(database, pair[1])] == first


def test_whoever_looks_sees_leavers_of_their_places(database: Database, kept: KeptRuns, pair: tuple[str, str]) -> None:
    explain_all(database, kept.store, clock)
    there = leavers(database, pair[1], Jurisdiction.of(TOWNSHIP))
    assert all(leaver.region_code.startswith(TOWNSHIP) for leaver in there)
    assert len(there) < len(leavers(database, pair[1]))


def test_between_lists_of_other_visits_the_scores_alone_speak(
    database: Database, kept: KeptRuns, make: Make, issue: Issue
) -> None:
    before = make(TOWNSHIP, 3, of="before")
    issue(before)
    after = make(TOWNSHIP, 9)
    explain_all(database, kept.store, clock)
    why = [item.why_new for item in items(database, after) if item.is_new]
    assert why
    assert all(each is not None and each["swap"] is None for each in why)


def test_between_lists_of_other_visits_it_is_still_said_who_rests_and_who_can_t_be_listed(kept: KeptRuns) -> None:
    """Without the first the office would read that a family's risk fell, which was visited; without the second, of one that is monitored."""
    ranked, standing = kept.run.households, kept.run.state.standing
    left_out = dict(ranked.drop_nulls("left_out").select("household_id", "left_out").iter_rows())
    left_out |= {code: why for code, why in standing.iter_rows() if why in LeftOut.values()}
    compared = compare(kept.store, kept.before, kept.run)
    why = reasons_of(compared, left_out, by_policy=False)
    whatever = {LeftOut.RESTING, *(each for each in LeftOut if each.part is Part.REMOVAL)}
    assert {code: each["left_out"] for code, each in why.items()} == {
        code: name if LeftOut(name) in whatever else None for code, name in left_out.items()
    }
    assert {LeftOut.RESTING, LeftOut.MONITORED} <= {*map(LeftOut, left_out.values())}
    by_policy = reasons_of(compared, left_out, by_policy=True)
    assert {code: each["left_out"] for code, each in by_policy.items()} == left_out
    (monitored,) = [code for code, name in left_out.items() if name == LeftOut.MONITORED.value]
    assert why_it_left(why[monitored]).zh == "已纳入监测，移出"


def test_what_is_gone_is_said_to_be_gone(
    database: Database, kept: KeptRuns, pair: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: Any) -> None:
        raise IndexError

    monkeypatch.setattr(comparing, "compare", gone)
    assert explain_all(database, kept.store, clock) == 1
    assert {str(item.why_new) for item in items(database, pair[1]) if item.is_new} == {str(dict(INEXPLICABLE))}
    assert explain_all(database, kept.store, clock) == 0, "and not tried again and again"


def test_what_moved_scores_and_which_rules_are_hit_is_kept_in_words(kept: KeptRuns) -> None:
    compared = compare(kept.store, kept.before, kept.run)
    listed = kept.run.listed
    codes = kept.run.scores["household_id"].to_list()
    moved = news(kept.store, compared, codes)
    beside = particulars(kept.store, compared, codes, moved)
    assert moved
    assert all(each["news"] for code, each in beside.items() if code in moved)
    must = listed.filter(pl.col("slot") == Slot.MUST_INCLUDE.value)["household_id"]
    assert all(beside[code]["rules"] for code in must)


def test_what_decided_is_told_where_what_moved_it_can_t_be(
    database: Database, kept: KeptRuns, pair: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrong(*_: Any) -> None:
        raise ExplanationError("得分对不上 | it misses the score")

    monkeypatch.setattr(comparing, "news", wrong)
    assert explain_all(database, kept.store, clock) == 1
    came = [item.why_new for item in items(database, pair[1]) if item.is_new]
    assert any(each and each["swap"] for each in came)


def test_an_item_of_before_has_no_words(database: Database, make: Make) -> None:
    first: ListItem = items(database, make())[0]
    assert first.why_new is None
    assert first.words["risk_types"] is not None
