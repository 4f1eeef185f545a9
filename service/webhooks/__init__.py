"""Events sent to the systems that asked for them: at least once, in order for each subject, signed, to no private address.

An event is written by `service.store.repositories.outbox.emit`, in the transaction of what it tells of. Here is what is done with it:

working     sends what is due until it is stopped
delivering  one round: claimed, sent, noted
answers     what the API takes and answers about addresses
feed        the same events for whoever asks
endpoints   addresses opened, tested, closed; secrets made anew
sending     one message over the network
addresses   which addresses may be connected to
signing     signatures, and what a receiver reads
"""
