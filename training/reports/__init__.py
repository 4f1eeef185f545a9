"""The report of a training run: made from its predictions, written as JSON, printed for data staff."""

from __future__ import annotations

from training.reports.printing import print_report
from training.reports.writing import write_report

__all__ = ["print_report", "write_report"]
