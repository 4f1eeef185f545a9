"""The departments' screening rules (部门筛查预警): declared once, for features, leads, reasons and the baseline."""
