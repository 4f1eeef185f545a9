"""From what stood day after day to entries: an entry ends by a record, and by nothing else."""

from __future__ import annotations

import datetime as dt
from typing import Any

from features.ledgers.entries import Entry, Ground, Stood, entries_of
from features.ledgers.wording import Ending, Standing


def on(month: int, record: str | None = None) -> Ground:
    return Ground(dt.date(2024, month, 10), f"d{month}", record)


def stood(month: int, lacks: bool | None, by: Ground | None = None, **more: Any) -> Stood:
    """On the 20th, what happened on the 10th."""
    return Stood(dt.date(2024, month, 20), lacks, by, **more)


def standings(*days: Stood) -> list[Standing]:
    return [entry.standing for entry in entries_of(days)]


def only(*days: Stood) -> Entry:
    (entry,) = entries_of(days)
    return entry


def test_where_nothing_lacks_there_is_no_entry() -> None:
    assert entries_of([stood(1, lacks=False, by=on(1)), stood(2, lacks=None)]) == []


def test_it_is_put_in_by_the_first_record_and_stays_by_the_next() -> None:
    entry = only(stood(1, True, on(1, "a")), stood(2, True, on(2, "b")))
    assert (entry.by, entry.since, entry.standing) == (on(1, "a"), dt.date(2024, 1, 20), Standing.OPEN)


def test_what_nobody_knows_any_more_stays_open() -> None:
    assert standings(stood(1, True, on(1, "a")), stood(2, None), stood(3, False, on(1, "a"))) == [Standing.OPEN]


def test_put_right_is_not_struck_off() -> None:
    entry = only(stood(1, True, on(1)), stood(3, False, on(1), right=on(2)))
    assert (entry.standing, entry.right) == (Standing.PUT_RIGHT, on(2))


def test_a_later_inspection_strikes_it_off_whether_or_not_a_repair_was_told() -> None:
    assert only(stood(1, True, on(1)), stood(3, False, on(3), confirmed=on(3))).struck == on(3)
    entry = only(
        stood(1, True, on(1)), stood(3, False, on(1), right=on(2)), stood(4, False, on(4), right=on(2), confirmed=on(4))
    )
    assert (entry.right, entry.struck) == (on(2), on(4))


def test_an_inspection_of_before_strikes_nothing_off() -> None:
    assert standings(stood(3, True, on(2)), stood(4, True, on(2), confirmed=on(1))) == [Standing.OPEN]


def test_a_lack_told_after_the_inspection_outweighs_it() -> None:
    assert standings(stood(1, True, on(1)), stood(4, True, on(3), confirmed=on(2))) == [Standing.OPEN]


def test_the_same_old_word_in_another_register_is_no_new_entry() -> None:
    struck = stood(3, True, on(1), confirmed=on(2))
    assert standings(stood(1, True, on(1)), struck, stood(4, True, on(1), confirmed=on(2))) == [Standing.STRUCK_OFF]


def test_after_it_was_struck_off_a_new_lack_is_a_new_entry() -> None:
    days = [stood(1, True, on(1)), stood(2, False, on(2), confirmed=on(2)), stood(5, True, on(5), confirmed=on(2))]
    assert standings(*days) == [Standing.STRUCK_OFF, Standing.OPEN]


def test_what_was_put_right_by_word_alone_and_seen_again_goes_on_from_its_first_day() -> None:
    entry = only(stood(1, True, on(1)), stood(2, False, on(1), right=on(2)), stood(5, True, on(5), right=on(2)))
    assert (entry.standing, entry.by) == (Standing.OPEN, on(1))


def test_a_repair_that_is_taken_back_was_none() -> None:
    assert standings(stood(1, True, on(1)), stood(3, False, on(1), right=on(2)), stood(4, True, on(1))) == [
        Standing.OPEN
    ]


def test_a_corrected_day_of_repair_counts_and_a_repetition_does_not() -> None:
    first, corrected = Ground(dt.date(2024, 2, 1), "d2", "r"), Ground(dt.date(2024, 2, 3), "d3", "r")
    open_, again = stood(1, True, on(1)), on(4, "other")
    assert only(open_, stood(2, False, right=first), stood(3, False, right=corrected)).right == corrected
    assert only(open_, stood(2, False, right=first), stood(4, False, right=again)).right == first


def test_a_record_that_was_corrected_or_taken_back_takes_its_entry_out() -> None:
    entry = only(stood(1, True, on(1, "a")), stood(2, None, retracted=frozenset({"a"})))
    assert (entry.standing, entry.ending, entry.ended) == (Standing.OVER, Ending.CORRECTED, dt.date(2024, 2, 20))
    # What another record says still stands.
    assert standings(stood(1, True, on(1, "a")), stood(2, True, on(2, "b"), retracted=frozenset({"a"}))) == [
        Standing.OPEN
    ]


def test_who_left_leaves_the_ledger_and_is_in_it_anew_when_back() -> None:
    days = [stood(1, True, on(1)), stood(2, None, there=False), stood(4, True, on(4))]
    assert standings(*days) == [Standing.OVER, Standing.OPEN]
    assert entries_of(days)[0].ending is Ending.LEFT


def test_what_is_not_counted_any_more_is_over_and_is_not_put_in() -> None:
    assert only(stood(1, True, on(1)), stood(2, True, on(1), counted=False)).ending is Ending.NOT_COUNTED
    assert entries_of([stood(1, True, on(1), counted=False)]) == []


def test_what_is_learned_when_it_is_over_is_struck_off_at_once() -> None:
    assert standings(stood(5, True, on(1), confirmed=on(2))) == [Standing.STRUCK_OFF]
