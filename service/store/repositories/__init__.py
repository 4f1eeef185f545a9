"""What is asked of the database and changed in it, by theme.

audit    lines of the audit added, and read in order
leads    leads with their reports, steps and visits
lists    lists, as they were issued
once     answers that are given again
records  facts on their way into the records
runs     scoring runs, seen when they are whole
"""
