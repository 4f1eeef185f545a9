"""What a row of the table is: from where to where, who may, what is asked, what must hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from service.procedure.actors import Office
from service.procedure.conditions import Condition
from service.procedure.fields import Field
from service.procedure.lead import Detail
from service.procedure.states import LeadState


@dataclass(frozen=True, slots=True)
class Decided:
    """To where a move leads is decided by what is answered in one of its fields; None: the lead stays where it is."""

    by: str
    states: Mapping[str, LeadState | None]


@dataclass(frozen=True, slots=True)
class Ask:
    """A field that a move asks for.

    Attributes:
        when: it is needed only where another field has one of these answers.
        optional: it may be given where it is not needed.
    """

    field: Field
    when: tuple[str, tuple[str, ...]] | None = None
    optional: bool = False

    def needed(self, details: Mapping[str, object]) -> bool:
        """Whether it has to be answered beside these answers."""
        if self.when is None:
            return not self.optional
        answer = details.get(self.when[0])
        return isinstance(answer, str) and answer in self.when[1]

    def welcome(self, details: Mapping[str, object]) -> bool:
        """Whether it may be answered beside these answers."""
        return self.optional or self.needed(details)


@dataclass(frozen=True, slots=True)
class Move:
    """One row of the table. `name` is for programs and stays; `offices`: whoever holds one of them may make it."""

    name: str
    zh: str
    en: str
    start: tuple[LeadState, ...]
    to: LeadState | Decided
    offices: tuple[Office, ...]
    asks: tuple[Ask, ...] = ()
    conditions: tuple[Condition, ...] = ()

    @property
    def ends(self) -> frozenset[LeadState]:
        """Where it can lead to."""
        if isinstance(self.to, LeadState):
            return frozenset({self.to})
        stays = self.start if None in self.to.states.values() else ()
        return frozenset({*(state for state in self.to.states.values() if state), *stays})

    def leads_to(self, state: LeadState, details: Mapping[str, Detail]) -> LeadState:
        """Where a lead in a state comes to by it, with these answers."""
        if isinstance(self.to, LeadState):
            return self.to
        return self.to.states[str(details[self.to.by])] or state
