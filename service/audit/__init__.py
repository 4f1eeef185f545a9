"""The audit of what people and programs did and read: whether it is whole, what of it is given away, how long it is kept.

A line is added by `service.store.repositories.audit.append`, in the transaction of what it tells of. Here is everything
that is done with the chain afterwards:

retention  old lines destroyed by policy, in good order
answers    what the API answers about it
exporting  the chain as a file that a stranger can verify
verifying  whether anybody changed it
anchors    where its end was on a day, kept outside the database
faults     what shows that somebody changed it, in words
"""
