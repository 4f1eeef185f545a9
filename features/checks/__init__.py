"""Cross-table checks: what the records of a household say against each other, and what an office should go and see."""

from __future__ import annotations

from features.checks.finding import FINDINGS, find, find_in_store
from features.checks.registry import Check, checks
from features.checks.words import Kind, Severity, Theme

__all__ = ["FINDINGS", "Check", "Kind", "Severity", "Theme", "checks", "find", "find_in_store"]
