"""Facts of single households on their way into the records: what offices enter of leads, what a case system sends.

They wait in the database, in the transaction of what they tell of, and land in the record store by the contracts of an
import: each once, whoever is killed in between (docs/decisions/0063-told-one-by-one.md).

background  what waits is landed again and again while the service runs
waiting     what waits is landed
answers     what the API answers about single facts
accepting   facts that a case system sends, taken in
printing    what landed and what was set aside, on a terminal
examining   which facts the record tables take, and why not the others
sent        what a case system sends
homes       where households live, and who belongs to them, as the records know it
"""
