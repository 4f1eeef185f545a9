"""Laws over the contracts of all tables: every rule says what it costs, what it means and what to do."""

from __future__ import annotations

import datetime as dt

import dataframely as dy
import polars as pl
import pytest

from features.records.contracts import FLAGGED, all_flagged, every_rule, flagged, rule_of, rules
from features.records.contracts.flags.declaring import FLAGS
from features.records.contracts.whole_files import FILE_RULES
from features.records.tables import TABLES, empty
from features.records.tables.columns import UNITS
from features.records.tables.rules import FileRule, RowRule, Severity
from tests.drawn_tables import POLICY, drawn

RULES = list(every_rule())
CHINESE = range(0x4E00, 0x9FFF)


def test_every_rule_says_what_it_costs_what_it_means_and_what_to_do() -> None:
    for rule in RULES:
        assert rule.severity in Severity, rule.id
        for told in (rule.meaning, rule.to_do):
            assert any(ord(letter) in CHINESE for letter in told.zh), (rule.id, told)
            assert told.en, rule.id
            assert not any(ord(letter) in CHINESE for letter in told.en.replace("男", "").replace("女", "")), rule.id
            assert not told.zh.endswith("。"), rule.id
            assert not told.en.endswith("."), rule.id
        assert rule.column in TABLES[rule.table].columns(), rule.id


@pytest.mark.parametrize("table", TABLES)
def test_the_contract_has_exactly_the_rules_by_which_the_schema_filters(table: str) -> None:
    _, failure = TABLES[table].filter(empty(table))
    asked = set(failure.details().columns) - set(TABLES[table].columns())
    told = {name for name, rule in rules(table).items() if rule.severity is not Severity.FLAG}
    assert asked == told - {rule.name for rule in FILE_RULES.get(table, [])}


def test_each_severity_is_used_and_the_flags_are_twenty_at_least() -> None:
    counts = {severity: sum(rule.severity is severity for rule in RULES) for severity in Severity}
    assert counts[Severity.FLAG] >= 20
    assert all(counts.values())


def test_an_identifier_finds_its_rule_again() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)
    assert all(rule_of(rule.id) is rule for rule in RULES)


def test_every_limit_is_a_policy_value_that_holds_on_every_day_that_a_record_may_have() -> None:
    limits = {rule.limit for rule in RULES if isinstance(rule, RowRule | FileRule) and rule.limit}
    written = {name for name in POLICY.values if name.startswith("contract_")}
    assert limits == written
    for name in limits:
        assert POLICY.value(name, None, dt.date(1950, 1, 1)) > 0


def test_every_number_has_a_unit_in_both_languages() -> None:
    numbers = [column for table in TABLES.values() for column in table.columns().values() if _is_number(column)]
    assert all((column.metadata or {})["unit"] in UNITS for column in numbers)


def _is_number(column: dy.Column) -> bool:
    return isinstance(column, dy.Float64)


@pytest.mark.parametrize("table", TABLES)
def test_every_table_confesses(table: str) -> None:
    told = TABLES[table].confession
    for sentence in (told.sent_by, told.how_late, told.misses, told.not_to_conclude):
        assert any(ord(letter) in CHINESE for letter in sentence.zh)
        assert sentence.en


@pytest.mark.parametrize("table", TABLES)
def test_rows_that_tell_nothing_but_their_keys_are_not_flagged_for_being_unknown(table: str) -> None:
    """Unknown flags nothing, but where being told is the rule itself."""
    nothing = drawn(table, "event_date\n2024-01-01")
    missing = {"bill_tells_an_amount", "enrolled_at_some_stage"}
    assert set(flagged(table, nothing, POLICY)["rule"]) <= missing


@pytest.mark.parametrize("table", TABLES)
def test_no_rows_give_no_flags_in_the_columns_that_are_promised(table: str) -> None:
    found = flagged(table, empty(table), POLICY)
    assert found.schema == pl.Schema(FLAGGED)
    assert found.is_empty()


def test_flags_do_not_depend_on_the_order_of_the_rows() -> None:
    rows = drawn(
        "illness",
        """
        household_id | setting    | event_date | total_yuan | self_paid_yuan
        H1           | inpatient  | 2024-01-01 | 100        | 200
        H2           | outpatient | 2024-01-02 | 0          |
        H3           | inpatient  | 2024-01-03 | 300        | 100
        """,
    )
    found = all_flagged([("illness", rows)], POLICY)
    assert found["household_id"].to_list() == ["H2", "H1"]
    assert found.equals(all_flagged([("illness", rows.reverse())], POLICY))


def test_a_fact_taken_back_is_not_flagged() -> None:
    rows = drawn("shocks", "event_date | kind | loss_yuan | withdrawn\n2024-01-01 | disaster_flood | 0 | yes")
    assert flagged("shocks", rows, POLICY).is_empty()
    assert flagged("shocks", rows.with_columns(withdrawn=False), POLICY).height == 1


def test_every_declared_flag_is_about_a_table_that_there_is() -> None:
    assert set(FLAGS) <= set(TABLES)
    assert set(FILE_RULES) <= set(TABLES)
