"""How people use it: the API for the case system, lists and pages for the offices, access.

Its rooms, floor by floor; each stands on floors below its own and on nothing else (`rooms-of-service` in pyproject.toml).

    cli              the commands

    app              the application

    ahead            what is worked out before it is asked for
    connections      how long a connection may keep waiting
    routes           the addresses

    assess           from records to an answer
    middleware       what holds for every request
    sending          a document on its way in
    workbook         a list as a workbook

    failures         which failure becomes which answer
    lists            the list of a region
    resources        what the routes work with

    catalogue        what is answered about features
    documents        a household's records as one document
    scored_days      scored days with their lists, kept for a while

    answers          what the API answers
    impossible       records with numbers that can't be
    refusals         refused for the way it was sent
    repeated         what a request says twice
    slow             one piece of slow work after the other

    champion         the model that answers, followed
    columns          what a column allows, in words
    pages            rendering
    problems         failures as RFC 9457

    access           who may ask
    audit            what was done and read: whether it is whole, exported, how long it is kept
    certainty        what the API answers about what a score rests on and how sure it is
    example          the made-up household
    facts            what a page shows beside the score
    failing          an unforeseen failure in the log
    limits           what a request may cost
    origin           forms of our own pages only
    problem_wording  the words of validation errors
    rows             the rows that the API takes
    settings         where records, model and policy are, by the environment
    vault            names, sealed and masked; exports that two people want; counts that are hidden
    webhooks         events sent to the systems that asked for them
    wording          the words of pages and lists

    installation     the database and the keys, by the environment

    store            what offices act on, in a relational database

    events           kinds of what happens
    keyring          the keys that seal what lies in the database
    principal        who asks, what they may do, and where

    jurisdiction     where somebody's word counts
"""
