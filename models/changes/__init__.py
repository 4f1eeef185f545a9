"""Why a household's score is another than it was: the move split into its causes, by computing it again with each swapped.

causes     what can move a score
standpoint where a score was made: records, day, policy, model
splitting  the move, cause by cause
"""

from __future__ import annotations

from models.changes.causes import Cause
from models.changes.splitting import SPLIT, split
from models.changes.standpoint import ChangedError, Standpoint

__all__ = ["SPLIT", "Cause", "ChangedError", "Standpoint", "split"]
