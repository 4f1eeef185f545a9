"""Runs: what an office was given on a day, whole or not there, with everything that it was made from, so that it can be made again.

made_from  what a run was made from, and its name
run        scores, list and what was known before it, as they were kept
storage    runs on the disk
unfinished what the buckets of a run gave, until it is whole
making     a day scored and listed, and kept
outdated   whether what it holds is what would be computed now
replaying  the same again, bit for bit, or what is gone
households one household of a run again
comparing  two lists: who came, who left, and why
news       what moved a score between two runs, in phrases
"""

from __future__ import annotations

from models.runs.made_from import MadeFrom
from models.runs.making import after_list_of, make_run
from models.runs.outdated import Outdated, outdated_for
from models.runs.replaying import Replayed, replay
from models.runs.run import Run
from models.runs.storage import RunError, find_run, keep_run, kept_runs, last_before

__all__ = [
    "MadeFrom",
    "Outdated",
    "Replayed",
    "Run",
    "RunError",
    "after_list_of",
    "find_run",
    "keep_run",
    "kept_runs",
    "last_before",
    "make_run",
    "outdated_for",
    "replay",
]
