"""Which curve turns a raw score into a probability."""

from __future__ import annotations

from enum import StrEnum


class Calibration(StrEnum):
    """A curve by name, or `auto`: the plainest of them that later outcomes can't tell from the best."""

    AUTO = "auto"
    SHIFT = "shift"
    LOGISTIC = "logistic"
    BETA = "beta"
    ISOTONIC = "isotonic"
