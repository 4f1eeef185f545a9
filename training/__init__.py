"""How models are made, measured and approved.

Its rooms, floor by floor; each stands on floors below its own and on nothing else (`rooms-of-training` in pyproject.toml).

    cli            the commands, one file a noun

    demo           simulate, intake, train, promote, score
    retraining     watch, train, backtest, card, challenger, in one command

    experiment     how a model is made: one page of named steps

    registering    a run into the registry

    reports        the report of a run
    shipping       the model that ships
    watching       whether a model still fits its county

    backtests      the run at several points of the past, and the choice
    proving        nothing learned later shows in what is said of a day
    recalibration  probabilities put right after a shift

    card           the model card, from the report alone
    pinning        what a run stands on, fixed beforehand

    fairness       whether the list serves everybody equally well
    figures        pictures of a run
    fit            a contender on the train part, its calibrator on later rows
    matrix         features and triggers of the cohort on all dates
    promotion      the gate
    truths         what really happened in a simulated county

    calibration    whether a probability means what it says
    cohorts        who is asked about, and what became of them
    contenders     the trees, the simple models, what offices do today
    lists          what an office gets for its visits

    documentation  docs/experiments.md
    groups         the groups that audits compare
    plan           dates, windows, horizons
    resampling     intervals over villages

    notebooks      what a notebook opens
    predictions    scores out of time
    settings       an experiment file
    simulator      an invented county
    steps          slow steps, made or found
"""
