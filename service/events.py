"""What happens that others may want to hear of: the closed set of kinds of events."""

from __future__ import annotations

from features.vocabulary import Labelled


class EventKind(Labelled):
    LEAD_RECEIVED = "lead.received", "收到线索", "a lead was received"
    LEAD_MOVED = "lead.moved", "线索进入下一步", "a lead was moved through the procedure"
    VISIT_RECORDED = "visit.recorded", "录入走访结果", "what a visit found was recorded"
    LIST_ISSUED = "list.issued", "下发名单", "a list was issued"
    RUN_COMPLETED = "run.completed", "完成一次评分", "a scoring run was completed"
    ASSESSMENT_CHANGED = "assessment.changed", "户的风险等级有变化", "a run puts a household into another band"
    MODEL_CHANGED = "model.changed", "现用模型有变化", "another model answers"


OF_FAMILIES = frozenset(
    {EventKind.LEAD_RECEIVED, EventKind.LEAD_MOVED, EventKind.VISIT_RECORDED, EventKind.ASSESSMENT_CHANGED}
)
"""They name a household: whoever is sent them sees families."""
