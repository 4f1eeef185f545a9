"""Leads at work: reported, gathered into one for each family, moved by people through the official procedure, and what comes of it for the records.

What may be done when is `service.procedure`'s to say; how it is kept is `service.store`'s. Here both meet, in one transaction with the
audit's line and the events that tell of it.

sent       what the API takes
answers    what it answers

moving     a lead moved by a person
receiving  a report taken in
answered   by which kept answer people are asked on a visit
since_lists  visits that a list does not know of
storing    between the rows of the store and the procedure's values
"""
