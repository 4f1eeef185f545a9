"""The language that features are written in. Whoever declares a feature takes everything from here.

windows       which rows of the past count
verbs         measures over a household's rows: largest, share, people, months since …
trajectories  measures over months: runs, gaps, slopes
measure       what a measure is
parts         what is aggregated of rows, and how a measure is finished from it
plan          computing the measures of a view for any number of households and days
views         the known rows of a table in the shape in which they are spoken of
marks         what households are counted for at their villages and settlements
"""

from features.language.measure import Measure, ratio
from features.language.trajectories import (
    against_history,
    longest_gap,
    longest_gap_of_spells,
    longest_run,
    months_with,
    slope,
)
from features.language.verbs import (
    COMPULSORY_AGES,
    agreed,
    all_of,
    any_of,
    count,
    largest,
    latest,
    months_of_spells,
    months_since,
    people,
    policy,
    quotient,
    share,
    smallest,
    total,
    value_of,
    yearly,
)
from features.language.windows import (
    EVERY_ROW,
    before,
    between_months,
    day_in_last,
    ended_in_last,
    ever,
    in_last,
    months_back,
    underway,
    whole_months,
    whole_period_in_last,
)

__all__ = [
    "COMPULSORY_AGES",
    "EVERY_ROW",
    "Measure",
    "against_history",
    "agreed",
    "all_of",
    "any_of",
    "before",
    "between_months",
    "count",
    "day_in_last",
    "ended_in_last",
    "ever",
    "in_last",
    "largest",
    "latest",
    "longest_gap",
    "longest_gap_of_spells",
    "longest_run",
    "months_back",
    "months_of_spells",
    "months_since",
    "months_with",
    "people",
    "policy",
    "quotient",
    "ratio",
    "share",
    "slope",
    "smallest",
    "total",
    "underway",
    "value_of",
    "whole_months",
    "whole_period_in_last",
    "yearly",
]
