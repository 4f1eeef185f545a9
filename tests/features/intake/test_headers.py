"""The alias table agrees with itself, with the landing functions and with the record tables."""

from __future__ import annotations

from typing import Any

import pytest

from features import vocabulary
from features.intake.landing import LANDINGS
from features.intake.recognising.catalogue import PERSONAL, HeadersError, KeyedBy, build, catalogue, fold
from features.records.tables import TABLES, polars_schema

WORD_SETS = {
    "sex": vocabulary.Sex,
    "removal_mode": vocabulary.RemovalMode,
    "relation": vocabulary.Relation,
    "household_type": vocabulary.HouseholdType,
    "labour": vocabulary.Labour,
    "student": vocabulary.Student,
    "place_tier": vocabulary.PlaceTier,
    "channel": vocabulary.JobChannel,
    "setting": vocabulary.IllnessSetting,
    "disease_class": vocabulary.DiseaseClass,
    "school_status": vocabulary.SchoolStatus,
    "shock_kind": vocabulary.ShockKind,
    "harm": vocabulary.Harm,
    "support_kind": vocabulary.SupportKind,
    "category": vocabulary.MonitoringCategory,
    "risk_type": vocabulary.RiskType,
    "outcome": vocabulary.VisitOutcome,
    "lead_source": vocabulary.LeadSource,
}


def test_every_source_has_a_landing_function() -> None:
    assert set(LANDINGS) == set(catalogue().sources)


@pytest.mark.parametrize("name", WORD_SETS)
def test_every_word_is_one_of_its_vocabulary(name: str) -> None:
    assert set(catalogue().words[name].values()) <= set(WORD_SETS[name].values())


@pytest.mark.parametrize("name", WORD_SETS)
def test_every_official_label_is_understood(name: str) -> None:
    labels = {fold(member.zh) for member in WORD_SETS[name]}
    # A diagnosis without a bill is a file of its own, never a word in a cell.
    assert labels - {fold(vocabulary.IllnessSetting.DIAGNOSIS.zh)} <= set(catalogue().words[name])


@pytest.mark.parametrize("source", catalogue().sources.values(), ids=lambda source: source.name)
def test_a_file_with_the_source_s_own_headers_is_recognised(source: Any) -> None:
    for headers in (source.columns, source.required):
        found = catalogue().recognise(list(headers))
        assert found is not None
        assert (found[0].name, found[1]) == (source.name, ())


@pytest.mark.parametrize("source", catalogue().sources.values(), ids=lambda source: source.name)
def test_each_source_keeps_the_identifier_that_it_is_keyed_by(source: Any) -> None:
    needed = {
        KeyedBy.HOUSEHOLD: {"household_id"},
        KeyedBy.PERSON: {"id_number", "card_number"},
        KeyedBy.HEAD: {"head_id_number"},
        KeyedBy.PLACE: {"region_code"},
    }[source.keyed_by]
    required = {source.columns[header].field for header in source.required}
    assert required & needed


def test_bank_accounts_ethnicity_and_politics_are_never_kept_and_phones_end_at_the_intake() -> None:
    for source in catalogue().sources.values():
        for header, column in source.columns.items():
            if any(word in header for word in ("银行", "账号", "开户", "民族", "政治面貌")):
                assert not column.kept, f"{source.name}: {header}"
            if "电话" in header:
                assert column.field in PERSONAL, f"{source.name}: {header}"


def test_no_record_table_has_a_column_for_what_is_personal() -> None:
    for table in TABLES:
        assert not PERSONAL & set(polars_schema(table)), table


def entry(**changed: Any) -> dict[str, Any]:
    source = {
        "zh": "表",
        "department": "民政",
        "keyed_by": "household",
        "required": ["户编号"],
        "columns": {"户编号": {"as": "household_id", "kind": "id"}},
        **changed,
    }
    return {"aliases": {}, "words": {}, "sources": {"one": source}}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (entry(required=["户号"]), "户号"),
        (entry(columns={"户编号": "kept"}), "neither recognised nor never"),
        (entry(columns={"户编号": {"as": "household_id", "kind": "code"}}), "no kind of column"),
        (entry(columns={"户编号": {"as": "household_id"}}), "and nothing else"),
        (entry(columns={"户编号": {"as": "household_id", "kind": "number.feet"}}), "feet"),
        (entry(columns={"户编号": {"as": "household_id", "kind": "several.colour"}}), "colour"),
        (entry(headers={"户": "户号"}), "户号, which is no column"),
        (
            {
                **entry(columns={"户编号": "recognised", "村": "recognised"}),
                "aliases": {"户编号": ["号"], "村": ["号"]},
            },
            "号 is an alias of both",
        ),
        (entry(columns={"户编号": {"as": "kind", "kind": "words.colour"}}), "colour"),
        ({**entry(), "aliases": {"户号": ["户"]}}, "户号"),
    ],
)
def test_a_contradiction_in_the_table_is_named(content: dict[str, Any], told: str) -> None:
    with pytest.raises(HeadersError, match=told):
        build(content)
