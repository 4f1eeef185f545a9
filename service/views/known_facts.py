"""What was known of a household, told fact by fact: when it happened, when the county knew it, from whom, about which member."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from features.bilingual import Bilingual
from features.records.tables import TABLES
from features.records.tables.columns import UNITS
from features.vocabulary import Labelled, RiskType
from models.reasons import members_in_words
from service.households.answers import HouseholdAnswer, KnownRowAnswer, KnownTableAnswer

UNTOLD = frozenset({"region_code", "person_id", "listing", "caliber", "id_check", "withdrawn", "household_type"})
"""Columns that say where a row belongs, or how it was made: no facts about the family."""

ALONE = frozenset({"category", "kind", "setting", "step", "outcome", "amount_yuan"})
"""Columns whose value says by itself what it is."""

SEVERAL: Mapping[str, type[Labelled]] = {"risk_types": RiskType}
"""Columns that hold several words of a closed set, joined by `;`."""

A_YEAR = ("period_months", 12)
"""Said only where it is something else."""

PEOPLE, DESCRIBED = "members", "households"
APART = (PEOPLE, DESCRIBED)
"""Tables that describe what is, and not what happened: shown as they stand now."""


@dataclass(frozen=True)
class Fact:
    """A row of the records in words.

    Attributes:
        about: the member whom it is about; None where it is about the household.
        sender: None where nobody knows who sent it.
        corrects: so many earlier versions of it were known.
    """

    happened: dt.date
    known: dt.date
    sender: str | None
    about: Bilingual | None
    words: Bilingual
    corrects: int


@dataclass(frozen=True)
class Domain:
    """What one record table knows, the last first."""

    table: str
    words: Bilingual
    facts: Sequence[Fact]


@dataclass(frozen=True)
class Member:
    """Somebody of the household as they were described last. `name` is masked; None where nobody is known by it."""

    person_id: str
    relation: Bilingual
    age: int | None
    name: str | None
    words: Bilingual
    left_on: dt.date | None


def domains_of(known: HouseholdAnswer, day: dt.date) -> list[Domain]:
    """Everything that happened, domain by domain; domains without a row are left out."""
    people = _people(known, day)
    tables = (table for table in known.tables if table.table not in APART and table.rows)
    return [Domain(table.table, Bilingual(table.zh, table.en), _facts(table, people)) for table in tables]


def described(known: HouseholdAnswer) -> Fact | None:
    """How the household was described last; None where nobody did."""
    table = _table(known, DESCRIBED)
    return _facts(table, {})[0] if table.rows else None


def members_of(known: HouseholdAnswer, day: dt.date, names: Mapping[str, str]) -> list[Member]:
    """The people of the household, the head first; who left it last.

    Args:
        names: masked, by person.
    """
    last: dict[str, KnownRowAnswer] = {}
    for row in _table(known, PEOPLE).rows:
        last[row.values["person_id"]] = row
    people = _people(known, day)
    shown = [
        Member(
            person,
            people[person],
            _age(row.values.get("birth_month"), day),
            names.get(person) or None,
            _member_in_words(row.values),
            row.values.get("left_on"),
        )
        for person, row in last.items()
    ]
    return sorted(
        shown, key=lambda member: (member.left_on is not None, member.relation.zh != HEAD, -(member.age or 0))
    )


HEAD = "户主"
SHOWN_APART = (
    "birth_month",
    "sex",
    "relation",
    "left_on",
    "left_reason",
    "insured",
    "medical_insurance",
    "pension_insured",
    "pension_insurance",
)


HEALTH = ("chronic", "major_illness", "disabled")
HEALTH_UNKNOWN = Bilingual("健康状况不明", "health unknown")
NOT_INSURED = Bilingual("未参加医保", "without medical insurance")


def _member_in_words(values: Mapping[str, Any]) -> Bilingual:
    """What is so of a member; of what is not so only that somebody is without insurance."""
    columns = TABLES[PEOPLE].columns()
    shown = []
    for name, value in values.items():
        if name in UNTOLD or name in SHOWN_APART or value in (None, False, 0):
            continue
        about = columns[name].metadata or {}
        if value is True:
            shown.append(Bilingual(about["zh"].removeprefix("是否"), about["en"].rstrip(".")))
        else:
            shown.append(_cell(about, value, alone=bool(about.get("values"))))
    if values.get("insured") is False:
        shown.append(NOT_INSURED)
    if all(values.get(name) is None for name in HEALTH):
        shown.append(HEALTH_UNKNOWN)
    return Bilingual("；".join(each.zh for each in shown), "; ".join(each.en for each in shown))


def row_in_words(table: str, values: Mapping[str, Any]) -> Bilingual:
    """What a row says, column by column; what it does not say is not there."""
    columns = TABLES[table].columns()
    cells = [
        _several(columns[name].metadata or {}, SEVERAL[name], value)
        if name in SEVERAL
        else _cell(columns[name].metadata or {}, value, alone=name in ALONE and table != "disability")
        for name, value in values.items()
        if name not in UNTOLD and value is not None and (name, value) != A_YEAR
    ]
    return Bilingual("；".join(each.zh for each in cells), "; ".join(each.en for each in cells))


def _cell(about: Mapping[str, Any], value: Any, *, alone: bool = False) -> Bilingual:
    zh, en = about["zh"], about["en"].rstrip(".")
    if about.get("values"):
        place = about["values"].index(value) if value in about["values"] else None
        words = (
            (str(value),) * 2
            if place is None
            else (about["labels"][place], (about["labels_en"] or about["labels"])[place])
        )
    elif isinstance(value, bool):
        words = ("是", "yes") if value else ("否", "no")
    elif isinstance(value, float | int):
        unit = about.get("unit") or ""
        number = f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}"
        words = (f"{number}{UNITS.get(unit, '')}", f"{number} {unit}" if unit not in ("code", "grade", "") else number)
    else:
        words = (str(value),) * 2
    return Bilingual(*words) if alone else Bilingual(f"{zh} {words[0]}", f"{en}: {words[1]}")


def _several(about: Mapping[str, Any], of: type[Labelled], value: str) -> Bilingual:
    known = [of(word) if word in of.values() else Bilingual(word, word) for word in str(value).split(";")]
    zh, en = "、".join(each.zh for each in known), ", ".join(each.en for each in known)
    return Bilingual(f"{about['zh']} {zh}", f"{about['en'].rstrip('.')}: {en}")


def _facts(table: KnownTableAnswer, people: Mapping[str, Bilingual]) -> list[Fact]:
    """The last first; what one sender told of one day at one time stands together."""
    together: dict[Any, list[KnownRowAnswer]] = {}
    for row in reversed(table.rows):
        same = (row.event_date, row.known_date, row.department, row.values.get("person_id"), row.corrects)
        together.setdefault(same, []).append(row)
    return [
        Fact(
            rows[0].event_date,
            rows[0].known_date,
            rows[0].department,
            people.get(str(rows[0].values.get("person_id"))),
            _joined([row_in_words(table.table, row.values) for row in rows]),
            rows[0].corrects,
        )
        for rows in together.values()
    ]


def _joined(words: Sequence[Bilingual]) -> Bilingual:
    return Bilingual("。".join(each.zh for each in words), ". ".join(each.en for each in words))


def _people(known: HouseholdAnswer, day: dt.date) -> dict[str, Bilingual]:
    """Each person by the relation to the head, as reasons call them; two of one relation by their ages."""
    last: dict[str, dict[str, Any]] = {}
    for row in _table(known, PEOPLE).rows:
        told: dict[str, Any] = {
            name: row.values[name] for name in ("relation", "sex", "birth_month") if name in row.values
        }
        last[row.values["person_id"]] = {**last.get(row.values["person_id"], {}), **told}
    as_members = {
        person: {
            "relation": row.get("relation"),
            "sex": row.get("sex"),
            "age": _age(row.get("birth_month"), day),
        }
        for person, row in last.items()
    }
    words = {person: members_in_words([member], 0) for person, member in as_members.items()}
    return {
        person: Bilingual(
            _with_age(words[person], member["age"], list(words.values()), "（{}岁）"),
            _with_age(members_in_words([member], 1), member["age"], None, " (aged {})")
            if list(words.values()).count(words[person]) > 1
            else members_in_words([member], 1),
        )
        for person, member in as_members.items()
    }


def _with_age(word: str, age: int | None, others: list[str] | None, form: str) -> str:
    alone = others is not None and others.count(word) == 1
    return word if alone or age is None else word + form.format(age)


def _age(born: dt.date | None, day: dt.date) -> int | None:
    """In whole years, by the month of birth."""
    return None if born is None else day.year - born.year - ((day.month) < (born.month))


def _table(known: HouseholdAnswer, name: str) -> KnownTableAnswer:
    return next(table for table in known.tables if table.table == name)
