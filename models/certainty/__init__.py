"""How sure a score is, and when there is none.

topics        what can be asked at a door in one breath, by record table
doubts        how each topic stands for a household: told, missing, silent, old, contradicted
alike         a sample of the county's own households
plausible     what a score might be: values of households alike in the place of what is doubted
sources       which key departments are overdue, and until when a score may be used
contradicting records that contradict each other so badly that nothing is scored
against       the rules that hold a main reason against the records
verifying     what speaks against the main reasons of many households
measuring     how sure each of many households' scores is
beside        that, and what each rests on
wording       in words
"""

from __future__ import annotations

from models.certainty.beside import BESIDE_SCORE, beside_scores, too_stale
from models.certainty.contradicting import (
    CONTRADICTING,
    ContradictingRecordsError,
    contradicting,
    contradicting_lines,
    refusing_checks,
)
from models.certainty.doubts import Findings, facts_read, findings_of, own_checks
from models.certainty.measuring import Certainty, OpenQuestion, certainty_from, certainty_policy
from models.certainty.plausible import SEED
from models.certainty.sources import (
    StaleSourcesError,
    Surroundings,
    freshness_of,
    list_expires_on,
    require_fresh,
    surroundings_of,
    valid_in_words,
)
from models.certainty.verifying import LEADS, VERIFY_FIRST, read_by_verifying, verify_first, verify_policy
from models.certainty.wording import certainty_fields, certainty_in_words, certainty_lines, verify_fields, verify_lines

__all__ = [
    "BESIDE_SCORE",
    "CONTRADICTING",
    "LEADS",
    "SEED",
    "VERIFY_FIRST",
    "Certainty",
    "ContradictingRecordsError",
    "Findings",
    "OpenQuestion",
    "StaleSourcesError",
    "Surroundings",
    "beside_scores",
    "certainty_fields",
    "certainty_from",
    "certainty_in_words",
    "certainty_lines",
    "certainty_policy",
    "contradicting",
    "contradicting_lines",
    "facts_read",
    "findings_of",
    "freshness_of",
    "list_expires_on",
    "own_checks",
    "read_by_verifying",
    "refusing_checks",
    "require_fresh",
    "surroundings_of",
    "too_stale",
    "valid_in_words",
    "verify_fields",
    "verify_first",
    "verify_lines",
    "verify_policy",
]
