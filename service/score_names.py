"""The name of a score, to be kept with what somebody decides on it: the same score, from a run or computed anew, has the same name."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from models.provenance import Provenance
from models.sealing import canonical

DIGITS = 32
DECIDES = tuple(field.name for field in fields(Provenance))


def score_name(household_id: str, made_from: Mapping[str, Any]) -> str:
    """`score_…`, by everything that decides the score of a household.

    Args:
        made_from: of an answer or of a run, as `Provenance.as_dict` gives it; a document's digest counts, too.
    """
    deciding = {name: made_from.get(name) for name in (*DECIDES, "document")}
    text = canonical({"household_id": household_id, "made_from": deciding})
    return f"score_{hashlib.sha256(text.encode()).hexdigest()[:DIGITS]}"
