"""What a gap list says of each household, on records drawn at random; the laws of all rules are in `tests/features/rules`."""

from __future__ import annotations

import polars as pl

from features.gaps.finding import GAP_FINDINGS, find_gaps
from features.gaps.rules import GAPS
from features.records.gate import Records
from features.rules import evaluate
from tests.drawn_tables import POLICY
from tests.features.drawn_records import index, some_records


def test_a_gap_says_what_was_found_against_which_limit() -> None:
    findings = find_gaps(Records(some_records()), index(), POLICY)
    assert dict(findings.schema) == GAP_FINDINGS
    assert findings.height > 0
    assert findings.select(pl.all().exclude("region_code").is_null().any()).row(0) == (False,) * 5
    hits = evaluate(Records(some_records()), index(), POLICY, GAPS).filter("hit")
    assert findings.equals(hits.rename({"rule": "gap"}).select(list(GAP_FINDINGS)))
