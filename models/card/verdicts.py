"""The three answers of an audit. That there is too little to tell is an answer of its own, never a good one."""

from __future__ import annotations

from features.vocabulary import Labelled


class Verdict(Labelled):
    """Whether a figure keeps to the bounds of policy."""

    WITHIN = "within", "在范围内", "within bounds"
    OUTSIDE = "outside", "超出范围", "outside"
    INSUFFICIENT = "insufficient", "证据不足", "insufficient evidence"
