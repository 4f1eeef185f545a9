"""Workbooks for people: sheets that can be read and printed.

book        a workbook, its sheets and formats
homes       where households live and what their villages are called
rule_lists  the lists by rule: triggers and gaps alike
"""
