"""What an answer or a run was made from, named so that it can be made again, and kept beside the records.

code        the text of features and models, and their release
provenance  everything that decides a score, by name and digest
records     the records of then
storage     models and policies, each kept once
"""

from __future__ import annotations

from models.provenance.code import code_changed, code_digest
from models.provenance.provenance import Provenance
from models.provenance.records import GoneError, records_may_be_gone, records_then
from models.provenance.storage import keep_model, keep_policy, kept_model, kept_policy_of

__all__ = [
    "GoneError",
    "Provenance",
    "code_changed",
    "code_digest",
    "keep_model",
    "keep_policy",
    "kept_model",
    "kept_policy_of",
    "records_may_be_gone",
    "records_then",
]
