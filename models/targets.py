"""What a model foretells: of which households, and which event."""

from __future__ import annotations

from features.vocabulary import Labelled


class TargetKind(Labelled):
    """The two questions of the office; the words name the event of which a probability is told.

    Every household that is not monitored is asked about under `ENTRY`, one whose risk was removed earlier among them;
    `RELAPSE` asks about the latter alone, with a longer horizon (docs/decisions/0018-two-targets.md).
    """

    ENTRY = "entry", "被识别为监测对象", "identified as monitored"
    RELAPSE = "relapse", "风险消除后被回退或再次识别", "rolled back or identified again after its risk was removed"
