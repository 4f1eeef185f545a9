"""From scores to a list of households to visit: the one door through which a list is cut, for whoever asks.

The service, the command line, the shadow, the watch and training call `issue` (or `Lists`, which cuts the same rows by many
scores); what training measures is therefore what an office gets.

    drawing    numbers drawn from a seed and a text
    visits     who was visited lately, as known on a day
    capacity   whole visits by township
    ordering   scores in the order of visiting
    issuing    the list itself
    by_policy  the list at the capacity that the policy gives
"""

from __future__ import annotations

from models.lists.by_policy import COOL_DOWN, VISITS, capacity_in_force, issue_by_policy, resting_by_policy
from models.lists.capacity import COUNTY_DIGITS, Capacity, with_township
from models.lists.drawing import tie
from models.lists.issuing import Lists, Slot, at_rest, issue
from models.lists.ordering import DEFAULT_SEED, ranked
from models.lists.visits import VISITED, visits_known

__all__ = [
    "COOL_DOWN",
    "COUNTY_DIGITS",
    "DEFAULT_SEED",
    "VISITED",
    "VISITS",
    "Capacity",
    "Lists",
    "Slot",
    "at_rest",
    "capacity_in_force",
    "issue",
    "issue_by_policy",
    "ranked",
    "resting_by_policy",
    "tie",
    "visits_known",
    "with_township",
]
