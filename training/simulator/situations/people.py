"""Situations of a person, listed by the household in which the person lives."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from training.simulator.identity import Damage
from training.simulator.situations import registers, sheets
from training.simulator.situations.households import DIBAO, underway
from training.simulator.situations.members import members
from training.simulator.situations.reading import CODE, DAY, PERSON, Reader

DISABLED, MAJOR = "残疾", "患有大病"
SCHOOL_AGES = (6, 15)
"""Compulsory schooling, both ages included."""


def _carded(reader: Reader) -> pl.DataFrame:
    return reader.once(members).join(reader.once(registers.cards), on=PERSON)


def severe_disability_without_subsidy(reader: Reader) -> pl.DataFrame:
    return _carded(reader).filter(pl.col("severe") & ~pl.col("nursing"))


def disabled_dibao_without_living_subsidy(reader: Reader) -> pl.DataFrame:
    granted = reader.once(registers.measures).filter((pl.col("kind") == DIBAO) & underway(reader))
    return _carded(reader).filter(~pl.col("living")).join(granted, on=CODE, how="semi")


def disabled_on_roster_without_card(reader: Reader) -> pl.DataFrame:
    disabled = reader.once(members).filter(pl.col("health").str.contains(DISABLED))
    return disabled.join(reader.once(registers.cards), on=PERSON, how="anti")


def card_not_on_roster(reader: Reader) -> pl.DataFrame:
    """The card is older than the last word on the person, whose health does not tell of it."""
    return _carded(reader).filter(pl.col("since") < pl.col(DAY), ~pl.col("health").str.contains(DISABLED))


def healthy_on_roster_with_diagnosis(reader: Reader) -> pl.DataFrame:
    ill = reader.once(members).join(registers.major_diseases(reader), on=PERSON)
    return ill.filter(pl.col("since") < pl.col(DAY), ~pl.col("health").str.contains(MAJOR))


def uninsured(reader: Reader) -> pl.DataFrame:
    monitored = reader.once(sheets.monitoring).filter("monitored").select(CODE)
    watched = pl.concat([monitored, sheets.lifted_out(reader)])
    return reader.once(members).filter(~pl.col("insured")).join(watched, on=CODE, how="semi")


def school_age_not_at_school(reader: Reader) -> pl.DataFrame:
    """The school's word counts while no list is newer; a list counts where it says so and the child was of age then."""
    listed = reader.once(members).join(registers.schooling(reader), on=PERSON, how="left")
    school_is_last = (pl.col("told") >= pl.col(DAY)).fill_null(value=False)
    stopped = pl.col("status").is_in(["休学", "疑似辍学"])
    never = (pl.col("student") == "非在校生") & _age(pl.col(DAY)).is_between(*SCHOOL_AGES)
    absent = pl.when(school_is_last).then(stopped).otherwise(never)
    return listed.filter(_age(pl.lit(reader.today)).is_between(*SCHOOL_AGES), absent)


def _age(day: pl.Expr) -> pl.Expr:
    """Whole years on a day; births are told by the month."""
    born = pl.col("born")
    return (day.dt.year() - born.dt.year()) - (day.dt.month() < born.dt.month()).cast(pl.Int32)


def id_missing(reader: Reader) -> pl.DataFrame:
    """The last list leaves the number out."""
    return reader.once(members).filter(pl.col("damage") == Damage.MISSING.value)


def id_unsound(reader: Reader) -> pl.DataFrame:
    """The last list has a number that its own check digit belies; the old form with 15 digits had none."""
    return reader.once(members).filter(pl.col("damage").is_in([Damage.WRONG_DIGIT.value, Damage.TRANSPOSED.value]))


PEOPLE_SITUATIONS: dict[str, Callable[[Reader], pl.DataFrame]] = {
    one.__name__: one
    for one in (
        severe_disability_without_subsidy,
        disabled_dibao_without_living_subsidy,
        disabled_on_roster_without_card,
        card_not_on_roster,
        healthy_on_roster_with_diagnosis,
        uninsured,
        school_age_not_at_school,
        id_missing,
        id_unsound,
    )
}
