"""Leads chosen by boxes, and what came of each."""

from __future__ import annotations

from features.bilingual import Bilingual
from service.procedure.transitions import BY_NAME
from service.store.tables import Lead
from service.views.batches import BatchMove, Chosen, batch_lines, chosen_in
from service.views.places import Places
from tests.service.store.drawn import row_of

A, B = (f"lead_{sign * 26}" for sign in "ab")


def test_each_lead_is_chosen_once_and_what_is_no_box_is_none() -> None:
    assert chosen_in([f"{A}.3", f"{A}.3", f"{B}.1", A, f"{A}.", "x.1", f"{A}.x", ""]) == [Chosen(A, 3), Chosen(B, 1)]


def test_a_batch_makes_moves_of_the_table_that_say_nothing_of_a_family() -> None:
    for each in BatchMove:
        needed = {ask.field.name for ask in BY_NAME[each.move].asks if ask.needed({})}
        assert needed <= {"place"}
        assert set(each.details(row_of(Lead, 1))) == needed
    assert BatchMove.TO_TOWNSHIP.details(row_of(Lead, 1)) == {"place": "990101001"}
    assert BatchMove.TO_VILLAGE.details(row_of(Lead, 1)) == {"place": "990101001001"}


def test_those_not_done_stand_first_and_a_lead_that_is_nobody_s_business_has_no_household() -> None:
    why = (Bilingual("没有", "none"),)
    lines = batch_lines({A: (), B: why}, {A: row_of(Lead, 1)}, {}, Places({}))
    assert [(line.lead_id, line.why_not) for line in lines] == [(B, why), (A, ())]
    assert (lines[0].household, lines[0].place) == (None, None)
