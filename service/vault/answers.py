"""What the API takes and answers about who is behind a household's code."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from service.store.tables.identities import Unmasking, UnmaskingPurpose
from service.vault.looking import WORDS_AT_LEAST, WORDS_AT_MOST, Looked, Person

Why = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=WORDS_AT_LEAST, max_length=WORDS_AT_MOST),
    Field(description="Why, in words; they lie sealed."),
]


class NamesAsked(BaseModel):
    """What the names of a household are wanted for."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    purpose: Annotated[UnmaskingPurpose, Field(strict=False)]
    words: Why


class PersonAnswer(BaseModel):
    """Somebody of a household."""

    person_id: str
    is_head: bool
    name: str = Field(description="Empty where no roster told it.")
    number: str | None = Field(description="The ID number, masked in any case: `5224**********1234`.")


class NamesAnswer(BaseModel):
    """The people of a household by name, the head first."""

    household_id: str
    unmasking_id: str = Field(description="Name of the record that says who looked, when and why.")
    people: list[PersonAnswer]


class UnmaskingAnswer(BaseModel):
    """Who looked at a household's names, when and why."""

    id: str
    at: dt.datetime
    actor: str = Field(description="Who looked, such as `user:user_01k…`.")
    household_id: str
    purpose: UnmaskingPurpose
    words: str = Field(description="Why, in their words.")


def unmasking_answer(unmasking: Unmasking, words: str) -> UnmaskingAnswer:
    return UnmaskingAnswer(
        id=unmasking.id,
        at=unmasking.at,
        actor=unmasking.actor,
        household_id=unmasking.household_id,
        purpose=UnmaskingPurpose(unmasking.purpose),
        words=words,
    )


def names_answer(household_id: str, looked: Looked) -> NamesAnswer:
    return NamesAnswer(
        household_id=household_id,
        unmasking_id=looked.id or "",
        people=[_person(each) for each in looked.people],
    )


def _person(person: Person) -> PersonAnswer:
    return PersonAnswer(person_id=person.person_id, is_head=person.is_head, name=person.name, number=person.number)
