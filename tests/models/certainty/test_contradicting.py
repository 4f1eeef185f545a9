"""Two families on one listing have no score, and cost nobody else theirs; which checks refuse is policy."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from features.checks.registry import checks
from features.checks.wording import Kind, Subject
from features.frame import index_of
from features.policy.loading import Policy
from features.records.gate import Records
from models.assess import assess, assess_household, assess_wholly
from models.certainty.contradicting import REFUSES, ContradictingRecordsError, contradicting_lines
from models.listing.place import place_of
from models.listing.wording import place_in_words
from models.lists import LeftOut
from models.refusal import NotScoreableError, Refusal
from models.runs import make_run, replay
from models.scope import OutOfScopeError, Standing
from models.score import score
from tests.drawn_tables import POLICY, drawn
from tests.models.certainty.drawn_county import DAY, county, store_of
from tests.models.small_model import model

SECOND_HEAD = drawn(
    "members",
    """household_id | event_date | known_date | person_id | listing | relation | sex | birth_month | labour
    D05 | 2024-01-10 | 2024-02-01 | D05-Q | full | head | female | 1972-05-01 | none""",
)
RECORDS = Records(county() | {"members": pl.concat([county()["members"], SECOND_HEAD])})


def test_two_heads_have_no_score_and_the_neighbour_has_one() -> None:
    assessed = assess(model(), RECORDS, index_of(["D05", "D06"], DAY), POLICY)
    assert assessed.households["household_id"].to_list() == ["D06"]
    assert assessed.contradicting.rows() == [("D05", DAY, "990101001001", ["two_heads"])]
    alone = assess(model(), RECORDS, index_of(["D06"], DAY), POLICY)
    assert alone.households.equals(assessed.households)


def test_whoever_asks_is_told_what_contradicts_and_not_whom() -> None:
    with pytest.raises(ContradictingRecordsError, match="名册中有两名以上户主") as refused:
        assess_household(model(), RECORDS, index_of(["D05"], DAY), POLICY)
    assert refused.value.refusal is Refusal.RECORDS_CONTRADICT
    assert "D05" not in str(refused.value)


def test_each_of_several_without_a_score_is_told_their_own_reason_whoever_asked_before() -> None:
    of_d07 = SECOND_HEAD.with_columns(household_id=pl.lit("D07"), person_id=pl.lit("D07-Q"))
    both = Records(county() | {"members": pl.concat([county()["members"], SECOND_HEAD, of_d07])})
    for code in ("D05", "D07", "D05", "nobody", "D07"):
        assessed = assess_wholly(model(), both, index_of([code], DAY), POLICY)
        assert assessed.households.is_empty()
        assert list(assessed.unanswered) == [code]
        assert assessed.standing["household_id"].to_list() == [code]
        assert assessed.contradicting["household_id"].to_list() == ([] if code == "nobody" else [code])
    assert assess_wholly(model(), both, index_of(["D06"], DAY), POLICY).households.height == 1
    # A version registered anew may have the text of another.
    again = replace(model(), version="2")
    assert assess_wholly(again, both, index_of(["D05"], DAY), POLICY).model is again


def test_before_the_second_head_was_known_nothing_contradicted() -> None:
    day = DAY.replace(month=1, day=31)
    assert assess(model(), RECORDS, index_of(["D05"], day), POLICY).households.height == 1


def test_a_county_that_lets_it_pass_scores_it(tmp_path: Path) -> None:
    (tmp_path / "policy").mkdir()
    (tmp_path / "policy" / "certainty.yaml").write_text(
        "refusal_check.two_heads:\n  unit: yes or no\n  meaning: {zh: 不评分, en: No score}\n  steps:\n"
        '    - {from: 2020-01-01, value: 0, scope: "990101", source: drawn, status: example}\n',
        encoding="utf-8",
    )
    own = Policy.load(county=tmp_path)
    assert assess(model(), RECORDS, index_of(["D05"], DAY), own).households.height == 1


def test_they_are_named_to_people_with_what_is_wrong() -> None:
    found = assess(model(), RECORDS, index_of(["D05"], DAY), POLICY).contradicting
    first, named = contradicting_lines(found)
    assert first.zh.startswith("1 户未评分")
    assert "D05：名册中有两名以上户主" in named.zh
    assert contradicting_lines(found, "990102") == []


def test_of_a_county_they_are_counted_apart_and_the_list_says_why(tmp_path: Path) -> None:
    """Kept with the run, under a word of their own where somebody asks why a household is not listed."""
    store = store_of(tmp_path / "records", RECORDS)
    run = make_run(model(), store, POLICY, DAY)
    assert run.contradicting["household_id"].to_list() == ["D05"]
    assert "D05" not in set(run.scores["household_id"])
    assert ("D05", LeftOut.CONTRADICTING.value) in run.state.standing.rows()
    assert replay(store, run).same
    day = score(model(), store, POLICY, DAY)
    line, others = place_in_words(place_of("D05", DAY, Standing.IN_SCOPE, day, POLICY))
    assert line.zh.startswith("不在名单上：名册中有两名以上户主")
    assert others.zh.startswith("不在名单上不等于没有风险")


def test_law_a_refusing_check_is_a_contradiction_that_one_household_suffices_for() -> None:
    refusing = [name.removeprefix(REFUSES) for name in POLICY.values if name.startswith(REFUSES)]
    assert refusing
    for name in refusing:
        assert checks()[name].kind is Kind.CONTRADICTION
        assert checks()[name].subject is not Subject.ACROSS


def test_law_every_standing_but_that_in_scope_is_a_rule_of_refusal() -> None:
    assert {one.value for one in Standing} - {Standing.IN_SCOPE.value} <= set(Refusal.values())
    for why in set(Standing) - {Standing.IN_SCOPE}:
        error = OutOfScopeError("H1", why)
        assert isinstance(error, NotScoreableError)
        assert error.refusal.value == why.value
    assert all(rule.zh and rule.en for rule in Refusal)
