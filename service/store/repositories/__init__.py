"""What is asked of the database and changed in it, by theme.

audit  lines of the audit added, and read in order
once   answers that are given again
"""
