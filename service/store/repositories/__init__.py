"""What is asked of the database and changed in it, by theme.

attempts    what was tried in vain under a name or from an address
audit       lines of the audit added, read in order, searched, destroyed in order
clients     programs and their keys
exports     requests for large exports
identities  sealed identities, and who looked at which
leads       leads with their reports, steps and visits
lists       lists of households to visit
lists_changed who left a list that somebody must go to, how many came and left
once        answers that are given again
outbox      what happened, written with what it tells of and read in order
records     facts on their way into the records
runs        scoring runs
uploads     files that were sent to be taken in
users       people, their roles, sessions and links
webhooks    endpoints, and deliveries to them
"""
