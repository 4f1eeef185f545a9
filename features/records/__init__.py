"""What is recorded of households: tables that only grow, the gate that says what of them a day could see, and the store.

Its rooms, floor by floor; each stands on floors below its own and on nothing else (`rooms-of-records` in pyproject.toml).

    importing   a panel's own tables, brought as they are

    contracts   what must hold in a row and in a file, what its breach costs, and who keeps it

    buckets     the one loop over the store in which work on every household is done

    changes     the days on which what is known of households changed
    monitored   who was monitored on a day: labels and screens, never features
    store       Delta tables in a folder: landed whole or not at all, taken back, never deleted

    gate        which rows an as-of date could see

    collecting  queries run as they are written
    context     what records carry of the places of their households
    tables      the tables themselves, each beside what it confesses
"""
