"""From scores to a list of households to visit: the one door through which a list is cut, for whoever asks.

The service, the command line, the shadow, the watch and training call `issue` (or `Lists`, which cuts the same rows by many
scores); what training measures is therefore what an office gets.

    drawing       numbers drawn from a seed and a text
    visits        who was visited lately, as known on a day
    slots         why a household is on a list or not, and which part decided
    capacity      whole visits by township or village
    ordering      scores in the order of visiting
    rules, state  how a list is made, and what is known before it

    considering   everybody, with what is known of each
    must_include  severe rules of the departments, counted apart
    carry_over    who was listed and not visited
    cool_down     who was visited rests
    floor         no village is never visited
    churn         a list does not change for nothing
    audits        households drawn at random, with their chances
    removal       who has no score any more

    issuing       the list itself, which `issued` holds
    by_score      lists by score alone, for those who measure thousands
    by_policy     the list by the rules that the policy gives
    wording       what is to be said beside a list
"""

from __future__ import annotations

from models.lists.by_policy import (
    BY_VILLAGE,
    COOL_DOWN,
    LIST_POLICY,
    VISITS,
    issue_by_policy,
    issue_by_rules,
    list_policy,
    rules_in_force,
)
from models.lists.by_score import Lists
from models.lists.capacity import COUNTY_DIGITS, Capacity, CapacityError, Place, with_township
from models.lists.considering import ScoresError
from models.lists.drawing import tie
from models.lists.issued import IssuedList, listed_of
from models.lists.issuing import issue
from models.lists.ordering import DEFAULT_SEED, ranked
from models.lists.rules import Rules, RulesError, rules_from
from models.lists.slots import LeftOut, Part, Slot
from models.lists.state import MUST_INCLUDE, PREVIOUS, STANDING, VILLAGES, State, StateError, as_previous
from models.lists.visits import VISITED, villages_visited, visits_known
from models.lists.wording import absent_in_words, remarks_on

__all__ = [
    "BY_VILLAGE",
    "COOL_DOWN",
    "COUNTY_DIGITS",
    "DEFAULT_SEED",
    "LIST_POLICY",
    "MUST_INCLUDE",
    "PREVIOUS",
    "STANDING",
    "VILLAGES",
    "VISITED",
    "VISITS",
    "Capacity",
    "CapacityError",
    "IssuedList",
    "LeftOut",
    "Lists",
    "Part",
    "Place",
    "Rules",
    "RulesError",
    "ScoresError",
    "Slot",
    "State",
    "StateError",
    "absent_in_words",
    "as_previous",
    "issue",
    "issue_by_policy",
    "issue_by_rules",
    "list_policy",
    "listed_of",
    "ranked",
    "remarks_on",
    "rules_from",
    "rules_in_force",
    "tie",
    "villages_visited",
    "visits_known",
    "with_township",
]
