"""One sentence in two languages with places for facts: `{self_paid_12m}`, `{self_paid_to_income:share}`, `{seen:month}`.

A place is a feature or a `policy.` value, said by its unit or by the form behind the colon, or `seen`: the row that is
told of, with its day, sender and members (`models.reasons.evidence`). Numbers agree with their words in both languages,
so that no sentence is made from a bare figure.
"""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from features.bilingual import Bilingual
from models.reasons.topics.forms import COLUMN_FORMS, FORMS, SEEN_FORMS, is_sayable, unit_form

SEEN = "seen"

Facts = Mapping[str, Any]
"""What a phrase tells of one household, as data: numbers by name, and `seen`."""


@dataclass(frozen=True)
class Place:
    """One place of a template.

    Attributes:
        name: a feature, a `policy.` value, or `seen`.
        column: of the seen row; empty for its day, sender and members.
        form: how it is said.
    """

    name: str
    column: str
    form: str

    @classmethod
    def of(cls, name: str, form: str) -> Place:
        """Raises ValueError: there is no such form, or a feature needs one to be named."""
        head, _, column = name.partition(".")
        if head == SEEN:
            place, known = (
                cls(SEEN, column, form or ("label" if column else "")),
                COLUMN_FORMS if column else SEEN_FORMS,
            )
        else:
            place, known = cls(name, "", form or unit_form(name)), FORMS
        if place.form not in known:
            raise ValueError(f"{{{name}:{form}}} has no such form; there are {', '.join(sorted(known))}")
        return place


@dataclass(frozen=True)
class Template:
    """Both languages."""

    zh: str
    en: str

    @classmethod
    def of(cls, zh: str, en: str) -> Template:
        """Raises ValueError: the two languages tell different facts, or a place is none."""
        template = cls(zh, en)
        facts = [{(place.name, place.column) for place in _places(text)} for text in (zh, en)]
        if facts[0] != facts[1]:
            raise ValueError(f"the two languages tell different facts: {sorted(facts[0] ^ facts[1])}")
        return template

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Every place of either language."""
        return tuple(dict.fromkeys([*_places(self.zh), *_places(self.en)]))

    def is_complete(self, facts: Facts) -> bool:
        """Whether every fact is known and none is nothing: a phrase about zero yuan or a member whom nobody knows is no reason."""
        return all(is_sayable(facts.get(place.name), place.column, place.form) for place in self.places)

    def rendered(self, facts: Facts) -> Bilingual:
        """The sentence of one household, in both languages."""
        return Bilingual(*(_filled(parsed, facts, language) for language, parsed in enumerate(self._parts)))

    @cached_property
    def _parts(self) -> tuple[list[tuple[str, Place | None]], list[tuple[str, Place | None]]]:
        return _parsed(self.zh), _parsed(self.en)


def _parsed(text: str) -> list[tuple[str, Place | None]]:
    """Of each place the text before it; None behind the last."""
    return [
        (before, None if name is None else Place.of(name, form or ""))
        for before, name, form, _ in string.Formatter().parse(text)
    ]


def _places(text: str) -> list[Place]:
    return [place for _, place in _parsed(text) if place is not None]


def _filled(parsed: list[tuple[str, Place | None]], facts: Facts, language: int) -> str:
    return "".join(before + ("" if place is None else _value(place, facts, language)) for before, place in parsed)


def _value(place: Place, facts: Facts, language: int) -> str:
    value = facts[place.name]
    if place.name == SEEN and not place.column:
        return SEEN_FORMS[place.form](value, language)
    if place.column:
        return COLUMN_FORMS[place.form](value["columns"][place.column], language)
    return FORMS[place.form](value, language)
