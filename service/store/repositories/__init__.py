"""What is asked of the database and changed in it, by theme.

audit       lines of the audit added, read in order, searched, destroyed in order
exports     requests for large exports
identities  sealed identities, and who looked at which
once        answers that are given again
outbox      what happened, written with what it tells of and read in order
webhooks    endpoints, and deliveries to them
"""
