"""The departments that deliver are those of the alias table, and each delivers some tables."""

from __future__ import annotations

import pytest

from features.catalogue.delivered import tables_of
from features.deliveries.departments import DeliveringDepartment
from features.intake.recognising.catalogue import catalogue


def test_every_department_of_the_alias_table_is_named_and_no_other() -> None:
    assert {each.zh for each in DeliveringDepartment} == {source.department for source in catalogue().sources.values()}


@pytest.mark.parametrize(
    ("department", "delivers", "never"),
    [
        (DeliveringDepartment.MEDICAL_INSURANCE, "illness", "disability"),
        (DeliveringDepartment.DISABLED_FEDERATION, "disability", "illness"),
        (DeliveringDepartment.CIVIL_AFFAIRS, "support", "monitoring"),
        (DeliveringDepartment.AGRICULTURE, "monitoring", "illness"),
    ],
)
def test_a_department_delivers_the_tables_that_its_files_fill(
    department: DeliveringDepartment, delivers: str, never: str
) -> None:
    assert delivers in tables_of(department.zh)
    assert never not in tables_of(department.zh)
