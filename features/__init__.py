"""One definition of everything known about a household on a day, and how it gets there.

Its rooms, floor by floor; each stands on floors below its own and on nothing else (`rooms-of-features` in pyproject.toml).

    cli         the commands, one file a noun

    basis       what an answer rests on
    catalogue   every feature, value and table, told for people and programs
    findings    what an office should put right or go and see
    ledgers     what the guarantees lack, since when, and which record says that it is over

    checks      what the records of a household say against each other

    domains     the features themselves
    proofs      that nothing of the future is in a feature, and of which rows each is made

    context     the counted places of a store, kept and told
    gaps        who is due a measure and has it not, and the reverse
    triggers    the departments' screening rules

    rules       the grammar of rules: a feature held against a dated line

    deliveries  who delivered, who is late, on which day one stands
    frame       the values of features for households on days

    intake      from delivered files to rows: recognise, read, link, validate, land
    registry    what a feature declares, and all of them by name

    language    the words that features are written in
    workbooks   sheets for people

    records     tables, contracts, the gate, the store

    policy      every number that an authority decides, dated and cited; the county's own folder

    disk        files whole or not there, locks, where a command writes, and a disk that fails
    texts       what nobody sees in a text, how it may be shown, names that stand twice, fonts

    bars        progress on a terminal
    bilingual   a sentence in both languages
    errors      failures written for the person at the keyboard
    vocabulary  the closed sets of words
"""
