"""What the list makes of the departments' alerts: which it answers, which are left, and what such alerts led to.

handling  what becomes of each alert beside the list: one class for each
counting  by rule and by household: visits saved, and what the model expects among those that are left
yields    what alerts led to, with an exact interval
pushed    which alerts came, then and in the months before, from pinned records
county    all of it for a kept run
wording   in words
printing  as a table for a terminal
workbook  as sheets for people
"""

from __future__ import annotations

from models.alerts.county import Alerts, alerts_of
from models.alerts.handling import Handling

__all__ = ["Alerts", "Handling", "alerts_of"]
