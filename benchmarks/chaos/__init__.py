"""Everything killed in turn under load: nothing that was accepted may be lost or doubled, nothing partial seen, the audit whole.

servers     what is killed: workers, the database, the tracking server, the service
ledger      what was accepted, and what was seen that may not be
asking      one request until it is answered, under one key
load        who reports, moves, visits, lists, scores and reads, all at once
judging     the database held against the ledger
rehearsal   the load and the killing, side by side
"""
