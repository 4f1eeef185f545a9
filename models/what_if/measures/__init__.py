"""The measures within an office's reach, each a declaration: of whom it is feasible, and which rows it brings.

work        a public-interest post, a member placed in work, help for a business
illness     medical aid, basic insurance
allowances  the minimum living allowance, both subsidies for the disabled
home        the dwelling and schooling
"""

from __future__ import annotations

from models.what_if.declaring import DECLARED, Measure
from models.what_if.measures import allowances, home, illness, work

THEMES = (work, illness, allowances, home)
"""The modules in which measures are declared: importing them declares the measures."""

MEASURES: tuple[Measure, ...] = tuple(DECLARED)
"""Every measure, in the order of its declaration."""
