"""From a county's exported workbooks to record tables: `intake(directory, store, key=…, landed_at=…)`.

Read `run.py` first: it is the sequence of steps. `headers.yaml` says which files are known.
"""

from __future__ import annotations

from features.intake.problems import FileRefusedError, IntakeError, Reason
from features.intake.report import FileReport, IntakeReport, Outcome
from features.intake.run import intake
from features.intake.who.identity import pseudonym_key

__all__ = [
    "FileRefusedError",
    "FileReport",
    "IntakeError",
    "IntakeReport",
    "Outcome",
    "Reason",
    "intake",
    "pseudonym_key",
]
