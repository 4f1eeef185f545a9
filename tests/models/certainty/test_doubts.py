"""Unknown, silent, old and contradicted are four things, and each is doubted in its own measure."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from features.frame import index_of
from features.policy.loading import Policy
from features.records.gate import Records
from features.records.tables import TABLES
from features.registry import features
from models.certainty.doubts import State, doubted, facts_of
from models.certainty.topics import TOPICS, measures_of
from tests.drawn_tables import POLICY, drawn
from tests.models.certainty.drawn_county import DAY, HOUSEHOLDS, county, facts, without
from tests.models.small_model import model


def state(topic: str, household: str = "D05", records: Records | None = None) -> State:
    return facts(household, records=records).states[topic][0]


def test_no_income_on_record_is_missing_and_no_bill_is_silence() -> None:
    assert state("income") is State.KNOWN
    assert state("income", records=without("income", "D05")) is State.MISSING
    assert state("illness") is State.KNOWN
    assert state("illness", records=without("illness", "D05")) is State.SILENT


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2025-03-19", State.KNOWN),
        # A year after the last bill nothing is told of the last twelve months.
        ("2025-03-20", State.SILENT),
    ],
)
def test_a_bill_of_last_year_breaks_no_silence_of_this_one(as_of: str, expected: State) -> None:
    index = index_of(["D05"], dt.date.fromisoformat(as_of))
    assert facts_of(model(), Records(county()), index, POLICY).states["illness"] == [expected]


@pytest.mark.parametrize(("as_of", "expected"), [("2025-06-30", State.KNOWN), ("2025-07-01", State.STALE)])
def test_a_yearly_income_is_old_after_a_year_and_a_half(as_of: str, expected: State) -> None:
    index = index_of(["D05"], dt.date.fromisoformat(as_of))
    assert facts_of(model(), Records(county()), index, POLICY).states["income"] == [expected]


def test_work_is_missed_only_where_somebody_can_work() -> None:
    able = county()["members"].with_columns(
        labour=pl.when(pl.col("household_id") == "D05").then(pl.lit("ordinary")).otherwise(pl.col("labour"))
    )
    records = Records(county() | {"members": able})
    assert facts("D05", "D06", records=records).states["employment"] == [State.MISSING, State.NOT_APPLICABLE]


@pytest.mark.parametrize(
    ("birth_month", "student", "expected"),
    [
        # On 30 June 2024: two years old, and three; twenty-four, and twenty-five.
        ("2021-07-01", "", State.NOT_APPLICABLE),
        ("2021-06-01", "", State.SILENT),
        ("1999-07-01", "not", State.SILENT),
        ("1999-06-01", "not", State.NOT_APPLICABLE),
        # Old, and at college all the same.
        ("1990-05-01", "college", State.SILENT),
        # A member whose age nobody knows may be a child.
        ("", "", State.SILENT),
    ],
)
def test_schooling_is_no_question_where_everybody_is_beyond_school(
    birth_month: str, student: str, expected: State
) -> None:
    more = drawn(
        "members",
        f"""household_id | event_date | person_id | relation | birth_month | student
        D05 | 2024-01-10 | D05-Q | child | {birth_month} | {student}""",
    )
    records = Records(county() | {"members": pl.concat([county()["members"], more], how="diagonal")})
    assert state("education", records=records) is expected
    # The head alone is of 54 years.
    assert state("education", "D06", records=records) is State.NOT_APPLICABLE
    # An overdue department sends nothing of them that would be worth waiting for.
    overdue = facts_of(model(), records, index_of(["D06"], DAY), POLICY, {"education"})
    assert overdue.states["education"] == [State.NOT_APPLICABLE]


def test_of_a_household_without_a_listing_schooling_may_be_asked() -> None:
    assert state("education", records=without("members", "D05")) is State.SILENT


def test_a_pupil_on_record_is_not_argued_away_by_the_roster() -> None:
    pupil = drawn(
        "education",
        """household_id | event_date | person_id | stage | status
        D05 | 2024-03-01 | D05-Q | primary | enrolled""",
    )
    assert state("education", records=Records(county() | {"education": pupil})) is State.KNOWN


def test_an_overdue_department_makes_what_it_fills_old() -> None:
    told = facts_of(model(), Records(county()), index_of(["D05"], DAY), POLICY, {"illness"})
    assert told.states["illness"] == [State.STALE]


def test_what_a_check_contradicts_is_suspect() -> None:
    more = drawn(
        "members",
        """household_id | event_date | person_id | listing | relation | sex | birth_month | labour
        D05 | 2024-01-10 | D05-Q | full | head | female | 1972-05-01 | none""",
    )
    records = Records(county() | {"members": pl.concat([county()["members"], more])})
    assert state("members", records=records) is State.SUSPECT
    assert state("members", "D06", records=records) is State.KNOWN


def test_silence_is_doubted_by_how_many_are_silent() -> None:
    """u = 8 %: where a tenth is silent, nearly half of that silence is an omission; where all are, it says nothing."""
    told = [doubted(State.SILENT, share, POLICY, None, DAY) for share in (0.1, 1.0)]
    assert told == pytest.approx([0.08 / (0.08 + 0.92 * 0.1), 0.08])
    assert doubted(State.MISSING, 0.5, POLICY, None, DAY) == 1
    assert doubted(State.KNOWN, 0.5, POLICY, None, DAY) == 0


def test_of_a_county_that_misses_nothing_silence_is_no_doubt(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("county")
    (folder / "policy").mkdir()
    (folder / "policy" / "certainty.yaml").write_text(
        "doubt_unreported:\n  unit: probability\n  meaning: {zh: 未上报, en: Not reported}\n  steps:\n"
        '    - {from: 2020-01-01, value: 0, scope: "", source: drawn, status: example}\n',
        encoding="utf-8",
    )
    assert doubted(State.SILENT, 0.5, Policy.load(county=folder), None, DAY) == 0


def test_law_every_topic_is_a_table_that_features_read_with_a_question_in_two_languages() -> None:
    measures = measures_of(frozenset(features()))
    for name, topic in TOPICS.items():
        assert name in TABLES
        assert measures[name], name
        assert topic.question.zh.startswith(("问", "看"))
        assert topic.question.en.startswith(("ask", "look"))


def test_nobody_asked_about_has_no_state() -> None:
    nobody = facts_of(model(), Records(county()), index_of([], DAY), POLICY)
    assert all(states == [] for states in nobody.states.values())
    assert len(HOUSEHOLDS) == 40
