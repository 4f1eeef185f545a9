"""What can move a household's score from one run to the next, in the order in which it is swapped."""

from __future__ import annotations

from features.vocabulary import Labelled


class Cause(Labelled):
    """Each is swapped after those before it, so that the parts of a move add up to it exactly, whatever they are."""

    TIME = "time", "时间推移", "time passing"
    CORRECTED = "corrected_facts", "更正了以前的记录", "corrected facts"
    NEW = "new_facts", "新掌握的情况", "new facts"
    PLACES = "places", "同村、同安置点其他户的变化", "other households of its village and settlement"
    POLICY = "policy", "政策数值调整", "changed policy"
    MODEL = "model", "模型更换", "new model"
    CALIBRATION = "calibration", "校准更换", "new calibration"
