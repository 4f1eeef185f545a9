"""How people use it: the API for the case system, lists and pages for the offices, access.

Its rooms, floor by floor; each stands on floors below its own and on nothing else (`rooms-of-service` in pyproject.toml).

    cli              the commands: `fanpin serve`, users, keys, the database, the audit

    app              the application

    ahead            what is worked out before it is asked for
    connections      how long a connection may keep waiting
    rounds           what the service does by itself, round after round

    client           the API for programs in Python
    routes           the addresses

    views            what pages show, put together

    households       stored households, one by one or many at once

    assess           from records to an answer
    compressed       answers that leave compressed
    conditional      what the asker has already is not sent again
    gauges           the present state, for Prometheus
    middleware       what holds for every request
    sending          a document on its way in
    sheets           lists to visit that leave as workbooks, are filled in and handed in again
    workbook         a list as a workbook

    deliveries       files that are sent, on their way into the records
    failures         which failure becomes which answer
    issuing          lists made from runs, stored and issued
    landing          facts of single households on their way into the records
    leads            leads reported, and moved through the procedure
    lists            the list of a region
    resources        what the routes work with
    runs             scoring runs, whole or not seen
    versions         versions of the model, promoted and rolled back

    catalogue        what is answered about features
    documents        a household's records as one document
    findings         findings, departments' rules that are hit, gaps of the safety net
    languages        failures in the language that is asked for
    ledgers          the guarantees' ledgers and the counts of places, kept for a day
    scored_days      scored days with their lists, kept for a while

    last_asked       what was worked out for the last few questions

    answers          what the API answers
    impossible       records with numbers that can't be
    once             the same request once, however often it is sent
    personal_ids     what looks like an ID number or a telephone
    places           counties, townships, villages
    refusals         refused for the way it was sent
    repeated         what a request says twice
    slow             one piece of slow work after the other
    together         who waits at the same time is worked on together

    access           who may come in, and what for
    champion         the model that answers, followed
    columns          what a column allows, in words
    exporting        what is taken along, with the mark of who took it
    oidc             logging in at the county's own provider
    pages            rendering
    problems         failures as RFC 9457

    audit            what was done and read: whether it is whole, exported, how long it is kept
    certainty        what the API answers about what a score rests on and how sure it is
    example          the made-up household
    facts            what a page shows beside the score
    failing          an unforeseen failure in the log
    limits           what a request may cost
    logs             the log, as text or JSON
    origin           forms of our own pages only
    place_names      what villages are called
    problem_wording  the words of validation errors
    procedure        what may happen to a lead, by whom, and why not
    rows             the rows that the API takes
    score_names      the name of a score
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
    local_time       the time as offices have it
    metrics          what is counted of requests
    request_ids      the id of a request
"""
