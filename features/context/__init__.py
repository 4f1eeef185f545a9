"""What the village and the settlement tell about a household, without the household itself.

    context_of(records by bucket, days)   ->  a small table: of each place and day, households and how many are marked
    Records(tables, context=…)            ->  carries the table to the feature frame
    add_columns                           ->  the table's figures of a household's places, less the household's own part

Nothing else in features looks at more than one household (docs/decisions/0016-context-without-the-household.md).
"""

from __future__ import annotations
